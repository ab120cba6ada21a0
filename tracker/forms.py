"""The base form, dates in three boxes, and how a field becomes an NHS component."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

from flask import Flask, current_app
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Field, HiddenField, IntegerField, StringField
from wtforms.utils import unset_value
from wtforms.validators import DataRequired, InputRequired, ValidationError

from tracker.errors import OutOfDate, Refused
from tracker.extensions import begin_writing
from tracker.pages import LONDON

BOXES = (("day", 2), ("month", 2), ("year", 4))
FIGURES = re.compile("[0-9]{1,4}")
CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])")
YEARS = range(1900, 2101)  # wide enough for any plan, and sums of days stay within the calendar
GROUPED = ("RadioField", "SelectMultipleField", "DateField", "BooleanField")

# WTForms' name of the field -> the design system's folder and macro
COMPONENTS = {
    "StringField": ("input", "input"),
    "EmailField": ("input", "input"),
    "IntegerField": ("input", "input"),
    "WholeNumberField": ("input", "input"),
    "DecimalField": ("input", "input"),
    "FloatField": ("input", "input"),
    "PasswordField": ("password-input", "passwordInput"),
    "TextAreaField": ("textarea", "textarea"),
    "SelectField": ("select", "select"),
    "RadioField": ("radios", "radios"),
    "BooleanField": ("checkboxes", "checkboxes"),
    "SelectMultipleField": ("checkboxes", "checkboxes"),
    "FileField": ("file-upload", "fileUpload"),
    "DateField": ("date-input", "dateInput"),
}


# What WTForms says where a form has no words of its own -> what the service says
CHOOSE = "Choose one of the answers that are offered"
SENTENCES = {
    "Invalid Choice: could not coerce.": CHOOSE,
    "Not a valid choice.": CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOOSE,
    "'%(value)s' is not a valid choice for this field.": CHOOSE,
    "'%(value)s' are not valid choices for this field.": CHOOSE,
    "Not a valid integer value.": "Enter a whole number",
    "Not a valid decimal value.": "Enter a number",
    "Not a valid float value.": "Enter a number",
    "This field is required.": "This has to be answered",
    "Number must be at least %(min)s.": "Enter %(min)s or more",
    "Number must be at most %(max)s.": "Enter %(max)s or less",
    "Number must be between %(min)s and %(max)s.": "Enter a number from %(min)s to %(max)s",
    "Field must be at least %(min)d character long.": "Enter %(min)d character or more",
    "Field must be at least %(min)d characters long.": "Enter %(min)d characters or more",
    "Field cannot be longer than %(max)d character.": "Enter %(max)d character at most",
    "Field cannot be longer than %(max)d characters.": "Enter %(max)d characters at most",
    "Field must be between %(min)d and %(max)d characters long.": (
        "Enter from %(min)d to %(max)d characters"
    ),
}


class PlainWords:
    """WTForms asks this for its sentences, as it would for those of another language."""

    def gettext(self, sentence: str) -> str:
        return SENTENCES.get(sentence, sentence)

    def ngettext(self, one: str, several: str, number: int) -> str:
        return self.gettext(one if number == 1 else several)


class Form(FlaskForm):
    """Every form of the service. When its answers are sound, the writing begins.

    A form that leads to long work first (a password to hash, a file to read) has `writes` off,
    and its view begins the writing itself once that is done.
    """

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form, formdata):
            """What was typed or chosen, without the NULs that PostgreSQL cannot keep in a text."""
            sent = super().wrap_formdata(form, formdata)
            return sent and MultiDict(
                (name, answer.replace("\0", "") if isinstance(answer, str) else answer)
                for name, answer in sent.items(multi=True)
                if isinstance(answer, str | FileStorage)
            )

        def get_translations(self, _form):
            return PlainWords()

    writes = True
    status = 200  # of the page that shows it: 409 once somebody else changed the thing first
    form_errors: list[str]

    def validate_on_submit(self, extra_validators=None):
        if not super().validate_on_submit(extra_validators):
            return False
        if self.writes:
            begin_writing()
        return True

    def refuse(self, refusal: Refused) -> None:
        """Show a rule's refusal beside the field it is about, or at the top of the page."""
        if isinstance(refusal, OutOfDate):
            self.status = 409
        field = self[refusal.field] if refusal.field and refusal.field in self else None
        if field is None:
            self.form_errors = [*self.form_errors, str(refusal)]
        else:
            field.errors = [*field.errors, str(refusal)]

    @contextmanager
    def showing_refusals(self) -> Iterator[None]:
        """What a rule refuses in this block is said by the form; the page goes on to show it."""
        try:
            yield
        except Refused as refusal:
            self.refuse(refusal)

    def answers(self) -> dict[str, Any]:
        """What was answered, by the fields' names, without the form's own fields."""
        own = ("csrf_token", "version")
        return {name: value for name, value in self.data.items() if name not in own}


