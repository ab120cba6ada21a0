"""How well two people suit, in points and in words."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mentoring import by_hand
from tests.mentoring.by_hand import pool_of
from tracker.mentoring import rules
from tracker.mentoring.columns import columns_of
from tracker.mentoring.market import market_of
from tracker.mentoring.profiles import Leader, Mentee, Pool
from tracker.mentoring.scoring import WORTH, parts_of, scores_of, words_of
from tracker.mentoring.weights import PARTS, Settings, Weights

LEADER = Leader(id=1, organisation=1, region="London", capacity=2)
MENTEE = Mentee(id=11, organisation=2, region="London")

weights = st.builds(Weights, st.floats(1e-9, 1e9), *[st.floats(0, 1e9)] * 5)


def part(name, leader, mentee):
    columns = columns_of(Pool((leader,), (mentee,)))
    points = parts_of(columns, np.array([0]), np.array([0]))[0]
    return int(points[list(PARTS).index(name)]), words_of(leader, mentee)[name]


@pytest.mark.parametrize(
    "offers, wants, points, words",
    [
        ((), ("a", "b", "c"), 0, "none of your goals"),
        (("a", "b"), ("a", "b", "c"), 833, "2 of your 3 goals, first among them"),
        (("b", "c"), ("a", "b", "c"), 500, "2 of your 3 goals"),
        (("a", "b", "c"), ("a", "b", "c"), 1000, "3 of your 3 goals, first among them"),
        (("a",), ("a",), 1000, "1 of your 1 goal"),
        (("b",), ("a", "b"), 400, "1 of your 2 goals"),
        (("a",), (), 500, "no goals were named"),
    ],
)
def test_goals_count_by_their_order(offers, wants, points, words):
    leader, mentee = replace(LEADER, offers=frozenset(offers)), replace(MENTEE, wants=wants)

    assert part("goals", leader, mentee) == (points, words)


@pytest.mark.parametrize(
    "above, below, points, words",
    [
        ("7", "8a", 0, "1 grade below your own"),
        ("7", "7", 200, "at your own grade"),
        ("8a", "7", 600, "1 grade above your own"),
        ("8c", "8a", 1000, "2 grades above your own"),
        ("VSM", "2", 300, "11 grades above your own"),
        (None, "7", 500, "grade not known"),
    ],
)
def test_a_leader_two_or_three_grades_up_is_best(above, below, points, words):
    leader, mentee = replace(LEADER, grade=above), replace(MENTEE, grade=below)

    assert part("grade", leader, mentee) == (points, words)


def test_times_of_the_week_in_common():
    def of(one, other):
        leader = replace(LEADER, availability=frozenset(one))
        return part("availability", leader, replace(MENTEE, availability=frozenset(other)))

    assert of("ab", "cd") == (0, "no time of the week in common")
    assert of("ab", "bc") == (500, "1 time of the week in common")
    assert of("abcd", "abcd") == (1000, "4 times of the week in common")
    assert of("", "abcd") == (500, "times not said")


def test_travel_is_easiest_at_home():
    far = replace(MENTEE, region="North", remote=True)
    remote = replace(LEADER, remote=True)

    assert part("travel", LEADER, replace(MENTEE, organisation=1))[0] == 1000
    assert part("travel", remote, replace(MENTEE, remote=True)) == (
        800,
        "in your region, and both can meet remotely",
    )
    assert part("travel", LEADER, MENTEE) == (600, "in your region")
    assert part("travel", remote, far) == (500, "another region; both can meet remotely")


@pytest.mark.parametrize(
    "leader, mentee, points, words",
    [
        ("icb", "here", 900, "can come to your organisation"),
        ("region", "here", 900, "can come to your organisation"),
        ("here", "icb", 900, "you can come to their organisation"),
        (None, "region", 900, "you can come to their organisation"),
        ("here", "here", 300, "in your region, but neither can come to the other"),
        ("here", None, 600, "in your region"),
    ],
)
def test_whichever_of_the_two_can_come_to_the_other_counts(leader, mentee, points, words):
    of_a_board = replace(LEADER, icb=5, travels=leader), replace(MENTEE, icb=5, travels=mentee)

    assert part("travel", *of_a_board) == (points, words)


def test_who_comes_as_far_as_their_board_does_not_come_to_another_one_in_the_region():
    leader, mentee = replace(LEADER, icb=5, travels="icb"), replace(MENTEE, icb=6, travels="here")

    assert part("travel", leader, mentee)[0] == 300
    assert part("travel", leader, replace(mentee, travels="region"))[0] == 900
    assert part("travel", replace(leader, remote=True), replace(mentee, remote=True))[0] == 800
    assert part("travel", replace(leader, icb=None), replace(mentee, icb=None))[0] == 300


def test_the_co_ordinator_reads_who_comes_to_whom():
    leader, mentee = replace(LEADER, icb=5, travels="here"), replace(MENTEE, icb=5, travels="icb")

    assert words_of(leader, mentee, "their")["travel"] == (
        "they can come to the leader’s organisation"
    )


@pytest.mark.parametrize(
    "above, below, points, words",
    [
        (("nursing", "care"), ("nursing", "care"), 1000, "the same profession"),
        (("nursing", "care"), ("midwifery", "care"), 600, "a near profession"),
        (("nursing", "care"), ("finance", "corporate"), 0, "another profession"),
        (("nursing", None), ("midwifery", None), 0, "another profession"),
        ((None, None), ("nursing", "care"), 500, "profession not known"),
    ],
)
def test_a_near_profession_counts_for_part(above, below, points, words):
    leader = replace(LEADER, profession=above[0], family=above[1])
    mentee = replace(MENTEE, profession=below[0], family=below[1])

    assert part("profession", leader, mentee) == (points, words)


def test_whoever_is_named_first_counts_most_and_to_name_one_takes_from_no_other():
    assert part("named", LEADER, replace(MENTEE, names=(1, 2))) == (1000, "your first choice")
    assert part("named", LEADER, replace(MENTEE, names=(3, 2, 1))) == (600, "your third choice")
    assert part("named", LEADER, replace(MENTEE, names=(3,))) == part("named", LEADER, MENTEE)


def test_the_co_ordinator_reads_of_their_goals():
    mentee = replace(MENTEE, wants=("a",))

    assert words_of(LEADER, mentee, "their")["goals"] == "none of their goals"


def test_a_point_is_worth_more_to_whoever_has_little():
    gains = np.diff(WORTH.astype(int))

    assert [int(WORTH[score]) for score in (0, 350, 500, 1000)] == [0, 753, 865, 982]
    assert (gains >= 0).all()
    assert gains[:100].sum() > gains[350:450].sum() > gains[900:].sum()


@given(weights)
def test_what_suits_in_everything_is_a_thousand_whatever_the_weights(weights):
    assert scores_of(np.array([[1000] * 6, [0] * 6]), weights).tolist() == [1000, 0]


@given(st.integers(1, 10))
def test_only_the_share_of_a_weight_counts(times):
    parts = np.random.default_rng(times).integers(0, 1001, (50, 6))
    same = Weights(*(times * weight for weight in PARTS.values()))

    assert (scores_of(parts, same) == scores_of(parts, Weights())).all()


@settings(max_examples=500, deadline=None)
@given(st.integers(0, 2**32))
def test_every_pair_at_once_is_what_each_pair_is_by_hand(seed):
    pool = pool_of(seed)
    columns = columns_of(pool)
    everybody = Settings(floor=0)
    market = market_of(pool, everybody)
    found = {
        (columns.leaders[n].id, columns.mentees[m].id): (tuple(parts), score)
        for m, n, parts, score in zip(
            market.acceptable.mentee,
            market.acceptable.leader,
            market.acceptable.parts.tolist(),
            market.acceptable.score.tolist(),
            strict=True,
        )
    }

    assert found == {
        (leader.id, mentee.id): (by_hand.parts(leader, mentee), by_hand.score(leader, mentee))
        for leader in pool.leaders
        for mentee in pool.mentees
        if by_hand.allowed(pool, leader, mentee)
    }
    for m, mentee in enumerate(columns.mentees):
        for n, leader in enumerate(columns.leaders):
            broken = rules.broken_by(columns, m, n)
            assert bool(broken) != ((leader.id, mentee.id) in found)
