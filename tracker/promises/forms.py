"""What a leader is asked of a promise and of what they learned, and the mentee of either."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from tracker.forms import DateField, Form, trimmed
from tracker.pairs.models import KINDS


class PromiseForm(Form):
    kind = RadioField(
        "What will you do?",
        [InputRequired("Choose what you will do")],
        choices=[SelectChoice(kind, words) for kind, words in KINDS.items()],
    )
    words = StringField(
        "In your words",
        [
            DataRequired("Say what you will do"),
            Length(max=200, message="Use 200 characters or fewer"),
        ],
        filters=[trimmed],
    )
    due = DateField("By when (optional)")


class DoneForm(Form):
    done = RadioField(
        "Has it happened?",
        [InputRequired("Say whether it has happened")],
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "Not yet")],
    )


class InsightForm(Form):
    learned = TextAreaField(
        "What I have learned",
        [
            DataRequired("Say what you have learned"),
            Length(max=1000, message="Use 1,000 characters or fewer"),
        ],
        filters=[trimmed],
    )
    will_do = TextAreaField(
        "What I will do because of it",
        [
            DataRequired("Say what you will do"),
            Length(max=1000, message="Use 1,000 characters or fewer"),
        ],
        filters=[trimmed],
    )
