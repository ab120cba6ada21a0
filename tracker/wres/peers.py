"""Organisations of one kind beside each other: who lies further out than chance would put them.

Never a league table: they are listed by name, and the sentence is about one of them.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.charts import Drawing, Limit, Peer, funnel
from tracker.wres.indicators import Outcome, relative_likelihood
from tracker.wres.pictures import SCALES
from tracker.wres.reading import HIDDEN, rounded
from tracker.wres.shown import Shown
from tracker.wres.statistics import (
    Z95,
    Z998,
    Overdispersion,
    error_of_ratio,
    overdispersion,
    ratio_limits,
)
from tracker.wres.trends import Trend
from tracker.wres.workings import top_and_bottom

FEWEST = 3  # organisations with counts, without which nobody is set beside anybody
STEPS = 40  # points along a limit's curve
INSIDE, BETWEEN, OUTSIDE = (
    "inside the 95% limits",
    "between the 95% and the 99.8% limits",
    "outside the 99.8% limits",
)


UNUSUAL = {
    INSIDE: "is not unusual for this number of cases",
    BETWEEN: "is more than chance would often give with this number of cases",
    OUTSIDE: "is far more than chance would give with this number of cases",
}


@dataclass(frozen=True)
class Placed:
    """An organisation that is drawn; `z` is how many errors it lies from all of them together."""

    name: str
    figure: Shown
    size: float
    z: float
    is_own: bool

    @property
    def where(self) -> str:
        if abs(self.z) <= Z95:
            return INSIDE
        return BETWEEN if abs(self.z) <= Z998 else OUTSIDE


@dataclass(frozen=True)
class Comparison:
    """The organisations of one indicator and year about the figure of all of them together.

    `variance` is that of ln r for one case; `spread` what organisations differ by beyond chance.
    """

    placed: tuple[Placed, ...]
    not_drawn: int
    centre: float
    variance: float
    spread: Overdispersion

    @property
    def own(self) -> Placed | None:
        return next((each for each in self.placed if each.is_own), None)

    @property
    def sentence(self) -> str:
        own = self.own
        if own is None:
            return f"Its own figure is {HIDDEN}, so it is not drawn"
        value = rounded(own.figure.value, "ratio")
        return f"{own.where[0].upper()}{own.where[1:]}: {value} {UNUSUAL[own.where]}"

    @property
    def notes(self) -> list[str]:
        where = [each.where for each in self.placed]
        counted = ", ".join(f"{where.count(place)} {place}" for place in UNUSUAL)
        return [
            f"Of {len(where)}: {counted}",
            *([f"{self.not_drawn} not drawn: {HIDDEN}"] if self.not_drawn else []),
            self.widened,
        ]

    @property
    def widened(self) -> str:
        """What organisations differ by beyond chance is said, not left for them to guess."""
        if not self.spread.tau_squared:
            return "Limits as wide as chance makes them: the organisations differ no more than that"
        return f"Limits widened for overdispersion of {self.spread.factor:.2f}"

    @property
    def table(self) -> dict[str, Any]:
        """By name, since a rank would say more than the figures do."""
        headings = ("Organisation", "Ratio", "95% interval", "Where it lies")
        return {
            "caption": "Every organisation that is drawn, by name",
            "headings": [{"text": text, "numeric": text == "Ratio"} for text in headings],
            "rows": [
                [each.name, rounded(each.figure.value, "ratio"), interval(each.figure), each.where]
                for each in sorted(self.placed, key=lambda each: each.name)
            ],
        }


def comparison(of: Trend, others: Sequence[tuple[str, Shown]]) -> Comparison | None:
    """The organisation beside others of its year whose figures rest on counts.

    None when there are too few to say what is usual.
    """
    latest = of.latest
    if latest is None:
        return None
    alike = [(name, each) for name, each in others if each.continues(latest)]
    drawn = [
        (name, each, each.value, both, error)
        for name, each in alike
        if each.value and (both := top_and_bottom(each, of)) and (error := error_of_ratio(*both))
    ]
    if len(drawn) < FEWEST:
        return None
    top, bottom = (together(both[side] for *_, both, _ in drawn) for side in (0, 1))
    ratio = relative_likelihood(top, bottom)
    if ratio is None:
        return None
    centre = float(ratio)
    deviations = [(math.log(value / centre), error) for _, _, value, _, error in drawn]
    spread = overdispersion(deviations)
    variance = variance_of_a_case(top, bottom)
    return Comparison(
        placed=tuple(
            Placed(
                name,
                each,
                size=variance / error**2,
                z=math.log(value / centre) / math.hypot(error, math.sqrt(spread.tau_squared)),
                is_own=each.organisation_id == latest.organisation_id,
            )
            for name, each, value, _, error in drawn
        ),
        not_drawn=sum(each.hidden for _, each in alike),
        centre=centre,
        variance=variance,
        spread=spread,
    )


def picture(of: Trend, beside: Comparison) -> Drawing:
    """Limits about the figure of all, the narrower the more cases there are."""
    peers = [Peer(each.size, each.figure.value, each.is_own) for each in beside.placed]
    own = beside.own
    words = (
        f"{of.organisation} is at {rounded(own.figure.value, 'ratio')}, {own.where}. "
        if own
        else ""
    )
    together_ = f"All {len(peers)} together {rounded(beside.centre, 'ratio')}"
    return funnel(
        f"{of.about.title}: organisations of one kind, by how much their figures rest on",
        f"{words}{together_}. {'. '.join(beside.notes)}.",
        peers,
        scale=SCALES["ratio"],
        centre=beside.centre,
        centre_words=f"All {len(peers)} together",
        limits=[
            Limit("95% limit", curve(beside, Z95)),
            Limit("99.8% limit", curve(beside, Z998), is_outer=True),
        ],
    )


def curve(beside: Comparison, z: float) -> tuple[tuple[float, float, float], ...]:
    """From the fewest cases of any organisation to the most: cases, lower and upper limit."""
    sizes = [each.size for each in beside.placed]
    first, last = min(sizes) * 0.8, max(sizes) * 1.2
    points = (first * (last / first) ** (step / STEPS) for step in range(STEPS + 1))
    tau = beside.spread.tau_squared
    return tuple(
        (size, *ratio_limits(beside.centre, math.sqrt(beside.variance / size), z, tau))
        for size in points
    )


def together(outcomes: Iterable[Outcome]) -> Outcome:
    every = list(outcomes)
    return Outcome(sum(each.happened for each in every), sum(each.total for each in every))


def variance_of_a_case(top: Outcome, bottom: Outcome) -> float:
    """The variance of ln r times the cases it rests on, with both groups' usual share of them."""
    cases = top.happened + bottom.happened
    return cases * sum(1 / each.happened - 1 / each.total for each in (top, bottom))


def interval(figure: Shown) -> str:
    return " to ".join(rounded(end, "ratio") for end in figure.interval or ())
