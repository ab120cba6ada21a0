"""Disparity ratios: how much less likely each step up is for BME staff, from one line of parity."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.charts import svg
from tracker.charts.scales import RATIO, Axis
from tracker.charts.values import HIDDEN, NOT_CALCULABLE, Drawing, Rung, is_number


@dataclass(frozen=True)
class Layout:
    width: float
    left: float
    right: float
    row: float
    size: float
    room: int


WIDE = Layout(760, 190, 660, 36, 14, 5)
NARROW = Layout(340, 130, 284, 38, 13, 3)
TOP = 34


def ladder(title: str, description: str, rungs: Sequence[Rung]) -> Drawing:
    """Ratios under the name of their group, in the order in which they are given."""
    groups = [(name, list(steps)) for name, steps in groupby(rungs, key=lambda rung: rung.group)]
    wide, narrow = (
        svg.picture(layout.width, height, title, description, drawn(layout, groups, height - 30))
        for layout in (WIDE, NARROW)
        for height in [TOP + layout.row * (len(groups) + len(rungs)) + 34]
    )
    return Drawing(wide, narrow)


def drawn(layout: Layout, groups: Sequence[tuple[str, list[Rung]]], bottom: float) -> list[str]:
    values = [rung.value for _, rungs in groups for rung in rungs if is_drawn(rung)]
    known = [RATIO.within(value) for value in values if value is not None]
    low, high = min([1.0, *known]), max([1.25, *known]) * 1.06
    low = low / 1.06 if low < 1 else low
    axis = Axis(low, high, layout.left, layout.right, logarithmic=True)
    parts = uprights(layout, axis, bottom)
    y = TOP - layout.row / 2
    for name, rungs in groups:
        y += layout.row
        parts.append(words(layout, 0, y, name, "start", svg.INK, bold=True))
        for rung in rungs:
            y += layout.row
            parts += draw_rung(layout, axis, rung, y)
    return parts


def is_drawn(rung: Rung) -> bool:
    return not rung.hidden and is_number(rung.value)


def uprights(layout: Layout, axis: Axis, bottom: float) -> list[str]:
    parts = []
    _, _, marks = RATIO.span([axis.low, axis.high], layout.room)
    for mark in [1.0, *(m for m in marks if axis.low <= m <= axis.high and abs(m - 1) > 0.3)]:
        x = axis.at(mark)
        kind, colour, width = ("parity", svg.INK, 2) if mark == 1 else ("grid", svg.PALE, 1)
        parts.append(svg.line((x, TOP - 10), (x, bottom), kind, colour, width))
        number = RATIO.write_on_axis(mark)
        parts.append(words(layout, x, bottom + layout.size, number, "middle"))
    heading = RATIO.parity_words
    return [*parts, words(layout, axis.at(1), TOP - 18, heading, "middle", svg.INK, bold=True)]


def draw_rung(layout: Layout, axis: Axis, rung: Rung, y: float) -> list[str]:
    name = words(layout, layout.left - 14, y, rung.name, "end", svg.INK, bold=rung.is_whole)
    if not is_drawn(rung) or rung.value is None:
        reason = HIDDEN if rung.hidden else NOT_CALCULABLE
        return [name, words(layout, axis.at(1) + 10, y, reason, "start")]
    thick, radius = (6.0, 8.0) if rung.is_whole else (3.5, 6.5)
    foot, tip = (axis.at(1), y), (axis.at(RATIO.within(rung.value)), y)
    number = RATIO.write(rung.value)
    return [
        name,
        svg.line(foot, tip, "rung", svg.BLUE, thick),
        svg.diamond(tip, radius, svg.BLUE),
        words(layout, layout.right + 16, y, number, "start", svg.BLUE, bold=True),
    ]


def words(layout, x, y, said, anchor, colour=svg.GREY, bold=False) -> str:
    place = (x, y + layout.size * 0.35)
    return svg.text(place, said, svg.Lettering(layout.size, colour, bold), anchor)
