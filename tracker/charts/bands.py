"""Pay bands: where each group's people are, and each band's BME share beside the workforce's."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from tracker.charts import svg
from tracker.charts.scales import Axis
from tracker.charts.values import HIDDEN, NOT_CALCULABLE, Band, Drawing

NEAR = 0.03  # a share this close to the workforce's counts as level with it


@dataclass(frozen=True)
class Layout:
    """Where the columns stand: White bars end, names are centred, BME bars and shares begin.

    `longest` is the length of the longest bar, `letters` what a line of a name holds.
    """

    width: float
    white: float
    names: float
    bme: float
    longest: float
    share: float
    share_ends: float
    numbers: float
    row: float
    top: float
    size: float
    letters: int
    of_all_white: str
    of_all_bme: str
    whole: str
    decimals: int

    def height_of(self, lines: Sequence[str]) -> float:
        return max(self.row, len(lines) * self.size * 1.15 + 10)


WIDE = Layout(
    760, 228, 288, 348, 160, 564, 676, 746, 38, 58, 14, 14,
    "% of all White", "% of all BME", "dashed: whole workforce {}", 1,
)  # fmt: skip
NARROW = Layout(
    340, 72, 112, 152, 46, 236, 288, 338, 40, 56, 13, 10,
    "% of White", "% of BME", "dashes: {}", 0,
)  # fmt: skip


def bands(
    title: str, description: str, rows: Sequence[Band], *, overall: float | None = None
) -> Drawing:
    """One row for each band, the highest first. `overall` is the whole workforce's BME share."""
    pictures = []
    for layout in (WIDE, NARROW):
        names = [textwrap.wrap(band.name, layout.letters, max_lines=4) for band in rows]
        tops = list(accumulate(map(layout.height_of, names), initial=layout.top))
        parts = drawn(layout, list(zip(rows, names, strict=True)), tops, overall)
        pictures.append(svg.picture(layout.width, tops[-1] + 4, title, description, parts))
    return Drawing(*pictures)


def drawn(
    layout: Layout,
    rows: Sequence[tuple[Band, list[str]]],
    tops: Sequence[float],
    overall: float | None,
) -> list[str]:
    seen = [band for band, _ in rows if not band.hidden]
    people = Axis(0, greatest(part for band in seen for part in (band.white, band.bme)), 0, 1)
    most = greatest([overall, *(band.share for band in seen)])
    shares = Axis(0, most, layout.share, layout.share_ends)
    parts = headings(layout, overall)
    parts += [svg.line((0, top), (layout.width, top), "grid", svg.PALE, 1) for top in tops]
    if overall is not None:
        x = shares.at(overall)
        parts.append(svg.line((x, layout.top), (x, tops[-1]), "parity", svg.INK, 1.5, "5 4"))
    for (band, name), (top, bottom) in zip(rows, pairwise(tops), strict=True):
        middle = (top + bottom) / 2
        parts += written_name(layout, middle, name)
        parts += row(layout, band, middle, people, shares, overall)
    return parts


def written_name(layout: Layout, y: float, lines: Sequence[str]) -> list[str]:
    first = y + layout.size * (0.35 - 0.575 * (len(lines) - 1))
    return [
        svg.text(
            (layout.names, first + layout.size * 1.15 * number),
            line,
            bold(layout, svg.INK),
            "middle",
        )
        for number, line in enumerate(lines)
    ]


def greatest(values: Iterable[float | None]) -> float:
    return max([value for value in values if value is not None and value > 0], default=1.0)


def headings(layout: Layout, overall: float | None) -> list[str]:
    first, second = layout.top - 28, layout.top - 10
    note = svg.Lettering(layout.size - 0.5)
    parts = [
        svg.text((layout.white, first), "White", bold(layout), "end"),
        svg.text((layout.white, second), layout.of_all_white, note, "end"),
        svg.text((layout.bme, first), "BME", bold(layout, svg.BLUE)),
        svg.text((layout.bme, second), layout.of_all_bme, note),
        svg.text((layout.share, first), "BME share", bold(layout, svg.INK)),
    ]
    if overall is not None:
        words = layout.whole.format(f"{100 * overall:.1f}%")
        parts.append(svg.text((layout.share, second), words, note))
    return parts


def bold(layout: Layout, colour: str = svg.GREY) -> svg.Lettering:
    return svg.Lettering(layout.size, colour, bold=True)


def row(
    layout: Layout, band: Band, y: float, people: Axis, shares: Axis, overall: float | None
) -> list[str]:
    if band.hidden:
        place = (layout.bme, y + layout.size * 0.35)
        return [svg.text(place, HIDDEN, svg.Lettering(layout.size), halo=True)]
    return [
        *white_bar(layout, y, people, band.white),
        *bme_bar(layout, y, people, band.bme),
        *share(layout, y, shares, band.share, overall),
    ]


def white_bar(layout: Layout, y: float, people: Axis, part: float | None) -> list[str]:
    """To the left of its foot, and hollow."""
    if part is None:
        return []
    length, height = people.at(part) * layout.longest, layout.row * 0.5
    corner = (layout.white - length, y - height / 2)
    end = (layout.white - length - 5, y + layout.size * 0.35)
    return [
        svg.rectangle(corner, length, height, "ring", fill=svg.WHITE, edge=svg.GREY),
        svg.text(end, f"{100 * part:.0f}", bold(layout), "end"),
    ]


def bme_bar(layout: Layout, y: float, people: Axis, part: float | None) -> list[str]:
    """To the right of its foot, and filled."""
    if part is None:
        return []
    length, height = people.at(part) * layout.longest, layout.row * 0.5
    end = (layout.bme + length + 5, y + layout.size * 0.35)
    return [
        svg.rectangle((layout.bme, y - height / 2), length, height, "disc", fill=svg.BLUE),
        svg.text(end, f"{100 * part:.0f}", bold(layout, svg.BLUE)),
    ]


def share(
    layout: Layout, y: float, shares: Axis, part: float | None, overall: float | None
) -> list[str]:
    """A stem to a diamond well below the workforce's share, a disc near it, a ring well above."""
    end = (layout.numbers, y + layout.size * 0.35)
    if part is None:
        return [svg.text(end, NOT_CALCULABLE, svg.Lettering(layout.size), "end", halo=True)]
    place = (shares.at(part), y)
    apart = 0.0 if overall is None else part - overall
    if apart < -NEAR:
        mark = svg.diamond(place, 7, svg.INK)
    elif apart > NEAR:
        mark = svg.ring(place, 6, svg.INK)
    else:
        mark = svg.disc(place, 6.5, svg.INK)
    stem = svg.line((layout.share, y), place, "stem", svg.GREY, 2)
    number = f"{100 * part:.{layout.decimals}f}%"
    return [stem, mark, svg.text(end, number, bold(layout, svg.INK), "end")]
