"""Figures year by year: large on a page of their own, small beside others of their kind."""

from collections.abc import Sequence

from tracker.charts import naming, promise, svg
from tracker.charts.lines import draw_line
from tracker.charts.plot import (
    Layout,
    Plot,
    draw_breaks,
    draw_frame,
    draw_years,
    empty_field,
    years_and_values,
)
from tracker.charts.room import Box, Spot, width_of
from tracker.charts.scales import Scale
from tracker.charts.story import Story, told
from tracker.charts.values import HIDDEN, NONE_HELD, Break, Drawing, Series, Target

WIDE = Layout(760, 380, 48, 176, 42, 40, size=14, room=7, has_column=True)
NARROW = Layout(340, 336, 42, 16, 50, 34, size=13, room=6)
SMALL = Layout(320, 184, 42, 14, 22, 26, size=12.5, room=5, is_small=True)

FURTHEST = 4  # an interval is shown to at most this many times the figures' own extent


def trend(
    title: str,
    description: str,
    series: Sequence[Series],
    *,
    scale: Scale,
    breaks: Sequence[Break] = (),
    target: Target | None = None,
    years: tuple[int, int] | None = None,
    as_at: str = "",
    unit: str = "",
) -> Drawing:
    """Every year with its interval, the national figures, and the way to a target.

    `years` are the first and the last to show, where they should be more than there are figures
    for. `as_at` names the day of the latest figure, `unit` what the value axis counts.
    """
    story = told(series, scale, breaks, target, years, as_at, unit)
    wide, narrow = (
        svg.picture(layout.width, layout.height, title, description, drawn(story, layout))
        for layout in (WIDE, NARROW)
    )
    return Drawing(wide, narrow)


def tile(
    title: str,
    description: str,
    series: Sequence[Series],
    *,
    scale: Scale,
    breaks: Sequence[Break] = (),
    target: Target | None = None,
    years: tuple[int, int] | None = None,
) -> Drawing:
    """The same, small enough for nine on a page: no intervals, and few words."""
    story = told(series, scale, breaks, target, years)
    parts = drawn(story, SMALL)
    return Drawing(svg.picture(SMALL.width, SMALL.height, title, description, parts))


def drawn(story: Story, layout: Layout) -> list[str]:
    """The parts of one picture."""
    if story.latest is None:
        reason = HIDDEN if story.hidden_years else NONE_HELD
        return empty_field(layout, reason, story.years if story.hidden_years else ())
    plot, marks = years_and_values(layout, story.scale, story.years, values_shown(story, layout))
    draw_frame(plot, marks)
    draw_years(plot, story.latest, story.years[1])
    draw_breaks(plot, story.breaks)
    plot.write(story.unit, Spot(0, layout.size))
    promise.draw_day(plot, story)
    promise.draw_way_to_target(plot, story)
    for series in story.series:
        draw_line(plot, series, story.breaks, story.latest)
    promise.draw_expected(plot, story)
    draw_hidden_years(plot, story)
    naming.name_everything(plot, story)
    return plot.parts


def values_shown(story: Story, layout: Layout) -> list[float]:
    """Every value that the axis has to reach, without following an interval too far."""
    points = [point for series in story.series for point in series.drawn]
    values = [point.drawn_value for point in points] + promise.values(story)
    if layout.is_small:
        return [*values, *(story.scale.band or ())]
    low, high = furthest(values, story.scale)
    ends = [end for point in points for end in point.interval or ()]
    return values + [min(max(end, low), high) for end in ends]


def furthest(values: Sequence[float], scale: Scale) -> tuple[float, float]:
    """As far as an interval is followed: beyond that it would flatten the figures themselves."""
    reached = [*values, *([] if scale.parity is None else [scale.parity])]
    low, high = min(reached), max(reached)
    if scale.logarithmic:
        return scale.within(low) / FURTHEST, scale.within(high) * FURTHEST
    reach = max(high - low, scale.narrowest * 5) * FURTHEST
    return low - reach, high + reach


def draw_hidden_years(plot: Plot, story: Story) -> None:
    """Nothing is drawn where a figure is hidden: the words stand there instead."""
    layout = plot.layout
    middle = (layout.top + layout.height - layout.bottom) / 2
    half = width_of(HIDDEN, layout.size) / 2
    for first, last in stretches(story.hidden_years):
        x = (plot.x.at(first) + plot.x.at(last)) / 2
        fits = plot.x.at(last) - plot.x.at(first) > 2 * half
        if fits:
            plot.say(HIDDEN, [Spot(x, height, "middle") for height in (middle, layout.top + 20)])
            continue
        plot.room.take(Box(x - layout.size, middle - half, x + layout.size, middle + half))
        spot = Spot(x + layout.size * 0.35, middle, "middle")
        plot.write(HIDDEN, spot, over=True, upright=True)


def stretches(years: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring years as their first and last."""
    found: list[tuple[int, int]] = []
    for year in years:
        if found and year == found[-1][1] + 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found
