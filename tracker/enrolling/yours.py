"""What a person's "Your mentoring" shows. Features above add to it what they keep for somebody."""

from collections.abc import Callable, Container
from dataclasses import dataclass

Row = tuple[str, str, str]  # what it is, where it stands, its address


@dataclass(frozen=True)
class Lines:
    """A heading, and a row for each thing that the person with an id has."""

    heading: str
    rows_of: Callable[[int], list[Row]]
    place: int = 40  # the lower, the higher up


MORE: list[Lines] = []
LATER = 50  # places from here on stand below what the person joined and can join


def parts_of(person_id: int, places: Container[int]) -> list[tuple[str, list[Row]]]:
    """Every heading, of those at these places, under which this person has something."""
    here = sorted((each for each in MORE if each.place in places), key=lambda each: each.place)
    found = [(lines.heading, lines.rows_of(person_id)) for lines in here]
    return [(heading, rows) for heading, rows in found if rows]
