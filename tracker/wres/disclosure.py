"""Which counts are hidden, so that nobody is identified by a small number.

A count below the threshold is hidden, and with it as many others as it takes: whoever adds up and
takes away all that is shown is left with more than ten whole values for every hidden count. One
pattern is made when figures come in, and every page and every export keeps to it.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

THRESHOLD = 10

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Cell(Generic[Key]):
    """What is published as one: counts of White, BME and Unknown people (None: not given), and
    the cells that add up to them, if they are published too."""

    key: Key
    counts: tuple[int | None, ...]
    parts: "tuple[Cell[Key], ...]" = ()

    @property
    def size(self) -> int:
        return sum(count or 0 for count in self.counts)


def is_small(counts: Iterable[int | None], threshold: int = THRESHOLD) -> bool:
    """Whether any of the counts that are given is below the threshold; nought is."""
    return any(count is not None and count < threshold for count in counts)


def hidden_cells(wholes: Sequence[Cell[Key]], threshold: int = THRESHOLD) -> frozenset[Key]:
    """The keys of the wholes and parts that are to be hidden: the small ones, and whichever would
    give a hidden one away. The wholes have nothing to do with one another.

    Whoever takes the shown cells from a shown whole learns what the hidden ends below it add up
    to, and no more. So that sum may not be small; and since a small cell is smaller than the sum,
    it never stands there alone. The smallest cells go first; after one with parts, it is a part's
    turn, which is no larger, so that no sum is hidden while all that it adds up is shown.
    """
    cells = [cell for whole in wholes for cell in _every_cell(whole)]
    hidden = {cell.key for cell in cells if is_small(cell.counts, threshold)}
    for cell in cells:
        while cell.key not in hidden and is_small(_sum_of_hidden_ends(cell, hidden), threshold):
            smallest = min(_shown_below(cell, hidden), key=lambda part: part.size, default=cell)
            hidden.add(smallest.key)
    return frozenset(hidden)


def _every_cell(whole: Cell[Key]) -> Iterator[Cell[Key]]:
    """Parts before what they add up to."""
    for part in whole.parts:
        yield from _every_cell(part)
    yield whole


def _sum_of_hidden_ends(whole: Cell[Key], hidden: set[Key]) -> list[int]:
    """What anybody can work out, of each group that is given in all of them; nothing of none."""
    groups = zip(*(end.counts for end in _hidden_ends(whole, hidden)), strict=True)
    return [sum(group) for group in groups if None not in group]


def _hidden_ends(whole: Cell[Key], hidden: set[Key]) -> Iterator[Cell[Key]]:
    """The hidden cells without parts that no shown cell parts from the whole."""
    for part in whole.parts:
        if part.key in hidden:
            yield from _hidden_ends(part, hidden) if part.parts else (part,)


def _shown_below(whole: Cell[Key], hidden: set[Key]) -> Iterator[Cell[Key]]:
    """The shown cells that one takes away from the whole to be left with the hidden ones."""
    for part in whole.parts:
        if part.key in hidden:
            yield from _shown_below(part, hidden)
        else:
            yield part
