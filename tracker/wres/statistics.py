"""How sure a figure is: intervals, exact tests, and the limits that organisations lie within.

Survey percentages are weighted, so what is worked out from their counts is approximate.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from tracker.wres.indicators import Outcome, relative_likelihood

Interval = tuple[float, float]

Z95 = 1.959964  # leaves 2.5 % beyond either limit
Z998 = 3.090232  # leaves 0.1 %
SAME = 1e-7  # two tables this near are equally likely but for the tail of a float


def katz_interval(top: Outcome, bottom: Outcome) -> Interval | None:
    """The 95 % interval of a relative likelihood (Katz and others, 1978, on the log scale).

    None when the ratio is not calculable, or counts more cases than people.
    """
    measured = _log_ratio(top, bottom)
    if measured is None:
        return None
    log, error = measured
    return math.exp(log - Z95 * error), math.exp(log + Z95 * error)


def error_of_ratio(top: Outcome, bottom: Outcome) -> float | None:
    """The standard error of ln r: sqrt(1/a - 1/n1 + 1/c - 1/n2). None as in the interval."""
    if relative_likelihood(top, bottom) is None or not (top.adds_up and bottom.adds_up):
        return None
    return math.sqrt(sum(1 / each.happened - 1 / each.total for each in (top, bottom)))


def fisher_p(top: Outcome, bottom: Outcome) -> float | None:
    """Fisher's exact test, two-sided: how often chance alone would part two groups so far, 0 to 1.

    None when a group is empty, or counts more cases than people.
    """
    if not (top.total and bottom.total and top.adds_up and bottom.adds_up):
        return None
    cases = top.happened + bottom.happened
    fewest, most = max(0, cases - bottom.total), min(cases, top.total)
    logs = [
        _log_choose(top.total, count) + _log_choose(bottom.total, cases - count)
        for count in range(fewest, most + 1)
    ]
    highest, ours = max(logs), logs[top.happened - fewest]
    chances = [math.exp(log - highest) for log in logs]
    no_likelier = [c for c, log in zip(chances, logs, strict=True) if log <= ours + SAME]
    return math.fsum(no_likelier) / math.fsum(chances)


def wilson_interval(outcome: Outcome) -> Interval | None:
    """The 95 % interval of a proportion, 0 to 1 (Wilson, 1927). None when the group is empty."""
    if not outcome.total or not outcome.adds_up:
        return None
    rate, people = outcome.happened / outcome.total, outcome.total
    middle = rate + Z95**2 / (2 * people)
    reach = Z95 * math.sqrt(rate * (1 - rate) / people + Z95**2 / (4 * people**2))
    scale = 1 + Z95**2 / people
    low = (middle - reach) / scale if outcome.happened else 0.0
    high = (middle + reach) / scale if outcome.happened < people else 1.0
    return low, high


def newcombe_interval(first: Outcome, second: Outcome) -> Interval | None:
    """The 95 % interval of the first proportion less the second, -1 to 1 (Newcombe, 1998).

    None when a group is empty.
    """
    one, other = wilson_interval(first), wilson_interval(second)
    if one is None or other is None:
        return None
    low, high = interval_of_difference(
        (first.happened / first.total, *one), (second.happened / second.total, *other)
    )
    return max(-1.0, low), min(1.0, high)


def interval_of_difference(
    first: tuple[float, float, float], second: tuple[float, float, float]
) -> Interval:
    """The interval of first less second, each (value, low, high), by square and add.

    On intervals that are even about their value this is the z test; on Wilson's it is Newcombe's.
    """
    (one, one_low, one_high), (other, other_low, other_high) = first, second
    below = math.hypot(one - one_low, other_high - other)
    above = math.hypot(one_high - one, other - other_low)
    return one - other - below, one - other + above


def z_of_change_in_ratio(
    then: tuple[Outcome, Outcome], now: tuple[Outcome, Outcome]
) -> float | None:
    """The change in ln r against the errors of both years; each year is (top, bottom).

    Beyond 1.959964 either way it is more than chance. None when either year has no ratio, or
    neither has an error.
    """
    before, after = _log_ratio(*then), _log_ratio(*now)
    if before is None or after is None:
        return None
    error = math.hypot(before[1], after[1])
    return (after[0] - before[0]) / error if error else None


@dataclass(frozen=True)
class Overdispersion:
    """How much more organisations differ than chance alone would have them.

    `factor`: the mean squared z, 1 for chance alone; `tau_squared`: what to add to each variance.
    """

    factor: float
    tau_squared: float


def overdispersion(deviations: Sequence[tuple[float, float]]) -> Overdispersion:
    """From each organisation's distance from the centre and its error, on the funnel's scale.

    The tenth at either end is drawn in, so that a few outliers do not widen the limits that should
    show them (Spiegelhalter, 2005).
    """
    if len(deviations) < 2:
        return Overdispersion(1.0, 0.0)
    scores = [distance / error for distance, error in deviations]
    tenths = quantiles(scores, n=10, method="inclusive")
    factor = math.fsum(min(max(z, tenths[0]), tenths[-1]) ** 2 for z in scores) / len(scores)
    weights = [1 / error**2 for _, error in deviations]
    spread = sum(weights) - sum(w * w for w in weights) / sum(weights)
    excess = len(scores) * factor - (len(scores) - 1)
    return Overdispersion(factor, max(0.0, excess / spread))


def share_deviation(outcome: Outcome, centre: float) -> tuple[float, float]:
    """How far a proportion lies from the centre, and its error, on the arcsine scale."""
    distance = math.asin(math.sqrt(outcome.happened / outcome.total)) - math.asin(math.sqrt(centre))
    return distance, 1 / (2 * math.sqrt(outcome.total))


def share_limits(centre: float, people: int, z: float = Z95, tau_squared: float = 0.0) -> Interval:
    """The funnel's limits for a proportion of so many people: sin^2 of arcsin sqrt p +- z error."""
    angle, reach = math.asin(math.sqrt(centre)), z * math.sqrt(1 / (4 * people) + tau_squared)
    return math.sin(max(0.0, angle - reach)) ** 2, math.sin(min(math.pi / 2, angle + reach)) ** 2


def ratio_limits(centre: float, error: float, z: float = Z95, tau_squared: float = 0.0) -> Interval:
    """The funnel's limits for a ratio whose ln r has that error."""
    reach = math.exp(z * math.sqrt(error**2 + tau_squared))
    return centre / reach, centre * reach


def _log_ratio(top: Outcome, bottom: Outcome) -> tuple[float, float] | None:
    """ln r and its error."""
    ratio, error = relative_likelihood(top, bottom), error_of_ratio(top, bottom)
    return None if ratio is None or error is None else (math.log(ratio), error)


def _log_choose(people: int, chosen: int) -> float:
    return math.lgamma(people + 1) - math.lgamma(chosen + 1) - math.lgamma(people - chosen + 1)
