"""What a co-ordinator is asked about a workshop, before it and after."""

import re
from datetime import datetime, time

from wtforms import IntegerField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from tracker.forms import DateField, Form, VersionedForm
from tracker.pages import LONDON
from tracker.workshops.models import MOST_PLACES, Workshop

CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])")
FROM_ONE = f"Enter from 1 to {MOST_PLACES} places"


def trimmed(text: str | None) -> str:
    return (text or "").strip()


class WorkshopForm(VersionedForm):
    on = DateField("Day", [InputRequired("Enter the day")])
    at = StringField(
        "Time", [DataRequired("Enter the time")], description="On the 24-hour clock, such as 14:30"
    )
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

    def validate_at(self, field: StringField) -> None:
        if not CLOCK.fullmatch(trimmed(field.data)):
            raise ValidationError("Enter a time such as 14:30")

    @property
    def starts_at(self) -> datetime:
        """The instant, of a form that is sound."""
        typed = CLOCK.fullmatch(trimmed(self.at.data))
        assert typed
        clock = time(int(typed[1]), int(typed[2]))
        return datetime.combine(self.on.data, clock, LONDON)


def of(workshop: Workshop) -> WorkshopForm:
    """The form with what a workshop says now."""
    local = workshop.starts_at.astimezone(LONDON)
    return WorkshopForm(obj=workshop, on=local.date(), at=f"{local:%H:%M}")


class AttendanceForm(Form):
    came = SelectMultipleField("Who came?", coerce=int)

    def offer(self, people: list[tuple[int, str]]) -> None:
        self.came.choices = [SelectChoice(id_, name) for id_, name in people]
