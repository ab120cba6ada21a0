"""A list drawn from a pool, with the reasons of whoever it leaves out; and drawn again from what
was kept of it. Sums alone."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from tracker.mentoring.market import Market, market_of
from tracker.mentoring.matching import Pair, Run, assigned, raise_the_worst, run_of
from tracker.mentoring.profiles import Pool, fingerprint
from tracker.mentoring.scoring import WORTH, scores_of
from tracker.mentoring.unmatched import NobodyFound, explain_unmatched
from tracker.mentoring.weights import Settings, Weights


@dataclass(frozen=True)
class Drawn:
    """`price` is what the total lost by raising the worst match; None where that was not asked."""

    pool: Pool
    run: Run
    reasons: Mapping[int, dict[str, Any]]  # by the mentee's id
    price: int | None = None

    @property
    def longest_wait(self) -> int | None:
        """Weeks, of those who were left out."""
        waited = {one.id: one.weeks_waited for one in self.pool.mentees}
        return max((waited[mentee] for mentee in self.run.unmatched), default=None)


def draw(pool: Pool, settings: Settings, raised: bool = False) -> Drawn:
    began = time.perf_counter()
    market = market_of(pool, settings)
    price = None
    if raised:
        both = raise_the_worst(pool, settings)
        run, price = replace(both.after, seconds=time.perf_counter() - began), both.price
    else:
        run = run_of(market, assigned(market), fingerprint(pool, settings, None), began)
    home = {one.id: one.region for one in pool.mentees}
    reasons = {
        mentee: reasons_of(explain_unmatched(market, run, mentee), home[mentee])
        for mentee in run.unmatched
    }
    return Drawn(pool, run, reasons, price)


def reasons_of(found: NobodyFound, home: str | None) -> dict[str, Any]:
    """Why nobody was found, as JSON keeps it: how many leaders, and never who excluded whom."""
    group, recruit = found.group, found.recruit
    return {
        "home": home,
        "leaders": found.leaders,
        "removed": {each.name: each.leaders for each in found.removed if each.leaders},
        "below_floor": found.below_floor,
        "acceptable": found.acceptable,
        "group": fingerprint(group.mentees, group.leaders)[:12],
        "people": len(group.mentees),
        "group_leaders": len(group.leaders),
        "places": group.places,
        "region": recruit.region,
        "goals": list(recruit.goals),
        "remote": recruit.remote,
        "unchecked": list(found.unchecked),
    }


def written(settings: Settings) -> dict[str, Any]:
    return asdict(settings)


def settings_of(kept: Mapping[str, Any]) -> Settings:
    return Settings(**{**kept, "weights": Weights(**kept["weights"])})


def run_again(kept: Any, market: Market, suggestions: Iterable[Any], unmatched: list[int]) -> Run:
    """The list as it was drawn, from the rows that are kept of it."""
    mentees = {one.id: one for one in market.columns.mentees}
    pairs = [
        Pair(
            leader=each.leader_id,
            mentee=each.mentee_id,
            score=each.score,
            worth=int(WORTH[each.score]),
            parts=tuple(each.parts),
            rank=each.rank,
            locked=each.locked,
            steps_back=each.steps_back,
            unchecked=mentees[each.mentee_id].unchecked,
        )
        for each in suggestions
    ]
    return Run(
        pairs=tuple(sorted(pairs, key=lambda pair: pair.mentee)),
        unmatched=tuple(sorted(unmatched)),
        places=kept.places,
        total=kept.total,
        worst=kept.worst,
        fifth_percentile=kept.fifth_percentile,
        settings=market.settings,
        rules_version=kept.rules_version,
        solver=kept.solver,
        input_hash=kept.fingerprint,
        seconds=kept.seconds,
    )


@dataclass(frozen=True)
class Rescored:
    """A list by the weights of another, so that the two compare."""

    total: int
    worst: int | None


def rescored(parts: list[list[int]], weights: Weights) -> Rescored:
    if not parts:
        return Rescored(0, None)
    scores = scores_of(np.array(parts, dtype=np.int64), weights)
    return Rescored(int(WORTH[scores].sum()), int(scores.min()))


def acceptable_to(market: Market, mentee: int) -> list[tuple[int, int]]:
    """The leaders whom a mentee could have (by id) with their scores, the best first."""
    some = market.acceptable
    mine = some.those(some.mentee == market.mentee_at[mentee])
    leaders = market.columns.leader.ids[mine.leader].tolist()
    return sorted(zip(leaders, mine.score.tolist(), strict=True), key=lambda one: (-one[1], one[0]))


def next_settings(before: Settings | None, weights: Weights, floor: int) -> Settings:
    """The settings of the next list: a new version where something is changed."""
    usual = before or Settings()
    if before and (weights, floor) == (before.weights, before.floor):
        return before
    return replace(usual, version=usual.version + 1 if before else 1, weights=weights, floor=floor)
