"""The figures that belong to an action, and what each says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.extensions import db
from tracker.plan.lines import Row, as_verdict, lines, with_verdicts
from tracker.plan.models import Action
from tracker.plan.progress import ROLES, MeasureLink
from tracker.plan.verdicts import Verdict
from tracker.wres.models import Target
from tracker.wres.progress import Status
from tracker.wres.queries import target_lines, targets_of, trends_of
from tracker.wres.reading import rounded
from tracker.wres.registry import indicator, indicators
from tracker.wres.standard import Indicator
from tracker.wres.targets import TargetLine, judged
from tracker.wres.trends import Trend


@dataclass(frozen=True)
class Measure:
    """A link of an action to an indicator, or to a target of one, and what that says."""

    link: MeasureLink
    about: Indicator
    target: TargetLine | None
    trend: Trend | None
    status: Status | None

    @property
    def shows_progress(self) -> bool:
        return self.link.role == "progress of this"

    @property
    def verdict(self) -> Verdict | None:
        return as_verdict(self.status) if self.status else None

    @property
    def value(self) -> str:
        """What the figure came to, as its unit is written; nothing where it says nothing."""
        if self.target is None or self.status is None or self.status.value is None:
            return ""
        return rounded(self.status.value, self.target.unit)


def measures_of(action: Action, today: date) -> list[Measure]:
    """What shows its progress first, then what it contributes to, then what is watched.

    Three questions, however many are linked.
    """
    links = db.session.scalars(
        select(MeasureLink)
        .where(MeasureLink.action_id == action.id, MeasureLink.ended_on.is_(None))
        .order_by(MeasureLink.id)
    ).all()
    ids = [link.target_id for link in links if link.target_id]
    targets = target_lines(Target.id.in_(ids)) if ids else []
    trends = trends_of(targets, action.plan.organisation) if targets else {}
    by_id = {line.id: line for line in targets}
    found = [
        _measure(link, by_id.get(link.target_id or 0), trends, action.start, today)
        for link in links
    ]
    return sorted(found, key=lambda measure: ROLES.index(measure.link.role))


def _measure(
    link: MeasureLink,
    target: TargetLine | None,
    trends: Mapping[int, Trend],
    started: date,
    today: date,
) -> Measure:
    about = indicator(link.indicator, link.standard)
    if target is None:
        return Measure(link, about, None, None, None)
    trend = trends[target.id]
    return Measure(link, about, target, trend, judged(target, trend.own, started, today))


def row_of(action: Action, measures: Sequence[Measure], today: date) -> Row | None:
    """The action as its line of the plan, given its measures; None once it is part of another."""
    found = lines(Action.id == action.id, today)
    said = [m.verdict for m in measures if m.shows_progress and m.verdict]
    return next(iter(with_verdicts(found, {action.id: said}, today)), None)


def figures_of_the_day(action: Action, today: date) -> list[dict[str, Any]]:
    """What the figures that show progress say today, to be kept with what the owner says."""
    return [
        snapshot(measure, measure.status)
        for measure in measures_of(action, today)
        if measure.shows_progress and measure.status
    ]


def snapshot(measure: Measure, status: Status) -> dict[str, Any]:
    """One figure in plain values. A hidden one is kept hidden: it has no value here either."""
    verdict = as_verdict(status)
    at = f"at {status.as_at.day} {status.as_at:%B %Y}" if status.as_at else ""
    beside = " ".join(filter(None, (measure.value, at)))
    return {
        "target": measure.link.target_id,
        "indicator": measure.link.indicator,
        "word": verdict.word,
        "value": status.value,
        "as_at": status.as_at.isoformat() if status.as_at else None,
        "words": f"{verdict.word} ({beside})" if beside else verdict.word,
    }


@dataclass(frozen=True)
class Choice:
    """A figure that can be linked: a target, or an indicator as a whole."""

    name: str
    target_id: int | None
    indicator: str


def figures_to_link(organisation_id: int) -> Mapping[str, Choice]:
    """Every figure that an action of the organisation can be tied to, by a key for the form."""
    targets = {
        f"target-{line.id}": Choice(
            f"Target: {indicator(line.subject.indicator).short_title}, {line.words}",
            line.id,
            line.subject.indicator,
        )
        for line in targets_of(organisation_id)
    }
    wholes = {
        f"indicator-{each.number}": Choice(
            f"Indicator {each.number}: {each.short_title}", None, each.number
        )
        for each in indicators()
    }
    return targets | wholes
