"""What a leader says once they have prepared themselves."""

from wtforms import BooleanField
from wtforms.validators import DataRequired

from tracker.forms import Form


class ReadForm(Form):
    read = BooleanField(
        "I have read this, and thought about my first meeting",
        [DataRequired("Read it first, then say so here")],
    )
