"""Figures as rows of words: the table under each chart, the newest year first."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tracker.wres.indicators import Outcome
from tracker.wres.reading import (
    HIDDEN,
    NOT_CALCULABLE,
    PRECISION_UNKNOWN,
    percentage,
    rounded,
    signed,
)
from tracker.wres.shown import Shown
from tracker.wres.trends import Trend


class Column(NamedTuple):
    text: str
    cell: Callable[[Shown], str]


def by_year(of: Trend, caption: str, with_counts: bool = False) -> dict[str, Any]:
    """What the macro of a chart takes: caption, headings and rows."""
    columns = columns_of(of, with_counts)
    figures = sorted(of.own, key=lambda figure: (figure.year, figure.way), reverse=True)
    return {
        "caption": caption,
        "headings": [
            {"text": text, "numeric": number > 0} for number, (text, _) in enumerate(columns)
        ],
        "rows": [[cell(figure) for _, cell in columns] for figure in figures],
        "note": sources_of(of),
    }


def columns_of(of: Trend, with_counts: bool) -> list[Column]:
    columns = [Column("Year", lambda figure: str(figure.year))]
    if len({figure.way for figure in of.own}) > 1:
        columns.append(Column("Counted", way_of))
    columns += KINDS[of.kind](of)
    if with_counts and any(figure.is_counted for figure in of.own):
        columns += [Column(f"{group} counts", counts_of(group)) for group in ("BME", "White")]
    return columns


def _of_ratio(of: Trend) -> list[Column]:
    return [Column("Ratio", value), Column("95% interval", interval), *RATES]


def _of_pair(of: Trend) -> list[Column]:
    columns = [*RATES, Column("Points", value)]
    has_interval = any(figure.interval for figure in of.own)
    return [*columns, Column("95% interval", interval)] if has_interval else columns


def _of_bands(of: Trend) -> list[Column]:
    if of.latest and of.latest.unit == "ratio":
        return [Column("Ratio", value)]
    workforce = {(figure.year, figure.way): figure for figure in of.beside}

    def beside(figure: Shown) -> str:
        whole = workforce.get((figure.year, figure.way))
        return value(whole) if whole else "not held"

    columns = [Column("BME share", value)]
    return [*columns, Column("Workforce", beside)] if of.workforce else columns


def _of_boards(of: Trend) -> list[Column]:
    return [Column("Points", value), Column("BME share of the board", bme_rate)]


def value(figure: Shown) -> str:
    return HIDDEN if figure.hidden else signed_or_plain(figure)


def signed_or_plain(figure: Shown) -> str:
    """Gaps have a sign, shares and ratios have none."""
    write = signed if figure.unit == "percentage points" else rounded
    return write(figure.value, figure.unit)


def interval(figure: Shown) -> str:
    if figure.hidden:
        return HIDDEN
    if figure.interval is None:
        return PRECISION_UNKNOWN if figure.value is not None else NOT_CALCULABLE
    return " to ".join(rounded(end, figure.unit) for end in figure.interval)


def bme_rate(figure: Shown) -> str:
    return HIDDEN if figure.hidden else percentage(figure.bme_rate)


def white_rate(figure: Shown) -> str:
    return HIDDEN if figure.hidden else percentage(figure.white_rate)


def way_of(figure: Shown) -> str:
    return f"{figure.basis}, definition {figure.definition}"


def counts_of(group: str) -> Callable[[Shown], str]:
    """Cells such as "24 of 1,786" for BME or White."""

    def cell(figure: Shown) -> str:
        if figure.hidden:
            return HIDDEN
        outcome: Outcome | None = getattr(figure.counts, group.lower())
        return f"{outcome.happened:,} of {outcome.total:,}" if outcome else "not given"

    return cell


def sources_of(of: Trend) -> str:
    """Where England's figures are from, each source once."""
    national = [*of.england_alike, *of.england_workforce]
    found = dict.fromkeys(f"{each.source} ({each.year})" for each in national if each.source)
    return f"England: {'; '.join(found)}." if found else ""


RATES = (Column("BME", bme_rate), Column("White", white_rate))

KINDS: dict[str, Callable[[Trend], list[Column]]] = {
    "ratio of two rates": _of_ratio,
    "percentage pair": _of_pair,
    "band distribution": _of_bands,
    "difference of shares": _of_boards,
}
