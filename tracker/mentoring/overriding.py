"""What an override would cost, by matching all again with it: shown before it is confirmed."""

from dataclasses import dataclass

from tracker.errors import Refused
from tracker.mentoring.market import Market, with_locks, without_pairs
from tracker.mentoring.matching import Run, assigned, run_of
from tracker.mentoring.profiles import PairIds
from tracker.mentoring.wording import counted, whom


@dataclass(frozen=True)
class Price:
    """The list before and after. `people` and `points` are what it loses; less than nought, gains.

    `moved`: mentees, beside those who are named, who would have another leader or none.
    """

    before: Run
    after: Run
    moved: tuple[int, ...]

    @property
    def people(self) -> int:
        return self.before.matched - self.after.matched

    @property
    def points(self) -> int:
        return self.before.total - self.after.total

    @property
    def words(self) -> str:
        lost = []
        if self.people > 0:
            lost.append(f"leaves {whom(self.people)} without a mentor")
        if self.points > 0 or not lost:
            lost.append(f"costs {counted(max(0, self.points), 'point')} in total")
        worst, was = self.after.worst or 0, self.before.worst or 0
        if worst < was:
            lost.append(f"takes the worst match from {was} to {worst}")
        if self.moved:
            lost.append(f"moves {counted(len(self.moved), 'other')}")
        return ", ".join(lost)


def price_of_lock(market: Market, run: Run, leader: int, mentee: int) -> Price:
    """That these two are paired, whatever it costs."""
    _refuse_strangers(market, leader, mentee)
    others = {pair for pair in market.pool.locks if pair[1] != mentee}
    return _price(with_locks(market, frozenset({*others, (leader, mentee)})), run, {mentee})


def price_of_exclusion(market: Market, run: Run, leader: int, mentee: int) -> Price:
    """That these two are not paired."""
    _refuse_strangers(market, leader, mentee)
    return _price(without_pairs(market, [(leader, mentee)]), run, {mentee})


def price_of_swap(market: Market, run: Run, one: int, other: int) -> Price:
    """That two mentees change places; a mentee without a leader takes the other's."""
    leaders = run.leader_of
    if one == other or not leaders.keys() & {one, other}:
        raise Refused("Choose two people, one of whom at least has a match, to swap")
    pairs: set[PairIds] = set()
    for mentee, leader in ((one, leaders.get(other)), (other, leaders.get(one))):
        if leader is None:
            market = without_pairs(market, [(leaders[mentee], mentee)])
        else:
            _refuse_strangers(market, leader, mentee)
            pairs.add((leader, mentee))
    others = {pair for pair in market.pool.locks if pair[1] not in (one, other)}
    return _price(with_locks(market, frozenset(others | pairs)), run, {one, other})


def _price(market: Market, before: Run, named: set[int]) -> Price:
    after = run_of(market, assigned(market), before.input_hash)
    then, now = before.leader_of, after.leader_of
    moved = {m for m in then.keys() | now.keys() if then.get(m) != now.get(m)} - named
    return Price(before, after, tuple(sorted(moved)))


def _refuse_strangers(market: Market, leader: int, mentee: int) -> None:
    if leader not in market.leader_at or mentee not in market.mentee_at:
        raise Refused("One of these two is not in the pool")
