"""What somebody who brings figures in is asked: the file, its year, and what to make of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from tracker.forms import Form
from tracker.wres.cells import FIRST_YEAR
from tracker.wres.codes import Known, UnknownCode
from tracker.wres.importing import Kind
from tracker.wres.preview import Answers, Preview

MAX_WORDS = 300  # characters in which to say why a file is right
MAX_ASKED = 20  # codes on one page, each with every organisation to choose from
READ_AS, LEAVE_OUT = "read as", "leave out"

# How the questions about one code or one doubt are named; the code or the doubt's key follows.
CHOICE, PLACE, RIGHT, WHY = "choice-", "place-", "right-", "why-"


class ChooseFileForm(Form):
    writes = False  # not before the file has been read

    file = FileField(
        "File of figures",
        [FileRequired("Choose a file")],
        description="CSV, up to 10 megabytes. Nothing is saved before you have seen what it does.",
    )


class QuestionsForm(Form):
    """What is asked about every file; `questions_about` adds what one file leaves open."""

    writes = False  # not before the file has been read

    seen = HiddenField()
    file = FileField(
        "WRES return, survey rates or national figures, as CSV",
        description="We check it again from the start and keep your answers.",
    )

    codes: Sequence[UnknownCode] = ()  # asked about one by one
    other_codes: Sequence[UnknownCode] = ()

    def decisions(self) -> dict[str, Any]:
        """What was decided, half decided or typed: enough to draw the page again."""
        asked_every_time = ("seen", "file", "leave_out_others")
        decided = {k: value for k, value in self.answers().items() if k not in asked_every_time}
        if "leave_out_others" in self and self.leave_out_others.data:
            decided |= {CHOICE + other.code: LEAVE_OUT for other in self.other_codes}
        return decided


def questions_about(
    preview: Preview,
    places: Sequence[Known],
    kept: Mapping[str, Any],
    latest_year: int,
    **settings: Any,
) -> QuestionsForm:
    """The form for one file: its year, the codes that nobody has, the doubts about it.

    `kept` is what was decided so far, and `places` may be chosen instead of an unknown code.
    """

    class Questions(QuestionsForm):
        pass

    if preview.reading.kind is Kind.SURVEY_RATES:
        Questions.year = year_field(latest_year)
    codes = sorted(preview.unknown_codes, key=lambda code: code.decided)
    Questions.codes, Questions.other_codes = codes[:MAX_ASKED], codes[MAX_ASKED:]
    if any(not code.decided for code in Questions.other_codes):
        Questions.leave_out_others = BooleanField("Leave the others out")
    for code in Questions.codes:
        setattr(Questions, CHOICE + code.code, choice_field(code.code, len(code.rows)))
        setattr(Questions, PLACE + code.code, place_field(places))
    for doubt in preview.doubts:
        setattr(Questions, RIGHT + doubt.key, BooleanField(f"{doubt.value} is right"))
        setattr(Questions, WHY + doubt.key, why_field())
    known = {"seen": preview.fingerprint, "year": str(preview.reading.year or "")}
    return Questions(data={**kept, **known}, **settings)


def year_field(latest_year: int) -> SelectField:
    years = [SelectChoice(str(year), str(year)) for year in range(latest_year, FIRST_YEAR - 1, -1)]
    return SelectField(
        "WRES year",
        [Optional()],
        choices=[SelectChoice("", "Choose a year"), *years],
        description="The year of the survey plus one: the 2024 survey feeds WRES 2025.",
    )


def choice_field(code: str, rows: int) -> RadioField:
    these = "this row" if rows == 1 else f"these {rows} rows"
    return RadioField(
        f"Organisation {code}, {rows} {'row' if rows == 1 else 'rows'}",
        [Optional()],
        choices=[
            SelectChoice(READ_AS, "Use another organisation"),
            SelectChoice(LEAVE_OUT, f"Leave {these} out"),
        ],
    )


def place_field(places: Sequence[Known]) -> SelectField:
    named = [SelectChoice(place.code, str(place)) for place in places]
    return SelectField("Organisation", [Optional()], choices=[SelectChoice("", "Choose"), *named])


def why_field() -> StringField:
    return StringField(
        "Why is it right?",
        [Length(max=MAX_WORDS, message=f"Say why in {MAX_WORDS} characters or fewer")],
        description="Kept with the figures, for all who may see them. For example, “two sites"
        " moved to another trust”.",
    )


def answers_in(kept: Mapping[str, Any]) -> Answers:
    """What is decided among the things kept; what is only half decided is not."""
    choices, places, right, why = (about(kind, kept) for kind in (CHOICE, PLACE, RIGHT, WHY))
    return Answers(
        mapping={
            code: places[code]
            for code, choice in choices.items()
            if choice == READ_AS and places.get(code)
        },
        left_out=frozenset(code for code, choice in choices.items() if choice == LEAVE_OUT),
        acknowledged={key: why[key] for key, ticked in right.items() if ticked and why.get(key)},
    )


def about(kind: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name.removeprefix(kind): kept[name] for name in kept if name.startswith(kind)}


def point_out_half_answers(form: QuestionsForm, preview: Preview) -> None:
    """Say beside a question what is still missing from its answer."""
    for code in form.codes:
        if not code.decided and form[CHOICE + code.code].data == READ_AS:
            complain(form[PLACE + code.code], f"Choose the organisation that {code.code} is")
    for doubt in preview.open_doubts:
        right, why = form[RIGHT + doubt.key], form[WHY + doubt.key]
        if right.data and not why.data:
            complain(why, f"Say why {doubt.value} is right")
        elif why.data and not right.data:
            complain(right, f"Tick “{right.label.text}” too, or mend the file")


def complain(field: Any, message: str) -> None:
    field.errors = [*field.errors, message]
