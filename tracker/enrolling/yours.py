"""What a person's "Your mentoring" shows. Features above add to it what they keep for somebody."""

from collections.abc import Callable
from dataclasses import dataclass

Row = tuple[str, str, str]  # what it is, where it stands, its address


@dataclass(frozen=True)
class Lines:
    """A heading, and a row for each thing that the person with an id has."""

    heading: str
    rows_of: Callable[[int], list[Row]]
    place: int = 50  # the lower, the higher up


MORE: list[Lines] = []


def parts_of(person_id: int) -> list[tuple[str, list[Row]]]:
    """Every heading under which this person has something."""
    found = [
        (lines.heading, lines.rows_of(person_id))
        for lines in sorted(MORE, key=lambda each: each.place)
    ]
    return [(heading, rows) for heading, rows in found if rows]
