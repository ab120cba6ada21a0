"""Why this match, why nobody, and what it would cost to have it otherwise."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mentoring.by_hand import Judged, acceptable, allowed, every_match, pool_of
from tests.mentoring.test_matching import leader, mentee, pairs
from tracker.errors import Refused
from tracker.mentoring.explaining import WhyNot, explain_pair, why_not
from tracker.mentoring.market import market_of
from tracker.mentoring.matching import match
from tracker.mentoring.overriding import price_of_exclusion, price_of_lock, price_of_swap
from tracker.mentoring.profiles import Pool
from tracker.mentoring.unmatched import explain_unmatched
from tracker.mentoring.weights import Settings

LOW = Settings(floor=200)
PLAIN = Settings()
seeds = st.integers(0, 2**32)
many = settings(max_examples=300, deadline=None)

# 2 suits both better than 1 does; 12 wants it more.
TWO_WANT_ONE = Pool(
    (leader(1), leader(2, offers=frozenset("ab"))),
    (mentee(11, wants=("c", "a")), mentee(12, wants=("b", "a"))),
)


def drawn(pool, rules=PLAIN):
    return market_of(pool, rules), match(pool, rules)


def test_a_pair_is_explained_by_its_parts_in_points_and_words():
    market, run = drawn(TWO_WANT_ONE, Settings(floor=0))
    why = explain_pair(market, run, 12)

    assert (why.pair.leader, why.pair.rank, why.better) == (2, 1, ())
    assert [(part.name, part.points, part.share) for part in why.parts][:2] == [
        ("goals", 1000, 35),
        ("profession", 500, 15),
    ]
    assert why.parts[0].words == "2 of your 2 goals, first among them"


def test_who_was_better_and_why_it_was_not_them():
    market, run = drawn(TWO_WANT_ONE, Settings(floor=0))
    (better,) = explain_pair(market, run, 11).better

    assert (better.leader, better.people) == (2, 0)
    assert better.words == f"full; giving them this place would cost others {better.points} points"


def test_a_place_that_somebody_else_needs():
    pool = Pool(
        (leader(1, offers=frozenset("a")), leader(2, region="North", remote=True)),
        (mentee(11, wants=("a",), remote=True), mentee(12)),
    )
    market, run = drawn(pool, Settings(floor=0))
    (better,) = explain_pair(market, run, 11).better

    assert better.words == "full; giving them this place would leave one person without a mentor"


def test_a_place_that_is_locked():
    pool = replace(TWO_WANT_ONE, locks=frozenset({(2, 12)}))
    market, run = drawn(pool, Settings(floor=0))
    (better,) = explain_pair(market, run, 11).better

    assert better.words == "full; these places are agreed or locked"


def test_the_words_for_one_and_for_none():
    assert WhyNot(1, 1, 0, 1).words == "full; giving them this place would cost others 1 point"
    assert WhyNot(1, 1, 0, 0).words.endswith("it is as good a list")


def test_there_is_no_match_to_explain_where_there_is_none():
    market, run = drawn(Pool((), (mentee(11),)))
    with pytest.raises(Refused, match="nobody was found for them"):
        explain_pair(market, run, 11)


@many
@given(seeds)
def test_the_price_of_a_better_leader_is_what_it_costs_to_match_all_again(seed):
    pool = pool_of(seed)
    market, run = drawn(pool, LOW)
    judged, ways, may_be = Judged(pool, LOW), every_match(pool, LOW), acceptable(pool, LOW)
    looking = [one.id for one in pool.mentees if one.id not in pool.matched_already]

    for who in looking:
        here = {pair for pair in pairs(run) if pair[1] == who}
        ours = judged.worst(here) if here else -1
        now = judged.good(pairs(run) - here)
        whys = why_not(market, run, who)
        better = {n for (n, m), score in may_be.items() if m == who and score > ours}
        assert {why.leader for why in whys} == better
        for why in whys:
            forced = [way - {(why.leader, who)} for way in ways if (why.leader, who) in way]
            if not forced:
                assert (why.people, why.points) == (None, None)
                continue
            people, value = max(map(judged.good, forced))
            assert (why.people, why.points) == (now[0] - people, now[1] - value)


@many
@given(seeds)
def test_whoever_is_left_out_is_told_what_each_rule_removed_and_who_shares_too_few_places(seed):
    pool = pool_of(seed, most_leaders=3)
    market, run = drawn(pool, LOW)
    may_be = acceptable(pool, LOW)
    by_id = {one.id: one for one in pool.mentees}

    for who in run.unmatched:
        why = explain_unmatched(market, run, who)
        left = [one for one in pool.leaders if allowed(pool, one, by_id[who])]
        assert max((rule.leaders for rule in why.removed), default=0) <= why.leaders - len(left)
        assert why.below_floor + why.acceptable == len(left)
        assert who in why.group.mentees
        assert why.group.places < len(why.group.mentees)
        assert why.group.places == sum(pool.places_free[n] for n in why.group.leaders)
        within = {n for n, m in may_be if m in why.group.mentees and pool.places_free[n]}
        assert within == set(why.group.leaders)


def test_the_leader_to_recruit_is_one_whom_the_group_could_use():
    mentees = (
        mentee(11, wants=("boards", "research"), remote=True, weeks_waited=4),
        mentee(12, wants=("boards",)),
        mentee(13, wants=("interviews", "boards"), region="North", remote=True),
    )
    market, run = drawn(Pool((leader(1, remote=True),), mentees), Settings(floor=0))
    why = explain_unmatched(market, run, run.unmatched[0])

    assert why.group.words == "3 people share 1 place with 1 leader"
    assert why.recruit.words == (
        "a leader in London or who meets remotely, offering boards or interviews"
    )
    assert (why.recruit.of, why.recruit.remote) == (2, 2)


def test_whoever_has_no_acceptable_leader_shares_no_place():
    market, run = drawn(Pool((leader(1),), (mentee(11, manager=1, region=None),)))
    why = explain_unmatched(market, run, 11)

    assert {rule.name: rule.leaders for rule in why.removed if rule.leaders} == {
        "place": 1,
        "line": 1,
    }
    assert why.group.words == "no acceptable leader has a place that is not agreed or locked"
    assert why.recruit.words == "a leader who meets remotely"
    assert why.unchecked == ("manager's manager", "directorate")
    with pytest.raises(Refused, match="There is nothing to explain"):
        explain_unmatched(market, run, 12)


# Overrides


def test_a_swap_shows_what_it_costs_before_it_is_made():
    market, run = drawn(TWO_WANT_ONE, Settings(floor=0))
    price = price_of_swap(market, run, 11, 12)

    assert pairs(price.after) == {(2, 11), (1, 12)}
    assert price.people == 0
    assert price.points == run.total - price.after.total > 0
    assert price.moved == ()
    assert price.words.startswith(f"costs {price.points} points in total")


def test_a_lock_moves_others_and_says_so():
    market, run = drawn(TWO_WANT_ONE, Settings(floor=0))
    price = price_of_lock(market, run, leader=2, mentee=11)

    assert price.moved == (12,)
    assert price.words.endswith("moves 1 other")


def test_an_exclusion_can_leave_somebody_out():
    market, run = drawn(Pool((leader(1),), (mentee(11),)))
    price = price_of_exclusion(market, run, leader=1, mentee=11)

    assert price.people == 1
    assert price.after.unmatched == (11,)
    assert price.words.startswith("leaves one person without a mentor, costs ")


def test_a_swap_with_somebody_who_has_nobody_gives_them_the_place():
    pool = Pool((leader(1),), (mentee(11, weeks_waited=9), mentee(12)))
    market, run = drawn(pool)
    price = price_of_swap(market, run, 11, 12)

    assert pairs(run) == {(1, 11)}
    assert pairs(price.after) == {(1, 12)}
    assert price.words == "costs 0 points in total"


def test_overrides_that_make_no_sense_are_refused():
    market, run = drawn(Pool((leader(1),), (mentee(11, manager=1), mentee(12)), locks=frozenset()))
    with pytest.raises(Refused, match="Choose two people"):
        price_of_swap(market, run, 12, 12)
    with pytest.raises(Refused, match="One of these two is not in the pool"):
        price_of_lock(market, run, 5, 12)
    with pytest.raises(Refused, match="line of management"):
        price_of_swap(market, run, 11, 12)
    locked = replace(market.pool, locks=frozenset({(1, 12)}))
    with pytest.raises(Refused, match="A locked pair cannot be ruled out"):
        price_of_exclusion(*drawn(locked), 1, 12)


@many
@given(seeds, st.randoms(use_true_random=False))
def test_the_price_of_a_lock_is_what_the_whole_match_loses(seed, chance):
    pool = pool_of(seed, most_mentees=4)
    market, run = drawn(pool, LOW)
    choices = [
        (a.id, b.id)
        for a in pool.leaders
        for b in pool.mentees
        if allowed(pool, a, b) and pool.places_free[a.id]
    ]
    if not choices:
        return
    lock = chance.choice(choices)
    price = price_of_lock(market, run, *lock)
    locked = replace(pool, locks=frozenset({lock}))

    assert price.after.pairs == match(locked, LOW).pairs
    assert lock in pairs(price.after)
