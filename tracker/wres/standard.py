"""What a standard is made of: its indicators, their calendar, definitions, bands and goals.

Whatever is marked `verified = False` is believed but unread: no page shows it as official.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

KINDS = (
    "band distribution",
    "ratio of two rates",
    "percentage pair",
    "percentage of one group",
    "mean-score pair",
    "difference of shares",
    "narrative",
)
DIRECTIONS = ("lower", "higher", "parity", "watch")


@dataclass(frozen=True)
class Day:
    """A day of every year, counted from the year of the figures: -1 is the year before."""

    year: int
    month: int
    day: int
    verified: bool = True

    def of(self, year: int) -> date:
        return date(year + self.year, self.month, self.day)


@dataclass(frozen=True)
class Period:
    """What a figure speaks of: from, to, and the day it is as at."""

    start: date
    end: date
    as_at: date


@dataclass(frozen=True)
class Calendar:
    """What a year's figures cover, and when they can come in, are due and are published."""

    words: str
    start: Day
    end: Day
    as_at: Day
    opens: Day
    due: Day
    published: Day


@dataclass(frozen=True)
class Item:
    """What a figure is of. `direction` says which way is good; `parity` is the value of no gap."""

    label: str
    unit: str
    direction: str
    parity: float | None = None


@dataclass(frozen=True)
class Definition:
    """One way of counting; taken up to a year, and for some bases, where a file is silent."""

    version: str
    words: str
    until: int | None = None
    bases: tuple[str, ...] = ()
    breaks_because: str = ""
    verified: bool = True

    def fits(self, year: int, basis: str) -> bool:
        in_time = self.until is None or year <= self.until
        return in_time and (not self.bases or basis in self.bases)


@dataclass(frozen=True)
class Note:
    """What to bear in mind of the figures from a year on; no break."""

    year: int
    words: str
    verified: bool = True


@dataclass(frozen=True)
class Questions:
    """The survey questions behind an indicator, from the first to the last survey year."""

    first: int
    last: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Senior:
    """The cluster that is added up over the staff groups, and what the sum is called."""

    part: str
    item: str
    cluster: str

    @property
    def place(self) -> tuple[str, str]:
        return self.part, self.item


@dataclass(frozen=True)
class Ladder:
    """How bands roll up: the clusters, and the steps between two that have a disparity ratio."""

    parts: tuple[str, ...]
    clusters: Mapping[str, tuple[str, ...]]
    steps: Mapping[str, tuple[str, str]]
    senior: Senior
    verified: bool = True


@dataclass(frozen=True)
class Goal:
    """A goal that was set nationally: points and baseline by year, and what to know of it."""

    name: str
    year_set: int
    indicator: str
    measure: str
    points: Mapping[int, float]
    baseline: Mapping[int, float]
    notes: tuple[str, ...] = ()
    verified: bool = True


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator of a standard, as its file describes it."""

    number: str
    title: str
    short_title: str
    question: str
    kind: str
    unit: str
    direction: str
    rates: str | None = None  # which way is good for each group's own rate, if either is
    parity: float | None = None  # the value at which there is no gap
    non_adverse: tuple[float, float] | None = None
    top: str | None = None  # in a ratio, the group whose rate is divided by the other's
    census: bool = False  # everyone is counted, so nothing is left to chance
    threshold: int
    calendar: Calendar
    bases: tuple[str, ...]
    formula: str
    formula_source: str
    of: str = ""  # the file's item that counts everybody ...
    happened: str = ""  # ... and the one that counts those whom it happened to
    people: str = "staff"
    parts: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    file_items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file_help: str = ""
    figure_parts: Mapping[str, str] = field(
        default_factory=dict
    )  # where a figure's part is not named as in the file
    ladder: Ladder | None = None
    definitions: tuple[Definition, ...]
    notes: tuple[Note, ...] = ()
    questions: tuple[Questions, ...] = ()

    @property
    def main_item(self) -> str:
        """What the figure is called that is worked out of the items of a file."""
        return next(iter(self.items))

    def period(self, year: int) -> Period:
        days = self.calendar
        return Period(days.start.of(year), days.end.of(year), days.as_at.of(year))

    def data_due(self, year: int) -> date:
        """The day by which the figures of that year ought to be held."""
        return self.calendar.due.of(year)

    def item(self, name: str) -> Item:
        """An item's label, unit and direction; one the file does not list is as the indicator."""
        return self.items.get(name) or Item(name, self.unit, self.direction, self.parity)

    def definition_of(self, year: int, basis: str) -> str:
        """The version that a year's figures follow where their file does not say."""
        fitting = (each for each in self.definitions if each.fits(year, basis))
        return next(fitting, self.definitions[-1]).version

    def breaks_between(
        self, definition: str, basis: str, other_definition: str, other_basis: str
    ) -> tuple[str, ...]:
        """Why two figures belong to different series, in words; nothing when they are one."""
        breaks = []
        if definition != other_definition:
            breaks.append(self._why_redefined({definition, other_definition}))
        if basis != other_basis:
            breaks.append(f"One figure is {basis}, the other {other_basis}")
        return tuple(breaks)

    def _why_redefined(self, versions: set[str]) -> str:
        reasons = (
            each.breaks_because
            for each in reversed(self.definitions)
            if each.version in versions and each.breaks_because
        )
        return next(reasons, "The figures follow different definitions")

    def is_non_adverse(self, value: float | None) -> bool | None:
        """Whether a ratio lies in the range that disadvantages nobody.

        None: there is no such range, or no value; then it is neither in nor out.
        """
        if self.non_adverse is None or value is None:
            return None
        low, high = self.non_adverse
        return low <= value <= high

    def questions_in(self, survey_year: int) -> tuple[str, ...]:
        """The names of the survey's questions in that year; none when they are not known."""
        asked = (each.names for each in self.questions if each.first <= survey_year <= each.last)
        return next(asked, ())


@dataclass(frozen=True)
class EthnicCodes:
    """Which first letters of an ethnicity code make up each group; a blank is a letter too."""

    letters: Mapping[str, tuple[str, ...]]
    verified: bool = True

    def group_of(self, code: str) -> str | None:
        """White, BME or Unknown; None for a code that belongs to none of them."""
        first = code.strip()[:1].upper()
        return next((group for group, letters in self.letters.items() if first in letters), None)


@dataclass(frozen=True)
class Standard:
    """A set of indicators, with the codes and goals that belong to it."""

    name: str
    title: str
    indicators: Mapping[str, Indicator]
    ethnicity: EthnicCodes | None = None
    goals: tuple[Goal, ...] = ()
