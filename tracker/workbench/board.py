"""How a pool stands: places against people, by region and by goal, and which leaders are wanted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.mentoring.profiles import Pool
from tracker.mentoring.wording import counted, whom

NO_REGION = "No region known"
MOST_WANTED = 10


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
    whom: str

    @property
    def words(self) -> str:
        if not self.leaders:
            return f"{whom(self.people).capitalize()} {self._have} nobody who would do."
        share = "shares" if self.people == 1 else "share"
        places = counted(self.places, "place")
        return f"{whom(self.people).capitalize()} {share} {places}."

    @property
    def _have(self) -> str:
        return "has" if self.people == 1 else "have"

    @property
    def advice(self) -> str:
        short = max(1, self.people - self.places)
        return f"{counted(short, 'more place')} would do: recruit {self.whom}."


def wanted(reasons: Iterable[Mapping[str, Any]], goals: Mapping[str, str]) -> list[Wanted]:
    """Each group of people that is short of places, the shortest first."""
    groups: dict[Any, Mapping[str, Any]] = {each["group"]: each for each in reasons}
    rows = [
        Wanted(each["people"], each["places"], each["group_leaders"], recruit(each, goals))
        for each in groups.values()
    ]
    return sorted(rows, key=lambda row: (row.places - row.people, row.whom))


def recruit(reasons: Mapping[str, Any], goals: Mapping[str, str]) -> str:
    """Whom to recruit for one group: the region, remote or not, and the goals."""
    names = [goals.get(code, code).lower() for code in reasons["goals"]]
    where = f"in {reasons['region']}" if reasons["region"] else "who meets remotely"
    beside = " or who meets remotely" if reasons["region"] and reasons["remote"] else ""
    offering = f", offering {' or '.join(names)}" if names else ""
    return f"a leader {where}{beside}{offering}"


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
    said.append(f"Left: {left:,}, {'all' if left > 1 else ''} full" if left else "Left: none")
    return [sentence.replace(",  full", ", full") for sentence in said]
