"""From the lines of a file to the figures we keep: every band, roll-up, ratio and gap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


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


@dataclass(frozen=True)
class Worked:
    """One figure: what was counted, what it comes to, and the period it speaks of.

    Rates are 0-1 and unrounded; `value` is in `unit`, and None when it cannot be worked out.
    A hidden figure keeps its numbers here: whoever shows it leaves them out.
    """

    indicator: str
    year: int
    part: str
    item: str
    basis: str
    definition: str
    unit: str
    white_numerator: int | None
    white_denominator: int | None
    bme_numerator: int | None
    bme_denominator: int | None
    unknown_numerator: int | None
    unknown_denominator: int | None
    white_rate: float | None
    bme_rate: float | None
    value: float | None
    low: float | None
    high: float | None
    period_start: date
    period_end: date
    as_at: date
    source: str
    hidden: bool


def work_out(rows: Iterable[Row]) -> list[Worked]:
    """The figures of one organisation, year, indicator and basis."""
    raise NotImplementedError
