"""What a match is made of, and how much each part weighs: edited by a programme, by version."""

import math
from dataclasses import dataclass, field

from tracker.errors import Refused

PARTS = {
    "goals": 35.0,
    "profession": 15.0,
    "grade": 15.0,
    "availability": 10.0,
    "travel": 10.0,
    "named": 15.0,
}
WHOLE = 1_000_000  # weights are normalised to whole millionths, so that sums of them are exact


@dataclass(frozen=True)
class Weights:
    """Any numbers of nought or more, in the order of PARTS; what counts is their share."""

    goals: float = PARTS["goals"]
    profession: float = PARTS["profession"]
    grade: float = PARTS["grade"]
    availability: float = PARTS["availability"]
    travel: float = PARTS["travel"]
    named: float = PARTS["named"]

    def __post_init__(self) -> None:
        if not all(math.isfinite(weight) and weight >= 0 for weight in self.given):
            raise Refused("Each weight is a number of nought or more")
        if not 0 < sum(self.given) < math.inf:
            raise Refused("The weights come to nought. Give at least one of them a weight")

    @property
    def given(self) -> tuple[float, ...]:
        return tuple(float(getattr(self, part)) for part in PARTS)

    @property
    def millionths(self) -> tuple[int, ...]:
        """Their shares, in whole millionths; rounded, so not always a million together."""
        together = sum(self.given)
        return tuple(round(WHOLE * weight / together) for weight in self.given)


@dataclass(frozen=True)
class Settings:
    """What the Centre may change. `floor` is on the score, 0 to 1000; the rest is in points.

    Points for waiting and for the list before decide between people and between lists, and are
    in nobody's score and no total.
    """

    version: int = 1
    weights: Weights = field(default_factory=Weights)
    floor: int = 350
    a_week_waited: int = 2
    most_weeks: int = 104
    each_time_left_out: int = 25
    most_times: int = 4
    kept_pair: int = 20

    def __post_init__(self) -> None:
        if not 0 <= self.floor <= 1000:
            raise Refused("The floor is a score of 0 to 1000")
        points = (self.a_week_waited, self.each_time_left_out, self.kept_pair)
        if not all(0 <= each <= 1000 for each in points):
            raise Refused("Points for waiting and for the list before are 0 to 1000")
        if self.most_weeks < 0 or self.most_times < 0:
            raise Refused("What is counted of waiting is nought or more")
