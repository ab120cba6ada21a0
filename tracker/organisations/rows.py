"""From the bytes of a CSV file to rows of cells, with a sentence for whatever is wrong.

One line is one row, so that the number of a row is the number a spreadsheet shows, and a stray
quotation mark is found in its own row instead of swallowing those below it.
"""

import csv
from collections.abc import Callable, Sequence
from typing import TypeVar

MAX_BYTES = 10_000_000
MAX_ROWS = 20_000
MAX_LINE = 10_000  # characters
LONGEST_QUOTED = 40  # characters

SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, .xls

Value = TypeVar("Value")


class Wrong(Exception):
    """What is wrong with a file, a row or a cell."""


def quoted(text: str) -> str:
    """What stands in a cell, safe to put in a sentence and not too long for it."""
    return repr(text if len(text) <= LONGEST_QUOTED else text[:LONGEST_QUOTED] + "…")


class Row:
    """One row while it is read: its cells by column, and the faults found in them so far."""

    def __init__(self, number: int, columns: Sequence[str], cells: Sequence[str]) -> None:
        self.number = number
        self.cells = dict(zip(columns, cells, strict=True))
        self.faults: list[str] = []

    def value(self, column: str, parse: Callable[[str], Value]) -> Value | None:
        """What the cell holds; None, and a fault, when that is not what it should be."""
        try:
            return parse(self.cells[column])
        except Wrong as wrong:
            self.refuse(column, str(wrong))
            return None

    def refuse(self, column: str, wrong: str) -> None:
        self.faults.append(f"Row {self.number}, column {column}: {wrong}.")


def lines_of(content: bytes, file_name: str) -> list[str]:
    """The lines of a text file. Its limits are kept before anything is parsed."""
    if len(content) > MAX_BYTES:
        raise Wrong(f"{file_name} is larger than {MAX_BYTES // 1_000_000} MB.")
    if content.startswith(SPREADSHEETS):
        raise Wrong(f"{file_name} is a spreadsheet. Save it as CSV and choose that file.")
    if b"\0" in content:
        raise Wrong(f"{file_name} is not plain text, so it is not a CSV file.")
    text = decoded(content).replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if not text.strip():
        raise Wrong(f"{file_name} is empty. Choose the file that has the list in it.")
    lines = text.split("\n")
    if len(lines) > MAX_ROWS:
        raise Wrong(f"{file_name} has more than {MAX_ROWS:,} rows.")
    return lines


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        byte = f"0x{content[error.start]:02x}"
        raise Wrong(
            f"Row {row}: byte {byte} is not UTF-8 text. Save the file as “CSV UTF-8”."
        ) from error


def cells_of(number: int, line: str) -> list[str]:
    """The cells of one line without the space around them."""
    if len(line) > MAX_LINE:
        raise Wrong(f"Row {number}: it has more than {MAX_LINE:,} characters.")
    try:
        return [cell.strip() for cell in next(csv.reader([line], strict=True), [])]
    except csv.Error as error:
        raise Wrong(f"Row {number}: its quotation marks do not match.") from error


def row_of(number: int, columns: Sequence[str], line: str) -> Row:
    cells = cells_of(number, line)
    if len(cells) != len(columns):
        raise Wrong(
            f"Row {number}: {len(columns)} cells are expected and {len(cells)} found. "
            "Look for a missing or an extra comma."
        )
    return Row(number, columns, cells)


def rows_made(
    lines: Sequence[str],
    first: int,
    columns: Sequence[str],
    key: str,
    make: Callable[[Row], Value],
) -> tuple[tuple[Value, ...], tuple[str, ...]]:
    """What `make` makes of every row that has no fault, and the faults of all the others.

    The first line is row number `first`. No two rows share what stands in column `key`.
    """
    made: list[Value] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=first):
        if not line.strip(", "):
            continue
        try:
            row = row_of(number, columns, line)
        except Wrong as wrong:
            faults.append(str(wrong))
            continue
        value = make(row)
        earlier = seen.setdefault(row.cells[key].upper(), number)
        if earlier != number:
            row.refuse(key, f"{quoted(row.cells[key])} is in row {earlier} already")
        faults += row.faults
        if not row.faults:
            made.append(value)
    return tuple(made), tuple(faults)
