"""From the bytes of a CSV file to numbered rows of cells, within limits that are kept first.

One line is one row, so that the number of a row here is the number a spreadsheet shows; a stray
quotation mark is then found in its own row instead of swallowing those below it.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.wres.findings import Fault, fault_at

MAX_BYTES = 10_000_000
MAX_ROWS = 100_000
MAX_LINE = 10_000  # characters
MAX_CELL = 250  # characters

SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, .xls
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SAVE_AS_CSV = "In the spreadsheet, save it as “CSV UTF-8 (comma delimited)” and choose that file."


class Unreadable(Exception):
    """A file or a row that cannot be cut into cells; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@dataclass(frozen=True)
class Line:
    """One row: its number in the file, and its cells by the lower-case name of their column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """The columns as typed, the rows that hold any text, and the faults of those not read."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]


def sheet_of(content: bytes) -> Sheet:
    """The rows of a CSV file. Raises Unreadable when it has no rows and columns to speak of."""
    header, *texts = text_of(content).split("\n")
    header_cells = cells_of(1, header)
    columns = named(header_cells)
    keys = [column.lower() for column in columns]
    lines: list[Line] = []
    faults: list[Fault] = []
    for number, text in enumerate(texts, start=2):
        try:
            cells = cells_of(number, text)
            if any(cells):
                refuse_ragged(number, cells, len(header_cells), len(columns))
                lines.append(Line(number, dict(zip(keys, cells, strict=False))))
        except Unreadable as refusal:
            faults.append(refusal.fault)
    return Sheet(columns=columns, lines=tuple(lines), faults=tuple(faults))


def text_of(content: bytes) -> str:
    """The text of a file with "\\n" at the end of each line but the last."""
    if len(content) > MAX_BYTES:
        raise unreadable(
            f"This file is larger than {MAX_BYTES // 1_000_000} MB",
            "Split it by organisation or by year, and import the parts one after another.",
        )
    if content.startswith(SPREADSHEETS):
        raise unreadable("This file is a spreadsheet, not a CSV file", SAVE_AS_CSV)
    if content.startswith(UTF_16) or b"\0" in content:
        raise unreadable("This file is not plain text, so it is not a CSV file", SAVE_AS_CSV)
    text = decoded(content).replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if not text.strip():
        raise unreadable("This file is empty", "Choose the file with the figures in it.")
    if text.count("\n") > MAX_ROWS:
        raise unreadable(
            f"This file has more than {MAX_ROWS:,} rows",
            "Split it by organisation or by year, and import the parts one after another.",
        )
    return text


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        byte = f"0x{content[error.start]:02x}"
        raise Unreadable(
            fault_at([row], "", f"byte {byte} is not UTF-8 text", value=byte, remedy=SAVE_AS_CSV)
        ) from error


def cells_of(number: int, text: str) -> list[str]:
    """The cells of one line without the space around them."""
    if len(text) > MAX_LINE:
        raise unreadable_row(
            number,
            f"{len(text):,} characters are more than the {MAX_LINE:,} a row may have",
            "Check that this is a CSV file with one row on a line.",
        )
    try:
        cells = [cell.strip() for cell in next(csv.reader([text], strict=True))]
    except csv.Error as error:
        raise unreadable_row(
            number,
            "its quotation marks do not match",
            "Look for a stray quotation mark, or a line break inside a cell.",
        ) from error
    longest = max(map(len, cells), default=0)
    if longest > MAX_CELL:
        raise unreadable_row(
            number,
            f"a cell of {longest:,} characters is longer than the {MAX_CELL} a cell may have",
            "Shorten it, or look for a missing comma.",
        )
    return cells


def named(header_cells: Sequence[str]) -> tuple[str, ...]:
    """The columns that have a name; a spreadsheet may leave empty ones at the end."""
    last = max((place for place, name in enumerate(header_cells, start=1) if name), default=0)
    return tuple(header_cells[:last])


def refuse_ragged(number: int, cells: Sequence[str], width: int, columns: int) -> None:
    """Every row has as many cells as the header, and no text where the header has no name."""
    if len(cells) != width:
        raise unreadable_row(
            number,
            f"it has {len(cells)} cells for {width} columns",
            "Look for a missing or an extra comma; a cell with commas needs quotation marks.",
        )
    if any(cells[columns:]):
        raise unreadable_row(
            number,
            "it has text beyond the last column that has a name",
            "Name the column in row 1, or empty the cell.",
        )


def unreadable(message: str, remedy: str) -> Unreadable:
    return Unreadable(Fault(message=message, remedy=remedy))


def unreadable_row(number: int, wrong: str, remedy: str) -> Unreadable:
    return Unreadable(fault_at([number], "", wrong, remedy=remedy))
