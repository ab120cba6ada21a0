"""What an organisation promises of a figure, in plain values and in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from tracker.charts import POINTS, RATIO, SHARE, Scale
from tracker.errors import Refused
from tracker.wres import progress
from tracker.wres.progress import Point, Status, Target
from tracker.wres.registry import indicator
from tracker.wres.shown import Shown, Subject
from tracker.wres.standard import Indicator

KINDS = {
    "reach": "Reach it",
    "at least": "Be at it or above",
    "at most": "Be at it or below",
    "toward": "Come near it from either side",
}
VALUES = {"ratio": "The ratio", "share": "The BME share", "percentage points": "The gap"}
"""What the value of a figure is called, by its unit."""

SCALES: dict[str, Scale] = {"ratio": RATIO, "share": SHARE, "percentage points": POINTS}
"""How the values of each unit are written and drawn."""

EXAMPLES = {
    "ratio": "Type a ratio such as 1.25.",
    "share": "Type a percentage such as 16.",
    "percentage points": "Type percentage points such as 3, or -3 where BME is the lower.",
}
LIMITS = {"ratio": (0.1, 10.0), "percentage points": (-100.0, 100.0)}
NO_BASELINE = "not measurable"  # what the sums say where a hidden baseline lets nothing be said
NUMBER = re.compile(r"(?P<number>-?\d{1,9}(\.\d{1,9})?) ?(?P<sign>%?)", re.ASCII)


class Phase(NamedTuple):
    """What the figure should be by a day on the way."""

    on: date
    value: float


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A target as typed: where the figure should be, by when, and how near counts as there."""

    value: float
    due: date
    kind: str
    tolerance: float = 0.0
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TargetLine(Promise):
    """A target that was set, with the figure it is measured from."""

    id: int
    organisation_id: int
    measure: str
    baseline: Shown
    version: int
    withdrawn_on: date | None = None

    @property
    def subject(self) -> Subject:
        return self.baseline.subject

    @property
    def unit(self) -> str:
        return unit_of(self.baseline.unit, self.measure)

    @property
    def hidden(self) -> bool:
        return self.baseline.hidden

    @property
    def words(self) -> str:
        """1.25 or less by 31 March 2028"""
        return f"{aim(self, self.unit)} by {self.due.day} {self.due:%B %Y}"


def unit_of(figure_unit: str, measure: str) -> str:
    """A group's rate is a share, whatever the figure that the two make."""
    if measure == "value":
        return figure_unit
    return "ratio" if measure == "ratio" else "share"


def measures_of(about: Indicator, figure_unit: str) -> dict[str, str]:
    """What a target can be set for, of a figure of that unit: the measure and what it is called.

    Only rates of which one way is good by itself can be promised on their own.
    """
    offered = {"value": VALUES[figure_unit]}
    if about.kind == "percentage pair":
        offered["ratio"] = "The BME rate divided by the White rate"
    if about.rates:
        offered |= {"bme rate": "The BME rate", "white rate": "The White rate"}
    return offered


def aim(promise: Promise, unit: str) -> str:
    """1.25 or less"""
    said = plainly(promise.value, unit)
    if promise.kind == "toward" and promise.tolerance:
        return f"{said}, give or take {plainly(promise.tolerance, unit, is_difference=True)}"
    return {"at least": f"{said} or more", "at most": f"{said} or less"}.get(promise.kind, said)


def plainly(value: float, unit: str, is_difference: bool = False) -> str:
    """A typed value as it was typed: 16%, 1.25, 3 points. No digits are added."""
    if unit == "share":
        return f"{_short(100 * value)}{' points' if is_difference else '%'}"
    return _short(value) if unit == "ratio" else f"{_short(value)} points"


def _short(value: float) -> str:
    return f"{round(value, 6):g}".replace("-", "\N{MINUS SIGN}")


def read_value(text: str, unit: str) -> float:
    """What somebody typed, in the unit that is kept; Refused, in words to act on, if it is unsure.

    A share is typed as a percentage: 16 and 16% are 0.16, and 0.16 is asked about.
    """
    typed = NUMBER.fullmatch(text.strip().replace("\N{MINUS SIGN}", "-"))
    if not typed:
        raise Refused(f"'{text[:20]}' is not a number. {EXAMPLES[unit]}")
    value, is_percentage = float(typed["number"]), bool(typed["sign"])
    if unit == "share":
        return _read_share(value, is_percentage)
    if is_percentage:
        raise Refused(f"This is no percentage. {EXAMPLES[unit]}")
    low, high = LIMITS[unit]
    if not low <= value <= high:
        raise Refused(f"It must lie from {low:g} to {high:g}. {EXAMPLES[unit]}")
    return value


def _read_share(percentage: float, is_sure: bool) -> float:
    if 0 < percentage < 1 and not is_sure:
        raise Refused(
            f"{percentage:g} would be {percentage:g} of one per cent. Type {100 * percentage:g}"
            f" for {100 * percentage:g}%, or {percentage:g}% if you mean that"
        )
    if not 0 <= percentage <= 100:
        raise Refused(f"A percentage lies from 0 to 100. {EXAMPLES['share']}")
    return percentage / 100


def judged(line: TargetLine, figures: Iterable[Shown], started: date | None, today: date) -> Status:
    """What the figures of the target's own organisation, part and item say of it, by today.

    What rests on a hidden baseline is hidden too.
    """
    about = indicator(line.subject.indicator)
    own = [each for each in figures if is_about(line, each) and each.as_at <= today]
    latest = max([line.baseline, *own], key=lambda figure: figure.as_at)
    owed = None if latest.as_at >= line.due else about.data_due(latest.year + 1)
    points = [point_of(figure, line.measure) for figure in own]
    found = progress.status(as_sum(line), points, started, today, owed)
    return suppressed(found) if line.hidden else found


def is_about(line: TargetLine, figure: Shown) -> bool:
    """Whether the figure is one of those that the target is for, however it was counted."""
    of_the_same = figure.organisation_id == line.organisation_id
    return of_the_same and figure.subject == line.subject


def as_sum(line: TargetLine) -> Target:
    """The target as the sums take it."""
    return Target(
        kind=line.kind,
        baseline=point_of(line.baseline, line.measure),
        value=line.value,
        due=line.due,
        phased=line.phases,
        tolerance=line.tolerance,
        parity=parity_of(line),
    )


def parity_of(line: TargetLine) -> float | None:
    """The value at which the groups are equal; a group's own rate has none."""
    if line.measure == "value":
        return indicator(line.subject.indicator).item(line.subject.item).parity
    return 1.0 if line.measure == "ratio" else None


def point_of(figure: Shown, measure: str) -> Point:
    return Point(
        as_at=figure.as_at,
        value=figure.measured(measure),
        hidden=figure.hidden,
        definition=figure.definition,
        basis=figure.basis,
        period_start=figure.period_start,
    )


def suppressed(found: Status) -> Status:
    """The same without what a hidden figure says of it."""
    return replace(
        found,
        word="suppressed" if found.word == NO_BASELINE else found.word,
        last_word="suppressed" if found.last_word == NO_BASELINE else found.last_word,
    )
