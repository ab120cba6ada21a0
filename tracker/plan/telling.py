"""What the figures behind one target say, in sentences, with their picture."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.charts import Drawing
from tracker.plan.measures import Measure
from tracker.plan.models import Action
from tracker.wres.change import TOO_SMALL, change, levelling_down
from tracker.wres.pictures import large_picture
from tracker.wres.progress import Status, expected_value
from tracker.wres.reading import HIDDEN, in_words, interval_in_words, rates_in_words, rounded
from tracker.wres.saying import england_of, remarks_of
from tracker.wres.shown import Shown
from tracker.wres.tables import by_year
from tracker.wres.targets import TargetLine, as_sum
from tracker.wres.trends import Trend


@dataclass(frozen=True)
class Told:
    """A measure that shows progress, read out in paragraphs and drawn."""

    measure: Measure
    paragraphs: tuple[str, ...]
    picture: Drawing
    notes: tuple[str, ...]
    table: Mapping[str, Any]


def told_of(action: Action, measures: Sequence[Measure]) -> list[Told]:
    """Everything that shows the action's progress. What has no target promises nothing."""
    return [
        Told(
            measure,
            tuple(filter(None, _paragraphs(target, status, trend, action.start))),
            large_picture(trend),
            tuple(filter(None, (england_of(trend), *remarks_of(trend)))),
            by_year(trend, f"{measure.about.title}, by year", with_counts=True),
        )
        for measure in measures
        if measure.shows_progress
        and (target := measure.target)
        and (trend := measure.trend)
        and (status := measure.status)
    ]


def in_short(measures: Sequence[Measure]) -> str:
    """Where one figure alone speaks: "1.44; 1.37 was expected". Nothing where several do."""
    shown = [measure for measure in measures if measure.shows_progress]
    if len(shown) != 1 or shown[0].target is None or shown[0].status is None:
        return ""
    planned = _planned(shown[0].target, shown[0].status)
    return f"{shown[0].value}; {planned} was expected" if planned else shown[0].value


def _paragraphs(line: TargetLine, status: Status, trend: Trend, started: date) -> Iterator[str]:
    latest = _judged(line, status, trend)
    if latest and not latest.hidden and not line.hidden:
        said = f"{_period(latest)}: {_what_it_says(latest, line, trend)}."
        yield " ".join(filter(None, (said, *_way(line, status))))
        yield " ".join(_chance(line, latest, trend))
    else:
        yield WHY_NOT.get(status.word, "").format(started=_day(started))
    if status.partly_before:
        yield "The period had begun before the action did."
    yield f"The target: {line.words}. {_next(trend)}"


WHY_NOT = {
    "suppressed": f"A count from 0 to 9 lies behind this figure: {HIDDEN}, and so is its status.",
    "awaiting data": "No figures speak of the time since the action began on {started}.",
    "data overdue": "Newer figures were due and are not held, so there is no verdict.",
    "not measurable": "It cannot be held against its baseline: it was counted in another way, or"
    " one of the two is not calculable.",
}


def _judged(line: TargetLine, status: Status, trend: Trend) -> Shown | None:
    """The figure that the status speaks of."""
    if status.value is None:
        return None
    found = (f for f in trend.own if f.as_at == status.as_at and f.continues(line.baseline))
    return next(found, None)


def _what_it_says(latest: Shown, line: TargetLine, trend: Trend) -> str:
    value = in_words(latest, trend.about)
    return value if line.measure == "value" else f"{rates_in_words(latest)}; {value}"


def _planned(line: TargetLine, status: Status) -> str:
    """What was expected by the day of the data, as its unit is written."""
    planned = expected_value(as_sum(line), status.as_at) if status.as_at else None
    is_known = status.value is not None and planned is not None
    return rounded(planned, line.unit) if is_known else ""


def _way(line: TargetLine, status: Status) -> Iterator[str]:
    """How much of the way is done, and how much was planned by the day of the data."""
    if status.progress is None or status.expected is None:
        return
    yield f"{_planned(line, status)} was expected by then."
    start = rounded(line.baseline.measured(line.measure), line.unit)
    way = f"of the way from {start} to {rounded(line.value, line.unit)}"
    if status.progress < 0:
        yield f"It has gone the other way, by {-status.progress:.0%} {way}."
    else:
        yield f"{status.progress:.0%} {way} is done; {status.expected:.0%} was planned."


def _chance(line: TargetLine, latest: Shown, trend: Trend) -> Iterator[str]:
    """Whether the change since the baseline could be chance, and whether it is a levelling down.

    A census leaves nothing to chance.
    """
    groups = (line.baseline.counts.white, latest.counts.white)
    if levelling_down(line.baseline, latest, trend.about, *groups):
        yield "Levelling down: the gap narrowed because the figure for White staff got worse."
    if trend.about.census or line.measure != "value":
        return
    found = change(line.baseline, latest, trend.about)
    said = "too small to call: it could be chance" if found.word == TOO_SMALL else found.word
    yield f"The change since the baseline is {said}."
    yield f"The 95% range is {interval_in_words(latest, trend.about)}."


def _next(trend: Trend) -> str:
    if trend.latest is None:
        return "No figures are held."
    year = trend.latest.year + 1
    as_at, due = trend.about.period(year).as_at, trend.about.data_due(year)
    return f"Next figures: as at {_day(as_at)}, expected by {_day(due)}."


def _period(figure: Shown) -> str:
    if figure.period_start == figure.period_end:
        return f"On {_day(figure.period_end)}"
    if (figure.period_end - figure.period_start).days > 300:
        return f"In the year to {_day(figure.period_end)}"
    return f"From {_day(figure.period_start)} to {_day(figure.period_end)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
