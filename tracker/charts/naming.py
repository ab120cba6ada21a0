"""The words of a trend: every line, latest figure and target is named beside its mark."""

import textwrap
from itertools import zip_longest
from typing import NamedTuple

from tracker.charts import promise, svg
from tracker.charts.lines import LOOKS, place_of
from tracker.charts.plot import Plot
from tracker.charts.room import Spot, around, spread
from tracker.charts.story import Story
from tracker.charts.values import Point, Series

LETTERS_IN_COLUMN = 20
LETTERS_BESIDE_LINE = 18


class Label(NamedTuple):
    """What the column at the right says of a mark: its first line is bold."""

    mark: svg.Place
    lines: list[str]
    colour: str


def name_everything(plot: Plot, story: Story) -> None:
    """In the order in which words may choose their place."""
    if plot.layout.has_column:
        write_column(plot, labels_of(plot, story))
    else:
        name_latest_figures(plot, story)
        name_promise(plot, story)
    name_national(plot, story)
    if not plot.layout.is_small:
        write_each_value(plot, story)
    if not plot.layout.has_column:
        name_lines(plot, story)
    if not plot.layout.is_small:
        name_band(plot)


def labels_of(plot: Plot, story: Story) -> list[Label]:
    """The latest figures, what was expected of them, and the target."""
    labels = [label_of_latest(plot, series) for series in story.named_last]
    labels += label_of_parity(plot)
    target, write = story.target, story.scale.write
    if target is None or story.target_ends is None:
        return labels
    if target.expected is not None and story.latest is not None:
        lines = [f"{write(target.expected)} expected", "by then"]
        labels.append(Label(plot.at(story.latest, target.expected), lines, svg.INK))
    place = plot.at(target.year, story.target_ends[1])
    due = textwrap.wrap(target.due, LETTERS_IN_COLUMN)
    return [*labels, Label(place, [target.words, *due], svg.PURPLE)]


def label_of_latest(plot: Plot, series: Series) -> Label:
    point, write = series.drawn[-1], plot.scale.write
    words = f"{write(point.drawn_value)} {series.name}"
    lines = textwrap.wrap(words, LETTERS_IN_COLUMN, max_lines=3, placeholder="…")
    if point.interval:
        lines += ["95% interval", " to ".join(write(end) for end in point.interval)]
    return Label(plot.at(point.year, point.drawn_value), lines, LOOKS[series.style].colour)


def label_of_parity(plot: Plot) -> list[Label]:
    if plot.scale.parity is None:
        return []
    mark = (plot.layout.width - plot.layout.right, plot.y.at(plot.scale.parity))
    return [Label(mark, [plot.scale.parity_words], svg.INK)]


def write_column(plot: Plot, labels: list[Label]) -> None:
    """Each label as near the height of its mark as the others allow, with a line to the mark."""
    layout = plot.layout
    high, left = layout.size * 1.3, layout.width - layout.right + 12
    wanted = [(label.mark[1] - high * 0.6, len(label.lines) * high + 4) for label in labels]
    tops = spread(wanted, 2, layout.height - 2)
    for label, top in zip(labels, tops, strict=True):
        x, y = label.mark
        level = top + high * 0.6
        if abs(level - y) > 3 or left - x > 40:
            start = (min(x + 9, left - 8), y)
            plot.draw(svg.line(start, (left - 4, level), "leader", label.colour, 1))
        for number, words in enumerate(label.lines):
            colour = svg.GREY if number and label.colour == svg.BLUE else label.colour
            spot = Spot(left, top + high * (number + 0.85))
            plot.write(words, spot, colour, bold=not number, over=True)


def name_latest_figures(plot: Plot, story: Story) -> None:
    order = ["right", "above", "above left", "above right", "below", "below right", "left"]
    if not story.has_two_groups:
        order = ["above", "above left", *order]
    for series in story.named_last:
        point = series.drawn[-1]
        spots = around(plot.at(point.year, point.drawn_value), plot.layout.size, 9)
        say_value(plot, series, point, [spots[side] for side in order])


