"""What somebody is asked when they bring in a list of organisations."""

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from tracker.forms import Form


def tidy(text: str | None) -> str:
    """As typed, without space around it or what no page can show."""
    return " ".join("".join(c if c.isprintable() else " " for c in text or "").split())


def line(label: str, longest: int, needed: str = "", hint: str = "") -> StringField:
    """One line of text. `needed` is what to do when it is empty; without it, it may be."""
    asked = [DataRequired(needed)] if needed else []
    short = Length(max=longest, message=f"Shorten this to {longest} characters or fewer")
    return StringField(label, [*asked, short], filters=[tidy], description=hint)


class ChooseListForm(Form):
    writes = False  # not until the file has been read

    file = FileField("List of organisations", [FileRequired("Choose a file")])


class AcceptForm(Form):
    """Asks nothing: a button, and the token that shows it was pressed here."""
