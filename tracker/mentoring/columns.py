"""The people of a pool as arrays, one element each, so that every pair is weighed at once.

People stand in an order that a hash of their ids gives: neither the order they came in nor the
order they joined in decides between matches that are equally good.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from tracker.mentoring.profiles import GRADES, MOST_NAMED, TRAVELS, Leader, Mentee, Pool

Numbers = np.ndarray[Any, np.dtype[Any]]
Person = TypeVar("Person", Leader, Mentee)

UNKNOWN = -1


@dataclass(frozen=True)
class Side:
    """What leaders and mentees have alike. Ids as they are, words by number; -1 is unknown."""

    ids: Numbers
    organisation: Numbers
    directorate: Numbers
    region: Numbers
    icb: Numbers
    remote: Numbers
    travels: Numbers  # the further, the more
    profession: Numbers
    family: Numbers
    grade: Numbers
    availability: Numbers  # a row for each person, a column for each time of the week
    manager: Numbers
    managers_manager: Numbers


@dataclass(frozen=True)
class Columns:
    """A pool as arrays. Pairs of people are two arrays of positions: mentees', and leaders'.

    The pairs that something is said of are sorted numbers, as `key` gives them.
    """

    leaders: tuple[Leader, ...]
    mentees: tuple[Mentee, ...]
    leader: Side
    mentee: Side
    capacity: Numbers
    leads: Numbers
    offers: Numbers  # a row for each leader, a column for each goal, and one that nobody offers
    wants: Numbers  # a row for each mentee: goals in order, then the one that nobody offers
    wanted: Numbers  # how many
    taken: Numbers  # the mentees who have a mentor already
    names: tuple[Numbers, ...]  # pairs where the leader is named first, second, third
    matrix: Numbers
    excluded: Numbers
    declined: Numbers
    suggested: Numbers

    def key(self, mentee: Numbers, leader: Numbers) -> Numbers:
        return mentee * len(self.leaders) + leader


def columns_of(pool: Pool) -> Columns:
    leaders, mentees = in_order(pool.leaders), in_order(pool.mentees)
    numbers = _Numbers(leaders, mentees)
    matched = pool.matched_already
    goals = _codes(goal for one in leaders for goal in one.offers)
    return Columns(
        leaders=leaders,
        mentees=mentees,
        leader=numbers.side(leaders),
        mentee=numbers.side(mentees),
        capacity=_integers(one.capacity for one in leaders),
        leads=_booleans(one.leads_organisation for one in leaders),
        offers=_table([one.offers for one in leaders], goals, spare=1),
        wants=_wants(mentees, goals),
        wanted=_integers(len(one.wants) for one in mentees),
        taken=_booleans(one.id in matched for one in mentees),
        names=numbers.named(),
        matrix=numbers.matrix(),
        excluded=numbers.excluded(),
        declined=numbers.pairs(pool.declined),
        suggested=numbers.pairs(pool.suggested),
    )


def in_order(people: Sequence[Person]) -> tuple[Person, ...]:
    order = np.argsort(mixed(_integers(one.id for one in people)), kind="stable")
    return tuple(people[position] for position in order)


def mixed(ids: Numbers) -> Numbers:
    """Each number as another, no two as one, in no order (SplitMix64: Steele and others, 2014)."""
    z = ids.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def alike(one: Numbers, other: Numbers) -> Numbers:
    """The same, and known."""
    return (one == other) & (one != UNKNOWN)


def among(keys: Numbers, those: Numbers) -> Numbers:
    """Which of the keys are among those, which are sorted."""
    if not those.size:
        return np.zeros(keys.shape, dtype=bool)
    found = np.searchsorted(those, keys)
    found[found == those.size] = 0
    return those[found] == keys


class _Numbers:
    """The same word or person is the same number on both sides."""

    def __init__(self, leaders: Sequence[Leader], mentees: Sequence[Mentee]) -> None:
        self.leaders, self.mentees = leaders, mentees
        everybody: tuple[Leader | Mentee, ...] = (*leaders, *mentees)
        self.regions = _codes(one.region for one in everybody)
        self.professions = _codes(one.profession for one in everybody)
        self.families = _codes(one.family for one in everybody)
        self.times = _codes(time for one in everybody for time in one.availability)
        self.leader_at = {one.id: position for position, one in enumerate(leaders)}
        self.mentee_at = {one.id: position for position, one in enumerate(mentees)}

    def side(self, people: Sequence[Leader] | Sequence[Mentee]) -> Side:
        return Side(
            ids=_integers(one.id for one in people),
            organisation=_integers(one.organisation for one in people),
            directorate=_known(one.directorate for one in people),
            region=_integers(self.regions.get(one.region, UNKNOWN) for one in people),
            icb=_known(one.icb for one in people),
            remote=_booleans(one.remote for one in people),
            travels=_integers(_TRAVELS_AT.get(one.travels, UNKNOWN) for one in people),
            profession=_integers(self.professions.get(one.profession, UNKNOWN) for one in people),
            family=_integers(self.families.get(one.family, UNKNOWN) for one in people),
            grade=_integers(_GRADE_AT.get(one.grade, UNKNOWN) for one in people),
            availability=_table([one.availability for one in people], self.times),
            manager=_known(one.manager for one in people),
            managers_manager=_known(one.managers_manager for one in people),
        )

    def pairs(self, ids: Iterable[tuple[int, int]]) -> Numbers:
        """The keys of those pairs of ids that are both in the pool."""
        width = len(self.leaders)
        at, by = self.mentee_at, self.leader_at
        return np.unique(_integers(at[m] * width + by[n] for n, m in ids if m in at and n in by))

    def named(self) -> tuple[Numbers, ...]:
        each = range(MOST_NAMED)
        return tuple(
            self.pairs((one.names[n], one.id) for one in self.mentees if n < len(one.names))
            for n in each
        )

    def matrix(self) -> Numbers:
        above = [(leader, one.id) for one in self.mentees for leader in one.matrix_line]
        below = [(one.id, mentee) for one in self.leaders for mentee in one.matrix_line]
        return self.pairs([*above, *below])

    def excluded(self) -> Numbers:
        working_at: dict[int, list[int]] = {}
        for one in self.leaders:
            working_at.setdefault(one.organisation, []).append(one.id)
        people = [(leader, one.id) for one in self.mentees for leader in one.excludes]
        those_of = [
            (leader, one.id)
            for one in self.mentees
            for organisation in one.excludes_organisations
            for leader in working_at.get(organisation, ())
        ]
        return self.pairs([*people, *those_of])


_GRADE_AT: dict[str | None, int] = {grade: position for position, grade in enumerate(GRADES)}
_TRAVELS_AT: dict[str | None, int] = {how: position for position, how in enumerate(TRAVELS)}


def _wants(mentees: Sequence[Mentee], goals: dict[str | None, int]) -> Numbers:
    nobody_offers = len(goals)
    wants = np.full((len(mentees), MOST_NAMED), nobody_offers, dtype=np.int64)
    for row, one in enumerate(mentees):
        for place, goal in enumerate(one.wants):
            wants[row, place] = goals.get(goal, nobody_offers)
    return wants


def _codes(words: Iterable[str | None]) -> dict[str | None, int]:
    known = sorted({word for word in words if word is not None})
    return {word: number for number, word in enumerate(known)}


def _table(sets: list[frozenset[str]], codes: dict[str | None, int], spare: int = 0) -> Numbers:
    table = np.zeros((len(sets), len(codes) + spare), dtype=bool)
    for row, words in enumerate(sets):
        for word in words:
            table[row, codes[word]] = True
    return table


def _known(values: Iterable[int | None]) -> Numbers:
    return _integers(UNKNOWN if value is None else value for value in values)


def _integers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.int64)


def _booleans(values: Iterable[bool]) -> Numbers:
    return np.fromiter(values, dtype=bool)
