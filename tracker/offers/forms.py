"""What somebody is asked who is offered a leader or a mentee."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from tracker.forms import DateField, Form
from tracker.mentoring.states import Refusal

STAY, AWAY = "stay", "away"


class DeclineForm(Form):
    reason = RadioField(
        "Why not?",
        [InputRequired("Choose the reason that comes nearest")],
        choices=[
            SelectChoice(Refusal.TIME.value, "I have no time for it at present"),
            SelectChoice(Refusal.GOALS.value, "What they want and what I want do not go together"),
            SelectChoice(Refusal.CONFLICT.value, "There is a conflict of interest"),
            SelectChoice(Refusal.KNOWS.value, "I know this person already"),
            SelectChoice(Refusal.NOT_NOW.value, "Not now"),
            SelectChoice(Refusal.OTHER.value, "Another reason"),
        ],
        description="Only the co-ordinators of the programme see your reason.",
    )
    then = RadioField(
        "What would you like next?",
        [InputRequired("Say whether you stay in the pool")],
        choices=[
            SelectChoice(STAY, "Keep me in the pool"),
            SelectChoice(AWAY, "Make me unavailable until a day"),
        ],
    )
    until = DateField("Unavailable until", description="Only if you chose a day")

    def validate_until(self, field: DateField) -> None:
        if self.then.data == AWAY and field.data is None and not field.process_errors:
            raise ValidationError("Enter the day from which you are available again")
