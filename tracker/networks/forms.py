"""What somebody is asked when they add or change a network or a panel."""

from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from tracker.forms import Form, VersionedForm
from tracker.organisations.forms import line

LONGEST = 5000  # characters: every code there is, several times over


class PlaceForm(Form):
    name = line("Name", 200, "Enter a name")
    covers = TextAreaField(
        "Codes of other organisations that it covers (optional)",
        [Length(max=LONGEST, message=f"Shorten this to {LONGEST:,} characters or fewer")],
        description="One on each line, such as RXX. It always covers its home.",
    )

    def codes(self) -> list[str]:
        """The codes that were typed, each once, with whatever between them."""
        typed = (self.covers.data or "").upper().replace(",", " ").replace(";", " ")
        return list(dict.fromkeys(typed.split()))


class AddForm(PlaceForm):
    kind = RadioField(
        "What is it?",
        [InputRequired("Choose a staff network or an expert panel")],
        choices=[
            SelectChoice("network", "A staff network"),
            SelectChoice("panel", "An expert panel"),
        ],
        invalid_choice_message="Choose a staff network or an expert panel",
    )


class EditForm(PlaceForm, VersionedForm):
    """The same of one that is there."""
