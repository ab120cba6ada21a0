"""The nine measures on one page: what each is now, which way it goes, and what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.charts import Drawing
from tracker.wres.directions import LOOKS, Direction, Look, direction
from tracker.wres.pictures import breaks_of, small_picture, year_due
from tracker.wres.saying import england_of, in_large, period_of, promises_of, rates_of, remarks_of
from tracker.wres.tables import by_year
from tracker.wres.trends import Trend


@dataclass(frozen=True)
class Tile:
    """Words and a picture; a template adds the addresses."""

    number: str
    title: str
    direction: Direction
    value: str
    words: str
    rates: str
    drawing: Drawing
    notes: list[str]  # a promise among them is Markup
    period: str
    table: dict[str, Any]


def tiles(trends: Sequence[Trend], today: date) -> list[Tile]:
    """One for each indicator, all over the same years."""
    years = years_of(trends)
    return [tile_of(trend, years, today) for trend in trends]


def years_of(trends: Sequence[Trend]) -> tuple[int, int] | None:
    """From the first year that any has, to the last or the last that is promised."""
    held = [figure.year for trend in trends for figure in trend.joined]
    due = [year_due(line, trend) for trend in trends for line in trend.targets]
    return (min(held), max(held + due)) if held else None


def tile_of(of: Trend, years: tuple[int, int] | None, today: date) -> Tile:
    value, words = in_large(of)
    found = direction(of)
    return Tile(
        number=of.about.number,
        title=of.about.short_title,
        direction=found,
        value=value,
        words=words,
        rates=rates_of(of),
        drawing=small_picture(of, years),
        notes=[note for note in notes_of(of, found, today) if note],
        period=period_of(of.latest, of.about) if of.latest else "",
        table=by_year(of, f"Indicator {of.about.number} by year"),
    )


def notes_of(of: Trend, found: Direction, today: date) -> list[str]:
    """The short lines under a chart."""
    return [
        found.note,
        *(promises_of(of, today) or ["No target set"]),
        england_of(of),
        *(f"New series from {change.year}: {change.after}" for change in breaks_of(of)),
        *remarks_of(of),
    ]


def counts_of(found: Sequence[Tile]) -> list[tuple[Look, list[str]]]:
    """Each word that is said of any indicator, the worst first, and of which ones."""
    said = {word: [one.number for one in found if one.direction.word == word] for word in LOOKS}
    return [(LOOKS[word], numbers) for word, numbers in said.items() if numbers]
