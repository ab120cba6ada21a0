"""Every pair that may be made, with what it is worth: what a match is chosen from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from tracker.errors import Refused
from tracker.mentoring import rules, scoring
from tracker.mentoring.columns import Columns, Numbers, among, columns_of
from tracker.mentoring.profiles import PairIds, Pool
from tracker.mentoring.weights import Settings

AT_ONCE = 1_000_000  # pairs that are weighed together, so that memory stays small


@dataclass(frozen=True)
class Edges:
    """Pairs, one element each, sorted by mentee and then by leader; both are positions.

    `score` is 0 to 1000 before waiting, `worth` what the total counts, `value` what is weighed
    against other pairs: the worth with the points for waiting and for the list before.
    """

    mentee: Numbers
    leader: Numbers
    parts: Numbers
    score: Numbers
    worth: Numbers
    value: Numbers

    def those(self, chosen: Numbers) -> "Edges":
        return Edges(*(getattr(self, name)[chosen] for name in _EACH))

    def __len__(self) -> int:
        return len(self.mentee)


_EACH = ("mentee", "leader", "parts", "score", "worth", "value")


@dataclass(frozen=True)
class Market:
    """Who looks, what is free, and the acceptable pairs between them.

    `acceptable` are all pairs that no rule forbids and that reach the floor; `locked` are made
    whatever their score. `looking` and `free` are what locks leave: whom to match, and places.
    """

    pool: Pool
    settings: Settings
    columns: Columns
    acceptable: Edges
    locked: Edges
    looking: Numbers  # of each mentee, whether to match them
    free: Numbers  # of each leader, how many places

    @cached_property
    def edges(self) -> Edges:
        """The pairs that a match chooses from."""
        some = self.acceptable
        return some.those(self.looking[some.mentee] & (self.free[some.leader] > 0))

    @cached_property
    def mentee_at(self) -> dict[int, int]:
        return {one.id: position for position, one in enumerate(self.columns.mentees)}

    @cached_property
    def leader_at(self) -> dict[int, int]:
        return {one.id: position for position, one in enumerate(self.columns.leaders)}


def market_of(pool: Pool, settings: Settings, shortlist: Iterable[PairIds] | None = None) -> Market:
    """A pool weighed. With a shortlist of (leader, mentee) only those pairs are thought of."""
    columns = columns_of(pool)
    if shortlist is None:
        chunks = _everybody_with_everybody(columns)
    else:
        chunks = [_shortlisted(columns, shortlist)]
    weighed = [_weighed(columns, settings, *rules.allowed(columns, *chunk)) for chunk in chunks]
    acceptable = _joined([some.those(some.score >= settings.floor) for some in weighed])
    places = pool.places_free
    free = np.array([places[one.id] for one in columns.leaders], dtype=np.int64)
    nothing = acceptable.those(np.zeros(len(acceptable), dtype=bool))
    market = Market(pool, settings, columns, acceptable, nothing, ~columns.taken, free)
    return with_locks(market, pool.locks)


def with_locks(market: Market, locks: frozenset[PairIds]) -> Market:
    """The same market with other pairs locked. Refused where a lock breaks a hard rule."""
    pool, columns = replace(market.pool, locks=locks), market.columns
    pairs = sorted((market.mentee_at[m], market.leader_at[n]) for n, m in locks)
    mentee = np.array([m for m, _ in pairs], dtype=np.int64)
    leader = np.array([n for _, n in pairs], dtype=np.int64)
    for pair in pairs:
        if broken := rules.broken_by(columns, *pair):
            raise Refused(f"This pair cannot be locked: {broken[0].words}")
    places = pool.places_free
    free = np.array([places[one.id] for one in columns.leaders], dtype=np.int64)
    np.subtract.at(free, leader, 1)
    looking = ~columns.taken
    looking[mentee] = False
    locked = _weighed(columns, market.settings, mentee, leader)
    return replace(market, pool=pool, locked=locked, looking=looking, free=free)


def without_pairs(market: Market, pairs: Iterable[PairIds]) -> Market:
    """The same market where these pairs are not to be."""
    gone = frozenset(pairs)
    if gone & market.pool.locks:
        raise Refused("A locked pair cannot be ruled out. Unlock it first")
    at, by = market.mentee_at, market.leader_at
    some, columns = market.acceptable, market.columns
    fresh = [at[m] * len(by) + by[n] for n, m in gone if m in at and n in by]
    declined = np.union1d(columns.declined, np.array(fresh, dtype=np.int64))
    return replace(
        market,
        pool=replace(market.pool, declined=market.pool.declined | gone),
        columns=replace(columns, declined=declined),
        acceptable=some.those(~among(columns.key(some.mentee, some.leader), declined)),
    )


def without_mentee(market: Market, mentee: int) -> Market:
    """The same market for everybody but one who looks (by position)."""
    looking = market.looking.copy()
    looking[mentee] = False
    return replace(market, looking=looking)


def _weighed(columns: Columns, settings: Settings, mentee: Numbers, leader: Numbers) -> Edges:
    parts = scoring.parts_of(columns, mentee, leader)
    score = scoring.scores_of(parts, settings.weights)
    worth = scoring.WORTH[score]
    kept = settings.kept_pair * among(columns.key(mentee, leader), columns.suggested)
    value = worth + kept + scoring.waiting_points(columns, settings)[mentee]
    return Edges(mentee, leader, parts.astype(np.int16), score, worth, value)


def _everybody_with_everybody(columns: Columns) -> list[tuple[Numbers, Numbers]]:
    leaders, mentees = np.arange(len(columns.leaders)), np.arange(len(columns.mentees))
    rows = max(1, AT_ONCE // max(1, len(leaders)))
    return [
        (np.repeat(some, len(leaders)), np.tile(leaders, len(some)))
        for some in (mentees[start : start + rows] for start in range(0, len(mentees) or 1, rows))
    ]


def _shortlisted(columns: Columns, shortlist: Iterable[PairIds]) -> tuple[Numbers, Numbers]:
    ids = np.array(sorted(set(shortlist)), dtype=np.int64).reshape(-1, 2)
    leader, known = _positions(columns.leader.ids, ids[:, 0])
    mentee, there = _positions(columns.mentee.ids, ids[:, 1])
    if not (known & there).all():
        raise Refused("The shortlist names somebody who is not in the pool")
    order = np.lexsort((leader, mentee))
    return mentee[order], leader[order]


def _positions(ids: Numbers, wanted: Numbers) -> tuple[Numbers, Numbers]:
    """Where each wanted id stands among the ids, and whether it does."""
    order = np.argsort(ids)
    found = np.searchsorted(ids, wanted, sorter=order)
    there = found < len(ids)
    at = order[np.where(there, found, 0)] if len(ids) else np.zeros(len(wanted), dtype=np.int64)
    return at, there & (ids[at] == wanted if len(ids) else False)


def _joined(several: list[Edges]) -> Edges:
    return Edges(*(np.concatenate([getattr(one, name) for one in several]) for name in _EACH))
