"""What somebody is asked who names another."""

from wtforms import EmailField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from tracker.forms import Form
from tracker.mentoring.states import Side


def address(text: str | None) -> str:
    return (text or "").strip().lower()


class NominateForm(Form):
    email = EmailField(
        "Their e-mail address at work",
        [
            DataRequired("Enter their e-mail address"),
            Length(max=254, message="Enter one address"),
        ],
        filters=[address],
    )
    side = RadioField(
        "What do you name them for?",
        [InputRequired("Say what you name them for")],
        choices=[
            SelectChoice(Side.MENTEE.value, "To have a mentor"),
            SelectChoice(Side.LEADER.value, "To mentor somebody"),
        ],
    )

    def validate_email(self, field: EmailField) -> None:
        if field.data and "@" not in field.data:
            raise ValidationError("Enter an e-mail address, such as name@nhs.example")
