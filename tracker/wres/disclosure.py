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
    give a hidden one away. The wholes have nothing to do with one another."""
    cells = [cell for whole in wholes for cell in _every_cell(whole)]
    hidden = {cell.key for cell in cells if is_small(cell.counts, threshold)}
    for cell in cells:
        while cell.key not in hidden and (given_away := _next_to_hide(cell, hidden, threshold)):
            hidden.add(given_away.key)
    return frozenset(hidden)


def _next_to_hide(whole: Cell[Key], hidden: set[Key], threshold: int) -> Cell[Key] | None:
    """The smallest cell whose hiding helps to keep the hidden ones below a shown whole apart.

    Anybody knows what the hidden ends below it add up to, and no more. So no hidden cell may hold
    all of them or none of them, and the sum itself must not be small. None: all is well.
    """
    ends = _hidden_ends(whole, hidden)
    for cell in _hidden_below(whole, hidden):
        inside = _hidden_ends(cell, hidden) if cell.parts else [cell]
        if not inside:
            return _smallest(_shown_below(cell, hidden), otherwise=whole)
        if len(inside) == len(ends):
            beside = (each for each in _shown_below(whole, hidden, apart_from=cell))
            return _smallest(beside, otherwise=whole)
    if ends and is_small(_sums(ends), threshold):
        return _smallest(_shown_below(whole, hidden), otherwise=whole)
    return None


def _every_cell(whole: Cell[Key]) -> Iterator[Cell[Key]]:
    """Parts before what they add up to."""
    for part in whole.parts:
        yield from _every_cell(part)
    yield whole


def _hidden_below(whole: Cell[Key], hidden: set[Key]) -> Iterator[Cell[Key]]:
    """The hidden cells that no shown cell parts from the whole, the nearest first."""
    for part in whole.parts:
        if part.key in hidden:
            yield part
            yield from _hidden_below(part, hidden)


def _hidden_ends(whole: Cell[Key], hidden: set[Key]) -> list[Cell[Key]]:
    return [cell for cell in _hidden_below(whole, hidden) if not cell.parts]


def _shown_below(
    whole: Cell[Key], hidden: set[Key], apart_from: Cell[Key] | None = None
) -> Iterator[Cell[Key]]:
    """The shown cells with which one takes away from the whole, down to what is hidden."""
    for part in whole.parts:
        if part is apart_from:
            continue
        if part.key in hidden:
            yield from _shown_below(part, hidden, apart_from)
        else:
            yield part


def _smallest(cells: Iterable[Cell[Key]], otherwise: Cell[Key]) -> Cell[Key]:
    return min(cells, key=lambda cell: cell.size, default=otherwise)


def _sums(cells: list[Cell[Key]]) -> Iterator[int | None]:
    """What the cells add up to, group by group; None where one is not given."""
    for group in zip(*(cell.counts for cell in cells), strict=True):
        given = [count for count in group if count is not None]
        yield sum(given) if len(given) == len(group) else None
