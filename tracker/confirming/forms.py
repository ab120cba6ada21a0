"""What somebody is asked before they confirm another, and the words when it is wrong."""

from wtforms import BooleanField
from wtforms.validators import DataRequired

from tracker.forms import Form


class ConfirmPersonForm(Form):
    spoke = BooleanField(
        "I have spoken to them, on the telephone or face to face, and they are who they say",
        [DataRequired("Speak to them first, then say so here")],
    )
