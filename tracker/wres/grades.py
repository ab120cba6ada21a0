"""Pay bands: where each group's people are, and where the ladder narrows (indicator 1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.charts import Band, Drawing, Rung, bands, ladder
from tracker.wres.bands import TOTAL, WORKFORCE
from tracker.wres.reading import HIDDEN, in_words, percentage
from tracker.wres.shown import Shown
from tracker.wres.standard import Indicator
from tracker.wres.tables import value
from tracker.wres.trends import Trend

KEY = (
    "◆ more than 3 points below the workforce",
    "● within 3 points",
    "○ more than 3 points above",
)
NAMES = {"vsm": "VSM", "under 1": "Under 1"}
Held = Mapping[tuple[str, str], Shown]  # one year's figures, by part and item


@dataclass(frozen=True)
class Section:
    """A chart of the page, with its words and its table."""

    id: str
    title: str
    sentence: str
    drawing: Drawing
    notes: list[str]
    table: dict[str, Any]


def sections(of: Trend, figures: Iterable[Shown]) -> list[Section]:
    """The bands of each staff group, then the steps between their clusters."""
    latest, about = of.latest, of.about
    if latest is None or about.ladder is None:
        return []
    held = {
        (each.part, each.item): each
        for each in figures
        if (each.year, each.way) == (latest.year, latest.way)
    }
    groups = [part for part, items in about.file_items.items() if len(items) > 1]
    found = [pyramid(of, part, held) for part in groups]
    return [section for section in (*found, climb(of, held)) if section]


def pyramid(of: Trend, part: str, held: Held) -> Section | None:
    """A staff group band by band, the highest first."""
    items = of.about.file_items[part]
    rows = [held[part, item] for item in reversed(items) if item != TOTAL and (part, item) in held]
    if not rows:
        return None
    name = of.about.parts.get(part, part)
    whole = held.get(WORKFORCE)
    overall = whole.value if whole else None
    title = f"{name.capitalize()} staff, band by band"
    words = "; ".join(f"{name_of(each.item)}: {in_words(each, of.about)}" for each in rows)
    return Section(
        id=f"bands-{part}",
        title=title,
        sentence=where_most_are(rows, name, of.about),
        drawing=bands(
            f"{title}, {of.organisation}, {rows[0].year}",
            f"{words}.",
            [band_of(each) for each in rows],
            overall=overall,
        ),
        notes=[*KEY, *hidden_among(rows)],
        table=table_of(rows, title),
    )


def band_of(figure: Shown) -> Band:
    return Band(
        name_of(figure.item), figure.white_rate, figure.bme_rate, figure.value, figure.hidden
    )


def name_of(item: str) -> str:
    """Band 5, VSM, Consultant"""
    return NAMES.get(item) or (f"Band {item}" if item[0].isdigit() else item.capitalize())


def where_most_are(rows: Sequence[Shown], name: str, about: Indicator) -> str:
    """41 of every 100 BME clinical staff are in band 5, and 24 of every 100 White staff."""
    placed = [each for each in rows if each.bme_rate is not None and each.white_rate is not None]
    if not placed:
        return f"How {name} staff are spread over the bands is {HIDDEN}."
    most = max(placed, key=lambda each: each.bme_rate or 0.0)
    bme, white = (
        f"{100 * (rate or 0):.0f} of every 100" for rate in (most.bme_rate, most.white_rate)
    )
    label = about.item(most.item).label
    place = f"in {label}" if any(letter.isdigit() for letter in label) else label
    return f"{bme} BME {name} staff are {place}, and {white} White {name} staff."


def hidden_among(rows: Sequence[Shown]) -> list[str]:
    names = [name_of(each.item) for each in rows if each.hidden]
    return [f"{', '.join(names)}: {HIDDEN}"] if names else []


def table_of(rows: Sequence[Shown], title: str) -> dict[str, Any]:
    headings = ("Band", "BME share", "Of all White", "Of all BME")
    return {
        "caption": title,
        "headings": [{"text": text, "numeric": text != "Band"} for text in headings],
        "rows": [
            [name_of(each.item), value(each), *(part_of(each, rate) for rate in ("white", "bme"))]
            for each in rows
        ],
    }


def part_of(figure: Shown, group: str) -> str:
    """How much of a group is in the band; unsaid where it would tell a total that is hidden."""
    rate: float | None = getattr(figure, f"{group}_rate")
    return HIDDEN if figure.hidden or rate is None else percentage(rate)


def climb(of: Trend, held: Held) -> Section | None:
    """The disparity ratios from each cluster of bands to the next."""
    steps = of.about.ladder
    if steps is None:
        return None
    rows = [
        held[part, step] for part in steps.parts for step in steps.steps if (part, step) in held
    ]
    if not rows:
        return None
    title = "Where the ladder narrows"
    return Section(
        id="ladder",
        title=title,
        sentence=narrowest(rows, of.about),
        drawing=ladder(
            f"{title}, {of.organisation}, {rows[0].year}",
            f"{'; '.join(in_words(each, of.about) for each in rows)}.",
            [rung_of(each, of.about) for each in rows],
        ),
        notes=clusters_in_words(of.about),
        table={
            "caption": title,
            "headings": [{"text": "Staff"}, {"text": "Step"}, {"text": "Ratio", "numeric": True}],
            "rows": [
                [each.part.capitalize(), each.item.capitalize(), value(each)] for each in rows
            ],
        },
    )


def rung_of(figure: Shown, about: Indicator) -> Rung:
    """The last of the steps is the whole climb."""
    last = [*about.ladder.steps][-1] if about.ladder else ""
    return Rung(
        figure.part.capitalize(),
        figure.item.capitalize(),
        figure.value,
        figure.hidden,
        is_whole=figure.item == last,
    )


def narrowest(rows: Sequence[Shown], about: Indicator) -> str:
    """The sentence for the largest of the ratios that can be shown."""
    known = [each for each in rows if each.value is not None]
    if not known:
        return f"How likely staff are to be in the higher bands is {HIDDEN}."
    sentence = in_words(max(known, key=lambda each: each.value or 0.0), about)
    return f"{sentence[0].upper()}{sentence[1:]}."


def clusters_in_words(about: Indicator) -> list[str]:
    """Lower: band 5 and below. Middle: bands 6 and 7."""
    if about.ladder is None:
        return []
    names = [f"{name.capitalize()}: {about.item(name).label}" for name in about.ladder.clusters]
    return (
        names if about.ladder.verified else [*names, "This service’s own sum, not an official one"]
    )
