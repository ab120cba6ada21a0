"""What is asked about a programme, and the words when it is wrong."""

from typing import Any

from wtforms import RadioField, TextAreaField, fields
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from tracker.forms import DateField, Form, VersionedForm, trimmed
from tracker.mentoring.directions import WORDS
from tracker.mentoring.states import Direction
from tracker.organisations.forms import line


class IntegerField(fields.IntegerField):
    """A whole number that says what it should be, also of what is no number at all."""

    def __init__(self, label: str, within: str, least: int, most: int, hint: str, **usual: Any):
        self.within = within
        asked = [InputRequired(within), NumberRange(least, most, within)]
        super().__init__(label, asked, description=hint, **usual)

    def process_formdata(self, valuelist):
        try:
            super().process_formdata(valuelist)
        except ValueError as wrong:
            raise ValueError(self.within) from wrong


def number(label: str, least: int, most: int, hint: str = "") -> IntegerField:
    return IntegerField(
        label, f"Enter a whole number from {least:,} to {most:,}", least, most, hint
    )


def text(label: str, longest: int, empty: str, hint: str = "") -> TextAreaField:
    short = Length(max=longest, message=f"Shorten this to {longest:,} characters or fewer")
    return TextAreaField(
        label,
        [DataRequired(empty), short],
        filters=[trimmed],
        description=hint,
    )


class OpenForm(Form):
    title = line("Name of the programme", 120, "Give the programme a name")
    direction = RadioField(
        "Who mentors whom?",
        [InputRequired("Choose who mentors whom")],
        choices=[SelectChoice(str(key), words.choice) for key, words in WORDS.items()],
        default=str(Direction.TRADITIONAL),
        invalid_choice_message="Choose who mentors whom",
    )
    launched_on = DateField(
        "Day of launch",
        [InputRequired("Enter the day of launch")],
        description="What was mentoring before this day is counted as existing, not as new.",
    )
    target = number("How many leaders are hoped for", 1, 100_000)


class TermsForm(VersionedForm):
    """How the programme goes, in the order in which somebody meets it."""

    title = line("Name of the programme", 120, "Give the programme a name")
    target = number("How many leaders are hoped for", 1, 100_000)
    objection_working_days = number("Working days for a local co-ordinator to object", 0, 60)
    offer_working_days = number("Working days until an offer expires", 2, 60)
    chase_working_days = number("Working days until an offer is chased", 1, 59)
    meetings = number("Meetings", 1, 60)
    minutes = number("Minutes for each meeting", 15, 480)
    months = number("Months in all", 1, 36)
    first_within_days = number("Days until the first meeting", 1, 365)
    trial_meetings = number("Meetings of the trial", 0, 60)
    nudge_days = number("Days of silence until the pair is reminded", 7, 365)
    task_days = number("Days of silence until the co-ordinator gets a task", 8, 730)
    floor = number("Lowest score of a match", 0, 1000, "Under this there is no acceptable leader.")
    contact = line("Co-ordinator", 300, hint="A name, an address or a telephone number.")
    wellbeing_contact = line("For well-being", 300, hint="Whom somebody in distress turns to.")


class PositiveActionForm(VersionedForm):
    """Section 158 of the Equality Act 2010: why it is lawful that the programme is for some."""

    need = text("Which disadvantage, need or low participation is met?", 2000, "Say which is met")
    evidence = text(
        "What shows it?", 2000, "Say what shows it", "Figures with their year and source."
    )
    proportionality = text("Why is this a proportionate way of meeting it?", 2000, "Say why it is")
    review_on = DateField("When will you look at this again?", [InputRequired("Enter a day")])
