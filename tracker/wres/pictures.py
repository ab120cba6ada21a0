"""Charts of figures: what is drawn, and what words stand for it where it cannot be seen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from tracker.charts import (
    POINTS,
    RATIO,
    SHARE,
    Break,
    Drawing,
    Point,
    Scale,
    Series,
    Style,
    Target,
    tile,
    trend,
)
from tracker.wres.progress import expected_value
from tracker.wres.reading import HIDDEN, NOT_CALCULABLE, rounded, signed
from tracker.wres.shown import Shown
from tracker.wres.targets import TargetLine, aim, as_sum
from tracker.wres.trends import Trend

SCALES = {
    "ratio": replace(RATIO, write=lambda value: rounded(value, "ratio")),
    "share": replace(SHARE, write=lambda value: rounded(value, "share")),
    "percentage points": replace(POINTS, write=lambda value: signed(value, "percentage points")),
}
"""How the values of each unit stand along an axis, written as the sentences write them."""

KEPT = 512  # pictures: the same figures are the same picture, for whoever looks
Numbers = Callable[[Shown], tuple[float | None, float | None, float | None]]  # value, low, high


class Line(NamedTuple):
    """A line of a chart: whose figures it joins, and which number of each. `said` is its name in
    the words of the chart, `name` what is written beside it, if there is more than one."""

    said: str
    name: str
    style: Style
    figures: Sequence[Shown]
    numbers: Numbers


def value_of(figure: Shown) -> tuple[float | None, float | None, float | None]:
    return figure.value, figure.low, figure.high


def bme_rate_of(figure: Shown) -> tuple[float | None, float | None, float | None]:
    return figure.bme_rate, None, None


def white_rate_of(figure: Shown) -> tuple[float | None, float | None, float | None]:
    return figure.white_rate, None, None


@lru_cache(maxsize=KEPT)
def small_picture(of: Trend, years: tuple[int, int] | None = None) -> Drawing:
    """For a tile, beside others of the same years."""
    title, words, series = told(of, of.before)
    return tile(
        title,
        words,
        series,
        scale=scale_of(of),
        breaks=breaks_of(of),
        target=target_in(of),
        years=years,
    )


@lru_cache(maxsize=KEPT)
def large_picture(of: Trend, years: tuple[int, int] | None = None) -> Drawing:
    """For a page of its own, with intervals, and with the series that run beside the latest."""
    title, words, series = told(of, of.earlier)
    return trend(
        title,
        words,
        series,
        scale=scale_of(of),
        breaks=breaks_of(of),
        target=target_in(of),
        years=years,
        as_at=day_of(of),
    )


def day_of(of: Trend) -> str:
    """The day that the newest figure drawn speaks of: a hidden one has no place on the chart."""
    drawn = [figure for figure in of.series if point_of(value_of, figure).is_drawn]
    return f"{drawn[-1].as_at.day} {drawn[-1].as_at:%b %Y}" if drawn else ""


def told(of: Trend, earlier: Sequence[Sequence[Shown]]) -> tuple[str, str, list[Series]]:
    """The title of a picture, its words, and its lines."""
    lines = lines_of(of, earlier)
    return title_of(of), description_of(of, lines), [series_of(line) for line in lines]


def scale_of(of: Trend) -> Scale:
    """A percentage pair is drawn as its two rates, everything else as its value."""
    is_pair = of.about.kind == "percentage pair"
    return SCALES["share" if is_pair else of.about.item(of.subject.item).unit]


def lines_of(of: Trend, earlier: Sequence[Sequence[Shown]]) -> list[Line]:
    """The organisation's lines, then England's."""
    national = of.england_alike
    if of.about.kind == "percentage pair":
        return [
            Line("BME", "BME", Style.OWN, of.joined, bme_rate_of),
            Line("White", "White", Style.OTHER, of.joined, white_rate_of),
            Line("England, BME", "England", Style.NATIONAL, national, bme_rate_of),
            Line("England, White", "", Style.NATIONAL_OTHER, national, white_rate_of),
        ]
    band = of.about.item(of.subject.item).label if of.workforce else ""
    return [
        *(earlier_line(of, years) for years in earlier),
        Line(band or of.organisation, band, Style.OWN, of.series, value_of),
        Line("Whole workforce", "whole workforce", Style.OTHER, of.workforce, value_of),
        Line("England", "England", Style.NATIONAL, national, value_of),
        Line("England, workforce", "England", Style.NATIONAL_OTHER, of.england_workforce, value_of),
    ]


def earlier_line(of: Trend, years: Sequence[Shown]) -> Line:
    """Counted another way: named by the break where there is one, by itself where it runs on."""
    way = way_of(years[-1], of.series[-1])
    name = "" if years in of.before else way
    return Line(way.capitalize(), name, Style.EARLIER, years, value_of)


def series_of(line: Line) -> Series:
    return Series(
        line.name, tuple(point_of(line.numbers, each) for each in line.figures), line.style
    )


def point_of(numbers: Numbers, figure: Shown) -> Point:
    value, low, high = numbers(figure)
    return Point(figure.year, value, low, high, hidden=figure.hidden)


def breaks_of(of: Trend) -> list[Break]:
    """Wherever the way of counting changes from one year to the next that is held."""
    return [
        Break(after.year, way_of(before, after), way_of(after, before))
        for before, after in pairwise(of.joined)
        if not after.continues(before)
    ]


def way_of(figure: Shown, other: Shown) -> str:
    """How it was counted unlike another, in words short enough for a chart."""
    if figure.basis != other.basis:
        return figure.basis
    return f"definition {figure.definition}"


def target_in(of: Trend) -> Target | None:
    """The first target that can be drawn on the chart's axis."""
    drawable = (line for line in of.targets if not line.hidden and of.latest)
    line = next(drawable, None)
    if line is None or of.latest is None:
        return None
    is_pair = of.about.kind == "percentage pair"
    expected = expected_value(as_sum(line), of.latest.as_at)
    start = line.baseline.measured(line.measure)
    is_gap = is_pair and line.measure in ("value", "ratio")
    return Target(
        value=as_gap(line, of.latest) if is_gap else line.value,
        year=year_due(line, of),
        words=f"Target {aim(replace(line, tolerance=0.0), line.unit)}",  # there is no room for it
        due=f"by {line.due.day} {line.due:%B %Y}",
        start=None if is_gap or start is None else (line.baseline.year, start),
        expected=None if is_gap or of.latest.hidden else expected,
        is_gap=is_gap,
    )


