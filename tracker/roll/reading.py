"""Reading a list of people for a programme: CSV or XLSX to rows, or to sentences."""

import csv
import io
from dataclasses import dataclass

from tracker.mentoring.states import Side
from tracker.organisations.rows import Row, Wrong, cells_of, lines_of, quoted
from tracker.roll import workbook
from tracker.staff_lists.reading import address

COLUMNS = ("email", "side", "places")
EXAMPLE = ("amara.okafor@example.nhs.uk", "leader", "2")
MOST_PLACES = 3


@dataclass(frozen=True)
class Entry:
    """One row: somebody, what they are named for, and how many a leader might mentor."""

    number: int
    email: str
    side: Side
    places: int = 1


@dataclass(frozen=True)
class Reading:
    """What a file says, and what is wrong with it. Nothing is done with one that has a fault."""

    entries: tuple[Entry, ...] = ()
    faults: tuple[str, ...] = ()


def template_csv() -> str:
    """The columns and one row to show what belongs in them."""
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, EXAMPLE])
    return text.getvalue()


def read(content: bytes, file_name: str) -> Reading:
    try:
        rows = _rows_of(content, file_name)
        _check_columns(rows)
    except Wrong as wrong:
        return Reading(faults=(str(wrong),))
    entries: list[Entry] = []
    faults: list[str] = []
    for number, cells in rows[1:]:
        entry, wrongs = _entry_of(number, cells)
        faults += wrongs
        entries += [entry] if entry else []
    faults += _twice(entries)
    if not entries and not faults:
        faults.append(f"{file_name} has no rows below its first. Add a row for each person.")
    return Reading(tuple(entries), tuple(faults))


def _rows_of(content: bytes, file_name: str) -> list[tuple[int, list[str]]]:
    if content.startswith(workbook.ZIPPED):
        rows = workbook.rows_of(content, file_name)
    else:
        lines = enumerate(lines_of(content, file_name), start=1)
        read = [(number, cells_of(number, line)) for number, line in lines]
        rows = [row for row in read if any(row[1])]
    if not rows:
        raise Wrong(f"{file_name} is empty. Choose the file that has the list in it.")
    return rows


def _check_columns(rows: list[tuple[int, list[str]]]) -> None:
    number, cells = rows[0]
    found = [cell.lower() for cell in _without_empty_end(cells)]
    if found != list(COLUMNS):
        raise Wrong(
            f"Row {number}: the columns are {quoted(','.join(found))}. They have to be"
            f" {','.join(COLUMNS)}, in this order. Download the template and put the rows into it."
        )


def _without_empty_end(cells: list[str]) -> list[str]:
    filled = [number for number, cell in enumerate(cells, start=1) if cell]
    return cells[: filled[-1]] if filled else []


def _entry_of(number: int, cells: list[str]) -> tuple[Entry | None, list[str]]:
    filled = _without_empty_end(cells)
    if len(filled) > len(COLUMNS):
        wrong = f"Row {number}: {len(COLUMNS)} cells are expected and {len(filled)} found."
        return None, [f"{wrong} Empty the others."]
    row = Row(number, COLUMNS, (filled + [""] * len(COLUMNS))[: len(COLUMNS)])
    email = row.value("email", _somebody)
    side = row.value("side", _side)
    places = row.value("places", _places)
    if side == Side.MENTEE and places is not None:
        row.refuse("places", "a mentee has no places. Empty this cell")
    if row.faults or email is None or side is None:
        return None, row.faults
    return Entry(number, email, side, places or 1), []


def _twice(entries: list[Entry]) -> list[str]:
    """A sentence for every row that names somebody for what an earlier one names them for."""
    faults: list[str] = []
    seen: dict[tuple[str, Side], int] = {}
    for entry in entries:
        earlier = seen.setdefault((entry.email, entry.side), entry.number)
        if earlier != entry.number:
            faults.append(
                f"Row {entry.number}, column email: {quoted(entry.email)} is in row {earlier}"
                f" already, as {entry.side}. Keep one of the two rows."
            )
    return faults


# What a cell may hold


def _somebody(text: str) -> str:
    if not text:
        raise Wrong("the cell is empty. Type the address of the person")
    if text.lower() == EXAMPLE[0]:
        raise Wrong(f"{quoted(text)} is the template’s example. Take the row out")
    return address(text)


def _side(text: str) -> Side:
    if text.lower() not in set(Side):
        raise Wrong(f"{quoted(text)} is neither leader nor mentee. Type one of them")
    return Side(text.lower())


def _places(text: str) -> int | None:
    """How many a leader might mentor; None where nothing is said."""
    if not text:
        return None
    if text not in [str(number) for number in range(1, MOST_PLACES + 1)]:
        raise Wrong(f"{quoted(text)} is not from 1 to {MOST_PLACES}. Mend it, or leave it empty")
    return int(text)
