"""Organisations beside one another, by how much their figures rest on: never a league table."""

import math
from collections.abc import Sequence
from itertools import pairwise

from tracker.charts import svg
from tracker.charts.plot import Layout, Plot, draw_frame
from tracker.charts.room import Spot, around
from tracker.charts.scales import Axis, Scale
from tracker.charts.values import Drawing, Limit, Peer, is_number

WIDE = Layout(760, 380, 48, 150, 16, 48, size=14, room=7, has_column=True)
NARROW = Layout(340, 336, 42, 10, 16, 60, size=13, room=6)


def funnel(
    title: str,
    description: str,
    peers: Sequence[Peer],
    *,
    scale: Scale,
    centre: float | None = None,
    centre_words: str = "",
    limits: Sequence[Limit] = (),
    own_words: str = "You are here",
) -> Drawing:
    """One ring for each organisation, a filled diamond for one's own, and the limits about all."""
    shown = [peer for peer in peers if is_drawn(peer)]
    curves = [Limit(limit.name, sound(limit), limit.is_outer) for limit in limits]
    pictures = []
    for layout in (WIDE, NARROW):
        plot, marks = plotted(layout, scale, shown, centre, curves)
        draw_frame(plot, marks)
        draw_limits(plot, curves)
        draw_peers(plot, shown, own_words)
        draw_centre(plot, centre, centre_words)
        name_the_ends(plot, curves)
        pictures.append(svg.picture(layout.width, layout.height, title, description, plot.parts))
    return Drawing(*pictures)


def is_drawn(peer: Peer) -> bool:
    return not peer.hidden and is_number(peer.value) and is_number(peer.size)


def sound(limit: Limit) -> tuple[tuple[float, float, float], ...]:
    points = (point for point in limit.curve if all(is_number(number) for number in point))
    return tuple(sorted(points))


def plotted(layout, scale, peers, centre, limits) -> tuple[Plot, list[float]]:
    values = [peer.value for peer in peers] + ([centre] if is_number(centre) else [])
    points = [point for limit in limits for point in limit.curve]
    ends = [end for _, *both in points for end in both]
    low, high, marks = scale.span([*values, *middling(ends, values)], layout.room)
    sizes = [spaced(size) for size in (*(p.size for p in peers), *(p[0] for p in points))] or [0]
    x = Axis(min(sizes), max(sizes), layout.left + 12, layout.width - layout.right - 12)
    y = Axis(low, high, layout.height - layout.bottom, layout.top, scale.logarithmic)
    return Plot(layout, scale, x, y), marks


def middling(ends: Sequence[float], values: Sequence[float]) -> list[float]:
    """The ends of limits that lie no further out than twice the figures' own reach."""
    if not values:
        return []
    low, high = min(values), max(values)
    reach = max(high - low, abs(high) * 0.2)
    return [end for end in ends if low - reach <= end <= high + reach]


def spaced(size: float) -> float:
    """Small numbers of cases further apart than large ones, since there they matter more."""
    return math.log1p(min(max(size, 0.0), 1e9))


def along(plot: Plot, size: float) -> float:
    return plot.x.at(spaced(size))


def draw_limits(plot: Plot, limits: Sequence[Limit]) -> None:
    """Dashes for the inner pair, dots for the outer; no further than the picture goes."""
    for limit in limits:
        for side in (1, 2):
            inside = [p for p in limit.curve if plot.y.low <= p[side] <= plot.y.high]
            places = [(along(plot, point[0]), plot.y.at(point[side])) for point in inside]
            if len(places) < 2:
                continue
            plot.draw(svg.path(places, "limit", svg.GREY, 1.5, "2 3" if limit.is_outer else "8 5"))
            for start, end in pairwise(places):
                plot.room.take_line(start, end, pieces=2)
            if side == 2 and plot.layout.has_column:
                name_limit(plot, limit.name, places[-1][1])


def name_limit(plot: Plot, name: str, height: float) -> None:
    left = plot.layout.width - plot.layout.right + 8
    level = height + plot.layout.size * 0.35
    plot.say(name, [Spot(left, level + lift) for lift in (0, -12, 12, 24)])


def draw_peers(plot: Plot, peers: Sequence[Peer], own_words: str) -> None:
    own = [peer for peer in peers if peer.is_own]
    for peer in [*(one for one in peers if not one.is_own), *own]:
        place = (along(plot, peer.size), plot.y.at(peer.value or 0.0))
        plot.room.take_mark(place, 6)
        mark = svg.diamond(place, 9, svg.BLUE) if peer.is_own else svg.ring(place, 5, svg.GREY)
        plot.draw(mark)
    for peer in own:
        place = (along(plot, peer.size), plot.y.at(peer.value or 0.0))
        words = f"{own_words}: {plot.scale.write(peer.value or 0.0)}"
        plot.say(words, around(place, plot.layout.size, 13).values(), svg.BLUE, bold=True)


def draw_centre(plot: Plot, centre: float | None, words: str) -> None:
    """The line of all organisations together, about which the limits lie."""
    if centre is None or not is_number(centre):
        return
    layout, y = plot.layout, plot.y.at(centre)
    right = layout.width - layout.right
    plot.shapes.insert(0, svg.line((layout.left, y), (right, y), "parity", svg.INK, 1.8))
    said = f"{words} {plot.scale.write(centre)}".strip()
    spots = [Spot(right - 4, y - 6, "end"), Spot(right - 4, y + layout.size + 2, "end")]
    if layout.has_column:
        spots = [Spot(right + 8, y + lift + layout.size * 0.35) for lift in (0, 12, -12, 24)]
    plot.say(said, [*spots, Spot(layout.left + 4, y - 6)], svg.INK, bold=True)


def name_the_ends(plot: Plot, limits: Sequence[Limit]) -> None:
    """What the breadth means, and what the lines are where no column names them."""
    layout = plot.layout
    right = layout.width - layout.right
    level = layout.height - layout.bottom + layout.size * 1.6
    if layout.has_column:
        plot.write("fewer cases, less certain", Spot(layout.left, level))
        plot.write("more cases, more certain", Spot(right, level, "end"))
        return
    plot.write("fewer cases", Spot(layout.left, level))
    plot.write("more cases", Spot(right, level, "end"))
    kinds = [f"{'dots' if limit.is_outer else 'dashes'}: {limit.name}" for limit in limits]
    plot.write(", ".join(kinds), Spot(layout.left, level + layout.size * 1.6))
