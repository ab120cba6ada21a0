"""Lines of years: what may be joined, and the marks and whiskers upon them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.charts import svg
from tracker.charts.plot import Plot
from tracker.charts.svg import Place
from tracker.charts.values import Break, Point, Series, Style


@dataclass(frozen=True)
class Look:
    colour: str
    width: float
    dash: str = ""


LOOKS = {
    Style.OWN: Look(svg.BLUE, 2.5),
    Style.OTHER: Look(svg.GREY, 2.2, "6 4"),
    Style.EARLIER: Look(svg.GREY, 2.2, "6 4"),
    Style.NATIONAL: Look(svg.GREY, 1.8, "1.5 4"),
    Style.NATIONAL_OTHER: Look(svg.GREY, 1.8, "1.5 4"),
}


def runs(points: Iterable[Point], breaks: Iterable[Break]) -> list[list[Point]]:
    """Points that may be joined: neighbouring years, with no change of counting between them."""
    changes = {change.year for change in breaks}
    found: list[list[Point]] = []
    for point in points:
        follows = found and point.year == found[-1][-1].year + 1 and point.year not in changes
        if follows:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def draw_line(plot: Plot, series: Series, breaks: Sequence[Break], latest: int | None) -> None:
    """One series: whiskers beneath, then the line, then a mark for every year."""
    look = LOOKS[series.style]
    for run in runs(series.drawn, breaks):
        for point in run:
            draw_whisker(plot, point, look.colour)
        places = [place_of(plot, series, point) for point in run]
        if len(places) > 1:
            plot.draw(svg.path(places, series.style.value, look.colour, look.width, look.dash))
        for start, end in pairwise(places):
            plot.room.take_line(start, end)
        for point, place in zip(run, places, strict=True):
            plot.draw(mark_of(plot, series.style, place, point.year == latest))
            plot.room.take_mark(place, 5)


def place_of(plot: Plot, series: Series, point: Point) -> Place:
    """A national figure stands a little to the right of its year, clear of the intervals."""
    x, y = plot.at(point.year, point.drawn_value)
    beside = series.style.is_national and not plot.layout.is_small
    return (x + 8 if beside else x), y


def mark_of(plot: Plot, style: Style, place: Place, is_latest: bool) -> str:
    colour = LOOKS[style].colour
    if style.is_national:
        return svg.square(place, colour, hollow=style is Style.NATIONAL_OTHER)
    radius = (4.8 if is_latest else 3.0) + (0 if plot.layout.is_small else 0.8)
    if style is Style.OTHER:
        return svg.ring(place, radius - 0.4, colour)
    return svg.disc(place, radius, colour)


def draw_whisker(plot: Plot, point: Point, colour: str) -> None:
    """The interval of a figure. An end that goes on beyond the picture has no bar across it."""
    if point.interval is None or plot.layout.is_small:
        return
    bottom, top = (plot.at(point.year, end) for end in point.interval)
    plot.draw(svg.line(bottom, top, "whisker", colour, 2))
    plot.room.take_line(bottom, top)
    for value, (x, y) in zip(point.interval, (bottom, top), strict=True):
        if plot.y.low <= value <= plot.y.high:
            plot.draw(svg.line((x - 5, y), (x + 5, y), "whisker", colour, 2))
