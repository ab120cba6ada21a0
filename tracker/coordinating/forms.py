"""What a co-ordinator fills in."""

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from tracker.forms import Form, trimmed
from tracker.mentoring.states import Ending

ENDINGS = {
    Ending.LINE: "One has come into the line of management of the other",
    Ending.NO_CONTACT: "They are not in contact",
    Ending.NOT_A_FIT: "They were not a fit",
    Ending.MOVED_JOB: "One of them moved job",
    Ending.LEFT_NHS: "One of them left the NHS",
    Ending.CONCERN: "Because of a concern",
    Ending.GOALS_MET: "They have reached what they wanted",
}


class LineForm(Form):
    seen = HiddenField()


class EndForm(Form):
    ending = RadioField(
        "Why does it end?",
        [InputRequired("Choose what comes nearest")],
        choices=[SelectChoice(ending.value, words) for ending, words in ENDINGS.items()],
        description="The two see only that it has ended.",
    )


class CloseForm(Form):
    outcome = TextAreaField(
        "What came of it",
        [
            InputRequired("Write what came of it, in a line"),
            Length(max=2000, message="Use 2,000 characters or fewer"),
        ],
        filters=[trimmed],
        description="You and whoever told you can read this. It is kept for six years.",
    )


class HandOverForm(Form):
    handler_id = RadioField(
        "Who is to handle it?", [InputRequired("Choose somebody")], coerce=int, choices=[]
    )
