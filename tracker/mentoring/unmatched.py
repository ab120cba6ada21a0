"""Why nobody was found: what each rule removed, who shares too few places, whom to recruit.

For the mentee and the co-ordinator, never for a leader: it counts whom the mentee excluded.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from tracker.errors import Refused
from tracker.mentoring import rules, scoring
from tracker.mentoring.explaining import leaders_in
from tracker.mentoring.market import Market
from tracker.mentoring.matching import Run
from tracker.mentoring.profiles import Mentee
from tracker.mentoring.wording import counted


@dataclass(frozen=True)
class Removed:
    """How many leaders a rule removed; one leader can be removed by several."""

    name: str
    words: str
    leaders: int


@dataclass(frozen=True)
class Group:
    """People who can all only go to these leaders, whose places are fewer than they are."""

    mentees: tuple[int, ...]
    leaders: tuple[int, ...]
    places: int

    @property
    def words(self) -> str:
        if not self.leaders:
            return "no acceptable leader has a place that is not agreed or locked"
        people = counted(len(self.mentees), "person", "people")
        places, leaders = counted(self.places, "place"), counted(len(self.leaders), "leader")
        share = "shares" if len(self.mentees) == 1 else "share"
        return f"{people} {share} {places} with {leaders}"


@dataclass(frozen=True)
class Recruit:
    """What a new leader would need, to take one more of the group: the region most are in, the
    goals most wanted (a first goal counts 3, then 2 and 1), whether meeting remotely would help.

    `of` is how many of the group are in the region. None where no region is known.
    """

    region: str | None
    of: int
    goals: tuple[str, ...]
    remote: int  # how many of the group can meet remotely

    @property
    def words(self) -> str:
        where = f"in {self.region}" if self.region else "who meets remotely"
        offering = f", offering {' or '.join(self.goals)}" if self.goals else ""
        beside = " or who meets remotely" if self.region and self.remote else ""
        return f"a leader {where}{beside}{offering}"


@dataclass(frozen=True)
class NobodyFound:
    """`acceptable` leaders are left when the rules and the floor have removed theirs."""

    mentee: int
    leaders: int
    removed: tuple[Removed, ...]
    below_floor: int
    acceptable: int
    group: Group
    recruit: Recruit
    unchecked: tuple[str, ...]


def explain_unmatched(market: Market, run: Run, mentee: int) -> NobodyFound:
    """The reasons for one mentee (by id) whom a run of this market left out."""
    if mentee not in run.unmatched:
        raise Refused("There is nothing to explain: somebody was found for them, or they left")
    position, columns = market.mentee_at[mentee], market.columns
    leader = np.arange(len(columns.leaders))
    one = np.full(len(leader), position)
    removed = [
        Removed(rule.name, rule.words, int(np.count_nonzero(rule.removes(columns, one, leader))))
        for rule in rules.RULES
    ]
    parts = scoring.parts_of(columns, *rules.allowed(columns, one, leader))
    scores = scoring.scores_of(parts, market.settings.weights)
    below = int(np.count_nonzero(scores < market.settings.floor))
    group = group_of(market, run, position)
    return NobodyFound(
        mentee=mentee,
        leaders=len(leader),
        removed=tuple(removed),
        below_floor=below,
        acceptable=int(np.count_nonzero(market.acceptable.mentee == position)),
        group=group,
        recruit=recruit_for([columns.mentees[market.mentee_at[m]] for m in group.mentees]),
        unchecked=columns.mentees[position].unchecked,
    )


def group_of(market: Market, run: Run, position: int) -> Group:
    """Whoever can be reached from an unmatched mentee by asking each leader's mentees to move.

    All those leaders are full, or somebody could have moved; so the group has fewer places than
    people (Hall, 1935), and a place with any of its leaders or a new one for any of it would do.
    """
    columns, edges = market.columns, market.edges
    leader_of = leaders_in(market, run)
    people = np.zeros(len(columns.mentees), dtype=bool)
    people[position] = True
    leaders = np.zeros(len(columns.leaders), dtype=bool)
    reached = 0
    while reached < int(people.sum()):
        reached = int(people.sum())
        leaders[edges.leader[people[edges.mentee]]] = True
        people |= np.isin(leader_of, np.flatnonzero(leaders))
    elsewhere = np.bincount(edges.mentee, weights=~leaders[edges.leader], minlength=len(people))
    somewhere = np.bincount(edges.mentee, minlength=len(people))
    people |= (somewhere > 0) & (elsewhere == 0)
    return Group(
        mentees=tuple(sorted(columns.mentee.ids[people].tolist())),
        leaders=tuple(sorted(columns.leader.ids[leaders].tolist())),
        places=int(market.free[leaders].sum()),
    )


def recruit_for(group: list[Mentee]) -> Recruit:
    regions = Counter(one.region for one in group if one.region is not None)
    goals: Counter[str] = Counter()
    for one in group:
        for place, goal in enumerate(one.wants):
            goals[goal] += 3 - place
    region = min(regions, key=lambda name: (-regions[name], name), default=None)
    wanted = sorted(goals, key=lambda goal: (-goals[goal], goal))
    remote = sum(one.remote for one in group)
    return Recruit(region, regions[region] if region else 0, tuple(wanted[:2]), remote)