class ConfirmForm(Form):
    """Asks nothing: a button, and the token that shows it was pressed here."""


class VersionedForm(Form):
    """For changing what exists: remembers which version of it the person was looking at."""

    version = HiddenField()

    def check_version(self, thing: Any) -> None:
        """Refuse when somebody else changed the thing since the page was drawn."""
        if self.version.data != str(thing.version):
            self.version.data = self.version.raw_data = str(thing.version)
            raise OutOfDate(
                "Somebody else changed this while you were writing. What it says now is shown"
                " below, and what you typed is kept. Read both, then save again."
            )


def trimmed(text: str | None) -> str:
    """A filter: what was typed, without the space around it."""
    return (text or "").strip()


class WholeNumberField(IntegerField):
    """A whole number, with words of ours where it is none."""

    def process_formdata(self, valuelist):
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(f"{self.label.text} must be a whole number") from None


class DateField(Field):
    """A date asked for in three boxes named after the field: -day, -month and -year."""

    def __init__(self, label=None, validators=None, **settings):
        super().__init__(label, validators, **settings)
        self.boxes = ("", "", "")
        self.wrong: tuple[str, ...] = ()

    def process(self, formdata, data=unset_value, extra_filters=None):
        self.process_errors = []
        chosen = self.default if data is unset_value else data
        self.data = chosen() if callable(chosen) else chosen
        if self.data:
            self.boxes = (str(self.data.day), str(self.data.month), str(self.data.year))
        names = [f"{self.name}-{box}" for box, _ in BOXES]
        if formdata is not None and any(name in formdata for name in names):
            self.boxes = tuple(formdata.get(name, "").strip() for name in names)
            self.raw_data = [text for text in self.boxes if text]
            self.data = self._read()

    @property
    def _called(self) -> str:
        """What a sentence about it begins with: its label, unless that is a question."""
        return "The day" if self.label.text.endswith("?") else self.label.text

    def _read(self):
        empty = tuple(box for (box, _), text in zip(BOXES, self.boxes, strict=True) if not text)
        if len(empty) == len(BOXES):
            return None
        if empty:
            return self._refuse(f"{self._called} must include a {' and '.join(empty)}", empty)
        day, month, year = (int(text) if FIGURES.fullmatch(text) else 0 for text in self.boxes)
        try:
            read = date(year, month, day)
        except ValueError:
            everything = tuple(box for box, _ in BOXES)
            return self._refuse(f"{self._called} must be a real date", everything)
        if year in YEARS:
            return read
        reach = f"between {YEARS.start} and {YEARS.stop - 1}"
        return self._refuse(f"{self._called} must have a year {reach}", ("year",))

    def _refuse(self, sentence, boxes):
        self.wrong = boxes
        self.process_errors.append(sentence)


