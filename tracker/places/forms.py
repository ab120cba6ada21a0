"""What somebody is asked when they change an organisation by hand."""

from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from tracker.forms import DateField, Form, VersionedForm
from tracker.organisations.forms import line
from tracker.organisations.models import Kind

KIND_CHOICES = {
    Kind.REGION: "Region",
    Kind.ICB: "Integrated care board",
    Kind.TRUST: "Trust",
    Kind.OTHER: "Other",
    Kind.NATIONAL: "National body",
}


def capitals(code: str | None) -> str:
    return (code or "").strip().upper()


def organisation_code(label: str, hint: str = "", needed: str = "") -> StringField:
    """The code of an organisation, in capitals however it was typed."""
    asked = [
        Length(max=10, message="A code has 10 characters or fewer"),
        Regexp("^[A-Z0-9]*$", message="A code has letters and figures only, such as RXX"),
    ]
    first = [DataRequired(needed)] if needed else []
    return StringField(label, [*first, *asked], filters=[capitals], description=hint)


class OrganisationForm(Form):
    name = line("Name", 200, "Enter a name", "As the NHS writes it")
    kind = SelectField(
        "Kind", choices=[SelectChoice(kind.value, words) for kind, words in KIND_CHOICES.items()]
    )
    opened = DateField("Opened", [Optional()], description="For example, 1 4 2026")


class AddForm(OrganisationForm):
    code = organisation_code(
        "Code", "From the Organisation Data Service, such as RXX", "Enter a code"
    )
    opened = DateField(
        "Opened", [InputRequired("Enter the day it opened")], description="For example, 1 4 2026"
    )
    parent = organisation_code(
        "Code of the organisation it answers to (optional)", "Empty: it answers to none"
    )


class EditForm(OrganisationForm, VersionedForm):
    closed = DateField(
        "Closed (optional)", [Optional()], description="Its last day. Empty: it is open."
    )


class CloseForm(Form):
    on = DateField(
        "Last day",
        [InputRequired("Enter its last day")],
        description="It may be in the future. For example, 31 3 2027",
    )
    successor = organisation_code(
        "Code of its successor (optional)", "The organisation that takes over"
    )


class PlaceForm(Form):
    parent = organisation_code(
        "Code of the organisation it answers to (optional)",
        "Empty: from that day it answers to nobody",
    )
    since = DateField(
        "From",
        [InputRequired("Enter the first day")],
        description="It may be in the future. For example, 1 4 2027",
    )


class NewBodyForm(Form):
    name = line("Name of the group", 200, "Enter the name of the group")


class BodyForm(NewBodyForm, VersionedForm):
    """The same of a group that is there."""
