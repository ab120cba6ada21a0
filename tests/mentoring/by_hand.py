"""The same sums the slow way, one pair at a time and every match there is, to hold ours against."""

import random
from fractions import Fraction
from functools import cache
from math import exp, floor

from tracker.mentoring.profiles import GRADES, Leader, Mentee, Pool
from tracker.mentoring.weights import Settings

REGIONS = ("London", "North", None)
GOALS = ("interviews", "boards", "research")
TIMES = ("Monday", "Tuesday", "Friday", "Saturday")
BOARDS = (None, 50, 51)
TRAVELS = (None, "here", "icb", "region")
WORK = (
    {},
    {"profession": "nurse", "family": "care"},
    {"profession": "midwife", "family": "care"},
    {"profession": "finance", "family": "corporate"},
    {"profession": "porter"},
)
PEOPLE = range(24)  # leaders and mentees share these ids, so that lines and exclusions meet


def some(chance, among, most):
    return chance.sample(among, chance.randint(0, most))


def pool_of(seed, most_mentees=5, most_leaders=4):
    """A small pool in which every rule bites now and then."""
    chance = random.Random(seed)
    ids = chance.sample(PEOPLE, len(PEOPLE))
    leaders = tuple(leader_of(chance, ids[n]) for n in range(chance.randint(0, most_leaders)))
    number = chance.randint(0, most_mentees)
    mentees = tuple(mentee_of(chance, ids[-1 - n], leaders) for n in range(number))
    pairs = [(a.id, b.id) for a in leaders for b in mentees]
    few = min(len(pairs), 2)
    return Pool(
        leaders,
        mentees,
        active=frozenset([(one.id, 900 + one.id) for one in leaders if chance.random() < 0.2]),
        declined=frozenset(some(chance, pairs, few)),
        suggested=frozenset(some(chance, pairs, few)),
    )


def leader_of(chance, number):
    return Leader(
        id=number,
        organisation=chance.randrange(3),
        region=chance.choice(REGIONS),
        capacity=chance.choice((1, 1, 2, 3)),
        directorate=chance.choice((None, 1, 2, 3)),
        remote=chance.random() < 0.5,
        icb=chance.choice(BOARDS),
        travels=chance.choice(TRAVELS),
        **chance.choice(WORK),
        grade=chance.choice((None, "7", "8d", "9", "VSM")),
        availability=frozenset(some(chance, TIMES, 4)),
        offers=frozenset(some(chance, GOALS, 3)),
        manager=chance.choice((None, *PEOPLE)),
        managers_manager=chance.choice((None, *PEOPLE)),
        matrix_line=frozenset(some(chance, PEOPLE, 1)),
        leads_organisation=chance.random() < 0.2,
    )


def mentee_of(chance, number, leaders):
    known = [leader.id for leader in leaders]
    return Mentee(
        id=number,
        organisation=chance.randrange(3),
        region=chance.choice(REGIONS),
        directorate=chance.choice((None, 1, 2, 3)),
        remote=chance.random() < 0.5,
        icb=chance.choice(BOARDS),
        travels=chance.choice(TRAVELS),
        **chance.choice(WORK),
        grade=chance.choice((None, "5", "7", "8d", "9")),
        availability=frozenset(some(chance, TIMES, 4)),
        wants=tuple(some(chance, (*GOALS, "unheard of"), 3)),
        names=tuple(some(chance, known, min(3, len(known)))),
        excludes=frozenset(some(chance, PEOPLE, 1)),
        excludes_organisations=frozenset(some(chance, range(8), 1)),
        manager=chance.choice((None, *PEOPLE)),
        managers_manager=chance.choice((None, *PEOPLE)),
        matrix_line=frozenset(some(chance, PEOPLE, 1)),
        weeks_waited=chance.choice((0, 0, 3, 200)),
        left_out=chance.choice((0, 0, 1, 9)),
    )


def allowed(pool, leader, mentee):
    lines = {mentee.manager, mentee.managers_manager} | mentee.matrix_line
    upside_down = {leader.manager, leader.managers_manager} | leader.matrix_line
    near = leader.region is not None and leader.region == mentee.region
    at_home = leader.organisation == mentee.organisation and not leader.leads_organisation
    return not (
        not (near or (leader.remote and mentee.remote))
        or leader.id == mentee.id
        or leader.id in lines
        or mentee.id in upside_down
        or (leader.manager is not None and leader.manager == mentee.manager)
        or (at_home and leader.directorate is not None and leader.directorate == mentee.directorate)
        or leader.id in mentee.excludes
        or leader.organisation in mentee.excludes_organisations
        or (leader.id, mentee.id) in pool.declined
        or any(paired == mentee.id for _, paired in pool.active)
    )


