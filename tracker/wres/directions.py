"""Which way an indicator goes: said only of a change that is larger than both years' errors."""

from dataclasses import dataclass

from tracker.wres.change import (
    BETTER,
    HIGHER,
    LOWER,
    NO_CHANGE,
    NOT_COMPARABLE,
    TOO_SMALL,
    WORSE,
    change,
    levelling_down,
)
from tracker.wres.reading import HIDDEN, NOT_CALCULABLE, PRECISION_UNKNOWN, rounded
from tracker.wres.shown import Shown
from tracker.wres.trends import Trend

LEVELLING = "levelling down"
NOTHING_TO_COMPARE = "nothing to compare"
NO_FIGURES = "no figures"
YEARS_BACK = 4  # how far back a figure is compared: a plan's length


@dataclass(frozen=True)
class Look:
    """How a word is drawn, and what it is called in a count of indicators."""

    mark: str
    counted: str
    heavy: bool = False


LOOKS = {
    WORSE: Look("diamond", "getting worse", heavy=True),
    LEVELLING: Look("floor", "levelling down", heavy=True),
    TOO_SMALL: Look("wave", "too small to call"),
    PRECISION_UNKNOWN: Look("dash", "precision unknown"),
    NO_CHANGE: Look("dash", "no change"),
    HIGHER: Look("dash", "higher"),
    LOWER: Look("dash", "lower"),
    BETTER: Look("ring", "getting better"),
    HIDDEN: Look("hatched", "hidden"),
    NOT_CALCULABLE: Look("dash", "not calculable"),
    NOT_COMPARABLE: Look("dash", "not comparable"),
    NOTHING_TO_COMPARE: Look("dash", "with nothing to compare"),
    NO_FIGURES: Look("dash", "without figures"),
}
"""Every word a direction can have, in the order in which they are counted: the worst first."""


@dataclass(frozen=True)
class Direction:
    """A word of LOOKS, said in full; `note` is what else has to be known of it."""

    word: str
    said: str
    then: Shown | None = None
    note: str = ""

    @property
    def look(self) -> Look:
        return LOOKS[self.word]


def direction(trend: Trend) -> Direction:
    """From an earlier year to the latest figure, of those counted in the same way."""
    now, then = trend.latest, earlier_figure(trend)
    if now is None:
        return Direction(NO_FIGURES, "No figures yet")
    if now.hidden:
        return Direction(HIDDEN, "Hidden (small numbers)")
    if now.value is None:
        return Direction(NOT_CALCULABLE, "Not calculable")
    if then is None:
        return Direction(NOTHING_TO_COMPARE, _why_nothing(trend))
    if _is_levelling_down(trend, then, now):
        note = _why_narrower(then, now)
        return Direction(LEVELLING, f"Levelling down since {then.year}", then, note)
    found = change(then, now, trend.about)
    said = (CENSUS_SAID if found.is_census else SAID)[found.word].format(then.year)
    return Direction(found.word, said, then)


def earlier_figure(trend: Trend) -> Shown | None:
    """The earliest of the last few years that the latest can be compared with."""
    now = trend.latest
    return next(
        (
            each
            for each in trend.series
            if now and each is not now and each.value is not None
            if each.year >= now.year - YEARS_BACK
        ),
        None,
    )


SAID = {
    BETTER: "Getting better since {}",
    WORSE: "Getting worse since {}",
    HIGHER: "Higher than in {}",
    LOWER: "Lower than in {}",
    TOO_SMALL: "Too small to call since {}",
    PRECISION_UNKNOWN: "Change since {}: precision unknown",
    NO_CHANGE: "No change since {}",
    NOT_COMPARABLE: "Not comparable with {}",
    HIDDEN: "Compared with {}: hidden (small numbers)",
    NOT_CALCULABLE: "Not calculable since {}",
}
CENSUS_SAID = SAID | {
    BETTER: "Better than in {} (everyone counted)",
    WORSE: "Worse than in {} (everyone counted)",
}


def _why_nothing(trend: Trend) -> str:
    if len(trend.series) > 1:
        return "No earlier figure to compare with"
    return "A new series: nothing to compare yet" if trend.earlier else "One year only so far"


def _is_levelling_down(trend: Trend, then: Shown, now: Shown) -> bool:
    return bool(levelling_down(then, now, trend.about, then.counts.white, now.counts.white))


def _why_narrower(then: Shown, now: Shown) -> str:
    before, after = then.white_rate or 0.0, now.white_rate or 0.0
    way = "fell" if after < before else "rose"
    points = rounded(100 * abs(after - before), "percentage points")
    return f"The gap is narrower because the White figure {way} {points} points."
