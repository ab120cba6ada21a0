"""From the lines of a file to the figures we keep: every band, roll-up, ratio and gap."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from tracker.wres.bands import (
    WORKFORCE,
    Place,
    Table,
    hidden_places,
    steps,
    totals_behind,
    with_clusters,
    with_totals,
)
from tracker.wres.disclosure import is_small
from tracker.wres.indicators import (
    Counts,
    Outcome,
    board_gap,
    disparity_ratio,
    exact,
    gap_in_points,
    relative_likelihood,
    share,
    sum_of,
)
from tracker.wres.registry import indicator
from tracker.wres.standard import Indicator
from tracker.wres.statistics import Interval, katz_interval, newcombe_interval

Found = tuple[Fraction | None, Interval | None]  # a value and its interval

WITHOUT_UNKNOWN = "excluding unknown"  # the basis whose denominators leave Unknown out
NOT_GIVEN = Counts(None, None, None)


@dataclass(frozen=True)
class Row:
    """One line of an imported file: counts as given, or the rates or value of a file without."""

    organisation: str
    year: int
    indicator: str
    part: str
    item: str
    basis: str
    white: int | None
    bme: int | None
    unknown: int | None
    white_rate: float | None = None
    bme_rate: float | None = None
    value: float | None = None
    definition: str | None = None
    source: str | None = None

    @property
    def place(self) -> Place:
        return self.part, self.item

    @property
    def counts(self) -> Counts:
        return Counts(self.white, self.bme, self.unknown)


@dataclass(frozen=True, kw_only=True)
class Worked:
    """One figure: what was counted, what it comes to, and the period it speaks of.

    Rates are 0 to 1 and unrounded: of a group, those it happened to (2 to 8), those in the band
    (1), or its share of the board (9). `value` is in `unit`, None when it is not calculable, and
    `low` to `high` its 95 % interval. A hidden figure keeps its numbers: who shows it omits them.
    """

    indicator: str
    year: int
    part: str
    item: str
    basis: str
    definition: str
    unit: str
    white_numerator: int | None = None
    white_denominator: int | None = None
    bme_numerator: int | None = None
    bme_denominator: int | None = None
    unknown_numerator: int | None = None
    unknown_denominator: int | None = None
    white_rate: float | None = None
    bme_rate: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    period_start: date
    period_end: date
    as_at: date
    source: str
    hidden: bool = False

    @property
    def counts(self) -> tuple[int | None, ...]:
        """The six counts that the figure rests on; None: not given."""
        return (
            self.white_numerator,
            self.white_denominator,
            self.bme_numerator,
            self.bme_denominator,
            self.unknown_numerator,
            self.unknown_denominator,
        )


def work_out(rows: Iterable[Row], standard: str = "WRES") -> list[Worked]:
    """The figures of one organisation, year, indicator and basis.

    Indicator 9 takes the workforce's row beside its own. What a file gives as rates or as a value
    is kept as it is and never hidden by us: its publisher has seen to that.
    """
    given = list(rows)
    if not given:
        return []
    own = next((row for row in given if row.place != WORKFORCE), given[0])
    about = indicator(own.indicator, standard)
    counted = [row for row in given if row.counts != NOT_GIVEN]
    published = [row for row in given if row.counts == NOT_GIVEN]
    return [
        *(_as_published(row, about) for row in published),
        *(FROM_COUNTS[about.kind](counted, about) if counted else ()),
    ]


def _as_published(row: Row, about: Indicator) -> Worked:
    value = row.value
    if value is None and about.kind == "percentage pair":
        value = _number(gap_in_points(_exact(row.bme_rate), _exact(row.white_rate)))
    figure = _empty(row, about, row.part, row.item)
    return replace(figure, white_rate=row.white_rate, bme_rate=row.bme_rate, value=value)


def _from_bands(rows: Sequence[Row], about: Indicator) -> Iterator[Worked]:
    """Indicator 1: each band, total and cluster, and the disparity ratios between clusters."""
    table = with_clusters(with_totals({row.place: row.counts for row in rows}, about), about)
    hidden = hidden_places(table, about)
    for place in table:
        figure = _share_of(_empty(rows[0], about, *place), table, hidden, about)
        yield replace(figure, hidden=place in hidden)
    for part, item, lower, upper in steps(table, about):
        figure = _with_counts(_empty(rows[0], about, part, item), table[upper], table[lower])
        yield replace(
            figure,
            value=_number(disparity_ratio(table[lower], table[upper])),
            hidden=lower in hidden or upper in hidden,
        )


def _share_of(figure: Worked, table: Table, hidden: frozenset[Place], about: Indicator) -> Worked:
    """A band's BME share, and how much of each group is in it.

    The second is not said where it would tell a total that is hidden, of a band that is not.
    """
    place = figure.part, figure.item
    counts, totals = table[place], totals_behind(place, about)
    tells = place not in hidden and not hidden.isdisjoint(totals)
    whole = NOT_GIVEN if tells else sum_of(table.get(total, NOT_GIVEN) for total in totals)
    return replace(
        _with_counts(figure, counts, whole),
        white_rate=_number(share(counts.white, whole.white)),
        bme_rate=_number(share(counts.bme, whole.bme)),
        value=_number(counts.bme_share(with_unknown=figure.basis != WITHOUT_UNKNOWN)),
    )


def _from_outcomes(rows: Sequence[Row], about: Indicator) -> Iterator[Worked]:
    """Indicators 2 to 8: everybody, and those of them it happened to, part by part."""
    counts = {row.place: row.counts for row in rows}
    for part in dict.fromkeys(row.part for row in rows):
        everybody = counts.get((part, about.of), NOT_GIVEN)
        happened = counts.get((part, about.happened), NOT_GIVEN)
        white, bme = (
            _outcome(happened.white, everybody.white),
            _outcome(happened.bme, everybody.bme),
        )
        value, interval = COMPARED[about.kind](white, bme, about)
        figure = _with_counts(_empty(rows[0], about, part, about.main_item), happened, everybody)
        yield replace(
            figure,
            white_rate=_number(white.rate),
            bme_rate=_number(bme.rate),
            value=_number(value),
            low=interval[0] if interval else None,
            high=interval[1] if interval else None,
            hidden=is_small(figure.counts, about.threshold),
        )


def _ratio(white: Outcome, bme: Outcome, about: Indicator) -> Found:
    top, bottom = (white, bme) if about.top == "White" else (bme, white)
    return relative_likelihood(top, bottom), katz_interval(top, bottom)


def _gap(white: Outcome, bme: Outcome, about: Indicator) -> Found:
    interval = newcombe_interval(bme, white)
    points = (100 * interval[0], 100 * interval[1]) if interval else None
    return gap_in_points(bme.rate, white.rate), points


def _from_boards(rows: Sequence[Row], about: Indicator) -> Iterator[Worked]:
    """Indicator 9: the whole board, its voting and its executive members, beside the workforce."""
    workforce = next((row.counts for row in rows if row.place == WORKFORCE), NOT_GIVEN)
    for row in rows:
        if row.place == WORKFORCE:
            continue
        part = about.figure_parts.get(row.part, row.part)
        figure = _with_counts(_empty(row, about, part, about.main_item), row.counts, workforce)
        yield replace(
            figure,
            white_rate=_number(share(row.counts.white, row.counts.everybody)),
            bme_rate=_number(row.counts.bme_share()),
            value=_number(board_gap(row.counts, workforce)),
            hidden=is_small(figure.counts, about.threshold),
        )


FROM_COUNTS: Mapping[str, Callable[[Sequence[Row], Indicator], Iterator[Worked]]] = {
    "band distribution": _from_bands,
    "ratio of two rates": _from_outcomes,
    "percentage pair": _from_outcomes,
    "difference of shares": _from_boards,
}
"""By kind, how counts become figures. The other kinds come as rates or values alone."""

COMPARED: Mapping[str, Callable[[Outcome, Outcome, Indicator], Found]] = {
    "ratio of two rates": _ratio,
    "percentage pair": _gap,
}


def _empty(row: Row, about: Indicator, part: str, item: str) -> Worked:
    """A figure that says what it is of and when, and nothing yet of how many."""
    period = about.period(row.year)
    return Worked(
        indicator=about.number,
        year=row.year,
        part=part,
        item=item,
        basis=row.basis,
        definition=row.definition or about.definition_of(row.year, row.basis),
        unit=about.item(item).unit,
        period_start=period.start,
        period_end=period.end,
        as_at=period.as_at,
        source=row.source or "",
    )


def _with_counts(figure: Worked, numerators: Counts, denominators: Counts) -> Worked:
    return replace(
        figure,
        white_numerator=numerators.white,
        white_denominator=denominators.white,
        bme_numerator=numerators.bme,
        bme_denominator=denominators.bme,
        unknown_numerator=numerators.unknown,
        unknown_denominator=denominators.unknown,
    )


def _outcome(happened: int | None, total: int | None) -> Outcome:
    """An empty group where either count is not given: nothing can be worked out of it."""
    return Outcome(0, 0) if happened is None or total is None else Outcome(happened, total)


def _exact(rate: float | None) -> Fraction | None:
    return None if rate is None else exact(rate)


def _number(fraction: Fraction | None) -> float | None:
    return None if fraction is None else float(fraction)
