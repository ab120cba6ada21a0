"""Units: how far apart their values stand along an axis, and how they are written."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Ratios worth a line on an axis, the most telling first.
TELLING_RATIOS = (1, 0.8, 1.25, 2, 0.5, 3, 5, 1.6, 10, 0.3, 0.2, 0.1, 4, 1.4, 1.1, 0.65, 30, 100)
ROUND_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Axis:
    """A length of the picture, from the place of its lowest value to that of its highest."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False

    def at(self, value: float) -> float:
        """Where a value stands. One beyond the axis stands on its end."""
        low, high, here = self.low, self.high, min(max(value, self.low), self.high)
        if low == high:
            return (self.start + self.end) / 2
        if self.logarithmic:
            low, high, here = math.log(low), math.log(high), math.log(here)
        return self.start + (here - low) / (high - low) * (self.end - self.start)


@dataclass(frozen=True)
class Scale:
    """A unit. `parity` is the value at which the groups are equal; the rest is how it looks."""

    write: Callable[[float], str]
    write_on_axis: Callable[[float], str]
    lowest: float
    highest: float
    logarithmic: bool = False
    parity: float | None = None
    parity_words: str = ""
    band: tuple[float, float] | None = None
    narrowest: float = 0.02  # the least that an axis spans

    def within(self, value: float) -> float:
        return min(max(value, self.lowest), self.highest)

    def span(self, values: Iterable[float], room: int) -> tuple[float, float, list[float]]:
        """The ends of an axis that shows these values, and up to about `room` lines on it."""
        parity = [] if self.parity is None else [self.parity]
        shown = [self.within(value) for value in [*values, *parity]]
        low, high = min(shown), max(shown)
        if self.logarithmic:
            low, high = low / 1.1, high * 1.1
            return low, high, telling_ratios(low, high, room)
        marks = round_steps(*self._with_room(low, high), room)
        return marks[0], marks[-1], marks

    def _with_room(self, low: float, high: float) -> tuple[float, float]:
        """Ends with a little to spare, from nought where that is not far off."""
        spare = max((high - low) * 0.06, self.narrowest / 2)
        if 0 <= low < high / 2:
            return 0.0, high + spare
        return (max(low - spare, 0.0) if low >= 0 else low - spare), high + spare


def telling_ratios(low: float, high: float, room: int) -> list[float]:
    """The most telling ratios between two ends, none so close to another that words collide."""
    apart = math.log(high / low) / max(room, 1)
    chosen: list[float] = []
    for ratio in TELLING_RATIOS:
        clear = all(abs(math.log(ratio / other)) >= apart for other in chosen)
        if low <= ratio <= high and clear:
            chosen.append(ratio)
    return sorted(chosen)


def round_steps(low: float, high: float, room: int) -> list[float]:
    """Round numbers at even steps, from one at or below `low` to one at or above `high`."""
    rough = (high - low) / max(room, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * size for size in ROUND_STEPS if power * size >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def _ratio(value):
    return f"{value:.2f}" if abs(value) < 1000 else f"{value:.3g}"


def _ratio_on_axis(value):
    return f"{value:.1f}" if round(value, 1) == value else f"{value:g}"


def _points(value):
    text = f"{value:+.1f}" if abs(value) < 1000 else f"{value:+.3g}"
    return text.replace("-", "\N{MINUS SIGN}")


def _points_on_axis(value):
    return f"{value:+g}".replace("-", "\N{MINUS SIGN}") if value else "0"


# A relative likelihood or a disparity ratio.
RATIO = Scale(
    write=_ratio,
    write_on_axis=_ratio_on_axis,
    lowest=1e-3,
    highest=1e3,
    logarithmic=True,
    parity=1.0,
    parity_words="1.0: equally likely",
    band=(0.8, 1.25),
)
# A proportion from 0 to 1, written as a percentage.
SHARE = Scale(
    write=lambda value: f"{100 * value:.1f}%" if abs(value) < 10 else f"{100 * value:.3g}%",
    write_on_axis=lambda value: f"{100 * value:g}%",
    lowest=-10.0,
    highest=10.0,
)
# A difference in percentage points.
POINTS = Scale(
    write=_points,
    write_on_axis=_points_on_axis,
    lowest=-1e4,
    highest=1e4,
    parity=0.0,
    parity_words="0: no gap",
    narrowest=2.0,
)
