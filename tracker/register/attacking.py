"""What somebody works out of hidden numbers who knows the rule and keeps every published count.

Everything that was told is put together as equations and inequalities between whole numbers: what
makes up what, what is a part of what, what only grows; and the least and the most that each hidden
number can be is looked for. The law leaves ten whole values to each.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, floor
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from tracker.register.counting import SPLITS
from tracker.wres.disclosure import THRESHOLD

Content = Mapping[str, Any]
Number = tuple[int, str]  # of which count, by its place among those published; and its code
LARGEST = 10_000_000
NEAR = 1e-6
# What is a part of what. The parts of the confirmed ones that make them up are said elsewhere.
INSIDE = (
    *(("met", "confirmed"), ("working", "met"), ("ended", "confirmed"), ("leaders", "confirmed")),
    *(("existing", "local"), ("matched", "new")),
)
PARTS = frozenset(code for split in SPLITS for code in split)
# Of a growing number, what it cannot outgrow: a new leader comes with a new pair, and a matched
# pair is a new one.
NO_FASTER = (("leaders", "confirmed"), ("matched", "new"), ("existing", "local"))


@dataclass
class Puzzle:
    """All that is known: bounds, sums that are nought, and sums that are nought at most."""

    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    at: dict[Number, int] = field(default_factory=dict)
    hidden: list[Number] = field(default_factory=list)
    equal: list[dict[int, int]] = field(default_factory=list)
    no_more: list[dict[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seen: list[np.ndarray] = []  # ways in which all of it can be true

    def can_be(self) -> bool:
        """Whether all of it can be true at once. The two ways that are found have all the hidden
        numbers as small, and as large, as they can be together."""
        everything = np.zeros(len(self.least))
        everything[[self.at[number] for number in self.hidden]] = 1
        return self._found(everything) and self._found(-everything)

    def leaves(self, number: Number) -> bool:
        """Whether a number can be ten whole values. Between two ways that are possible, all are."""
        at = self.at[number]
        values = [way[at] for way in self.seen]
        if max(values) - min(values) > THRESHOLD - 1 - NEAR:
            return True
        least, most = self.range_of(number)
        return most - least + 1 >= THRESHOLD

    def range_of(self, number: Number) -> tuple[int, int]:
        aim = np.zeros(len(self.least))
        aim[self.at[number]] = 1
        assert self._found(aim)
        least = self.seen[-1][self.at[number]]
        assert self._found(-aim)
        return ceil(least - NEAR), floor(self.seen[-1][self.at[number]] + NEAR)

    @cached_property
    def known(self) -> dict[str, Any]:
        """All of it, as the solver takes it."""
        width = len(self.least)
        return {
            "A_eq": _matrix(self.equal, width),
            "b_eq": np.zeros(len(self.equal)),
            "A_ub": _matrix(self.no_more, width),
            "b_ub": np.zeros(len(self.no_more)),
            "bounds": np.array([self.least, self.most]).T,
        }

    def _found(self, aim: np.ndarray) -> bool:
        """Look for the way that makes this sum the least, and keep it."""
        solved = linprog(aim, method="highs", **self.known)
        if solved.success:
            self.seen.append(solved.x)
        return bool(solved.success)

    def add(self, number: Number, least: float, most: float, is_hidden: bool) -> None:
        self.at[number] = len(self.least)
        self.least.append(least)
        self.most.append(most)
        if is_hidden:
            self.hidden.append(number)

    def says(self, sums: list[dict[int, int]], **terms: Number) -> None:
        """`plus...` less `minus...` is in `sums`, where all of these numbers are there."""
        signs = [(1 if name.startswith("plus") else -1, n) for name, n in terms.items()]
        if all(number in self.at for _, number in signs):
            sums.append({self.at[number]: sign for sign, number in signs})


def leaves_enough(contents: Sequence[Content]) -> bool:
    """Whether each hidden number can be ten whole values at least."""
    puzzle = understood(contents)
    return puzzle is None or all(puzzle.leaves(number) for number in puzzle.hidden)


def possible(contents: Sequence[Content]) -> dict[Number, tuple[int, int]]:
    """The least and the most that each hidden number can be."""
    puzzle = understood(contents)
    return {number: puzzle.range_of(number) for number in puzzle.hidden} if puzzle else {}


def understood(contents: Sequence[Content]) -> "Puzzle | None":
    """What was told, as an attacker understands it; None where they find it cannot all be true.

    A number is hidden where it changed by less than ten, and sometimes where it changed by more:
    whoever believes the first of all of them, and finds that it cannot be, believes it of none.
    """
    for believing in (True, False):
        puzzle = puzzle_of(contents, believing)
        if puzzle.can_be():
            return puzzle
    return None


def _matrix(sums: Sequence[Mapping[int, int]], width: int) -> csr_array:
    rows = [row for row, terms in enumerate(sums) for _ in terms]
    columns = [column for terms in sums for column in terms]
    values = [value for terms in sums for value in terms.values()]
    return csr_array((values, (rows, columns)), shape=(len(sums), width))


def puzzle_of(contents: Sequence[Content], believing: bool) -> Puzzle:
    puzzle = Puzzle()
    for n, content in enumerate(contents):
        for code, each in cells_of(content):
            least, most = bounds_of(code, each, believing)
            puzzle.add((n, code), least, most, each["value"] is None)
        _within(puzzle, n, content)
        if n:
            _since(puzzle, n)
    return puzzle


def cells_of(content: Content) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The claimed ones are left out: they come and go, and nothing else tells of them."""
    for each in content["figures"]:
        if each["code"] != "claimed":
            yield each["code"], each
    for each in content["regions"]:
        yield f"region {each['region']}", each


def bounds_of(code: str, each: Mapping[str, Any], believing: bool) -> tuple[float, float]:
    """What the words themselves tell, and the rule: that a change below ten was hidden."""
    if each["value"] is not None:
        return each["value"], each["value"]
    if each.get("between"):
        return each["between"][0], each["between"][1]
    least = each["last"]["value"] if each["last"] else 0
    is_part = code in PARTS or code.startswith("region ")
    is_small = believing and each["last"] and not is_part
    return least, least + THRESHOLD - 1 if is_small else LARGEST


def _within(puzzle: Puzzle, n: int, content: Content) -> None:
    """What holds between the numbers of one count."""
    whole = (n, "confirmed")
    for one, other in SPLITS:
        puzzle.says(puzzle.equal, plus=whole, minus=(n, one), minus_too=(n, other))
    regions = [(n, f"region {each['region']}") for each in content["regions"]]
    if regions:
        makes_up = {puzzle.at[region]: -1 for region in regions}
        puzzle.equal.append({puzzle.at[whole]: 1, **makes_up})
    for part, of in INSIDE:
        puzzle.says(puzzle.no_more, plus=(n, part), minus=(n, of))


def _since(puzzle: Puzzle, n: int) -> None:
    """Nothing that was confirmed, met or ended is lost again."""
    codes = [code for m, code in puzzle.at if m == n]
    for code in codes:
        puzzle.says(puzzle.no_more, plus=(n - 1, code), minus=(n, code))
    for slow, fast in NO_FASTER:
        puzzle.says(
            puzzle.no_more,
            plus=(n, slow),
            minus=(n - 1, slow),
            minus_fast=(n, fast),
            plus_fast=(n - 1, fast),
        )
