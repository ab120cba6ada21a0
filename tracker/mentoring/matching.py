"""Choosing the pairs: most people first, then the best total, then the worst-off if asked.

One exact solve over sparse pairs. There is no stable matching here: with one score for both sides
it is what greed would choose, and leaves out people who could be matched.
"""

import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import scipy
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from tracker.errors import Refused
from tracker.mentoring import rules
from tracker.mentoring.columns import Numbers
from tracker.mentoring.market import Edges, Market, market_of
from tracker.mentoring.profiles import PairIds, Pool, fingerprint
from tracker.mentoring.scoring import FULL
from tracker.mentoring.weights import Settings

SOLVER = f"scipy {scipy.__version__}"
NOBODY = -1
EXACT = 2**53  # whole numbers below it are exact in the solver's floats


class Pair(NamedTuple):
    """A leader and a mentee by id. `parts` are in the order of PARTS, each 0 to 1000.

    `rank` on the mentee's list of acceptable leaders is for the co-ordinator; None for a locked
    pair that is not on it. `unchecked`: what is not known, so that a rule could not be checked.
    """

    leader: int
    mentee: int
    score: int
    worth: int
    parts: tuple[int, ...]
    rank: int | None
    locked: bool = False
    steps_back: bool = False
    briefing_first: bool = False
    unchecked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """A list that was drawn, and all that is needed to draw it again.

    `places` were free before locks; `total` adds up what pairs are worth, without points for
    waiting or for the list before. `worst` and `fifth_percentile` are scores, None of nobody.
    """

    pairs: tuple[Pair, ...]
    unmatched: tuple[int, ...]
    places: int
    total: int
    worst: int | None
    fifth_percentile: int | None
    settings: Settings
    rules_version: int
    solver: str
    input_hash: str
    seconds: float = field(default=0.0, compare=False)

    @property
    def matched(self) -> int:
        return len(self.pairs)

    @property
    def leader_of(self) -> dict[int, int]:
        return {pair.mentee: pair.leader for pair in self.pairs}


@dataclass(frozen=True)
class Raised:
    """The list with its worst match raised, beside the list without."""

    before: Run
    after: Run

    @property
    def price(self) -> int:
        """What the total loses."""
        return self.before.total - self.after.total


def match(pool: Pool, settings: Settings, shortlist: Iterable[PairIds] | None = None) -> Run:
    began = time.perf_counter()
    shortlist = None if shortlist is None else frozenset(shortlist)
    market = market_of(pool, settings, shortlist)
    return run_of(market, assigned(market), fingerprint(pool, settings, shortlist), began)


def raise_the_worst(pool: Pool, settings: Settings) -> Raised:
    """The best list among those whose worst match is as good as can be, with as many people.

    Locked pairs stay, whatever their score.
    """
    began = time.perf_counter()
    market, hashed = market_of(pool, settings), fingerprint(pool, settings)
    before = assigned(market)
    most = np.count_nonzero(before != NOBODY)
    edges = market.edges
    levels = np.unique(edges.score)
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        reached = most_matched(market, edges.those(edges.score >= levels[middle]))
        low, high = (middle, high) if reached == most else (low, middle - 1)
    level = levels[low] if len(levels) else 0
    after = assigned(market, edges.those(edges.score >= level))
    return Raised(run_of(market, before, hashed, began), run_of(market, after, hashed, began))


def assigned(market: Market, edges: Edges | None = None) -> Numbers:
    """Of each mentee who looks, their leader's position, or NOBODY: as many as can be, then the
    best sum of values."""
    edges = market.edges if edges is None else edges
    answer = np.full(len(market.columns.mentees), NOBODY, dtype=np.int64)
    people, row = np.unique(edges.mentee, return_inverse=True)
    if len(people):
        answer[people] = solved(row, edges.leader, edges.value, market.free)
    return answer


def solved(row: Numbers, leader: Numbers, value: Numbers, free: Numbers) -> Numbers:
    """Of each row 0, 1 ..., its leader or NOBODY. The pairs are sorted by row, each row has some.

    The solver wants everybody matched at the least cost, so a column for each place is joined by
    a private one for each row, where it is left out. That costs more than all pairs together.
    """
    row, leader, cost, column, owner = _places(row, leader, value, free)
    people, dearest = int(row[-1]) + 1, int(cost.max())
    left_out = people * dearest + 1
    if people * left_out >= EXACT:
        raise Refused("These are too many people to match exactly at once. Match by region")
    ends = np.searchsorted(row, np.arange(people), side="right")
    costs = np.insert(cost, ends, left_out).astype(np.float64)
    columns = np.insert(column, ends, len(owner) + np.arange(people))
    starts = np.concatenate(([0], ends + np.arange(1, people + 1)))
    graph = csr_array((costs, columns, starts), shape=(people, len(owner) + people))
    _, chosen = min_weight_full_bipartite_matching(graph)
    return np.concatenate((owner, np.full(people, NOBODY)))[chosen]


