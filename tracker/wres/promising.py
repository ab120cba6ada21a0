"""What may be promised of a figure, and how it is typed."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tracker.errors import Refused
from tracker.wres.registry import indicator
from tracker.wres.saying import day
from tracker.wres.shown import Shown
from tracker.wres.targets import Phase, Promise, plainly

KINDS = {
    "reach": "From whichever side the baseline is on",
    "at least": "This or more",
    "at most": "This or less",
    "toward": "Near it on either side: going past it counts against it",
}
"""The kinds of target, and what counts as good."""

VALUES = {
    "ratio": "The ratio",
    "share": "The BME share",
    "percentage points": "The gap in percentage points",
}
"""What the value of a figure is called, by its unit."""

RATES = {
    "bme rate": "The BME rate, as a percentage",
    "white rate": "The White rate, as a percentage",
}
RATIO_OF_RATES = {"ratio": "The BME rate divided by the White rate"}


class Unit(NamedTuple):
    """How values of a unit are asked for, and the least and the most that one can be."""

    asked: str
    example: str
    low: float
    high: float


UNITS = {
    "ratio": Unit("Target ratio", "Type a ratio such as 1.25", 0.1, 10.0),
    "share": Unit("Target percentage", "Type a percentage such as 16", 0.0, 100.0),
    "percentage points": Unit(
        "Target gap in percentage points",
        "Type points such as 3, or -3 for three points fewer among BME staff",
        -100.0,
        100.0,
    ),
}
NUMBER = re.compile(r"(?P<number>-?\d{1,9}(\.\d{1,9})?) ?(?P<sign>%?)", re.ASCII)


def measures_of(figure: Shown) -> dict[str, str]:
    """What a target can be set for: the measure, and what it is called.

    A group's own rate can be promised only where one way is good by itself.
    """
    about = indicator(figure.indicator)
    rates = RATES if about.rates else {}
    ratio = RATIO_OF_RATES if about.kind == "percentage pair" else {}
    return {"value": VALUES[figure.unit], **ratio, **rates}


def may_be_promised(figure: Shown) -> bool:
    """Lower bands and totals are watched, not aimed at."""
    return indicator(figure.indicator).item(figure.item).direction != "watch"


def read_value(text: str, unit: str) -> float:
    """What somebody typed, in the unit that is kept; Refused, in words to act on, if it is unsure.

    A share is typed as a percentage: 16 and 16% are 0.16, and 0.16 is asked about.
    """
    number, is_percentage = _read(text, unit)
    allowed = UNITS[unit]
    if is_percentage and unit != "share":
        raise Refused(f"This is not a percentage. {allowed.example}")
    if unit == "share" and 0 < number < 1 and not is_percentage:
        raise Refused(
            f"Type {100 * number:g} if you mean {100 * number:g}%, or {number:g}% if you mean"
            f" {number:g} of one per cent"
        )
    if not allowed.low <= number <= allowed.high:
        raise Refused(f"It must lie from {allowed.low:g} to {allowed.high:g}. {allowed.example}")
    return number / 100 if unit == "share" else number


def read_tolerance(text: str, unit: str) -> float:
    """How near counts as there, in the unit that is kept; points, of a share."""
    number, _ = _read(text, unit)
    widest = 1.0 if unit == "ratio" else 20.0
    if not 0 <= number <= widest:
        raise Refused(f"It must lie from 0 to {widest:g}")
    return number / 100 if unit == "share" else number


def _read(text: str, unit: str) -> tuple[float, bool]:
    typed = NUMBER.fullmatch(text.strip().replace("\N{MINUS SIGN}", "-"))
    if not typed:
        raise Refused(f"This is not a number. {UNITS[unit].example}")
    return float(typed["number"]), bool(typed["sign"])


def typed(value: float, unit: str) -> str:
    """A value as somebody would type it again."""
    return f"{round(100 * value if unit == 'share' else value, 6):g}"


def next_figures(latest: Shown) -> date:
    """The day of which the figures after the latest will speak."""
    return indicator(latest.indicator).period(latest.year + 1).as_at


def refuse_unmeasurable(baseline: Shown, measure: str) -> None:
    """Nothing is measured from what is not calculable; what is hidden does not say if it is."""
    if measure not in measures_of(baseline) or not may_be_promised(baseline):
        raise Refused("Choose a figure that a target can be set for")
    if not baseline.hidden and baseline.measured(measure) is None:
        raise Refused(f"{baseline.year} is not calculable. Choose another year", "baseline")


def refuse_unsound(promise: Promise, baseline: Shown, latest: Shown, today: date) -> None:
    """A promise is for a day of which figures will speak that nobody knows yet."""
    coming = next_figures(latest)
    if promise.due < coming:
        raise Refused(
            f"No data will exist by then: the next figures speak of {day(coming)}."
            " Choose that day or a later one",
            "due",
        )
    if promise.due <= today:
        raise Refused("The due date must be in the future", "due")
    days = [phase.on for phase in promise.phases]
    if len(set(days)) < len(days):
        raise Refused("Two points on the way have the same day", "phase_1_on")
    for phase in promise.phases:
        if not baseline.as_at < phase.on < promise.due:
            raise Refused(
                f"{day(phase.on)} is not on the way. It leads from {day(baseline.as_at)}, the day"
                f" of the baseline, to {day(promise.due)}",
                "phase_1_on",
            )


def differences(old: Promise, new: Promise, unit: str) -> Iterator[tuple[str, str, str]]:
    """What is not as before: the field, and both values in words."""
    pairs = {
        "value": [plainly(each.value, unit) for each in (old, new)],
        "due": [each.due.isoformat() for each in (old, new)],
        "kind": [each.kind for each in (old, new)],
        "tolerance": [plainly(each.tolerance, unit, is_difference=True) for each in (old, new)],
        "points on the way": [in_words(each.phases, unit) for each in (old, new)],
    }
    return ((field, before, after) for field, (before, after) in pairs.items() if before != after)


def in_words(phases: tuple[Phase, ...], unit: str) -> str:
    return "; ".join(f"{phase.on.isoformat()} {plainly(phase.value, unit)}" for phase in phases)
