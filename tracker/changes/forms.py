"""What a co-ordinator is asked before a pair of a list is changed."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.forms import Form


class OverrideForm(Form):
    reason = TextAreaField(
        "Why?",
        [
            DataRequired("Say why"),
            Length(max=500, message="Shorten this to 500 characters or fewer"),
        ],
        description="Kept with the list. Neither of the two sees it.",
    )
    leader = HiddenField()  # of another leader, whose
    other = HiddenField()  # of places that are changed, with whom
