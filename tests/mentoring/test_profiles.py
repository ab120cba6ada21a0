"""What matching is told of people, and refuses to be told."""

from dataclasses import fields, replace

import pytest

from tests.mentoring.by_hand import pool_of
from tracker.errors import Refused
from tracker.mentoring.profiles import Leader, Mentee, Pool, fingerprint
from tracker.mentoring.weights import Settings, Weights

LEADER = Leader(id=1, organisation=1, region="London", capacity=2)
MENTEE = Mentee(id=11, organisation=2, region="London")


@pytest.mark.parametrize("kind", [Leader, Mentee, Pool, Settings, Weights])
def test_nothing_that_says_who_somebody_is_by_race_is_told_to_matching(kind):
    names = " ".join(field.name for field in fields(kind)).lower()

    for word in ("ethnic", "race", "equality", "bme", "heritage", "religion", "gender", "colour"):
        assert word not in names


@pytest.mark.parametrize("capacity", [0, 4, -1])
def test_a_leader_takes_one_to_three(capacity):
    with pytest.raises(Refused, match=f"A leader takes 1 to 3 mentees, not {capacity}"):
        replace(LEADER, capacity=capacity)


def test_nobody_chooses_more_than_three_of_anything_or_one_twice():
    with pytest.raises(Refused, match="A leader offers up to 3 goals, not 4"):
        replace(LEADER, offers=frozenset("abcd"))
    with pytest.raises(Refused, match="A mentee names up to 3 goals, not 4"):
        replace(MENTEE, wants=tuple("abcd"))
    with pytest.raises(Refused, match="A mentee names up to 3 leaders, not 4"):
        replace(MENTEE, names=(1, 2, 3, 4))
    with pytest.raises(Refused, match="the same one twice among their goals"):
        replace(MENTEE, wants=("boards", "boards"))


def test_a_grade_that_nobody_has_is_refused():
    with pytest.raises(Refused, match="8e is not a grade"):
        replace(MENTEE, grade="8e")


def test_how_far_somebody_comes_is_one_of_three():
    with pytest.raises(Refused, match="the moon is not how far somebody can come"):
        replace(LEADER, travels="the moon")


def test_no_number_of_a_person_is_below_nought():
    with pytest.raises(Refused, match="A person's number is nought or more"):
        replace(LEADER, id=-1)
    with pytest.raises(Refused, match="less than no time"):
        replace(MENTEE, weeks_waited=-1)


def test_the_same_person_is_in_a_pool_once():
    with pytest.raises(Refused, match="The same leader is there twice"):
        Pool((LEADER, LEADER))
    with pytest.raises(Refused, match="The same mentee is there twice"):
        Pool((), (MENTEE, MENTEE))


def test_locks_are_of_people_who_are_there_and_have_room():
    other = replace(MENTEE, id=12)
    with pytest.raises(Refused, match="somebody who is not in the pool"):
        Pool((LEADER,), (), locks=frozenset({(1, 11)}))
    with pytest.raises(Refused, match="more locked pairs than places"):
        Pool((replace(LEADER, capacity=1),), (MENTEE, other), locks=frozenset({(1, 11), (1, 12)}))
    with pytest.raises(Refused, match="The same locked mentee is there twice"):
        Pool((LEADER, replace(LEADER, id=2)), (MENTEE,), locks=frozenset({(1, 11), (2, 11)}))
    with pytest.raises(Refused, match="Somebody who has a mentor is locked to another"):
        Pool((LEADER,), (MENTEE,), locks=frozenset({(1, 11)}), active=frozenset({(5, 11)}))


def test_pairs_that_live_elsewhere_take_a_place_and_never_less_than_none():
    assert Pool((LEADER,), active=frozenset({(1, 99)})).places_free == {1: 1}
    assert Pool((LEADER,), active=frozenset({(1, 97), (1, 98), (1, 99)})).places_free == {1: 0}


@pytest.mark.parametrize(
    "weights",
    [dict.fromkeys(("goals", "profession", "grade", "availability", "travel", "named"), 0)],
)
def test_weights_that_come_to_nought_are_refused(weights):
    with pytest.raises(Refused, match="The weights come to nought"):
        Weights(**weights)


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf")])
def test_a_weight_is_a_number_of_nought_or_more(weight):
    with pytest.raises(Refused, match="Each weight is a number of nought or more"):
        Weights(goals=weight)


def test_settings_out_of_range_are_refused():
    with pytest.raises(Refused, match="The floor is a score of 0 to 1000"):
        Settings(floor=1001)
    with pytest.raises(Refused, match="are 0 to 1000"):
        Settings(kept_pair=-1)
    with pytest.raises(Refused, match="nought or more"):
        Settings(most_weeks=-1)


def test_the_fingerprint_of_a_pool_knows_what_is_in_it_and_not_its_order():
    pool = next(p for p in map(pool_of, range(99)) if len(p.mentees) > 3 and len(p.leaders) > 2)
    turned = replace(pool, leaders=pool.leaders[::-1], mentees=pool.mentees[::-1])
    waited = replace(pool.mentees[0], weeks_waited=pool.mentees[0].weeks_waited + 1)
    changed = replace(pool, mentees=(waited, *pool.mentees[1:]))

    assert fingerprint(pool, Settings()) == fingerprint(turned, Settings())
    assert fingerprint(pool, Settings()) != fingerprint(changed, Settings())
    assert fingerprint(pool, Settings()) != fingerprint(pool, Settings(floor=349))
    assert len(fingerprint()) == 64