def most_matched(market: Market, edges: Edges) -> int:
    """How many people can be matched at most by these pairs (Hopcroft and Karp, 1973)."""
    if not len(edges):
        return 0
    people, row = np.unique(edges.mentee, return_inverse=True)
    row, _, cost, column, owner = _places(row, edges.leader, edges.value, market.free)
    graph = csr_array((np.ones_like(cost), (row, column)), shape=(len(people), len(owner)))
    return int(np.count_nonzero(maximum_bipartite_matching(graph, perm_type="column") != NOBODY))


def _places(
    row: Numbers, leader: Numbers, value: Numbers, free: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
    """Each pair once for each place of its leader: rows, leaders, costs of 1 or more, columns;
    and the leader of each column."""
    of_each = free[leader]
    first = np.concatenate(([0], np.cumsum(free)))[:-1]
    nth = np.arange(of_each.sum()) - np.repeat(np.cumsum(of_each) - of_each, of_each)
    cost = np.repeat(value.max() + 1 - value, of_each)
    column = np.repeat(first[leader], of_each) + nth
    owner = np.repeat(np.arange(len(free)), free)
    return np.repeat(row, of_each), np.repeat(leader, of_each), cost, column, owner


def run_of(market: Market, leader_of: Numbers, input_hash: str, began: float | None = None) -> Run:
    """The record of a list; `began` as `time.perf_counter` gave it."""
    pairs = pairs_of(market, leader_of)
    scores = sorted(pair.score for pair in pairs)
    left_out = market.looking & (leader_of == NOBODY)
    return Run(
        pairs=pairs,
        unmatched=tuple(sorted(market.columns.mentee.ids[left_out].tolist())),
        places=sum(market.pool.places_free.values()),
        total=sum(pair.worth for pair in pairs),
        worst=scores[0] if scores else None,
        fifth_percentile=scores[math.ceil(0.05 * len(scores)) - 1] if scores else None,
        settings=market.settings,
        rules_version=rules.VERSION,
        solver=SOLVER,
        input_hash=input_hash,
        seconds=time.perf_counter() - began if began is not None else 0.0,
    )


def pairs_of(market: Market, leader_of: Numbers) -> tuple[Pair, ...]:
    """The pairs of a list with the locked ones, by the ids of mentees."""
    some = market.acceptable
    made = some.those(some.leader == np.where(market.looking, leader_of, NOBODY)[some.mentee])
    pairs = [*_pairs(market, made, locked=False), *_pairs(market, market.locked, locked=True)]
    return tuple(sorted(pairs, key=attrgetter("mentee")))


def _pairs(market: Market, edges: Edges, locked: bool) -> Iterator[Pair]:
    columns = market.columns
    leaders = [columns.leaders[position] for position in edges.leader.tolist()]
    mentees = [columns.mentees[position] for position in edges.mentee.tolist()]
    # In the order of Pair's own fields: of thousands, naming them took most of the time.
    return map(
        Pair,
        (leader.id for leader in leaders),
        (mentee.id for mentee in mentees),
        edges.score.tolist(),
        edges.worth.tolist(),
        map(tuple, edges.parts.tolist()),
        ranks(market, edges),
        repeat(locked),
        rules.steps_back(columns, edges.mentee, edges.leader).tolist(),
        (leader.new_to_it for leader in leaders),
        (mentee.unchecked for mentee in mentees),
    )


def ranks(market: Market, edges: Edges) -> list[int | None]:
    """On their mentee's list of acceptable leaders, 1 being the best and equals sharing; None
    below the floor."""
    some, floor = market.acceptable, market.settings.floor
    ours = np.full(len(market.columns.mentees), FULL + 1)
    ours[edges.mentee] = edges.score
    better = np.bincount(
        some.mentee[some.score > ours[some.mentee]], minlength=len(market.columns.mentees)
    )
    rank = (better[edges.mentee] + 1).tolist()
    listed = (edges.score >= floor).tolist()
    return [place if on_it else None for place, on_it in zip(rank, listed, strict=True)]
