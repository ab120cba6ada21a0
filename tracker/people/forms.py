"""What an administrator is asked about people and roles, and the words when it is wrong."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import EmailField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Regexp, ValidationError

from tracker.forms import DateField, Form, VersionedForm
from tracker.people.queries import GIVEN
from tracker.permissions import Role

ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
NOT_AN_ADDRESS = "Enter an e-mail address in the correct format, like name@example.nhs.uk"
MAY = {
    Role.STAFF_MEMBER: "Reads the plan, and can ask to join mentoring",
    Role.EQUALITY_LEAD: "Writes the plan, brings figures in, prepares reports",
    Role.ADMINISTRATOR: "Looks after people, posts and roles",
    Role.LEADERSHIP_CENTRE: "Runs mentoring: the list of mentees, and who meets whom",
    Role.VIEWER: "Reads what the board reads: for board members, regions and ministers",
}


def tidy(text: str | None) -> str:
    """One line without what no page can show, or space around it or twice within."""
    return " ".join("".join(c if c.isprintable() else " " for c in text or "").split())


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def name_field() -> StringField:
    return StringField(
        "Name",
        [DataRequired("Enter a name"), Length(max=120, message="Use 120 characters or fewer")],
        filters=[tidy],
        description="As colleagues know them, such as Dr Amara Okafor",
    )


def address_field(label: str = "Work e-mail address", hint: str = "") -> EmailField:
    return EmailField(
        label,
        [
            DataRequired("Enter an e-mail address"),
            Length(max=254, message="Use 254 characters or fewer"),
            Regexp(re.compile(rf"{ADDRESS.pattern}\Z"), message=NOT_AN_ADDRESS),
        ],
        filters=[tidy],
        description=hint,
    )


def role_field(label: str, *, none: str = "", default: str | None = None) -> RadioField:
    roles = [SelectChoice(str(role), capitalised(role)) for role in GIVEN]
    without = [SelectChoice("", none)] if none else []
    needed = "Choose a role"
    return RadioField(
        label,
        [] if none else [InputRequired(needed)],
        choices=[*roles, *without],
        default=default,
        invalid_choice_message=needed,
    )


class WithRoles:
    """Beside each role, what it is for."""

    role: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.hints = {str(role): words for role, words in MAY.items()}


class AddForm(WithRoles, Form):
    name = name_field()
    email = address_field(
        hint="Theirs alone: they sign in with it, and the invitation is sent to it"
    )
    role = role_field("First role", none="No role yet", default=str(Role.STAFF_MEMBER))


class EditForm(VersionedForm):
    name = name_field()
    email = address_field(
        hint="With another address, what they hold in confidence stays shut until it is"
        " confirmed that it is them"
    )

    def says_now(self, person: Any) -> list[tuple[str, str]]:
        """Once somebody else was quicker: what it says now, where that is not what was typed."""
        fields = [self.name, self.email] if self.status == 409 else []
        return [
            (field.label.text, getattr(person, field.name))
            for field in fields
            if field.data != getattr(person, field.name)
        ]


class RoleForm(WithRoles, Form):
    email = address_field("E-mail address", "Somebody who has an account, exactly as it is there")
    role = role_field("Role")
    since = DateField("First day", [InputRequired("Enter the first day")])
    until = DateField("Last day (optional)", description="Leave it empty for a role without an end")

    today: date

    def validate_since(self, field: DateField) -> None:
        """A role is not given for days that are over."""
        if field.data and field.data < self.today:
            raise ValidationError("The first day must be today or later")


class LeaveForm(Form):
    on = DateField(
        "From which day have they left?",
        [InputRequired("Enter the first day on which they are no longer here")],
        description="The first day on which they are no longer here: today, or one in the past",
    )


class MoveForm(Form):
    organisation_id = SelectField(
        "Who looks after them from now on?",
        [InputRequired("Choose an organisation")],
        coerce=int,
        invalid_choice_message="Choose an organisation that you administer",
        invalid_value_message="Choose an organisation",
    )

    def offer(self, places: Iterable[tuple[int, str]]) -> None:
        self.organisation_id.choices = [SelectChoice(str(id_), name) for id_, name in places]


class SureForm(Form):
    """Asks nothing: a button, and the token that shows it was pressed here."""
