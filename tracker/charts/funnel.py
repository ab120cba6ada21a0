"""Organisations beside one another, by how much their figures rest on: never a league table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.charts import svg
from tracker.charts.plot import Layout, Plot, draw_frame, empty_field
from tracker.charts.room import Spot, around
from tracker.charts.scales import Axis, Scale
from tracker.charts.values import HIDDEN, NONE_HELD, Drawing, Limit, Peer, is_number

WIDE = Layout(760, 380, 48, 150, 16, 48, size=14, room=7, has_column=True)
NARROW = Layout(340, 336, 42, 10, 16, 60, size=13, room=6)


@dataclass(frozen=True)
class Comparison:
    peers: Sequence[Peer]
    scale: Scale
    centre: float | None
    centre_words: str
    limits: Sequence[Limit]

    @property
    def shown(self) -> list[Peer]:
        """Those that may be seen and have a figure; one's own last, so that it lies on top."""
        known = [p for p in self.peers if is_number(p.value) and is_number(p.size)]
        return sorted((p for p in known if not p.hidden), key=lambda peer: peer.is_own)


def funnel(
    title: str,
    description: str,
    peers: Sequence[Peer],
    *,
    scale: Scale,
    centre: float | None = None,
    centre_words: str = "",
    limits: Sequence[Limit] = (),
) -> Drawing:
    """One ring for each organisation, a filled diamond for one's own, and the limits about all.

    `centre` is the figure of all of them together. A hidden peer is not drawn: say how many.
    """
    sure = [Limit(limit.name, sound(limit), limit.is_outer) for limit in limits]
    comparison = Comparison(peers, scale, centre if is_number(centre) else None, centre_words, sure)
    wide, narrow = (
        svg.picture(layout.width, layout.height, title, description, drawn(comparison, layout))
        for layout in (WIDE, NARROW)
    )
    return Drawing(wide, narrow)


def sound(limit: Limit) -> tuple[tuple[float, float, float], ...]:
    points = (point for point in limit.curve if all(is_number(number) for number in point))
    return tuple(sorted(points))


def drawn(comparison: Comparison, layout: Layout) -> list[str]:
    peers = comparison.shown
    if not peers:
        is_hidden = any(peer.hidden for peer in comparison.peers)
        return empty_field(layout, HIDDEN if is_hidden else NONE_HELD)
    plot, marks = sizes_and_values(comparison, layout)
    draw_frame(plot, marks)
    if comparison.centre is not None:
        draw_centre(plot, comparison.centre)
    draw_limits(plot, comparison.limits)
    draw_peers(plot, peers)
    if comparison.centre is not None:
        name_centre(plot, comparison.centre_words, comparison.centre)
    name_the_ends(plot, comparison.limits)
    return plot.parts


def sizes_and_values(comparison: Comparison, layout: Layout) -> tuple[Plot, list[float]]:
    """A plot of sizes along and values up, and the values that deserve a line."""
    scale, peers = comparison.scale, comparison.shown
    values = [peer.value or 0.0 for peer in peers]
    values += [] if comparison.centre is None else [comparison.centre]
    points = [point for limit in comparison.limits for point in limit.curve]
    ends = [end for _, *both in points for end in both]
    low, high, marks = scale.span([*values, *middling(ends, values)], layout.room)
    sizes = [spaced(size) for size in (*(p.size for p in peers), *(p[0] for p in points))]
    x = Axis(min(sizes), max(sizes), layout.left + 12, layout.width - layout.right - 12)
    y = Axis(low, high, layout.height - layout.bottom, layout.top, scale.logarithmic)
    return Plot(layout, scale, x, y), marks


def middling(ends: Sequence[float], values: Sequence[float]) -> list[float]:
    """The ends of limits that lie no further out than twice the figures' own reach."""
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


def draw_peers(plot: Plot, peers: Sequence[Peer]) -> None:
    own = [peer for peer in peers if peer.is_own]
    for peer in peers:
        place = place_of(plot, peer)
        plot.draw(svg.diamond(place, 9, svg.BLUE) if peer.is_own else svg.ring(place, 5, svg.GREY))
        plot.room.take_mark(place, 6)
    for peer in own:
        spots = around(place_of(plot, peer), plot.layout.size, 13).values()
        words = f"You are here: {plot.scale.write(peer.value or 0.0)}"
        plot.say(words, spots, svg.BLUE, bold=True)


def place_of(plot: Plot, peer: Peer) -> svg.Place:
    return along(plot, peer.size), plot.y.at(peer.value or 0.0)


def draw_centre(plot: Plot, centre: float) -> None:
    """The line of all organisations together, about which the limits lie."""
    layout, y = plot.layout, plot.y.at(centre)
    ends = (layout.left, y), (layout.width - layout.right, y)
    plot.draw(svg.line(*ends, "parity", svg.INK, 1.8))


def name_centre(plot: Plot, words: str, centre: float) -> None:
    layout, y = plot.layout, plot.y.at(centre)
    right = layout.width - layout.right
    spots = [Spot(right - 4, y - 6, "end"), Spot(right - 4, y + layout.size + 2, "end")]
    if layout.has_column:
        spots = [Spot(right + 8, y + lift + layout.size * 0.35) for lift in (0, 12, -12, 24)]
    said = f"{words} {plot.scale.write(centre)}".strip()
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
