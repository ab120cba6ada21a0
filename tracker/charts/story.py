"""What a trend has to tell, put in order before any of it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tracker.charts.scales import Scale
from tracker.charts.values import Break, Series, Style, Target

# The organisation's own line is drawn last, so that it lies on top.
DRAWN_IN_TURN = (
    Style.NATIONAL_OTHER,
    Style.NATIONAL,
    Style.OTHER,
    Style.EARLIER,
    Style.OWN,
)


@dataclass(frozen=True)
class Story:
    series: tuple[Series, ...]
    scale: Scale
    breaks: tuple[Break, ...]
    target: Target | None
    years: tuple[int, int]
    as_at: str
    unit: str

    @cached_property
    def own(self) -> list[Series]:
        """What belongs to the organisation, in the order in which it is drawn."""
        return [series for series in self.series if not series.style.is_national]

    @cached_property
    def named_last(self) -> list[Series]:
        """The organisation's lines that reach its latest year."""
        return [s for s in self.own if s.drawn and s.drawn[-1].year == self.latest]

    @cached_property
    def latest(self) -> int | None:
        """The last year in which the organisation has a figure that is drawn."""
        return max((point.year for series in self.own for point in series.drawn), default=None)

    @cached_property
    def hidden_years(self) -> list[int]:
        return sorted({p.year for series in self.own for p in series.points if p.hidden})

    @cached_property
    def has_two_groups(self) -> bool:
        return any(series.drawn for series in self.own if series.style is Style.OTHER)

    @cached_property
    def target_ends(self) -> tuple[float | None, float] | None:
        """Where the target stands. A gap has a foot too: the other group's latest figure."""
        if self.target is None:
            return None
        if not self.target.is_gap:
            return None, self.target.value
        others = [p for s in self.own if s.style is Style.OTHER for p in s.drawn]
        foot = others[-1].drawn_value if others else 0.0
        return foot, foot + self.target.value


def told(
    series: Sequence[Series],
    scale: Scale,
    breaks: Sequence[Break],
    target: Target | None,
    years: tuple[int, int] | None,
    as_at: str = "",
    unit: str = "",
) -> Story:
    held = [point.year for one in series for point in one.points]
    ends = [*held, *(years or ()), *([target.year] if target else [])]
    span = (min(ends), max(ends)) if ends else (0, 0)
    inside = tuple(change for change in breaks if span[0] < change.year <= span[1])
    order = tuple(sorted(series, key=lambda one: DRAWN_IN_TURN.index(one.style)))
    return Story(order, scale, inside, target, span, as_at, unit)