def as_gap(line: TargetLine, latest: Shown) -> float:
    """How far from the White rate the BME rate should be, both 0 to 1."""
    if line.measure == "ratio":
        return (line.value - 1) * (latest.white_rate or 0.0)
    return line.value / 100


def year_due(line: TargetLine, of: Trend) -> int:
    """The last year whose figures speak of a day up to the due one."""
    year = line.due.year + 1
    while of.about.period(year).as_at > line.due:
        year -= 1
    return year


def title_of(of: Trend) -> str:
    held = [figure.year for figure in of.own]
    span = f", {held[0]} to {held[-1]}" if held else ""
    return f"{of.about.title}, {of.organisation}{span}"


def description_of(of: Trend, lines: Iterable[Line]) -> str:
    """Everything that the chart shows, for whoever does not see it."""
    scale = scale_of(of)
    said = [f"{line.said}: {years_in(line, scale)}." for line in lines if line.figures]
    said += [
        f"No line crosses from {change.before} to {change.after} in {change.year}."
        for change in breaks_of(of)
    ]
    said += [f"Target: {line.words}." for line in of.targets if not line.hidden]
    return " ".join(said) or "No figures are held."


def years_in(line: Line, scale: Scale) -> str:
    return ", ".join(
        f"{in_short(line.numbers, each, scale)} in {each.year}" for each in line.figures
    )


def in_short(numbers: Numbers, figure: Shown, scale: Scale) -> str:
    value, *_ = numbers(figure)
    if figure.hidden:
        return HIDDEN
    return NOT_CALCULABLE if value is None else scale.write(value)
