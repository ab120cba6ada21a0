"""Invented people to match: regions, lines, directorates, places, and a shortlist for each."""

import random
from collections import defaultdict

from tracker.mentoring.columns import in_order
from tracker.mentoring.market import Edges, market_of
from tracker.mentoring.profiles import TRAVELS, Leader, Mentee, PairIds, Pool
from tracker.mentoring.weights import Settings

REGIONS = ("East", "London", "Midlands", "North East", "North West", "South East", "South West")
GOALS = tuple("abcdefghijkl")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
TIMES = tuple(f"{day} {half}" for day in DAYS for half in ("morning", "afternoon"))
PROFESSIONS = ("nursing", "medicine", "finance", "estates", "digital", "people")
CANDIDATES = 30  # acceptable leaders to a mentee, or all there are
THOUGHT_OF = 90  # of whom they are drawn


def invented(mentees: int, places: int) -> tuple[Pool, list[PairIds]]:
    """So many mentees and places, always the same, and whom each mentee could go to."""
    chance = random.Random(f"{mentees} for {places}")
    organisations = {number: chance.choice(REGIONS) for number in range(max(8, mentees // 40))}
    leaders = list(invented_leaders(chance, places, organisations))
    people = [
        invented_mentee(chance, 1_000_000 + number, organisations, leaders)
        for number in range(mentees)
    ]
    pool = Pool(tuple(leaders), tuple(people))
    edges = market_of(pool, Settings(), thought_of(chance, leaders, people)).edges
    return pool, shortlisted(chance, pool, edges)


def invented_leaders(chance: random.Random, places: int, organisations: dict[int, str]):
    number = 0
    while places:
        capacity = min(places, chance.randint(1, 3))
        organisation = chance.choice(list(organisations))
        yield Leader(
            id=number,
            organisation=organisation,
            region=organisations[organisation],
            capacity=capacity,
            directorate=chance.randrange(8),
            remote=chance.random() < 0.5,
            travels=chance.choice(TRAVELS),
            profession=chance.choice(PROFESSIONS),
            grade=chance.choice(("8c", "8d", "9", "VSM")),
            availability=frozenset(chance.sample(TIMES, 4)),
            offers=frozenset(chance.sample(GOALS, 3)),
            manager=chance.randrange(1 + number // 4),
        )
        number, places = number + 1, places - capacity


def invented_mentee(
    chance: random.Random, number: int, organisations: dict[int, str], leaders: list[Leader]
) -> Mentee:
    organisation = chance.choice(list(organisations))
    above, named = chance.choice(leaders), chance.sample(range(len(leaders)), chance.randint(0, 3))
    return Mentee(
        id=number,
        organisation=organisation,
        region=organisations[organisation],
        directorate=chance.randrange(8),
        remote=chance.random() < 0.5,
        profession=chance.choice(PROFESSIONS),
        grade=chance.choice(("5", "6", "7", "8a", "8b")),
        availability=frozenset(chance.sample(TIMES, 4)),
        wants=tuple(chance.sample(GOALS, 3)),
        names=tuple(named),
        manager=above.id,
        managers_manager=above.manager,
    )


def thought_of(
    chance: random.Random, leaders: list[Leader], mentees: list[Mentee]
) -> list[PairIds]:
    """Those whom a mentee names, and leaders of the region or who meet remotely as they do."""
    by_region, remote = defaultdict(list), [one.id for one in leaders if one.remote]
    for one in leaders:
        by_region[one.region].append(one.id)
    pairs: list[PairIds] = []
    for mentee in mentees:
        near = sorted({*by_region[mentee.region], *(remote if mentee.remote else ())})
        some = {*mentee.names, *chance.sample(near, min(THOUGHT_OF, len(near)))}
        pairs += [(leader, mentee.id) for leader in some]
    return pairs


def shortlisted(chance: random.Random, pool: Pool, edges: Edges) -> list[PairIds]:
    lists = defaultdict(list)
    leaders, mentees = in_order(pool.leaders), in_order(pool.mentees)
    for mentee, leader in zip(edges.mentee.tolist(), edges.leader.tolist(), strict=True):
        lists[mentees[mentee].id].append(leaders[leader].id)
    return [
        (leader, mentee)
        for mentee, some in sorted(lists.items())
        for leader in chance.sample(some, min(CANDIDATES, len(some)))
    ]
