"""The promised side of a trend: the target, the way to it, and what was expected by now."""

from tracker.charts import svg
from tracker.charts.plot import Plot
from tracker.charts.room import Spot, around
from tracker.charts.story import Story
from tracker.charts.values import is_number


def values(story: Story) -> list[float]:
    """What the value axis has to reach for the target's sake."""
    if story.target is None or story.target_ends is None:
        return []
    known = [*story.target_ends, story.target.expected, *(story.target.start or ())[1:]]
    return [value for value in known if value is not None and is_number(value)]


def draw_way_to_target(plot: Plot, story: Story) -> None:
    """A heavy bar at the target as long as it has been one, and a dotted way down or up to it."""
    target = story.target
    if target is None or story.target_ends is None:
        return
    foot, tip = story.target_ends
    there = plot.at(target.year, tip)
    if foot is not None:
        draw_bracket(plot, plot.at(target.year, foot), there)
    elif target.start and not plot.layout.is_small:
        since, value = target.start
        at_start = (plot.x.at(since), there[1])
        plot.draw(svg.line(at_start, there, "target", svg.PURPLE, 2.5))
        plot.room.take_line(at_start, there)
        path = (plot.at(since, value), there)
        plot.draw(svg.line(*path, "way", svg.INK, 2, "2 5"))
        plot.room.take_line(*path)
    plot.draw(svg.diamond(there, 6.5, svg.PURPLE))
    plot.room.take_mark(there, 7)


def draw_bracket(plot: Plot, foot: svg.Place, tip: svg.Place) -> None:
    (x, y), _ = foot, tip
    plot.draw(svg.line(foot, tip, "target", svg.PURPLE, 2.5))
    plot.draw(svg.line((x - 5, y), (x + 5, y), "target", svg.PURPLE, 2.5))
    plot.room.take_line(foot, tip)


def draw_day(plot: Plot, story: Story) -> None:
    """An upright line at the day of the latest figure, and the name of that day."""
    layout = plot.layout
    if story.as_at and story.latest is not None:
        x = plot.x.at(story.latest)
        top, bottom = (x, layout.size + 5), (x, layout.height - layout.bottom)
        plot.draw(svg.line(top, bottom, "day", svg.GREY, 1))
        plot.say(story.as_at, [Spot(x, layout.size, anchor) for anchor in ("middle", "end")])


def draw_expected(plot: Plot, story: Story) -> None:
    """A hollow diamond where the latest figure should have been."""
    target = story.target
    if target is None or target.expected is None or story.latest is None or plot.layout.is_small:
        return
    place = plot.at(story.latest, target.expected)
    plot.draw(svg.diamond(place, 6.5, svg.INK, hollow=True))
    plot.room.take_mark(place, 7)


def target_spots(place: svg.Place, size: float) -> list[Spot]:
    """About the target's mark: it stands at the right, so the words end there."""
    (x, y), spots = place, around(place, size, 11)
    near = [spots[side] for side in ("below left", "above left", "left")]
    return near + [Spot(x + 8, y + lift, "end") for lift in (-12, 22, -28, 38, -44, 54, -60, 70)]
