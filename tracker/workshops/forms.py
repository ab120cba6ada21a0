"""What a co-ordinator is asked about a workshop, before it and after."""

from wtforms import IntegerField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from tracker.forms import AtATime, Form, VersionedForm, trimmed
from tracker.pages import LONDON
from tracker.workshops.models import MOST_PLACES, Workshop

FROM_ONE = f"Enter from 1 to {MOST_PLACES} places"


class WorkshopForm(AtATime, VersionedForm):
    minutes = IntegerField(
        "How long, in minutes",
        [
            InputRequired("Enter how many minutes"),
            NumberRange(15, 600, "Enter from 15 to 600 minutes"),
        ],
        default=120,
    )
    place = StringField(
        "Where, or the link to the call",
        [DataRequired("Say where it is"), Length(max=200, message="Use 200 characters or fewer")],
        filters=[trimmed],
    )
    places = IntegerField(
        "How many places",
        [InputRequired("Enter how many places"), NumberRange(1, MOST_PLACES, FROM_ONE)],
    )


def of(workshop: Workshop) -> WorkshopForm:
    """The form with what a workshop says now."""
    local = workshop.starts_at.astimezone(LONDON)
    return WorkshopForm(obj=workshop, on=local.date(), at=f"{local:%H:%M}")


class AttendanceForm(Form):
    came = SelectMultipleField("Who came?", coerce=int)

    def offer(self, people: list[tuple[int, str]]) -> None:
        self.came.choices = [SelectChoice(id_, name) for id_, name in people]
