"""How a figure is told so that nobody is found in it: small numbers in words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tracker.mentoring.states import Ending
from tracker.wres.disclosure import THRESHOLD, Cell, hidden_cells

FEW = "fewer than ten"
ALL_BUT_FEW = "all but fewer than ten"
HIDDEN = "hidden (small numbers)"
NOT_YET = "not told before ten"


@dataclass(frozen=True)
class Line:
    """A figure: its number in words, and what it is of."""

    code: str
    name: str
    definition: str
    shown: str
    of: str
    share: str = ""
    number: int | None = None  # only where it is told, and what it is of with it
    whole: int | None = None


def part(code: str, name: str, definition: str, number: int, whole: int, of: str) -> Line:
    """So many of a whole. Neither they nor the others are told where they are fewer than ten."""
    words, share, told, told_of = f"{number:,}", "", None, None
    if number < THRESHOLD:
        words = FEW
    elif whole - number < THRESHOLD:
        words = ALL_BUT_FEW
    else:
        share, told, told_of = f"{number / whole:.0%}", number, whole
    whole_in_words = FEW if whole < THRESHOLD else f"{whole:,}"
    return Line(code, name, definition, words, f"{whole_in_words} {of}", share, told, told_of)


def parts_of(
    ended: int,
    planned: Ending,
    numbers: Mapping[Ending, int],
    name: Callable[[Ending], str],
) -> Iterator[Line]:
    """Those that ended as planned, those that ended early, and these by their reasons.

    What is hidden cannot be worked out from what is shown.
    """
    early = {reason: number for reason, number in numbers.items() if reason != planned}
    reasons = tuple(Cell[str](reason, (number,)) for reason, number in early.items())
    as_planned = Cell[str](planned, (numbers[planned],))
    all_early = Cell[str]("early", (sum(early.values()),), reasons)
    hidden = hidden_cells([Cell[str]("ended", (ended,), (as_planned, all_early))])
    whole = f"{FEW if ended < THRESHOLD else f'{ended:,}'} pairs that have ended"

    def line(code: str, title: str, definition: str, number: int) -> Line:
        if code in hidden:
            return Line(code, title, definition, HIDDEN, whole)
        words, share = f"{number:,}", f"{number / ended:.0%}"
        return Line(code, title, definition, words, whole, share, number, ended)

    yield line(planned, name(planned), "Pairs that came to their planned end.", numbers[planned])
    yield line("early", "Early", "Pairs that ended before that.", sum(early.values()))
    for reason, number in early.items():
        yield line(reason, name(reason), "As whoever ended it says.", number)


def in_tens(number: int) -> int:
    return number // THRESHOLD * THRESHOLD


def of_tens(number: int) -> str:
    return FEW if number < THRESHOLD else f"{in_tens(number):,} or more"
