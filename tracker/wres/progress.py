"""How far a figure has come towards its target: the measured status, at the date of the data.

Progress is signed and may be below nought; parity has two sides; "today" decides only whether
data are overdue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

SLACK = 0.15  # national: so far behind the plan is still on course
TAIL = 1e-9  # what the end of a float can add to a difference


@dataclass(frozen=True)
class Point:
    """A figure on the day that its data speak of. `value` None: not calculable, or hidden."""

    as_at: date
    value: float | None
    hidden: bool = False
    definition: str | None = None
    basis: str | None = None
    period_start: date | None = None

    @property
    def known(self) -> float | None:
        """The value that may be used; none of a hidden figure."""
        return None if self.hidden else self.value

    def continues(self, earlier: "Point") -> bool:
        """Whether both were counted in the same way."""
        return (self.definition, self.basis) == (earlier.definition, earlier.basis)


@dataclass(frozen=True)
class Target:
    """Where a figure should be, by when. `kind` is reach, at least, at most or toward.

    "Toward" aims at the value from either side; where the value is only on the way to `parity`,
    it aims to be no further from parity than that. `tolerance` decides "met" and nothing else.
    `phased` are points planned on the way.
    """

    kind: str
    baseline: Point
    value: float
    due: date
    phased: Sequence[tuple[date, float]] = ()
    tolerance: float = 0.0
    parity: float | None = None


@dataclass(frozen=True)
class Status:
    """What the data say of a target, and what they rest on.

    Progress and expected are shares of the way from baseline to target; None when there is no way
    to go, or no colour. The last word is that of before the data fell overdue, and its date.
    """

    word: str
    progress: float | None = None
    expected: float | None = None
    as_at: date | None = None
    value: float | None = None
    last_word: str | None = None
    last_as_at: date | None = None
    partly_before: bool = False  # the period had begun before the action did


def distance(target: Target, value: float) -> float:
    """What is still to go, in the figure's unit; never below nought."""
    if target.kind == "toward":
        parity = _parity(target)
        to_go = abs(value - parity) - abs(target.value - parity)
    else:
        to_go = target.value - value if _should_rise(target) else value - target.value
    return max(0.0, to_go)


def progress(target: Target, value: float | None) -> float | None:
    """The share of the distance from the baseline that is closed; below nought when it has grown.

    None when there is no value, no baseline, or was nothing to close.
    """
    baseline = target.baseline.known
    if baseline is None or value is None:
        return None
    to_close = distance(target, baseline)
    return (to_close - distance(target, value)) / to_close if to_close > TAIL else None


def expected(target: Target, on: date) -> float | None:
    """The progress planned by a day: off the phased points, or a straight line without any.

    None when there was nothing to close.
    """
    if progress(target, target.value) is None:
        return None
    if on <= target.baseline.as_at:
        return 0.0
    if on >= target.due:
        return 1.0
    planned = {day: progress(target, value) or 0.0 for day, value in target.phased}
    line = sorted((planned | {target.baseline.as_at: 0.0, target.due: 1.0}).items())
    (start, low), (end, high) = next(ends for ends in pairwise(line) if on <= ends[1][0])
    return low + (high - low) * (on - start).days / (end - start).days


def expected_value(target: Target, on: date) -> float | None:
    """The value planned by a day, on the baseline's side of parity. None as in `expected`."""
    share, baseline = expected(target, on), target.baseline.known
    if share is None or baseline is None:
        return None
    to_close = distance(target, baseline)
    return baseline + share * to_close if _should_rise(target) else baseline - share * to_close


def status(
    target: Target,
    points: Sequence[Point],
    started: date | None,
    today: date,
    data_due: date | None,
    slack: float = SLACK,
) -> Status:
    """What the figures of one series say of a target, for an action that started then.

    `data_due` is the day by which newer figures ought to be held; None when none are owed. Figures
    as at a day before the start, or before the baseline, have no say.
    """
    found = _last_colour(target, _latest(target, points, started), started, slack)
    if data_due is None or today <= data_due:
        return found
    if found.as_at is None:
        return Status("data overdue")
    return Status("data overdue", last_word=found.word, last_as_at=found.as_at)


def _latest(target: Target, points: Sequence[Point], started: date | None) -> Point | None:
    """The last figure that has a say; of two of one day, the one counted as the baseline was."""
    usable = [
        point
        for point in points
        if point.as_at > target.baseline.as_at and (started is None or point.as_at >= started)
    ]
    return max(
        usable, key=lambda point: (point.as_at, point.continues(target.baseline)), default=None
    )


def _last_colour(
    target: Target, latest: Point | None, started: date | None, slack: float
) -> Status:
    if latest is None:
        return Status("awaiting data")
    if latest.hidden:
        return Status("suppressed", as_at=latest.as_at)
    value = latest.value
    if value is None or target.baseline.known is None or not latest.continues(target.baseline):
        return Status("not measurable", as_at=latest.as_at)
    return Status(
        _colour(target, latest.as_at, value, slack),
        progress(target, value),
        expected(target, latest.as_at),
        latest.as_at,
        value,
        partly_before=_begins_before(latest, started),
    )


def _colour(target: Target, as_at: date, value: float, slack: float) -> str:
    if distance(target, value) <= target.tolerance + TAIL:
        return "met"
    if as_at >= target.due:
        return "missed"
    done, planned = progress(target, value), expected(target, as_at)
    if (
        done is None or planned is None or done < -TAIL
    ):  # None: it was there already, and now is not
        return "worse than baseline"
    return "on course" if done >= planned - slack - TAIL else "behind"


def _parity(target: Target) -> float:
    return target.value if target.parity is None else target.parity


def _should_rise(target: Target) -> bool:
    """Whether the way from the baseline is upwards."""
    baseline = target.baseline.known
    aim = _parity(target) if target.kind == "toward" else target.value
    either_way = {"at least": True, "at most": False}
    return either_way.get(target.kind, baseline is None or aim >= baseline)


def _begins_before(point: Point, started: date | None) -> bool:
    begins = point.period_start
    return begins is not None and started is not None and begins < started
