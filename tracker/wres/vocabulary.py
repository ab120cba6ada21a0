"""The words of a return: where each count stands, and whose people are among whose."""

from collections.abc import Mapping
from functools import cache

from tracker.wres.bands import TOTAL, WORKFORCE, Place
from tracker.wres.registry import indicator, indicators

PERCENTAGE = "percentage"  # the item whose groups have rates, from 0 to 1, instead of counts
SINGLE_YEAR = "single year"


@cache
def numbers() -> tuple[str, ...]:
    """The indicators, as they are numbered."""
    return tuple(each.number for each in indicators())


def places_of(number: str) -> tuple[Place, ...]:
    """Every place where a return has a row of that indicator."""
    parts = indicator(number).file_items
    return tuple((part, item) for part, items in parts.items() for item in items)


@cache
def staff_groups() -> Mapping[str, tuple[str, ...]]:
    """The parts that indicator 1 divides the workforce into, each with its bands or grades."""
    parts = indicator("1").file_items
    return {
        part: tuple(item for item in items if item != TOTAL)
        for part, items in parts.items()
        if part != WORKFORCE[0]
    }


@cache
def subsets(number: str) -> tuple[tuple[Place, Place], ...]:
    """Pairs of places whose first counts some of the people of the second.

    The first pair has no meaning by halves; further ones (voting members of the board) may be
    left out.
    """
    described = indicator(number)
    if not described.of:
        return ()
    everybody = [place for place in places_of(number) if place[1] == described.of]
    first, *others = [place for place in places_of(number) if place[1] == described.happened]
    return ((first, everybody[0]), *((other, first) for other in others))


def named(place: Place) -> str:
    part, item = place
    return item if part == "all" else f"{part} {item}"


def people_at(number: str, place: Place) -> str:
    """Whom a row counts, as said after a number or a group: "cases", "in clinical 8a"."""
    part, item = place
    if place == WORKFORCE:
        return "in the workforce"
    if number == "1":
        return f"in {part} {item}"
    return f"{part} {item}" if number == "9" else item
