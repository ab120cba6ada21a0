"""Statistical process control for monthly and quarterly measures, as NHS Making Data Count does it.

A WRES figure comes once a year: it is a run of values, and never an SPC chart.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

REACH = 2.66  # times the mean moving range: the limits
RUN = 7  # points on one side, or rising, or falling
ENOUGH = 12  # points; the limits of fewer are trial limits

Distances = Sequence[float]  # of the points from the mean, on the side that is looked at


@dataclass(frozen=True)
class Signal:
    """A special cause: the rule that a point breaks, and whether upwards."""

    rule: str
    is_upward: bool


@dataclass(frozen=True)
class ControlChart:
    """The mean, the limits, and the special causes of each point, the gravest first."""

    mean: float
    low: float
    high: float
    is_trial: bool
    signals: tuple[tuple[Signal, ...], ...]

    @property
    def latest(self) -> Signal | None:
        """What the icon says: the gravest special cause of the last point, if it has any."""
        return next(iter(self.signals[-1]), None)


def control_chart(values: Sequence[float]) -> ControlChart | None:
    """Mean +- 2.66 x mean moving range, and the special causes. None for fewer than two values."""
    if len(values) < 2:
        return None
    centre = mean(values)
    reach = REACH * mean(abs(after - before) for before, after in pairwise(values))
    above = [value - centre for value in values]
    below = [-distance for distance in above]
    found = [
        (Signal(rule, is_upward), set(places(distances, reach)))
        for rule, places in RULES.items()
        for is_upward, distances in ((True, above), (False, below))
    ]
    signals = tuple(
        tuple(signal for signal, places in found if at in places) for at in range(len(values))
    )
    return ControlChart(centre, centre - reach, centre + reach, len(values) < ENOUGH, signals)


def variation(chart: ControlChart, direction: str) -> str:
    """The icon of the latest point in words, where "lower" or "higher" is good, or neither."""
    if chart.latest is None:
        return "common cause"
    if direction not in ("lower", "higher"):
        return "special cause"
    is_good = chart.latest.is_upward == (direction == "higher")
    return "special cause, improving" if is_good else "special cause, concerning"


def _outside(distances: Distances, reach: float) -> Iterator[int]:
    return (at for at, distance in enumerate(distances) if distance > reach)


def _two_of_three(distances: Distances, reach: float) -> Iterator[int]:
    """Two of three points beyond two thirds of the way to the limit, all three on that side."""
    for start in range(len(distances) - 2):
        three = range(start, start + 3)
        far = [at for at in three if distances[at] > reach * 2 / 3]
        if len(far) >= 2 and all(distances[at] > 0 for at in three):
            yield from far


def _one_side(distances: Distances, _: float) -> Iterator[int]:
    for start in range(len(distances) - RUN + 1):
        run = range(start, start + RUN)
        if all(distances[at] > 0 for at in run):
            yield from run


def _trend(distances: Distances, _: float) -> Iterator[int]:
    for start in range(len(distances) - RUN + 1):
        run = range(start, start + RUN)
        if all(distances[after] > distances[before] for before, after in pairwise(run)):
            yield from run


RULES: Mapping[str, Callable[[Distances, float], Iterator[int]]] = {
    "outside the limits": _outside,
    "two of three near a limit": _two_of_three,
    "seven on one side of the mean": _one_side,
    "seven rising or falling": _trend,
}
"""By name, the gravest first: the places of the points that break it on one side."""
