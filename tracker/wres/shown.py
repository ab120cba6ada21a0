"""A figure as anybody may see it: what rests on a small number has been left out."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from tracker.wres.indicators import Outcome


class Subject(NamedTuple):
    """What a figure is of, in whatever year and however it was counted."""

    indicator: str
    part: str
    item: str


class Counted(NamedTuple):
    """The six counts that a figure rests on. None: not given, or hidden."""

    white_numerator: int | None = None
    white_denominator: int | None = None
    bme_numerator: int | None = None
    bme_denominator: int | None = None
    unknown_numerator: int | None = None
    unknown_denominator: int | None = None

    @property
    def white(self) -> Outcome | None:
        return _outcome(self.white_numerator, self.white_denominator)

    @property
    def bme(self) -> Outcome | None:
        return _outcome(self.bme_numerator, self.bme_denominator)

    @property
    def outcomes(self) -> tuple[Outcome, Outcome] | None:
        """White and BME, where all four counts are there."""
        white, bme = self.white, self.bme
        return (white, bme) if white and bme else None


NOT_COUNTED = Counted()


class Version(NamedTuple):
    """The accepted file that a figure came in."""

    id: int
    file_name: str
    accepted_at: datetime
    accepted_by: str | None  # None: nobody with an account, such as the command line


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One figure. Of a hidden one every rate, value, end and count is None.

    Rates are 0 to 1 and unrounded; `value` is in `unit`, and None when it is not calculable.
    """

    id: int
    organisation_id: int
    version: Version | None = None  # only where figures are read with their files
    indicator: str
    year: int
    part: str
    item: str
    basis: str
    definition: str
    unit: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    white_rate: float | None = None
    bme_rate: float | None = None
    counts: Counted = NOT_COUNTED
    period_start: date
    period_end: date
    as_at: date
    source: str
    hidden: bool

    @cached_property
    def subject(self) -> Subject:
        return Subject(self.indicator, self.part, self.item)

    @property
    def way(self) -> tuple[str, str]:
        """How it was counted: figures counted in two ways are two series."""
        return self.basis, self.definition

    @property
    def is_counted(self) -> bool:
        return self.counts != NOT_COUNTED

    @property
    def interval(self) -> tuple[float, float] | None:
        return None if self.low is None or self.high is None else (self.low, self.high)

    def continues(self, other: "Shown") -> bool:
        """Whether both were counted in the same way, so that a line may join them."""
        return (self.subject, self.way) == (other.subject, other.way)

    def measured(self, measure: str) -> float | None:
        """The value, a group's rate, or the BME rate beside the White one ("ratio").

        None when hidden or not calculable.
        """
        if measure == "white rate":
            return self.white_rate
        if measure == "bme rate":
            return self.bme_rate
        if measure == "value" or self.unit == "ratio":
            return self.value
        if self.bme_rate is None or not self.white_rate:
            return None
        return self.bme_rate / self.white_rate


def _outcome(happened: int | None, total: int | None) -> Outcome | None:
    return None if happened is None or total is None else Outcome(happened, total)
