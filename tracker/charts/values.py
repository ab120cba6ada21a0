"""What a chart is told. Every value is in the unit of the chart's scale."""

import math
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from markupsafe import Markup

HIDDEN = "hidden (small numbers)"
NOT_CALCULABLE = "not calculable"
NONE_HELD = "no figures held"


@dataclass(frozen=True)
class Drawing:
    """A picture for wide pages and paper, and one for phones. One that suits both has no narrow."""

    wide: Markup
    narrow: Markup = field(default_factory=Markup)


class Style(Enum):
    """Whose figures a line shows, and so its colour, dash and marks."""

    OWN = "own"  # the organisation's ratio, or its BME staff: solid, discs
    OTHER = "other"  # its White staff, or its whole workforce: dashed, rings
    EARLIER = "earlier"  # its own, counted another way: dashed, grey discs
    NATIONAL = "national"  # small squares, dotted between neighbouring years
    NATIONAL_OTHER = "national-other"  # the same for the other group: hollow squares

    @property
    def is_national(self) -> bool:
        return self in (Style.NATIONAL, Style.NATIONAL_OTHER)


@dataclass(frozen=True)
class Point:
    """One year's figure. `value` None: there is none. `low` and `high` are its 95 % interval."""

    year: int
    value: float | None
    low: float | None = None
    high: float | None = None
    hidden: bool = False

    @property
    def is_drawn(self) -> bool:
        return not self.hidden and is_number(self.value)

    @property
    def drawn_value(self) -> float:
        """The value of a point that is drawn."""
        return self.value or 0.0

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its two ends, the lower one first."""
        if self.low is None or self.high is None or not is_number(self.low + self.high):
            return None
        return min(self.low, self.high), max(self.low, self.high)


@dataclass(frozen=True)
class Series:
    """The years of one group. With an empty name it is drawn without one."""

    name: str
    points: tuple[Point, ...]
    style: Style = Style.OWN

    @cached_property
    def drawn(self) -> tuple[Point, ...]:
        return tuple(sorted((p for p in self.points if p.is_drawn), key=lambda p: p.year))


@dataclass(frozen=True)
class Break:
    """Before `year` the figures were counted another way. The words say how, on either side."""

    year: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Target:
    """What was promised for `year`, and what should have been reached at the latest figure.

    `start` is the year and value it was set from. With `is_gap`, `value` is how far the group's
    own figure should stand from the other group's.
    """

    value: float
    year: int
    words: str
    due: str = ""
    start: tuple[int, float] | None = None
    expected: float | None = None
    is_gap: bool = False


@dataclass(frozen=True)
class Band:
    """One pay band: its part of all White staff, of all BME staff, and its own BME share (0-1)."""

    name: str
    white: float | None = None
    bme: float | None = None
    share: float | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Rung:
    """One disparity ratio: White staff's chance of the step beside that of BME staff."""

    group: str
    name: str
    value: float | None
    hidden: bool = False
    is_whole: bool = False  # the whole climb, from the lowest to the highest


@dataclass(frozen=True)
class Peer:
    """One organisation in a funnel: `size` is how many cases its figure rests on."""

    size: float
    value: float | None
    is_own: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Limit:
    """A pair of curves: for each size, the lowest and the highest value that is not unusual."""

    name: str
    curve: tuple[tuple[float, float, float], ...]
    is_outer: bool = False


@dataclass(frozen=True)
class Bar:
    """A count and its words. None is drawn as the words alone, as where it is hidden.

    One that is a part of a whole has that whole as an outline behind it; one that is set apart
    from the others, as it counts for nothing that they count for, is empty with a heavy edge."""

    name: str
    value: float | None
    words: str
    is_part: bool = False
    is_apart: bool = False


def is_number(value: float | None) -> bool:
    return value is not None and math.isfinite(value)
