"""What leaders and mentees are asked when they come into a programme."""

from collections.abc import Iterable, Mapping

from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from tracker.forms import DateField, Form, trimmed
from tracker.mentoring import catalogue
from tracker.mentoring.directions import Words
from tracker.people.forms import ADDRESS

NOBODY = 0
NO_ADDRESS = "Leave it empty if you do not know, or would rather not say. It is then not checked."


def choices(listed: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(code, words) for code, words in listed.items()]


def with_none(listed: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice("", "I would rather not say"), *choices(listed)]


def address(text: str | None) -> str | None:
    return trimmed(text).lower() or None


def lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class AboutWork(Form):
    profession = SelectField("Your profession", choices=with_none(catalogue.professions()))
    grade = SelectField("Your grade", choices=with_none(catalogue.grades()))
    directorate = StringField(
        "Your directorate",
        [Length(max=120, message="Use 120 characters or fewer")],
        filters=[trimmed],
        description="People of one directorate are not matched. If you leave it empty, that is"
        " not checked.",
    )


def an_address(_form: Form, field: EmailField) -> None:
    """Nothing around it, as where it is copied out of a mail: the line would be checked against
    nobody, and be found clear."""
    if field.data and not ADDRESS.fullmatch(field.data):
        raise ValidationError("Enter an e-mail address alone, such as name@nhs.example")


def manager_field(label: str) -> EmailField:
    return EmailField(
        label,
        [Length(max=254, message="Enter one address"), an_address],
        filters=[address],
        description=NO_ADDRESS,
    )


class LineForm(Form):
    manager_email = manager_field("Your manager’s e-mail address")
    managers_manager_email = manager_field("Their manager’s e-mail address")


class WhenForm(Form):
    availability = SelectMultipleField(
        "When you can usually meet", choices=choices(catalogue.availability())
    )
    travels = RadioField(
        "How far can you come to meet?",
        [InputRequired("Say how far you can come to meet")],
        choices=choices(catalogue.travels()),
        invalid_choice_message="Say how far you can come to meet",
        description="It is enough that one of the two can come to the other.",
    )
    remote = BooleanField("I can meet by video call")


def a_number(value: object) -> int:
    """What is none is no choice either: it is refused as one out of range is."""
    return int(str(value)) if str(value) in ("1", "2", "3") else 0


class LeadForm(AboutWork, LineForm, WhenForm):
    """A leader's one page."""

    capacity = RadioField(
        "How many people can you mentor at a time?",
        [InputRequired("Choose from 1 to 3 people")],
        choices=[SelectChoice(number, str(number)) for number in (1, 2, 3)],
        coerce=a_number,
        invalid_choice_message="Choose from 1 to 3 people",
    )
    goals = SelectMultipleField(
        "What can you help with? Up to three", choices=choices(catalogue.goals())
    )
    new_to_it = RadioField(
        "Have you mentored somebody of another ethnic group before?",
        [InputRequired("Say whether you have done this before")],
        choices=[
            SelectChoice("no", "Yes, I have"),
            SelectChoice("yes", "No, this is new to me"),
        ],
    )
    leads_organisation = BooleanField("I am the chief executive of my organisation")
    buddies = BooleanField(
        "I would help a leader who begins to mentor",
        description="Leaders of the programme who begin see your name, your address and where you"
        " work, once you have mentored yourself.",
    )

    FIRST = ("capacity", "goals", "new_to_it", "availability", "travels", "remote")

    def __init__(self, *args, **kwargs):
        """In the order of the page, so that its errors are too."""
        super().__init__(*args, **kwargs)
        found = {field.short_name: field for field in self}
        self._fields = {name: found[name] for name in (*self.FIRST, *found)}

    def say(self, words: Words) -> None:
        """Ask as the direction of the programme has it."""
        self.capacity.label.text = words.places
        self.goals.label.text = words.leaders_goals

    def validate_goals(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("Choose at least one thing")
        if len(field.data) > 3:
            raise ValidationError("Choose up to three")


class GoalsForm(Form):
    first = SelectField("What matters most to you?", [DataRequired("Choose what matters most")])
    second = SelectField("And next? (optional)")
    third = SelectField("And after that? (optional)")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in (self.first, self.second, self.third):
            field.choices = [SelectChoice("", "Choose one"), *choices(catalogue.goals())]

    @property
    def chosen(self) -> list[str]:
        fields = (self.first, self.second, self.third)
        return [field.data for field in fields if field.data]

    def validate_third(self, _field: SelectField) -> None:
        if len(set(self.chosen)) < len(self.chosen):
            raise ValidationError("Choose each goal once")


class WordsForm(Form):
    words = TextAreaField(
        "Something in your own words (optional)",
        [Length(max=200, message="Use 200 characters or fewer")],
        filters=[trimmed],
        description="Up to 200 characters. A leader who is offered to you reads it.",
    )


class LeadersForm(Form):
    first = SelectField("The leader you would like most (optional)", coerce=int)
    second = SelectField("Another (optional)", coerce=int)
    third = SelectField("A third (optional)", coerce=int)

    def offer(self, leaders: Iterable[tuple[int, str]]) -> None:
        listed = [SelectChoice(NOBODY, "Nobody in particular")]
        listed += [SelectChoice(id_, words) for id_, words in leaders]
        for field in (self.first, self.second, self.third):
            field.choices = listed

    @property
    def chosen(self) -> list[int]:
        fields = (self.first, self.second, self.third)
        return [field.data for field in fields if field.data]


class NotWithForm(Form):
    people = TextAreaField(
        "People you do not want to be matched with (optional)",
        [Length(max=4000, message="Use fewer lines")],
        description="Their e-mail addresses, one on each line. We ask no reason, and they never"
        " learn of it.",
    )
    places = TextAreaField(
        "Organisations you do not want to be matched with (optional)",
        [Length(max=4000, message="Use fewer lines")],
        description="Their names or codes, one on each line.",
    )


class EqualityForm(Form):
    eligible = RadioField(
        "Is this programme meant for you?",
        [InputRequired("Say whether the programme is meant for you")],
        choices=[
            SelectChoice("yes", "Yes, I am from an ethnic minority"),
            SelectChoice("no", "No"),
        ],
        description="You say this yourself. Nobody checks it, and no leader sees it.",
    )
    ethnicity = SelectField("Your ethnic group (optional)", choices=with_none(catalogue.ETHNICITY))


class UnavailableForm(Form):
    until = DateField("Unavailable until", [InputRequired("Enter a day")])
