"""What somebody is asked before anything is erased."""

from collections.abc import Iterable

from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from tracker.forms import Form
from tracker.governance.queries import REASONS, Text

WORD = "ERASE"


class RetentionForm(Form):
    """Asks nothing: a button, and the token that shows it was pressed here."""

    writes = False  # each batch begins its own


def in_words(text: Text) -> str:
    """check-in 17, what was done"""
    column = text.column.replace("_", " ")
    about = f" on “{text.where}”" if text.where else ""
    return (
        f"{text.entry.kept.what}, number {text.row_id}{about}: {column} ({text.length} characters)"
    )


class ErasePersonForm(Form):
    texts = SelectMultipleField(
        "Which of their texts are about themselves? (optional)",
        description="What was said on behalf of a post is usually kept. A text that you choose"
        " becomes a note that it was erased, with the day.",
    )
    confirm = StringField(
        f"Type {WORD} to confirm", [InputRequired(f"Type {WORD} in capital letters to confirm")]
    )

    def offer(self, texts: Iterable[Text]) -> None:
        self.texts.choices = [SelectChoice(text.key, in_words(text)) for text in texts]

    def validate_confirm(self, field):
        if field.data.strip() != WORD:
            raise ValidationError(f"Type {WORD} in capital letters to confirm")


class EraseTextForm(Form):
    columns = SelectMultipleField("Which texts are to go?")
    because = RadioField(
        "Why?",
        [InputRequired("Choose why it is erased")],
        choices=[SelectChoice(reason, reason.capitalize()) for reason in REASONS],
    )

    def offer(self, texts: Iterable[Text]) -> None:
        self.columns.choices = [
            SelectChoice(
                text.column,
                f"{text.column.replace('_', ' ').capitalize()} ({text.length} characters)",
            )
            for text in texts
        ]

    def validate_columns(self, field):
        if not field.data:
            raise ValidationError("Choose what to erase")
