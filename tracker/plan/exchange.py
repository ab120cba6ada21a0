"""A plan as the spreadsheet that trusts already keep: the same columns in and out.

What was written is read back without a change, to the letter. Text that a spreadsheet would take
for a formula has an apostrophe before it in the file; reading takes it off again.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tracker.plan import cells
from tracker.wres.cells import Mistake, quoted
from tracker.wres.findings import Fault, fault_at, in_words, shown_value
from tracker.wres.sheet import (
    SAVE_AS_CSV,
    SPREADSHEETS,
    Unreadable,
    decoded,
    unreadable,
    unreadable_row,
)

MAX_BYTES = 2_000_000
MAX_ROWS = 2_000

FIELDS = {
    "Ref": "ref",
    "Ten-point no.": "point",
    "WRES indicator(s)": "indicators",
    "What the data show": "data_show",
    "Action": "action",
    "Why it should work": "why",
    "Lead post": "lead_post",
    "Named lead": "named_lead",
    "Start": "start",
    "Due": "due",
    "KPI or target": "target",
    "Update": "update",
    "Said status (BRAG)": "said",
    "Evidence": "evidence",
    "Network view": "network_view",
}
COLUMNS = tuple(FIELDS)

FORMULA = re.compile(r"'*[=+\-@\t\r]")  # with the apostrophes that stand before it already


@dataclass(frozen=True)
class ExchangeRow:
    """One action as a row.

    A period is due on its last day and keeps its words ("2026/27"); an ongoing action has the
    word alone. `said` may be "complete", which is a stage and no verdict.
    """

    ref: str
    point: str | None
    indicators: tuple[str, ...]
    data_show: str
    action: str
    why: str
    lead_post: str
    named_lead: str
    start: date | None
    due: date | None
    due_words: str
    target: str
    update: str
    said: str | None
    evidence: str
    network_view: str


@dataclass(frozen=True)
class NumberedRow:
    """A row and its number in the file, whose column names are row 1."""

    number: int
    row: ExchangeRow


@dataclass(frozen=True)
class Reading:
    """The rows without a fault, and the faults. Nothing is to be kept of a file with one."""

    rows: tuple[NumberedRow, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class PreviewRow:
    """What a row would do to the plan; `columns` are those that would change."""

    number: int
    row: ExchangeRow
    change: Literal["new", "changed", "same"]
    columns: tuple[str, ...]


def write(rows: Iterable[ExchangeRow]) -> str:
    """The plan as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([COLUMNS, *map(cells_of, rows)])
    return text.getvalue()


def cells_of(row: ExchangeRow) -> list[str]:
    """The row's cells in the order of the columns, none of which a spreadsheet would run."""
    written = {
        "point": row.point or "",
        "indicators": ", ".join(row.indicators),
        "start": cells.day_written(row.start),
        "due": cells.due_written(row.due, row.due_words),
        "said": cells.said_written(row.said),
    }
    return [inert(written.get(name, getattr(row, name))) for name in FIELDS.values()]


