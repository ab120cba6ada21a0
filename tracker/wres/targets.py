"""What an organisation promises of a figure, in plain values and in words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from tracker.wres import progress
from tracker.wres.progress import Point, Status, Target
from tracker.wres.registry import indicator
from tracker.wres.shown import Shown, Subject

NO_BASELINE = "not measurable"  # what the sums say where a hidden baseline lets nothing be said


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
