"""Counts as bars from one line, each with its number beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.charts import svg
from tracker.charts.values import Bar, Drawing, is_number


@dataclass(frozen=True)
class Layout:
    width: float
    left: float  # where the bars begin; names stand above them where this is nought
    room: float  # for the longest bar
    row: float
    size: float


WIDE = Layout(760, 220, 400, 38, 14)
NARROW = Layout(340, 0, 200, 54, 13)
TOP = 12
GAP = 10  # between a bar and its number
OF_A_PART = 0.85  # of the room is for a part's whole: its words are longer


def bars(title: str, description: str, given: Sequence[Bar], goal: int = 0) -> Drawing:
    """Bars in the order in which they are given. `goal`, where there is one, sets how long the
    longest may be, so that a count is seen as part of what was hoped for."""
    most = max([goal, *(bar.value or 0 for bar in given if is_drawn(bar)), 1])
    wide, narrow = (
        svg.picture(
            layout.width,
            TOP + layout.row * len(given) + TOP,
            title,
            description,
            [part for place, bar in enumerate(given) for part in drawn(layout, bar, place, most)],
        )
        for layout in (WIDE, NARROW)
    )
    return Drawing(wide, narrow)


def is_drawn(bar: Bar) -> bool:
    return is_number(bar.value) and (bar.value or 0) >= 0


def drawn(layout: Layout, bar: Bar, place: int, most: float) -> list[str]:
    top = TOP + layout.row * place
    middle = top + layout.row / 2
    if layout.left:
        name = words(layout, (layout.left - 14, middle), bar.name, "end", svg.INK)
    else:
        name = words(layout, (0, top + layout.size), bar.name, "start", svg.INK)
        middle = top + layout.row - layout.size
    if not is_drawn(bar) or bar.value is None:
        return [name, words(layout, (layout.left, middle), bar.words, "start", svg.GREY)]
    whole = layout.room * (OF_A_PART if bar.is_part else 1)
    length, thick = whole * bar.value / most, layout.size + 2
    here = (layout.left, middle - thick / 2)
    drawn_whole = svg.rectangle(here, whole, thick, "edge", edge=svg.GREY)
    end = layout.left + (whole if bar.is_part else length) + GAP
    colour = svg.INK if bar.is_apart else svg.BLUE
    return [
        name,
        *([drawn_whole] if bar.is_part else []),
        rectangle(here, length, thick, bar.is_apart),
        words(layout, (end, middle), bar.words, "start", colour, True),
    ]


def rectangle(here, length, thick, is_apart) -> str:
    if is_apart:
        return svg.rectangle(
            here, length, thick, "plate", fill=svg.WHITE, edge=svg.INK, edge_width=2.5
        )
    return svg.rectangle(here, length, thick, "bar", fill=svg.BLUE, edge=svg.BLUE)


def words(layout, place, said, anchor, colour, bold=False) -> str:
    x, y = place
    return svg.text(
        (x, y + layout.size * 0.35), said, svg.Lettering(layout.size, colour, bold), anchor
    )
