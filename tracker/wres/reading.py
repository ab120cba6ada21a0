"""Figures in plain English: there is a sentence for every figure, whatever is missing of it."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Protocol

from tracker.wres.standard import Indicator

HIDDEN = "hidden (small numbers)"
NOT_CALCULABLE = "not calculable"
PRECISION_UNKNOWN = "precision unknown"
CENSUS = "everyone is counted, so there is no interval"
APPROXIMATE = "approximate because answers are weighted"

MINUS = "\N{MINUS SIGN}"
FEW = 0.02  # a rate below this is written with two decimals
DIGITS = Context(prec=60, rounding=ROUND_HALF_UP)


class Readable(Protocol):
    """What a figure must have to be read out, wherever it comes from."""

    @property
    def value(self) -> float | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def item(self) -> str: ...
    @property
    def white_rate(self) -> float | None: ...
    @property
    def bme_rate(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def hidden(self) -> bool: ...


def rounded(value: float | None, unit: str) -> str:
    """A value as shown: a ratio with two decimals, a share as a percentage with one, points with
    one. None is not calculable; nought has no sign."""
    if value is None:
        return NOT_CALCULABLE
    if unit == "share":
        return f"{_decimal(value, 1, times=100)}%"
    return _decimal(value, 1 if unit == "percentage points" else 2)


def signed(value: float | None, unit: str) -> str:
    """As `rounded`, with a plus before what is above nought when rounded."""
    words = rounded(value, unit)
    is_above = value is not None and any(digit in "123456789" for digit in words) and value > 0
    return f"+{words}" if is_above else words


def percentage(rate: float | None) -> str:
    """A group's rate, 0 to 1: 13.5%, and 1.34% of what is rare."""
    if rate is None:
        return NOT_CALCULABLE
    return f"{_decimal(rate, 2 if abs(rate) < FEW else 1, times=100)}%"


def in_words(figure: Readable, about: Indicator) -> str:
    """What a figure comes to: "1.44 times as likely for White staff as for BME staff"."""
    if figure.hidden:
        return HIDDEN
    if figure.value is None:
        return _one_rate(figure, about)
    say = SAID.get((about.kind, figure.unit))
    return say(figure, about) if say else rounded(figure.value, figure.unit)


def rates_in_words(figure: Readable) -> str:
    """Both groups' own rates: "BME 13.5% and White 15.8%"."""
    if figure.hidden:
        return HIDDEN
    return f"BME {percentage(figure.bme_rate)} and White {percentage(figure.white_rate)}"


def interval_in_words(figure: Readable, about: Indicator) -> str:
    """The ends of the 95 % interval, or why there is none: "1.27 to 1.64"."""
    if figure.hidden:
        return HIDDEN
    if about.census:
        return CENSUS
    if figure.low is None or figure.high is None:
        return PRECISION_UNKNOWN
    ends = f"{rounded(figure.low, figure.unit)} to {rounded(figure.high, figure.unit)}"
    return f"{ends}, {APPROXIMATE}" if about.kind == "percentage pair" else ends


def _one_rate(figure: Readable, about: Indicator) -> str:
    """A published rate of one group, which makes no gap."""
    rates = {"BME": figure.bme_rate, "White": figure.white_rate}
    known = [group for group, rate in rates.items() if rate is not None]
    if about.kind != "percentage pair" or len(known) != 1:
        return NOT_CALCULABLE
    (group,) = known
    lacking = "White" if group == "BME" else "BME"
    known_rate = percentage(rates[group])
    return f"{known_rate} of {group} {about.people}; no figure for {lacking} {about.people}"


def _likelihood(figure: Readable, about: Indicator) -> str:
    top = about.top or "White"
    bottom = "BME" if top == "White" else "White"
    return _times_as_likely(figure.value, f"{top} {about.people}", f"{bottom} {about.people}")


def _step(figure: Readable, about: Indicator) -> str:
    """A disparity ratio between two clusters of bands."""
    people = f"{_part(figure, about)} {about.people}".strip()
    label = about.item(figure.item).label
    return f"{_times_as_likely(figure.value, f'White {people}', f'BME {people}')} to be in {label}"


def _times_as_likely(ratio: float | None, top: str, bottom: str) -> str:
    times = rounded(ratio, "ratio")
    how = "as likely" if times == "1.00" else f"{times} times as likely"
    return f"{how} for {top} as for {bottom}"


def _share(figure: Readable, about: Indicator) -> str:
    whole = f"{_part(figure, about)} {about.item(figure.item).label}".strip()
    return f"{rounded(figure.value, figure.unit)} of {whole} are BME"


def _gap(figure: Readable, about: Indicator) -> str:
    points = signed(figure.value, figure.unit)
    if points == "0.0":
        return f"no gap between BME and White {about.people}"
    return f"{points} points {'more' if points[0] == '+' else 'less'} for BME {about.people}"


def _beside_workforce(figure: Readable, about: Indicator) -> str:
    share, points = f"the BME share of {_part(figure, about)}", signed(figure.value, figure.unit)
    if points == "0.0":
        return f"{share} is the same as the workforce’s"
    side = "above" if points[0] == "+" else "below"
    return f"{share} is {points[1:]} points {side} the workforce’s"


SAID: Mapping[tuple[str, str], Callable[[Readable, Indicator], str]] = {
    ("ratio of two rates", "ratio"): _likelihood,
    ("band distribution", "ratio"): _step,
    ("band distribution", "share"): _share,
    ("difference of shares", "share"): _share,
    ("difference of shares", "percentage points"): _beside_workforce,
    ("percentage pair", "percentage points"): _gap,
}
"""By kind and unit. What has no sentence of its own is said as a number."""


def _part(figure: Readable, about: Indicator) -> str:
    return about.parts.get(figure.part, figure.part)


def _decimal(value: float, places: int, times: int = 1) -> str:
    """Halves go up, as printed numbers do: 1.005 is 1.01, which the float behind it is not."""
    exact = Decimal(repr(float(value))) * times
    short = exact.quantize(Decimal(1).scaleb(-places), context=DIGITS)
    return f"{abs(short) if short == 0 else short:f}".replace("-", MINUS)
