"""How well two people suit: six parts of 0 to 1000, and one score from their weights."""

import math

import numpy as np

from tracker.mentoring.columns import UNKNOWN, Columns, Numbers, alike, among
from tracker.mentoring.profiles import GRADES, TRAVELS, Leader, Mentee
from tracker.mentoring.weights import PARTS, Settings, Weights
from tracker.mentoring.wording import counted

FULL = 1000
NOT_SAID = 500  # where either says nothing, nothing is held against them

# Of the goals wanted, in order: 1; 3 + 2; 3 + 2 + 1, of 1000. A row for how many are wanted.
GOAL_POINTS = np.array([(0, 0, 0), (1000, 0, 0), (600, 400, 0), (500, 333, 167)])
GAP_POINTS = np.array((0, 200, 600, 1000, 1000, 900, 700, 500, 300))  # below, level, 1, 2 ... 7 up
TIME_POINTS = np.array((0, 500, 800, 1000))  # for 0, 1, 2, 3 or more times in common
NAMED_POINTS = (1000, 800, 600)
NEAR_PROFESSION = 600
HERE, COMES, NEAR_OR_REMOTE, NEAR, REMOTE, APART = 1000, 900, 800, 600, 500, 300
BOARD, REGION = TRAVELS.index("icb"), TRAVELS.index("region")

# 1000 (1 - e^(-s/250)): a point for somebody with little is worth more than one for the best off.
WORTH = np.array([round(FULL * (1 - math.exp(-score / 250))) for score in range(FULL + 1)])


