"""The WRES sums. Counts in, exact fractions out; rounding is for whoever shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Outcome:
    """How many of a group something happened to."""

    happened: int
    total: int

    @property
    def rate(self) -> Fraction | None:
        """From 0 to 1; None when the group is empty."""
        return share(self.happened, self.total)

    @property
    def adds_up(self) -> bool:
        """Whether it happened to no more people than there are, and to no fewer than none."""
        return 0 <= self.happened <= self.total


@dataclass(frozen=True)
class Counts:
    """People by group. None: not given."""

    white: int | None
    bme: int | None
    unknown: int | None

    @property
    def groups(self) -> tuple[int | None, int | None, int | None]:
        return self.white, self.bme, self.unknown

    @property
    def everybody(self) -> int | None:
        """None when a group is not given."""
        return added(self.groups)

    def bme_share(self, with_unknown: bool = True) -> Fraction | None:
        """BME people of all, or of those whose ethnicity is known; 0 to 1.

        990 of 7,422 is 13.34 %: WRES indicator 1. None when a count is missing or nobody is there.
        """
        whole = self.everybody if with_unknown else added((self.white, self.bme))
        return share(self.bme, whole)


def added(counts: Iterable[int | None]) -> int | None:
    """The sum; None when one of them is not given."""
    total = 0
    for count in counts:
        if count is None:
            return None
        total += count
    return total


def sum_of(counts: Iterable[Counts]) -> Counts:
    """Group by group; a group that one of them lacks is not given in the sum."""
    several = tuple(counts)
    return Counts(
        white=added(each.white for each in several),
        bme=added(each.bme for each in several),
        unknown=added(each.unknown for each in several),
    )


def share(part: int | None, whole: int | None) -> Fraction | None:
    """A part of a whole, 0 to 1. None when either is not given or the whole is nobody."""
    if part is None or not whole:
        return None
    return Fraction(part, whole)


def relative_likelihood(top: Outcome, bottom: Outcome) -> Fraction | None:
    """How many times as likely it was for the group on top as for the other (WRES 2, 3, 4).

    The ratio of two rates, from counts and never from rounded rates. None when it means nothing:
    a group is empty, or it happened to nobody in one of them.
    """
    if not (top.rate and bottom.rate):
        return None
    return top.rate / bottom.rate


def gap_in_points(bme: Fraction | None, other: Fraction | None) -> Fraction | None:
    """The BME rate or share less the other, in percentage points (WRES 5 to 9).

    Both are 0 to 1. Negative: lower for BME. None when either is missing.
    """
    if bme is None or other is None:
        return None
    return 100 * (bme - other)


def board_gap(board: Counts, workforce: Counts) -> Fraction | None:
    """BME share of the board less that of the workforce, in points (WRES 9).

    Unknown is in both denominators. None when a count is missing.
    """
    return gap_in_points(board.bme_share(), workforce.bme_share())


def disparity_ratio(lower: Counts, upper: Counts) -> Fraction | None:
    """How many times as likely White staff are as BME staff to be in the upper of two clusters.

    (White upper / White lower) / (BME upper / BME lower). None when a count is missing or nought.
    """
    white, bme = share(upper.white, lower.white), share(upper.bme, lower.bme)
    return white / bme if white and bme else None


def exact(rate: float) -> Fraction:
    """The decimal that a published rate was printed as, without the float's tail."""
    return Fraction(repr(float(rate)))
