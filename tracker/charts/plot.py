"""A picture under way: its axes, its frame, and the words that still have to find room."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.charts import svg
from tracker.charts.room import Box, Room, Spot, width_of
from tracker.charts.scales import Axis, Scale
from tracker.charts.svg import Place
from tracker.charts.values import Break


@dataclass(frozen=True)
class Layout:
    """How large a picture is, in its own units, and what it leaves free about its axes.

    `room` is about how many lines its value axis has. With `has_column` the latest figures are
    named in a column at the right, without it beside their marks.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    size: float
    room: int
    has_column: bool = False
    is_small: bool = False


class Plot:
    def __init__(self, layout: Layout, scale: Scale, x: Axis, y: Axis):
        self.layout = layout
        self.scale = scale
        self.x = x
        self.y = y
        self.shapes: list[str] = []
        self.words: list[str] = []
        self.room = Room(Box(layout.left - 4, 0, layout.width, layout.height - layout.bottom))

    def at(self, along: float, value: float) -> Place:
        return self.x.at(along), self.y.at(value)

    def draw(self, *shapes: str) -> None:
        self.shapes.extend(shapes)

    def write(
        self,
        words: str,
        spot: Spot,
        colour: str = svg.GREY,
        *,
        bold: bool = False,
        over: bool = False,
        upright: bool = False,
    ) -> None:
        """Words at a place of their own. `over` says that lines may run beneath them."""
        if words:
            lettering = svg.Lettering(self.layout.size, colour, bold)
            place, anchor = spot[:2], spot.anchor
            shape = svg.text(place, words, lettering, anchor, halo=over, upright=upright)
            self.words.append(shape)

    def say(
        self,
        words: str,
        spots: Iterable[Spot],
        colour: str = svg.GREY,
        *,
        bold: bool = False,
        only_if_free: bool = False,
    ) -> bool:
        """Words at whichever of the spots touches least. False when they were left out."""
        size = self.layout.size
        spot = self.room.place(words, size, spots, bold=bold, only_if_free=only_if_free)
        if spot:
            self.write(words, spot, colour, bold=bold, over=True)
        return spot is not None

    @property
    def parts(self) -> list[str]:
        return self.shapes + self.words


def years_and_values(
    layout: Layout, scale: Scale, years: tuple[int, int], values: Iterable[float]
) -> tuple[Plot, list[float]]:
    """A plot of years along and values up, and the values that deserve a line."""
    low, high, marks = scale.span(values, layout.room)
    edge = layout.size if layout.has_column else layout.size / 2
    x = Axis(*years, layout.left + edge, layout.width - layout.right - edge)
    y = Axis(low, high, layout.height - layout.bottom, layout.top, scale.logarithmic)
    return Plot(layout, scale, x, y), marks


def draw_frame(plot: Plot, marks: Iterable[float]) -> None:
    """The lines of the value axis, with parity and the range about it where the scale has them."""
    layout, scale = plot.layout, plot.scale
    left, right = layout.left, layout.width - layout.right
    if scale.band:
        low, high = (plot.y.at(value) for value in scale.band)
        shade = svg.rectangle((left, high), right - left, low - high, "band", fill=svg.PALE_GREEN)
        plot.draw(shade)
    for mark in marks:
        at = plot.y.at(mark)
        is_parity = mark == scale.parity
        kind, colour, width = ("parity", svg.INK, 1.5) if is_parity else ("grid", svg.PALE, 1)
        plot.draw(svg.line((left, at), (right, at), kind, colour, width))
        spot = Spot(left - 7, at + layout.size * 0.35, "end")
        ink = svg.INK if is_parity else svg.GREY
        plot.write(scale.write_on_axis(mark), spot, ink, bold=is_parity)
    for value in scale.band or ():
        if plot.y.low <= value <= plot.y.high:
            at = plot.y.at(value)
            plot.draw(svg.line((left, at), (right, at), "edge", svg.GREEN, 1, "2 3"))


def draw_years(plot: Plot, latest: int | None, last: int) -> None:
    """As many years as there is room for, counted back from the latest, which is bold."""
    layout = plot.layout
    counted_from = last if latest is None else latest
    spacing = abs(plot.x.at(counted_from) - plot.x.at(counted_from - 1)) or layout.width
    room = width_of("2000", layout.size) * 1.35
    every = max(1, -int(-room // spacing))
    years = [*range(counted_from, int(plot.x.low) - 1, -every)]
    if last - counted_from >= every:
        years.append(last)
    for year in years:
        spot = Spot(plot.x.at(year), layout.height - layout.bottom + layout.size * 1.5, "middle")
        ink = svg.INK if year == latest else svg.GREY
        plot.write(str(year), spot, ink, bold=year == latest)


def draw_breaks(plot: Plot, breaks: Iterable[Break]) -> None:
    """A double dotted rule where one way of counting ends, and the words for either side."""
    layout = plot.layout
    top, bottom = layout.top - layout.size * 0.6, layout.height - layout.bottom
    for change in breaks:
        middle = plot.x.at(change.year - 0.5)
        for x in (middle - 3, middle + 3):
            plot.draw(svg.line((x, top), (x, bottom), "break", svg.GREY, 1.5, "3 3"))
            plot.room.take_line((x, top), (x, bottom))
        if layout.is_small:
            plot.write("break", Spot(middle, top - 3, "middle"))
        else:
            write_beside(plot, change.before, Spot(middle - 9, top, "end"), middle - 12)
            write_beside(plot, change.after, Spot(middle + 9, top), layout.width - middle - 12)


def write_beside(plot: Plot, words: str, spot: Spot, room: float) -> None:
    """On one line, or on two where there is not room enough."""
    size = plot.layout.size
    letters = max(int(room / (size * 0.52)), 4)
    lines = textwrap.wrap(words, letters, max_lines=2, placeholder="…")
    for number, said in enumerate(reversed(lines)):
        plot.write(said, spot._replace(y=spot.y + size * 0.35 - number * size * 1.1), over=True)


def empty_field(layout: Layout, reason: str, years: Sequence[int] = ()) -> list[str]:
    """A hatched field that says why it is empty, between the first year and the last."""
    left, width = layout.left, layout.width - layout.left - layout.right
    top, height = layout.top - layout.size, layout.height - layout.bottom - layout.top
    room = width_of(reason, layout.size, bold=True) + 28
    x, y = left + width / 2, top + height / 2
    plate, heading = (x - room / 2, y - layout.size * 1.4), (x, y + layout.size * 0.35)
    bold = svg.Lettering(layout.size, svg.INK, bold=True)
    parts = [
        svg.hatched((left, top), width, height),
        svg.rectangle(plate, room, layout.size * 2.8, "plate", fill=svg.WHITE, edge=svg.GREY),
        svg.text(heading, reason, bold, "middle"),
    ]
    for year, x in zip(years, (left, left + width), strict=False):
        place = (x, layout.height - layout.bottom + layout.size * 1.2)
        parts.append(svg.text(place, str(year), svg.Lettering(layout.size), "middle"))
    return parts