class AtATime:
    """What a form asks that is about a moment in London: the day, and the time on the clock."""

    on = DateField("Date", [InputRequired("Enter the day")])
    at = StringField(
        "Time", [DataRequired("Enter the time")], description="On the 24-hour clock, such as 14:30"
    )

    def validate_at(self, field: StringField) -> None:
        if not CLOCK.fullmatch(trimmed(field.data)):
            raise ValidationError("Enter a time such as 14:30")
        if self.on.data and self.starts_at.astimezone(UTC).astimezone(LONDON) != self.starts_at:
            raise ValidationError("The clocks go forward over this time. Enter another")

    @property
    def starts_at(self) -> datetime:
        """The instant, of a form that is sound."""
        typed = CLOCK.fullmatch(trimmed(self.at.data))
        assert typed
        return datetime.combine(self.on.data, time(int(typed[1]), int(typed[2])), LONDON)


def nhs_field(field: Field, **over: Any) -> Markup:
    """The field as the design system draws it, with its hint and its error."""
    folder, macro = COMPONENTS[field.type]
    template = current_app.jinja_env.get_template(f"nhsuk/components/{folder}/macro.jinja")
    return Markup(getattr(template.module, macro)(parameters(field, **over)))


def parameters(field: Field, legend_size: str = "s", **over: Any) -> dict[str, Any]:
    """What the design system's macro asks for, read off a field."""
    asked: dict[str, Any] = {"name": field.name}
    if field.type not in GROUPED:  # a group has no id of its own: its first box has the field's
        asked["id"] = field.id
    if field.description:
        asked["hint"] = {"text": str(field.description)}
    if field.errors:
        asked["errorMessage"] = {"text": field.errors[0]}
    if field.type in GROUPED:
        asked["fieldset"] = {"legend": {"text": field.label.text, "size": legend_size}}
    else:
        asked["label"] = {"text": field.label.text, "size": legend_size}
    return asked | CONTENTS.get(field.type, _text)(field) | over


def _text(field):
    return {"value": field._value()}


def _nothing(_field):
    return {}


def _choices(field):
    chosen = "selected" if field.type == "SelectField" else "checked"
    hints = getattr(field, "hints", {})
    items = [
        {"value": str(value), "text": label, chosen: bool(picked)}
        | ({"hint": {"text": hints[value]}} if value in hints else {})
        for value, label, picked, *_ in field.iter_choices()
    ]
    return {"items": items, "idPrefix": field.id}


def _one_box(field):
    item = {"value": "y", "text": field.label.text, "checked": bool(field.data), "id": field.id}
    if field.description:  # beneath the words that it explains
        item["hint"] = {"text": str(field.description)}
    return {"items": [item], "idPrefix": field.id, "fieldset": None, "hint": None}


def _date_boxes(field):
    wrong = field.wrong or (tuple(box for box, _ in BOXES) if field.errors else ())
    return {
        "items": [
            {
                "id": field.id if number == 0 else f"{field.id}-{box}",
                "name": f"{field.name}-{box}",
                "label": box.capitalize(),
                "width": width,
                "value": text,
                "classes": "nhsuk-input--error" if box in wrong else "",
            }
            for number, ((box, width), text) in enumerate(zip(BOXES, field.boxes, strict=True))
        ],
        "namePrefix": None,
        "id": f"{field.id}-boxes",
    }


CONTENTS = {
    "RadioField": _choices,
    "SelectField": _choices,
    "SelectMultipleField": _choices,
    "BooleanField": _one_box,
    "DateField": _date_boxes,
    "FileField": _nothing,
    "PasswordField": _nothing,
}


def nhs_error_list(form: Form) -> list[dict[str, str]]:
    """Every error of a form, each a link to the place where it is mended."""
    beside = [{"text": f.errors[0], "href": f"#{f.id}"} for f in form if f.errors]
    return [{"text": message} for message in form.form_errors] + beside


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(nhs_field=nhs_field, nhs_error_list=nhs_error_list)