def inert(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def as_meant(text: str) -> str:
    """The text that `inert` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def preview(rows: Iterable[NumberedRow], plan: Iterable[ExchangeRow]) -> tuple[PreviewRow, ...]:
    """What each row of a file would do to the plan as it is."""
    known = {row.ref.casefold(): row for row in plan}
    return tuple(preview_of(numbered, known.get(numbered.row.ref.casefold())) for numbered in rows)


def preview_of(numbered: NumberedRow, known: ExchangeRow | None) -> PreviewRow:
    if known is None:
        return PreviewRow(numbered.number, numbered.row, "new", ())
    both = zip(COLUMNS, cells_of(numbered.row), cells_of(known), strict=True)
    columns = tuple(column for column, new, old in both if new != old)
    return PreviewRow(numbered.number, numbered.row, "changed" if columns else "same", columns)


def read(content: bytes, points: Collection[str]) -> Reading:
    """The rows of a plan's spreadsheet. `points` are those of the plan's template."""
    rows: list[NumberedRow] = []
    faults: list[Fault] = []
    parsers = parsers_for(points)
    try:
        records = records_of(text_of(content))
        header = columns_of(next(records)[1])
        for number, record in records:
            row, wrong = row_of(number, header, record, parsers)
            faults += wrong
            if row:
                rows.append(NumberedRow(number, row))
    except Unreadable as refusal:
        faults.append(refusal.fault)
    return Reading(tuple(rows), (*faults, *used_twice(rows)))


Parsers = Mapping[str, Callable[[str], Any]]


def parsers_for(points: Collection[str]) -> Parsers:
    """By field, what reads its cell. Fields left out are text, kept to the letter."""
    return {
        "ref": cells.text_up_to(10),
        "point": cells.point_among(points),
        "indicators": cells.indicators,
        "action": cells.text_up_to(200),
        "start": cells.day,
        "due": cells.due,
        "said": cells.said,
    }


def row_of(
    number: int, header: Sequence[str], record: Sequence[str], parsers: Parsers
) -> tuple[ExchangeRow | None, list[Fault]]:
    """The row, or None beside everything that is wrong with it."""
    if len(record) < len(header) or any(record[len(header) :]):
        wrong = f"it has {len(record)} cells for {len(header)} columns"
        return None, [fault_at([number], "", wrong, remedy="Look for a missing or extra comma.")]
    written = dict(zip(header, map(as_meant, record), strict=False))
    values: dict[str, Any] = {}
    faults = []
    for column, field in FIELDS.items():
        try:
            values[field] = parsers.get(field, str)(written[column])
        except Mistake as mistake:
            faults.append(mistaken(number, column, written[column], mistake))
    if faults:
        return None, faults
    values["due"], values["due_words"] = values["due"]
    row = ExchangeRow(**values)
    if row.start and row.due and row.due < row.start:
        early = Mistake(f"{quoted(written['Due'])} is before the start", "Look at both days.")
        return None, [mistaken(number, "Due", written["Due"], early)]
    return row, []


def mistaken(number: int, column: str, cell: str, mistake: Mistake) -> Fault:
    return fault_at([number], column, str(mistake), value=shown_value(cell), remedy=mistake.remedy)


def used_twice(rows: Iterable[NumberedRow]) -> Iterator[Fault]:
    """A fault for each reference that more than one row has."""
    numbers: dict[str, list[int]] = {}
    for numbered in rows:
        numbers.setdefault(numbered.row.ref.casefold(), []).append(numbered.number)
    for ref, where in numbers.items():
        if len(where) > 1:
            yield fault_at(
                where,
                "Ref",
                f"{quoted(ref)} is used twice",
                value=ref,
                remedy="Give each action a reference of its own.",
            )


def columns_of(record: Sequence[str]) -> list[str]:
    """The header, in any order and case; Unreadable where a column is missing or not one of ours.

    A spreadsheet may leave columns without a name at the end.
    """
    typed = [cell.strip() for cell in record]
    while typed and not typed[-1]:
        typed.pop()
    ours = {column.casefold(): column for column in COLUMNS}
    header = [ours.get(name.casefold(), name) for name in typed]
    for wrong, remedy, columns in (
        ("not one of those of a plan", "Take it out.", [c for c in header if c not in FIELDS]),
        ("there twice", "Take one out.", sorted({c for c in header if header.count(c) > 1})),
        ("missing", "Start from a downloaded plan.", [c for c in COLUMNS if c not in header]),
    ):
        if columns:
            subject, verb = ("columns", "are") if len(columns) > 1 else ("column", "is")
            named = in_words(map(shown_value, columns))
            raise unreadable(f"The {subject} {named} {verb} {wrong}", remedy)
    return header


def records_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds anything, with its number as a spreadsheet counts it."""
    number = 0
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            if number > MAX_ROWS:
                raise unreadable(f"This file has more than {MAX_ROWS:,} rows", "Split it.")
            if any(cell.strip() for cell in record):
                yield number, record
    except csv.Error as error:
        raise unreadable_row(
            number + 1,
            "its quotation marks do not match",
            "Look for a stray quotation mark in this row or below it.",
        ) from error


def text_of(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise unreadable(
            f"This file is larger than {MAX_BYTES // 1_000_000} MB", "Leave out what is no action."
        )
    if content.startswith(SPREADSHEETS):
        raise unreadable("This file is a spreadsheet, not a CSV file", SAVE_AS_CSV)
    if b"\0" in content:
        raise unreadable("This file is not plain text, so it is not a CSV file", SAVE_AS_CSV)
    text = decoded(content)
    if not text.strip():
        raise unreadable("This file is empty", "Choose the file with the actions in it.")
    return text
