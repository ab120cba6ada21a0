"""Why this match: what a pair rests on, and why nobody whom the mentee would suit better.

For the mentee and the co-ordinator. A leader is told neither ranks nor other leaders.
"""

from dataclasses import dataclass

import numpy as np

from tracker.errors import Refused
from tracker.mentoring.columns import Numbers
from tracker.mentoring.market import Edges, Market, without_mentee
from tracker.mentoring.matching import NOBODY, Pair, Run, assigned
from tracker.mentoring.scoring import words_of
from tracker.mentoring.weights import PARTS
from tracker.mentoring.wording import counted, whom

NEVER = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class Part:
    """`points` are 0 to 1000; `share` is the per cent of the score that the part weighs."""

    name: str
    points: int
    share: float
    words: str


@dataclass(frozen=True)
class WhyNot:
    """What a place with a better leader would cost the others: `people` who would be left without
    a mentor, then `points` of what the list weighs, waiting and kept pairs among them.

    Both are None where every place of the leader is locked or lived in.
    """

    leader: int
    score: int
    people: int | None
    points: int | None

    @property
    def words(self) -> str:
        if self.people is None or self.points is None:
            return "full; these places are agreed or locked"
        if self.people > 0:
            left = f"leave {whom(self.people)} without a mentor"
            return f"full; giving them this place would {left}"
        if self.points <= 0:
            return "giving them this place would cost nobody anything: it is as good a list"
        return f"full; giving them this place would cost others {counted(self.points, 'point')}"


@dataclass(frozen=True)
class Explanation:
    pair: Pair
    parts: tuple[Part, ...]
    better: tuple[WhyNot, ...]  # the best first


def explain_pair(market: Market, run: Run, mentee: int, whose: str = "your") -> Explanation:
    """The match of a mentee (by id) in a run of this market."""
    pair = next((pair for pair in run.pairs if pair.mentee == mentee), None)
    if pair is None:
        raise Refused("There is no match to explain: nobody was found for them")
    return Explanation(pair, parts_of_pair(market, pair, whose), why_not(market, run, mentee))


def parts_of_pair(market: Market, pair: Pair, whose: str = "your") -> tuple[Part, ...]:
    leader = market.columns.leaders[market.leader_at[pair.leader]]
    mentee = market.columns.mentees[market.mentee_at[pair.mentee]]
    words = words_of(leader, mentee, whose)
    weights = market.settings.weights.given
    return tuple(
        Part(name, points, 100 * weight / sum(weights), words[name])
        for name, points, weight in zip(PARTS, pair.parts, weights, strict=True)
    )


def why_not(market: Market, run: Run, mentee: int) -> tuple[WhyNot, ...]:
    """Each acceptable leader who suits the mentee better than the one they have, or any at all for
    whoever has nobody, with what it would cost: the same as matching all again with that pair
    forced."""
    position = market.mentee_at[mentee]
    some = market.acceptable
    mine = some.those(some.mentee == position)
    has = next((pair for pair in run.pairs if pair.mentee == mentee), None)
    better = mine.those(mine.score > has.score) if has else mine
    if not len(better):
        return ()
    costs = _costs_to_others(market, run, position)
    whys = [
        WhyNot(market.columns.leaders[n].id, score, *costs(n))
        for n, score in zip(better.leader.tolist(), better.score.tolist(), strict=True)
    ]
    return tuple(sorted(whys, key=lambda why: (-why.score, why.leader)))


def _costs_to_others(market: Market, run: Run, position: int):
    """A function from a leader to the people and points that a place with them costs the others.

    The others are matched once without the mentee. Then whoever gives up a place goes elsewhere,
    and whoever gives up that place in turn, by the cheapest chain from each leader.
    """
    rest = without_mentee(market, position)
    edges = rest.edges
    leader_of = assigned(rest, edges)
    person = 4 * len(market.columns.mentees) * (int(market.acceptable.value.max()) + 1)
    losses = losses_of_a_place(rest, edges, leader_of, person)
    gone = person * _made(leader_of) + _value(edges, leader_of)
    now_of = leaders_in(market, run)
    now_of[position] = NOBODY
    now = person * _made(now_of) + _value(edges, now_of)

    def cost(leader: int) -> tuple[int | None, int | None]:
        if market.free[leader] < 1:
            return None, None
        lost = now - gone + int(losses[leader])
        people = (lost + person // 2) // person
        return people, lost - people * person

    return cost


def losses_of_a_place(market: Market, edges: Edges, leader_of: Numbers, person: int) -> Numbers:
    """Of each leader, what the best match loses with one place of theirs fewer; a person who is
    left without a mentor counts `person`, more than all values.

    Exact: the cheapest chains over the match (Bellman and Ford), which has none that gains.
    """
    leaders = len(market.columns.leaders)
    used = np.bincount(leader_of[leader_of != NOBODY], minlength=leaders)
    losses = np.where(used < market.free, 0, NEVER)
    sits = leader_of[edges.mentee]
    own = np.zeros(len(leader_of), dtype=np.int64)
    made = edges.leader == sits
    own[edges.mentee[made]] = edges.value[made]
    np.minimum.at(losses, edges.leader[made], person + edges.value[made])
    moves = edges.those((sits != NOBODY) & ~made)
    start, loss = leader_of[moves.mentee], own[moves.mentee] - moves.value
    order = np.argsort(start, kind="stable")
    start, end, loss = start[order], moves.leader[order], loss[order]
    firsts = np.flatnonzero(np.diff(start, prepend=-1))
    while len(firsts):
        found = np.minimum.reduceat(losses[end] + loss, firsts)
        if (found >= losses[start[firsts]]).all():
            break
        losses[start[firsts]] = np.minimum(losses[start[firsts]], found)
    return losses


def leaders_in(market: Market, run: Run) -> Numbers:
    """Of each mentee, their leader's position in the run, or NOBODY; locked pairs left aside."""
    leader_of = np.full(len(market.columns.mentees), NOBODY, dtype=np.int64)
    at, by = market.mentee_at, market.leader_at
    for pair in run.pairs:
        if not pair.locked:
            leader_of[at[pair.mentee]] = by[pair.leader]
    return leader_of


def _made(leader_of: Numbers) -> int:
    return int(np.count_nonzero(leader_of != NOBODY))


def _value(edges: Edges, leader_of: Numbers) -> int:
    return int(edges.value[edges.leader == leader_of[edges.mentee]].sum())
