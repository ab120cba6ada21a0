"""How a pool stands: places against people, by region and by goal, and which leaders are wanted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.mentoring.profiles import Pool
from tracker.mentoring.wording import counted, in_a_sentence, whom

NO_REGION = "No region known"
MOST_WANTED = 10
MOST_GOALS = 3


@dataclass(frozen=True)
class Balance:
    """People who wait, against the free places that could be theirs."""

    name: str
    people: int
    places: int
    remote: int = 0  # of the people, who can meet remotely

    @property
    def short(self) -> int:
        """How many places are missing; less than nought, to spare."""
        return self.people - self.places

    @property
    def words(self) -> str:
        if self.short > 0:
            return f"{counted(self.short, 'place')} short"
        return f"{counted(-self.short, 'place')} to spare" if self.short else "Even"


def by_region(pool: Pool) -> list[Balance]:
    """Every region in which somebody waits or offers, the shortest of places first."""
    places, free = Counter[str](), pool.places_free
    for leader in pool.leaders:
        places[leader.region or NO_REGION] += free[leader.id]
    people = Counter(mentee.region or NO_REGION for mentee in pool.mentees)
    remote = Counter(mentee.region or NO_REGION for mentee in pool.mentees if mentee.remote)
    names = people.keys() | places.keys()
    rows = [Balance(name, people[name], places[name], remote[name]) for name in names]
    return sorted(rows, key=lambda row: (-row.short, row.name))


def by_goal(pool: Pool, goals: Mapping[str, str]) -> list[Balance]:
    """Every goal that somebody wants or offers. Who wants three is in three rows."""
    places, free = Counter[str](), pool.places_free
    for leader in pool.leaders:
        places.update(dict.fromkeys(leader.offers, free[leader.id]))
    people = Counter(goal for mentee in pool.mentees for goal in mentee.wants)
    rows = [
        Balance(goals.get(code, code), people[code], places[code])
        for code in people.keys() | {code for code in places if places[code]}
    ]
    return sorted(rows, key=lambda row: (-row.short, row.name))


def most_named(pool: Pool) -> list[tuple[int, int, int]]:
    """Leaders (by id) whom people name, how many do, and the leader's free places."""
    named, free = Counter(leader for one in pool.mentees for leader in one.names), pool.places_free
    here = [(leader, count) for leader, count in named.items() if leader in free]
    ranked = sorted(here, key=lambda one: (-one[1], one[0]))[:MOST_WANTED]
    return [(leader, count, free[leader]) for leader, count in ranked]


@dataclass(frozen=True)
class Wanted:
    """Whom to recruit, for people who share too few places or have none at all."""

    people: int
    places: int
    leaders: int
    reasons: Mapping[str, Any]

    @property
    def short(self) -> int:
        return max(1, self.people - self.places)

    @property
    def words(self) -> str:
        people = whom(self.people).capitalize()
        if not self.leaders:
            return f"{people} {'has' if self.people == 1 else 'have'} nobody who would do."
        share = "shares" if self.people == 1 else "share"
        return f"{people} {share} {counted(self.places, 'place')}."

    def advice(self, goals: Mapping[str, str]) -> str:
        places = counted(self.short, "more place")
        return f"{places} would do: recruit {recruit(self.reasons, goals, self.short)}."


def wanted(reasons: Iterable[Mapping[str, Any]]) -> list[Wanted]:
    """Each group of people that is short of places, the shortest first. Whoever has nobody at
    all is with the others of their region."""
    groups = {each["group"]: each for each in reasons}.values()
    short = [
        Wanted(each["people"], each["places"], each["group_leaders"], each)
        for each in groups
        if each["group_leaders"]
    ]
    alone: dict[tuple[str | None, bool], list[Mapping[str, Any]]] = {}
    for each in groups:
        if not each["group_leaders"]:
            alone.setdefault((each["region"], bool(each["remote"])), []).append(each)
    short += [_together(each) for each in alone.values()]
    return sorted(short, key=lambda row: (-row.short, row.reasons["region"] or ""))


def _together(alone: list[Mapping[str, Any]]) -> Wanted:
    """People of one region of whom nobody has anybody: the goals that most of them want."""
    goals = Counter(goal for each in alone for goal in each["goals"])
    wanted_most = sorted(goals, key=lambda goal: (-goals[goal], goal))[:MOST_GOALS]
    people = sum(each["people"] for each in alone)
    return Wanted(people, 0, 0, {**alone[0], "goals": wanted_most})


def recruit(reasons: Mapping[str, Any], goals: Mapping[str, str], number: int = 1) -> str:
    """Whom to recruit for one group: the region, remote or not, and the goals."""
    names = [in_a_sentence(goals.get(code, code)) for code in reasons["goals"]]
    leaders, meets = ("a leader", "meets") if number == 1 else ("leaders", "meet")
    where = f"in {reasons['region']}" if reasons["region"] else f"who {meets} remotely"
    beside = f" or who {meets} remotely" if reasons["region"] and reasons["remote"] else ""
    offering = f", offering {' or '.join(names)}" if names else ""
    return f"{leaders} {where}{beside}{offering}"


def where_leaders_went(reasons: Mapping[str, Any], rules: Mapping[str, str]) -> list[str]:
    """Why nobody was found, as short sentences: how many leaders each rule took away."""
    said = [f"{counted(reasons['leaders'], 'leader')} in the pool"]
    said += [
        f"{rules.get(name, name).capitalize()}: {count:,}"
        for name, count in sorted(reasons["removed"].items(), key=lambda one: -one[1])
    ]
    if reasons["below_floor"]:
        said.append(f"Below the floor: {reasons['below_floor']:,}")
    left = reasons["acceptable"]
    full = "full" if left == 1 else "all full"
    return [*said, f"Left: {left:,}, {full}" if left else "Left: none"]
