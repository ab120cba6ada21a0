"""What the two of a pair are asked. Never what they spoke about."""

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from tracker.forms import DateField, Form, trimmed
from tracker.mentoring.states import Ending, Side
from tracker.pairs.models import GOAL_STATES

ENDINGS = {
    Ending.PLANNED: "It has come to its planned end",
    Ending.GOALS_MET: "The goals are met sooner than planned",
    Ending.MOVED_JOB: "One of us has moved to another job",
    Ending.LEFT_NHS: "One of us leaves the NHS",
    Ending.LINE: "One of us now manages the other, or their manager",
    Ending.NO_CONTACT: "We have lost contact",
    Ending.NOT_A_FIT: "It is not a good fit, which is nobody’s fault",
}


class AgreementForm(Form):
    purpose = TextAreaField(
        "What is it for?",
        [
            DataRequired("Say what it is for"),
            Length(max=500, message="Use 500 characters or fewer"),
        ],
        filters=[trimmed],
    )
    first_contact = RadioField(
        "Who gets in touch to arrange each meeting?",
        [InputRequired("Choose who gets in touch")],
        choices=[
            SelectChoice(Side.MENTEE.value, "The mentee"),
            SelectChoice(Side.LEADER.value, "The leader"),
        ],
    )
    between = StringField(
        "Between meetings",
        [
            DataRequired("Say what is fine between meetings"),
            Length(max=300, message="Use 300 characters or fewer"),
        ],
        filters=[trimmed],
        description="For example: messages are fine, answered within a week",
    )
    cancelling = StringField(
        "If one of you cannot come",
        [
            DataRequired("Say what you do if one cannot come"),
            Length(max=300, message="Use 300 characters or fewer"),
        ],
        filters=[trimmed],
        description="For example: tell the other a day before, and offer another day",
    )
    race = TextAreaField(
        "How you will talk about race and racism",
        [
            DataRequired("Say how you will talk about race and racism"),
            Length(max=500, message="Use 500 characters or fewer"),
        ],
        filters=[trimmed],
        description="For example: either may raise it; the mentee need not explain or prove it",
    )
    manager_told = RadioField(
        "Is your line manager told of this mentoring?",
        [InputRequired("Choose whether your manager is told")],
        choices=[SelectChoice("no", "No"), SelectChoice("yes", "Yes")],
        description="This is your choice alone.",
    )


class GoalForm(Form):
    words = StringField(
        "Goal",
        [DataRequired("Enter the goal"), Length(max=200, message="Use 200 characters or fewer")],
        filters=[trimmed],
    )
    due = DateField("By when (optional)")
    state = SelectField(
        "How far",
        choices=[SelectChoice(state, state.capitalize()) for state in GOAL_STATES],
        default=GOAL_STATES[0],
    )


class NoteForm(Form):
    text = TextAreaField(
        "Your private note",
        [Length(max=20000, message="Use 20,000 characters or fewer")],
        description="Only you can read it. Leave it empty to delete it.",
    )


class PulseForm(Form):
    score = RadioField(
        "From 1 to 5",
        [InputRequired("Choose from 1 to 5")],
        choices=[
            SelectChoice("1", "1: badly"),
            SelectChoice("2", "2"),
            SelectChoice("3", "3"),
            SelectChoice("4", "4"),
            SelectChoice("5", "5: very well"),
        ],
    )


class PauseForm(Form):
    until = DateField("Pause until", [DataRequired("Enter the day on which you go on")])


class EndForm(Form):
    ending = RadioField(
        "Why does it end?",
        [InputRequired("Choose what comes nearest")],
        choices=[SelectChoice(ending.value, words) for ending, words in ENDINGS.items()],
        description="The other of you sees only that it has ended.",
    )


class ConcernForm(Form):
    ring = BooleanField("Ask them to call me")
    words = TextAreaField(
        "What they should know (optional)",
        [Length(max=2000, message="Use 2,000 characters or fewer")],
        filters=[trimmed],
    )

    def validate_words(self, field: TextAreaField) -> None:
        if not field.data and not self.ring.data:
            raise ValidationError("Ask to be called, or write what they should know")
