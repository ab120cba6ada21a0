"""What a co-ordinator can decide of two people on a list, and what that means pair by pair."""

from dataclasses import dataclass
from typing import Any

from tracker.errors import Refused
from tracker.mentoring.market import Market
from tracker.mentoring.matching import Run
from tracker.mentoring.overriding import (
    Price,
    price_of_exclusion,
    price_of_lock,
    price_of_swap,
)

LOCK, EXCLUDE, LEADER, PLACES = "lock", "exclude", "leader", "places"
DECISIONS = (LOCK, EXCLUDE, LEADER, PLACES)


@dataclass(frozen=True)
class Decision:
    """To lock a pair, rule it out, give the mentee another `leader`, or have the mentee change
    places with an `other`. All are ids."""

    what: str
    mentee: int
    leader: int | None = None
    other: int | None = None

    def price(self, market: Market, run: Run) -> Price:
        if self.what == PLACES:
            if self.other is None or self.other not in market.mentee_at:
                raise Refused("One of these two is not in the pool")
            if self.other == self.mentee:
                raise Refused("Nobody changes places with themself")
            return price_of_swap(market, run, self.mentee, self.other)
        assert self.leader is not None
        priced = price_of_exclusion if self.what == EXCLUDE else price_of_lock
        return priced(market, run, self.leader, self.mentee)

    def pairs(self, leader_of: dict[int, int]) -> list[tuple[str, int, int]]:
        """What is kept of it: a kind, a leader and a mentee each."""
        if self.what != PLACES:
            kind = "swap" if self.what == LEADER else self.what
            return [(kind, self.leader or 0, self.mentee)]
        assert self.other is not None
        both = ((self.mentee, self.other), (self.other, self.mentee))
        return [_given(leader_of, mentee, whose) for mentee, whose in both]

    @property
    def people(self) -> set[int]:
        return {id_ for id_ in (self.mentee, self.leader, self.other) if id_ is not None}


def _given(leader_of: dict[int, int], mentee: int, whose: int) -> tuple[str, int, int]:
    """The other's leader; where the other has none, not their own."""
    if whose in leader_of:
        return "swap", leader_of[whose], mentee
    return "exclude", leader_of[mentee], mentee


def moves_of(price: Any) -> dict[int, tuple[int | None, int | None]]:
    """Of each mentee whom a change would move: their leader before, and after."""
    then, now = price.before.leader_of, price.after.leader_of
    changed = [mentee for mentee in then.keys() | now.keys() if then.get(mentee) != now.get(mentee)]
    return {mentee: (then.get(mentee), now.get(mentee)) for mentee in sorted(changed)}


def people_in(moved: dict[int, tuple[int | None, int | None]]) -> set[int]:
    leaders = {leader for pair in moved.values() for leader in pair if leader is not None}
    return leaders | set(moved)
