"""What is wrong with a file, or odd about it: sentences that say where it is and what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONGEST_SHOWN = 40  # characters of a cell that a sentence quotes


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A sentence, the rows and column it is about, the cell's text, and what to do.

    Rows are numbered as in the file, whose column names are row 1; no rows means the whole file.
    """

    message: str
    rows: tuple[int, ...] = ()
    column: str = ""
    value: str = ""
    remedy: str = ""

    @property
    def row(self) -> str:
        """The rows as a person names them: "14", "6 and 7", "22 to 32"."""
        return row_numbers(self.rows)


class Fault(Finding):
    """Something to mend in the file: nothing of it is kept before."""


@dataclass(frozen=True, kw_only=True)
class Doubt(Finding):
    """Something that may be right after all. `key` stays the same for the same doubt, so that
    the words in which somebody answered it can be found again."""

    key: str


def fault_at(
    rows: Sequence[int], column: str, wrong: str, *, value: str = "", remedy: str
) -> Fault:
    """A fault whose sentence begins with its place: "Row 14, column White: 'n/a' is ..."."""
    named = shown_column(column)
    place = in_rows(rows) + (f", column {named}" if named else "")
    return Fault(
        message=f"{place}: {wrong}", rows=tuple(rows), column=named, value=value, remedy=remedy
    )


def shown_column(name: str) -> str:
    """A column as sentences name it: the three groups as WRES writes them, others as typed."""
    return {"white": "White", "bme": "BME", "unknown": "Unknown"}.get(name, name)


def shown_value(text: str) -> str:
    """A cell's text, safe to quote in a sentence: printable, and not too long."""
    start = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for letter in text[:LONGEST_SHOWN]
    )
    return start if len(text) <= LONGEST_SHOWN else start + "…"


def in_rows(rows: Sequence[int]) -> str:
    return ("Row " if len(rows) == 1 else "Rows ") + row_numbers(rows)


def row_numbers(rows: Sequence[int]) -> str:
    """The numbers of three or more rows that follow one another are a span: "22 to 32"."""
    ordered = sorted(rows)
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{ordered[0]} to {ordered[-1]}"
    return in_words(map(str, ordered))


def in_words(things: Iterable[str], joined_by: str = "and") -> str:
    """A list as a sentence says it: "a", "a and b", "a, b and c"."""
    *most, last = [*things] or [""]
    return f"{', '.join(most)} {joined_by} {last}" if most else last
