"""Figures as files hold them: every digit, and never what is hidden."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tracker.wres.progress import Status
from tracker.wres.reading import HIDDEN, NOT_CALCULABLE
from tracker.wres.registry import indicators
from tracker.wres.shown import Counted, Shown
from tracker.wres.targets import TargetLine, judged
from tracker.wres.trends import position

HEADER = (
    *("organisation", "year", "indicator", "part", "item", "basis", "definition"),
    *("unit", "value", "interval_low", "interval_high", "white_rate", "bme_rate"),
    *Counted._fields,
    *("period_start", "period_end", "as_at", "source", "suppressed", "status"),
)

Verdicts = list[tuple[TargetLine, Status]]


def as_object(code: str, figure: Shown, verdicts: Verdicts) -> dict[str, Any]:
    """For JSON. Rates are 0 to 1 and unrounded; what is hidden is null."""
    return {
        "organisation": code,
        "year": figure.year,
        "indicator": figure.indicator,
        "part": figure.part,
        "item": figure.item,
        "value": figure.value,
        "unit": figure.unit,
        "white_rate": figure.white_rate,
        "bme_rate": figure.bme_rate,
        "counts": figure.counts._asdict() if figure.is_counted else None,
        "interval": list(figure.interval) if figure.interval else None,
        "basis": figure.basis,
        "definition": figure.definition,
        "period": {
            "start": figure.period_start.isoformat(),
            "end": figure.period_end.isoformat(),
            "as_at": figure.as_at.isoformat(),
        },
        "source": figure.source,
        "suppressed": figure.hidden,
        "status": [{"target": line.id, "word": found.word} for line, found in verdicts],
    }


def as_row(code: str, figure: Shown, verdicts: Verdicts) -> list[Any]:
    """For CSV, under HEADER. What is hidden says so in words."""
    low, high = figure.interval or ("", "")
    value = NOT_CALCULABLE if figure.value is None else figure.value
    numbers = [value, low, high, figure.white_rate, figure.bme_rate, *figure.counts]
    return [
        *(code, figure.year, figure.indicator, figure.part, figure.item),
        *(figure.basis, figure.definition, figure.unit),
        *([HIDDEN] * len(numbers) if figure.hidden else numbers),
        *(figure.period_start, figure.period_end, figure.as_at, figure.source),
        "yes" if figure.hidden else "no",
        "; ".join(f"{found.word} ({line.words})" for line, found in verdicts),
    ]


def verdicts_on(
    figure: Shown, held: Sequence[Shown], targets: Iterable[TargetLine], today: date
) -> Verdicts:
    """What the targets set for a figure say of it. Newer figures are left out of the judgement;
    data can be overdue after the newest one only."""
    alike = [each for each in held if each.subject == figure.subject]
    known = [each for each in alike if each.as_at <= figure.as_at]
    on = today if len(known) == len(alike) else figure.as_at
    return [
        (line, judged(line, known, None, on))
        for line in targets
        if line.subject == figure.subject
        and line.baseline.way == figure.way
        and line.baseline.as_at <= figure.as_at
    ]


def in_order(figures: Iterable[Shown]) -> list[Shown]:
    """By year, then as the standard lists its indicators, their parts and items."""
    return sorted(figures, key=_order)


def _order(figure: Shown) -> tuple[Any, ...]:
    numbers = [about.number for about in indicators()]
    about = next((each for each in indicators() if each.number == figure.indicator), None)
    parts, items = (list(about.parts), list(about.items)) if about else ([], [])
    return (
        figure.year,
        position(figure.indicator, numbers),
        position(figure.part, parts),
        position(figure.item, items),
        figure.way,
    )
