"""Reading a list of people and posts: from the bytes of a CSV file to rows, or to sentences.

One row is one person, the post that they hold, or a post that nobody holds.
"""

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.organisations.rows import Row, Wrong, cells_of, lines_of, quoted, row_of

PURPOSE = "list of people and posts"
COLUMNS = ("name", "email", "post", "line_post", "senior_leader", "from")
EXAMPLE = (
    "Dr Amara Okafor",
    "amara.okafor@example.nhs.uk",
    "Chief executive",
    "Chair",
    "yes",
    "2026-04-01",
)
LONGEST_NAME = LONGEST_TITLE = 120  # characters
LONGEST_ADDRESS = 254
ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
FORMULA_STARTS = tuple("=+-@＝＋－＠")
DAYS = ("%Y-%m-%d", "%d/%m/%Y")
YEARS = range(1948, 2101)  # no post of the NHS is older than the NHS
YES_OR_NO = {"yes": True, "y": True, "no": False, "n": False, "": None}


@dataclass(frozen=True)
class Entry:
    """One row. A cell that is empty says nothing, and changes nothing."""

    number: int
    name: str = ""
    email: str = ""  # in lower case
    post: str = ""
    line_post: str = ""
    senior_leader: bool | None = None
    since: date | None = None


@dataclass(frozen=True)
class Reading:
    """What a file says, and what is wrong with it. Nothing is kept of one with a fault."""

    entries: tuple[Entry, ...] = ()
    faults: tuple[str, ...] = ()


def template_csv() -> str:
    """The columns and one row to show what belongs in them."""
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, EXAMPLE])
    return text.getvalue()


def read(content: bytes, file_name: str) -> Reading:
    try:
        lines = lines_of(content, file_name)
        check_columns(file_name, lines[0])
    except Wrong as wrong:
        return Reading(faults=(str(wrong),))
    entries: list[Entry] = []
    faults: list[str] = []
    for number, line in enumerate(lines[1:], start=2):
        if line.strip(", "):
            entry, wrongs = entry_of(number, line)
            faults += wrongs
            entries += [entry] if entry else []
    faults += said_twice(entries, "email", lambda entry: entry.email)
    faults += said_twice(entries, "post", lambda entry: entry.post.casefold())
    if not entries and not faults:
        faults.append(f"{file_name} has no rows below its first. Add a row for each person.")
    return Reading(tuple(entries), tuple(sorted(faults, key=place_of)))


def check_columns(file_name: str, first: str) -> None:
    expected = ",".join(COLUMNS)
    if ";" in first and "," not in first:
        raise Wrong(
            f"{file_name} separates its columns with semicolons. Save it as “CSV (comma delimited)”"
            " and choose that file."
        )
    found = [cell.lower() for cell in cells_of(1, first)]
    if found != list(COLUMNS):
        raise Wrong(
            f"Row 1: the columns are {quoted(','.join(found))}. They have to be {expected}, in this"
            " order. Download the template and put the rows into it."
        )


def entry_of(number: int, line: str) -> tuple[Entry | None, list[str]]:
    try:
        row = row_of(number, COLUMNS, line)
    except Wrong as wrong:
        return None, [str(wrong)]
    entry = Entry(
        number=number,
        name=row.value("name", words_of(LONGEST_NAME)) or "",
        email=row.value("email", address) or "",
        post=row.value("post", words_of(LONGEST_TITLE)) or "",
        line_post=row.value("line_post", words_of(LONGEST_TITLE)) or "",
        senior_leader=row.value("senior_leader", yes_or_no),
        since=row.value("from", day),
    )
    if not row.faults:
        check_together(row, entry)
    return (None if row.faults else entry), row.faults


def place_of(fault: str) -> int:
    """The row that a fault is in; what is wrong with the whole file comes before all of them."""
    found = re.match(r"Row (\d+)", fault)
    return int(found[1]) if found else 0


def check_together(row: Row, entry: Entry) -> None:
    """What a row says must belong to a person, or to a post, or to both."""
    if entry.name and not entry.email:
        row.refuse("email", "the cell is empty. Type the address of the person")
    if entry.email and not entry.name:
        row.refuse("name", "the cell is empty. Type the name of the person")
    if entry.email == EXAMPLE[1]:
        row.refuse("email", f"{quoted(entry.email)} is the template’s example. Take the row out")
    if entry.since and not entry.email:
        row.refuse("from", "nobody is named who takes the post up. Type the person, or empty this")
    if entry.post:
        return
    for column, said in (
        ("line_post", entry.line_post),
        ("senior_leader", entry.senior_leader),
        ("from", entry.since),
    ):
        if said:
            row.refuse(column, "there is no post for this. Type the post, or empty this cell")


def said_twice(entries: Sequence[Entry], column: str, key: Callable[[Entry], str]) -> list[str]:
    """A sentence for every row that repeats what an earlier one says in a column."""
    faults: list[str] = []
    seen: dict[str, int] = {}
    for entry in entries:
        value = key(entry)
        if value in seen:
            faults.append(
                f"Row {entry.number}, column {column}: {quoted(value)} is in row {seen[value]}"
                " already. Keep one of the two rows."
            )
        elif value:
            seen[value] = entry.number
    return faults


# What a cell may hold


def words_of(longest: int) -> Callable[[str], str]:
    def words(text: str) -> str:
        tidied = " ".join(text.split())
        if tidied.startswith(FORMULA_STARTS):
            raise Wrong(f"{quoted(text)} begins as a formula does. Type the words themselves")
        if not tidied.isprintable():
            raise Wrong(f"{quoted(text)} has a character that cannot be shown. Type it again")
        if len(tidied) > longest:
            raise Wrong(f"{quoted(text)} is longer than {longest} characters. Shorten it")
        return tidied

    return words


def address(text: str) -> str:
    if not text:
        return ""
    plain = text.isprintable() and not text.startswith(FORMULA_STARTS)
    if not plain or len(text) > LONGEST_ADDRESS or not ADDRESS.fullmatch(text):
        raise Wrong(f"{quoted(text)} is not an e-mail address, such as {EXAMPLE[1]}")
    return text.lower()


def yes_or_no(text: str) -> bool | None:
    if text.lower() not in YES_OR_NO:
        raise Wrong(f"{quoted(text)} is neither yes nor no. Type one of them, or leave it empty")
    return YES_OR_NO[text.lower()]


def day(text: str) -> date | None:
    """A day written 2026-04-01 or 01/04/2026; None where there is none."""
    for form in DAYS if text else ():
        try:
            read = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if read.year in YEARS:
            return read
    if text:
        raise Wrong(f"{quoted(text)} is not a day. Write it as 2026-04-01 or 01/04/2026")
    return None
