"""What has changed between two figures: better or worse only beyond the error of both."""

import math
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from tracker.wres.indicators import Outcome
from tracker.wres.reading import HIDDEN, NOT_CALCULABLE, PRECISION_UNKNOWN, Readable
from tracker.wres.standard import Indicator, Item
from tracker.wres.statistics import Interval, interval_of_difference, newcombe_interval

BETTER, WORSE = "better", "worse"
HIGHER, LOWER = "higher", "lower"  # of what is watched: neither is good by itself
NO_CHANGE = "no change"
TOO_SMALL = "too small to call"
NOT_COMPARABLE = "not comparable"

Words = tuple[str, str]  # for a rise, and for a fall


class Comparable(Readable, Protocol):
    """A figure that says which series it belongs to."""

    @property
    def definition(self) -> str: ...
    @property
    def basis(self) -> str: ...


@dataclass(frozen=True)
class Change:
    """The word for a change, and its amount: now less then, in the unit of the figures.

    `is_census`: everyone was counted both times, so that any change at all is one.
    """

    word: str
    amount: float | None = None
    is_census: bool = False


def change(then: Comparable, now: Comparable, about: Indicator) -> Change:
    """Whether a figure got better or worse, held against the errors of both years.

    Of what should be at parity it is the distance from parity that counts, on either side.
    """
    if reason := _why_not(then, now, about):
        return Change(reason)
    before, after = _position(then, about), _position(now, about)
    if before is None or after is None:
        return Change(NOT_CALCULABLE)
    amount = (now.value or 0.0) - (then.value or 0.0)
    words = (HIGHER, LOWER) if about.item(now.item).direction == "watch" else (WORSE, BETTER)
    if about.census:
        rise = after.at - before.at
        return Change(_called((rise, rise), words, otherwise=NO_CHANGE), amount, is_census=True)
    if before.ends is None or after.ends is None:
        return Change(PRECISION_UNKNOWN, amount)
    interval = interval_of_difference((after.at, *after.ends), (before.at, *before.ends))
    return Change(_called(interval, words, otherwise=TOO_SMALL), amount)


def change_in_rate(then: Outcome | None, now: Outcome | None, good: str) -> str:
    """The word for a change of one group's own rate, of which "lower" or "higher" is good."""
    interval = newcombe_interval(now, then) if then and now else None
    if interval is None:
        return PRECISION_UNKNOWN
    words = (BETTER, WORSE) if good == "higher" else (WORSE, BETTER)
    return _called(interval, words, otherwise=TOO_SMALL)


def levelling_down(
    then: Comparable,
    now: Comparable,
    about: Indicator,
    white_then: Outcome | None = None,
    white_now: Outcome | None = None,
) -> bool | None:
    """Whether the gap narrows while White staff fare worse, beyond error.

    None when nobody can tell: the figures cannot be compared, the indicator has no rate of which
    one way is good, or White staff fare worse and how many the rate rests on is not known.
    """
    before, after = _position(then, about), _position(now, about)
    if _why_not(then, now, about) or before is None or after is None or about.rates is None:
        return None
    if then.white_rate is None or now.white_rate is None:
        return None
    fell = now.white_rate < then.white_rate
    rose = now.white_rate > then.white_rate
    if after.at >= before.at or not (fell if about.rates == "higher" else rose):
        return False
    word = change_in_rate(white_then, white_now, about.rates)
    return None if word == PRECISION_UNKNOWN else word == WORSE


def _why_not(then: Comparable, now: Comparable, about: Indicator) -> str:
    """Why two figures cannot be held against one another; "" when they can."""
    if then.hidden or now.hidden:
        return HIDDEN
    if about.breaks_between(then.definition, then.basis, now.definition, now.basis):
        return NOT_COMPARABLE
    return ""


class _Position(NamedTuple):
    """Where a figure and the ends of its interval stand, the worse the higher."""

    at: float
    ends: Interval | None


def _position(figure: Readable, about: Indicator) -> _Position | None:
    """None when the figure is not calculable. What is watched stands where its value is."""
    item = about.item(figure.item)
    if figure.value is None or (item.unit == "ratio" and figure.value <= 0):
        return None
    at = _from_parity(figure.value, item)
    ends = None
    if figure.low is not None and figure.high is not None:
        ends = _from_parity(figure.low, item), _from_parity(figure.high, item)
    is_mirrored = item.direction == "higher" if item.parity is None else at < 0
    if not is_mirrored:
        return _Position(at, ends)
    return _Position(-at, (-ends[1], -ends[0]) if ends else None)


def _from_parity(number: float, item: Item) -> float:
    """How far above parity a number is, a ratio on the log scale; itself where there is none."""
    if item.parity is None:
        return number
    return math.log(number / item.parity) if item.unit == "ratio" else number - item.parity


def _called(interval: Interval, words: Words, otherwise: str) -> str:
    """The word for a difference: a rise or a fall when nought is outside its interval."""
    low, high = interval
    rise, fall = words
    if low > 0:
        return rise
    return fall if high < 0 else otherwise