def parts(leader, mentee):
    return (
        goals(leader, mentee),
        profession(leader, mentee),
        grade(leader, mentee),
        times(leader, mentee),
        travel(leader, mentee),
        (1000, 800, 600)[mentee.names.index(leader.id)] if leader.id in mentee.names else 0,
    )


def goals(leader, mentee):
    if not mentee.wants:
        return 500
    points = {1: (1000,), 2: (600, 400), 3: (500, 333, 167)}[len(mentee.wants)]
    return sum(each for each, goal in zip(points, mentee.wants) if goal in leader.offers)  # noqa: B905


def profession(leader, mentee):
    if None in (leader.profession, mentee.profession):
        return 500
    if leader.profession == mentee.profession:
        return 1000
    return 600 if leader.family == mentee.family is not None else 0


def grade(leader, mentee):
    if None in (leader.grade, mentee.grade):
        return 500
    gap = GRADES.index(leader.grade) - GRADES.index(mentee.grade)
    return {0: 200, 1: 600, 2: 1000, 3: 1000, 4: 900, 5: 700, 6: 500}.get(
        gap, 0 if gap < 0 else 300
    )


def times(leader, mentee):
    if not leader.availability or not mentee.availability:
        return 500
    return {0: 0, 1: 500, 2: 800}.get(len(leader.availability & mentee.availability), 1000)


def travel(leader, mentee):
    if leader.organisation == mentee.organisation:
        return 1000
    near = leader.region is not None and leader.region == mentee.region
    within = {"region"} if near else set()
    if leader.icb is not None and leader.icb == mentee.icb:
        within |= {"icb", "region"}
    said = {leader.travels, mentee.travels}
    if said & within:
        return 900
    remote = leader.remote and mentee.remote
    if not near:
        return 500 if remote else 0
    return 800 if remote else 600 if None in said else 300


def score(leader, mentee, settings=Settings()):  # noqa: B008
    weights = [Fraction(weight) for weight in settings.weights.given]
    weighed = sum(w * p for w, p in zip(weights, parts(leader, mentee), strict=True))
    return floor(weighed / sum(weights) + Fraction(1, 2))


def worth(points):
    return round(1000 * (1 - exp(-points / 250)))


def value(pool, leader, mentee, settings):
    waited = settings.a_week_waited * min(mentee.weeks_waited, settings.most_weeks)
    left_out = settings.each_time_left_out * min(mentee.left_out, settings.most_times)
    kept = settings.kept_pair * ((leader.id, mentee.id) in pool.suggested)
    return worth(score(leader, mentee, settings)) + waited + left_out + kept


def acceptable(pool, settings):
    """(leader's id, mentee's id) to score, of every pair that may be."""
    return {
        (leader.id, mentee.id): score(leader, mentee, settings)
        for leader in pool.leaders
        for mentee in pool.mentees
        if allowed(pool, leader, mentee) and score(leader, mentee, settings) >= settings.floor
    }


def every_match(pool, settings):
    """Every way to match those who look, each a frozenset of pairs of ids, locks among them."""
    may_be = acceptable(pool, settings)
    locked = {mentee for _, mentee in pool.locks}
    free = dict(pool.places_free)
    for leader, _ in pool.locks:
        free[leader] -= 1
    looking = [one.id for one in pool.mentees if one.id not in locked | pool.matched_already]

    def rest(at, free):
        if at == len(looking):
            yield frozenset()
            return
        yield from rest(at + 1, free)
        for leader in free:
            if free[leader] and (leader, looking[at]) in may_be:
                for others in rest(at + 1, {**free, leader: free[leader] - 1}):
                    yield others | {(leader, looking[at])}

    return [pairs | pool.locks for pairs in rest(0, free)]


class Judged:
    """What a match of a pool comes to: (matched, value), and its worst unlocked score."""

    def __init__(self, pool, settings):
        self.pool, self.settings = pool, settings
        leaders = {one.id: one for one in pool.leaders}
        mentees = {one.id: one for one in pool.mentees}
        self.score = cache(lambda n, m: score(leaders[n], mentees[m], settings))
        self.value = cache(lambda n, m: value(pool, leaders[n], mentees[m], settings))

    def good(self, pairs):
        return len(pairs), sum(self.value(*pair) for pair in pairs)

    def worst(self, pairs):
        return min((self.score(*pair) for pair in pairs - self.pool.locks), default=0)


def best(pool, settings):
    judged = Judged(pool, settings)
    return max(map(judged.good, every_match(pool, settings)))


def locks_for(pool, settings, chance):
    """One lock that is allowed, if there is any, also of a pair below the floor."""
    places = pool.places_free
    pairs = [
        (a.id, b.id)
        for a in pool.leaders
        for b in pool.mentees
        if allowed(pool, a, b) and places[a.id]
    ]
    return frozenset([chance.choice(pairs)] if pairs else [])
