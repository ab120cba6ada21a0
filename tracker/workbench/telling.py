"""A suggested pair in words: what it shares, where its points come from, what is to be known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.mentoring.profiles import Leader, Mentee, Pool
from tracker.mentoring.scoring import words_of
from tracker.mentoring.weights import PARTS, Weights

NAMES = {
    "goals": "Goals",
    "profession": "Profession",
    "grade": "Grade gap",
    "availability": "Availability",
    "travel": "Travel",
    "named": "Preference",
}


@dataclass(frozen=True)
class Part:
    """`points` of `most` in the score of 1,000."""

    name: str
    points: int
    most: int
    words: str


@dataclass(frozen=True)
class Told:
    """`first` is what the two share; `rest` says the other parts."""

    first: str
    rest: str
    parts: tuple[Part, ...]
    waited: int
    unchecked: tuple[str, ...]


class Telling:
    """Tells of the pairs of one run, from what went into it."""

    def __init__(self, pool: Pool, weights: Weights, goals: Mapping[str, str]) -> None:
        self.leaders = {one.id: one for one in pool.leaders}
        self.mentees = {one.id: one for one in pool.mentees}
        self.weights, self.goals = weights, goals

    def of(self, suggestion: Any) -> Told:
        leader, mentee = self.leaders[suggestion.leader_id], self.mentees[suggestion.mentee_id]
        words = words_of(leader, mentee, "their")
        told = {**words, "goals": self._goals(leader, mentee, words["goals"])}
        rest = [told[name] for name in PARTS if name != "goals" and told[name] != "not named"]
        return Told(
            first=sentence(told["goals"]),
            rest=" ".join(map(sentence, rest)),
            parts=parts_of(suggestion.parts, self.weights, told),
            waited=mentee.weeks_waited,
            unchecked=mentee.unchecked,
        )

    def _goals(self, leader: Leader, mentee: Mentee, words: str) -> str:
        met = [self.goals.get(goal, goal) for goal in mentee.wants if goal in leader.offers]
        return f"{words} ({'; '.join(met)})" if met else words


def parts_of(points: list[int], weights: Weights, words: Mapping[str, str]) -> tuple[Part, ...]:
    together = sum(weights.given)
    return tuple(
        Part(
            NAMES[name],
            round(part * weight / together),
            round(1000 * weight / together),
            sentence(words[name]),
        )
        for name, part, weight in zip(PARTS, points, weights.given, strict=True)
    )


def sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