def write_each_value(plot: Plot, story: Story) -> None:
    """The figures of earlier years too, where there is one line only and room between the years."""
    spacing = abs(plot.x.at(story.years[0] + 1) - plot.x.at(story.years[0]))
    if story.has_two_groups or spacing < plot.layout.size * 2.3:
        return
    for series in story.own:
        for point, after in zip_longest(series.drawn, series.drawn[1:]):
            if point.year != story.latest:
                falls = after is not None and after.drawn_value < point.drawn_value
                spots = around(plot.at(point.year, point.drawn_value), plot.layout.size, 9)
                near, far = ("above", "below") if falls else ("below", "above")
                sides = (f"{near} right", f"{far} left", f"{near} left", f"{far} right", far)
                say_value(plot, series, point, [spots[side] for side in sides])


def say_value(plot: Plot, series: Series, point: Point, spots: list[Spot]) -> None:
    colour = LOOKS[series.style].colour
    plot.say(plot.scale.write(point.drawn_value), spots, colour, bold=True)


def name_lines(plot: Plot, story: Story) -> None:
    """Beside the line, wherever along it there is most room."""
    for series in story.own:
        spots = (
            around(plot.at(point.year, point.drawn_value), plot.layout.size, gap)[side]
            for gap in (10, 24, 40)
            for point in series.drawn[1:-1] or series.drawn
            for side in ("above", "below")
        )
        words = textwrap.shorten(series.name, LETTERS_BESIDE_LINE, placeholder="…")
        plot.say(words, spots, LOOKS[series.style].colour, bold=True)


def name_promise(plot: Plot, story: Story) -> None:
    target, layout = story.target, plot.layout
    if target is None or story.target_ends is None or layout.is_small:
        return
    size = layout.size
    place = plot.at(target.year, story.target_ends[1])
    plot.say(target.words, promise.target_spots(place, size), svg.PURPLE, bold=True)
    if target.expected is not None and story.latest is not None:
        spots = around(plot.at(story.latest, target.expected), size, 11)
        order = [spots[side] for side in ("left", "below left", "below", "above left")]
        plot.say(f"Expected {story.scale.write(target.expected)}", order, svg.INK)


def name_national(plot: Plot, story: Story) -> None:
    """By its latest figure, with the year where that is not the organisation's own latest."""
    for series in story.series:
        if not series.style.is_national or not series.drawn or not series.name:
            continue
        point = series.drawn[-1]
        words = series.name
        if not plot.layout.is_small:
            words += f" {plot.scale.write(point.drawn_value)}"
            words += f" ({point.year})" if point.year != story.latest else ""
        place, size = place_of(plot, series, point), plot.layout.size
        order = ("below", "above", "below right", "above right", "below left", "above left")
        rings = [around(place, size, gap) for gap in (9, 22, 38, 54)]
        spots = [ring[side] for ring in rings for side in order]
        if not plot.say(words, spots, svg.INK, only_if_free=True):
            plot.say(series.name, spots, svg.INK)


def name_band(plot: Plot) -> None:
    """The range about parity, and parity itself where no column names it: if nothing is covered."""
    layout, scale = plot.layout, plot.scale
    ends = (Spot(layout.left + 4, 0), Spot(layout.width - layout.right - 4, 0, "end"))
    if scale.parity is not None and not layout.has_column:
        at = plot.y.at(scale.parity)
        spots = [end._replace(y=at + lift) for lift in (-5, layout.size + 1) for end in ends]
        plot.say(scale.parity_words, spots, svg.INK, only_if_free=True)
    if scale.band:
        low, high = (plot.y.at(value) for value in scale.band)
        words = "shaded: " + " to ".join(scale.write_on_axis(value) for value in scale.band)
        heights = (high + layout.size + 1, high - 5, low - 5, low + layout.size + 1)
        spots = [end._replace(y=height) for height in heights for end in ends]
        plot.say(words, spots, svg.GREEN, only_if_free=True)