def parts_of(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    """A row for each pair, a column for each of PARTS."""
    points = (goals, profession, grade, availability, travel, named)
    return np.stack([part(columns, mentee, leader) for part in points], axis=1).astype(np.int64)


def scores_of(parts: Numbers, weights: Weights) -> Numbers:
    """Whole numbers of 0 to 1000: the parts by their weights, a half rounded up. Exact."""
    shares = weights.millionths
    together = sum(shares)
    return (2 * (parts @ np.array(shares, dtype=np.int64)) + together) // (2 * together)


def waiting_points(columns: Columns, settings: Settings) -> Numbers:
    """Of each mentee: for the weeks they waited and the lists that left them out."""
    return np.array(
        [
            settings.a_week_waited * min(one.weeks_waited, settings.most_weeks)
            + settings.each_time_left_out * min(one.left_out, settings.most_times)
            for one in columns.mentees
        ],
        dtype=np.int64,
    )


def goals(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    points = GOAL_POINTS[columns.wanted[mentee]]
    wants = columns.wants[mentee]
    met = sum(columns.offers[leader, wants[:, n]] * points[:, n] for n in range(wants.shape[1]))
    return np.where(columns.wanted[mentee] > 0, met, NOT_SAID)


def profession(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    one, other = columns.mentee.profession[mentee], columns.leader.profession[leader]
    silent = (one == UNKNOWN) | (other == UNKNOWN)
    near = alike(columns.mentee.family[mentee], columns.leader.family[leader])
    return np.select([silent, one == other, near], [NOT_SAID, FULL, NEAR_PROFESSION], 0)


def grade(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    one, other = columns.mentee.grade[mentee], columns.leader.grade[leader]
    silent = (one == UNKNOWN) | (other == UNKNOWN)
    gap = GAP_POINTS[np.clip(other - one + 1, 0, len(GAP_POINTS) - 1)]
    return np.where(silent, NOT_SAID, gap)


def availability(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    one, other = columns.mentee.availability[mentee], columns.leader.availability[leader]
    shared = np.count_nonzero(one & other, axis=1)
    silent = ~(one.any(axis=1) & other.any(axis=1))
    return np.where(silent, NOT_SAID, TIME_POINTS[np.minimum(shared, len(TIME_POINTS) - 1)])


def travel(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    """Of two in one region who do not meet remotely, somebody has to come to the other. Where
    either has not said how far they come, that is held against nobody."""
    one, other = columns.mentee, columns.leader
    remote = one.remote[mentee] & other.remote[leader]
    near = alike(one.region[mentee], other.region[leader])
    here = one.organisation[mentee] == other.organisation[leader]
    mentees, leaders = one.travels[mentee], other.travels[leader]
    furthest = np.maximum(mentees, leaders)
    comes = alike(one.icb[mentee], other.icb[leader]) & (furthest >= BOARD)
    comes |= near & (furthest >= REGION)
    apart = near & (np.minimum(mentees, leaders) != UNKNOWN)
    cases = [here, comes, near & remote, apart, near, remote]
    return np.select(cases, [HERE, COMES, NEAR_OR_REMOTE, APART, NEAR, REMOTE], 0)


def named(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    """Nought for whoever is not named, also where nobody is: to name one takes from no other."""
    key = columns.key(mentee, leader)
    return np.select([among(key, those) for those in columns.names], list(NAMED_POINTS), 0)


def words_of(leader: Leader, mentee: Mentee, whose: str = "your") -> dict[str, str]:
    """What each part rests on, for a mentee to read ("your"), or of one ("their")."""
    words = (
        _goal_words(leader, mentee, whose),
        _profession_words(leader, mentee),
        _grade_words(leader, mentee, whose),
        _time_words(leader, mentee),
        _travel_words(leader, mentee, whose),
        _named_words(leader, mentee, whose),
    )
    return dict(zip(PARTS, words, strict=True))


def _goal_words(leader: Leader, mentee: Mentee, whose: str) -> str:
    if not mentee.wants:
        return "no goals were named"
    met = [goal for goal in mentee.wants if goal in leader.offers]
    if not met:
        return f"none of {whose} goals"
    wanted = "goal" if len(mentee.wants) == 1 else "goals"
    first = ", first among them" if met[0] == mentee.wants[0] and len(mentee.wants) > 1 else ""
    return f"{len(met)} of {whose} {len(mentee.wants)} {wanted}{first}"


def _profession_words(leader: Leader, mentee: Mentee) -> str:
    if leader.profession is None or mentee.profession is None:
        return "profession not known"
    if leader.profession == mentee.profession:
        return "the same profession"
    near = leader.family is not None and leader.family == mentee.family
    return "a near profession" if near else "another profession"


def _grade_words(leader: Leader, mentee: Mentee, whose: str) -> str:
    if leader.grade is None or mentee.grade is None:
        return "grade not known"
    gap = GRADES.index(leader.grade) - GRADES.index(mentee.grade)
    if gap == 0:
        return f"at {whose} own grade"
    steps = counted(abs(gap), "grade")
    return f"{steps} {'above' if gap > 0 else 'below'} {whose} own"


def _time_words(leader: Leader, mentee: Mentee) -> str:
    if not leader.availability or not mentee.availability:
        return "times not said"
    shared = len(leader.availability & mentee.availability)
    if not shared:
        return "no time of the week in common"
    return f"{shared} {'time' if shared == 1 else 'times'} of the week in common"


def _travel_words(leader: Leader, mentee: Mentee, whose: str) -> str:
    remote = leader.remote and mentee.remote
    if leader.organisation == mentee.organisation:
        return f"in {whose} own organisation"
    if _can_come(leader, mentee):
        return f"can come to {whose} organisation"
    if _can_come(mentee, leader):
        to_them = "you can come to their organisation"
        return to_them if whose == "your" else "they can come to the leader’s organisation"
    if leader.region == mentee.region and leader.region is not None:
        stay = leader.travels is not None and mentee.travels is not None
        further = ", and both can meet remotely" if remote else _STAY if stay else ""
        return f"in {whose} region{further}"
    return "another region; both can meet remotely" if remote else "another region"


_STAY = ", but neither can come to the other"


def _can_come(one: Leader | Mentee, other: Leader | Mentee) -> bool:
    if one.icb is not None and one.icb == other.icb and one.travels in ("icb", "region"):
        return True
    return one.travels == "region" and one.region is not None and one.region == other.region


def _named_words(leader: Leader, mentee: Mentee, whose: str) -> str:
    if leader.id not in mentee.names:
        return "not named"
    place = ("first", "second", "third")[mentee.names.index(leader.id)]
    return f"{whose} {place} choice"
