"""Most people first, then the best total; what is settled is kept; order changes nothing."""

import random
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mentoring.by_hand import (
    Judged,
    acceptable,
    best,
    every_match,
    locks_for,
    pool_of,
)
from tracker.errors import Refused
from tracker.mentoring.matching import SOLVER, Run, match, raise_the_worst, solved
from tracker.mentoring.profiles import Leader, Mentee, Pool
from tracker.mentoring.weights import Settings, Weights

PLAIN = Settings()
LOW = Settings(floor=200)  # so that more than half of small pools have pairs to choose from
seeds = st.integers(0, 2**32)
many = settings(max_examples=400, deadline=None)


def leader(number, capacity=1, **what):
    return Leader(
        **{"id": number, "organisation": number, "region": "London"} | what, capacity=capacity
    )


def mentee(number, **what):
    return Mentee(**{"id": number, "organisation": 100 + number, "region": "London"} | what)


def pairs(run):
    return {(pair.leader, pair.mentee) for pair in run.pairs}


# Awkward pools


def test_nobody_in_the_pool():
    run = match(Pool(), PLAIN)

    assert (run.pairs, run.unmatched, run.places, run.matched, run.total) == ((), (), 0, 0, 0)
    assert (run.worst, run.fifth_percentile) == (None, None)
    assert raise_the_worst(Pool(), PLAIN).price == 0


def test_leaders_and_nobody_to_mentor_and_the_other_way_round():
    assert match(Pool((leader(1, 3),)), PLAIN).places == 3
    assert match(Pool((), (mentee(12), mentee(11))), PLAIN).unmatched == (11, 12)


def test_everybody_in_one_line_of_management():
    pool = Pool(
        (leader(1, 3), leader(2, 3, manager=1)),
        tuple(mentee(n, manager=2, managers_manager=1) for n in (11, 12)),
    )
    run = match(pool, PLAIN)

    assert run.pairs == ()
    assert run.unmatched == (11, 12)


def test_a_mentee_who_excludes_everybody_and_one_whom_nobody_suits():
    alone = mentee(11, excludes=frozenset({1, 2}))
    unsuited = mentee(12, wants=("boards",), grade="9", profession="nurse")
    leaders = (leader(1, grade="7", profession="law"), leader(2, offers=frozenset({"boards"})))
    pool = Pool(leaders, (alone, unsuited))

    assert match(pool, PLAIN).unmatched == (11,)
    assert match(pool, Settings(floor=650)).unmatched == (11, 12)


def test_leaders_whose_places_are_all_taken():
    pool = Pool((leader(1, 2),), (mentee(11),), active=frozenset({(1, 98), (1, 99)}))
    run = match(pool, PLAIN)

    assert (run.places, run.unmatched) == (0, (11,))


def test_whoever_has_a_mentor_is_neither_matched_nor_left_out():
    pool = Pool((leader(1), leader(2)), (mentee(11), mentee(12)), active=frozenset({(1, 11)}))
    run = match(pool, PLAIN)

    assert pairs(run) == {(2, 12)}
    assert run.unmatched == ()


def test_a_shortlist_of_strangers_is_refused():
    with pytest.raises(Refused, match="The shortlist names somebody who is not in the pool"):
        match(Pool((leader(1),), (mentee(11),)), PLAIN, [(1, 12)])
    with pytest.raises(Refused, match="The shortlist names somebody who is not in the pool"):
        match(Pool(), PLAIN, [(1, 12)])


def test_more_people_than_can_be_counted_exactly_are_refused():
    rows = np.arange(2_000_000)
    with pytest.raises(Refused, match="too many people to match exactly at once"):
        solved(rows, np.zeros_like(rows), rows % 5000, np.array([1]))


# What is best


def test_nobody_is_left_out_for_a_better_total():
    """The best pair, 1 with 11, would leave 12 without anybody."""
    pool = Pool(
        (leader(1, offers=frozenset("a")), leader(2, region="North", remote=True)),
        (mentee(11, wants=("a",), names=(1,), remote=True), mentee(12)),
    )

    assert pairs(match(pool, Settings(floor=0))) == {(2, 11), (1, 12)}


def test_when_places_are_few_whoever_has_waited_or_was_left_out_comes_first():
    pool = Pool((leader(1),), tuple(mentee(n) for n in range(11, 31)))
    for waiting in ({"weeks_waited": 1}, {"left_out": 1}):
        for number in range(11, 31):
            waited = tuple(replace(m, **waiting) if m.id == number else m for m in pool.mentees)
            assert pairs(match(replace(pool, mentees=waited), PLAIN)) == {(1, number)}


def test_waiting_is_in_nobodys_score_and_no_total():
    pool = Pool((leader(1),), (mentee(11),), suggested=frozenset({(1, 11)}))
    waited = replace(pool, mentees=(mentee(11, weeks_waited=50, left_out=3),))
    one, other = match(replace(pool, suggested=frozenset()), PLAIN), match(waited, PLAIN)

    assert one.pairs == other.pairs
    assert one.total == other.total == one.pairs[0].worth


@settings(max_examples=1000, deadline=None)
@given(seeds)
def test_as_many_people_as_can_be_then_the_best_total(seed):
    pool = pool_of(seed)
    run = match(pool, LOW)

    assert pairs(run) in every_match(pool, LOW)
    assert Judged(pool, LOW).good(pairs(run)) == best(pool, LOW)
    assert run.total == sum(pair.worth for pair in run.pairs)


@many
@given(seeds, st.randoms(use_true_random=False))
def test_locks_are_kept_and_the_rest_is_the_best_beside_them(seed, chance):
    pool = pool_of(seed, most_mentees=4)
    pool = replace(pool, locks=locks_for(pool, LOW, chance))
    run = match(pool, LOW)

    assert pool.locks <= pairs(run)
    assert pairs(run) in every_match(pool, LOW)
    assert Judged(pool, LOW).good(pairs(run)) == best(pool, LOW)
    assert {(p.leader, p.mentee) for p in run.pairs if p.locked} == pool.locks


@many
@given(seeds, st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_changes_nothing(seed, chance):
    pool = pool_of(seed)
    leaders, mentees = list(pool.leaders), list(pool.mentees)
    chance.shuffle(leaders)
    chance.shuffle(mentees)

    assert match(pool, LOW) == match(
        replace(pool, leaders=tuple(leaders), mentees=tuple(mentees)), LOW
    )


@many
@given(seeds)
def test_to_match_again_moves_nobody(seed):
    pool = replace(pool_of(seed), suggested=frozenset())
    first = match(pool, LOW)
    again = match(replace(pool, suggested=frozenset(pairs(first))), LOW)

    assert pairs(again) == pairs(first)
    assert again.total == first.total


@many
@given(seeds)
def test_a_raised_worst_match_is_the_highest_that_leaves_nobody_out(seed):
    pool = pool_of(seed, most_mentees=4)
    raised = raise_the_worst(pool, LOW)
    judged = Judged(pool, LOW)
    ways = every_match(pool, LOW)
    most = max(map(len, ways))
    fullest = [way for way in ways if len(way) == most]
    worst = max(map(judged.worst, fullest))

    assert raised.after.matched == raised.before.matched == most
    assert judged.worst(pairs(raised.after)) == worst
    assert judged.good(pairs(raised.after)) == max(
        judged.good(way) for way in fullest if judged.worst(way) == worst
    )
    assert raised.price == raised.before.total - raised.after.total


@many
@given(seeds)
def test_no_pair_is_below_the_floor_or_against_a_rule_and_ranks_are_by_score(seed):
    pool = pool_of(seed)
    may_be = acceptable(pool, PLAIN)

    for pair in match(pool, PLAIN).pairs:
        mine = [score for (_, mentee), score in may_be.items() if mentee == pair.mentee]
        assert may_be[pair.leader, pair.mentee] == pair.score >= PLAIN.floor
        assert pair.rank == 1 + sum(score > pair.score for score in mine)


# A list drawn again


def test_who_was_not_asked_about_stays_when_a_pair_is_declined():
    chance = random.Random(5)
    leaders = tuple(leader(n, offers=frozenset(chance.sample("abcde", 3))) for n in range(1, 31))
    mentees = tuple(mentee(n, wants=tuple(chance.sample("abcde", 3))) for n in range(101, 129))
    pool = Pool(leaders, mentees)
    first = pairs(match(pool, PLAIN))
    gone = min(first)
    again = replace(pool, suggested=frozenset(first), declined=frozenset({gone}))
    moved = first - pairs(match(again, Settings(kept_pair=1000)))

    assert moved == {gone}  # there was a place to go to
    assert gone in first - pairs(match(again, PLAIN))


@pytest.mark.parametrize("before", [{(1, 11), (2, 12)}, {(1, 12), (2, 11)}])
def test_of_two_lists_that_are_equally_good_the_one_before_stays(before):
    pool = Pool((leader(1), leader(2)), (mentee(11), mentee(12)), suggested=frozenset(before))

    assert pairs(match(pool, PLAIN)) == before


def test_a_pair_below_the_floor_can_be_locked_and_has_no_rank():
    pool = Pool((leader(1),), (mentee(11),), locks=frozenset({(1, 11)}))
    (pair,) = match(pool, Settings(floor=999)).pairs

    assert (pair.locked, pair.rank) == (True, None)


def test_a_lock_that_breaks_a_hard_rule_is_refused():
    pool = Pool((leader(1),), (mentee(11, manager=1),), locks=frozenset({(1, 11)}))
    with pytest.raises(Refused, match="This pair cannot be locked: line of management"):
        match(pool, PLAIN)


# The record


def test_the_record_says_how_the_list_was_drawn():
    chief = leader(1, leads_organisation=True, new_to_it=True)
    pool = Pool((chief,), (mentee(11, organisation=1, directorate=3),))
    run = match(pool, Settings(version=7, weights=Weights(goals=50)))
    (pair,) = run.pairs

    assert (run.settings.version, run.settings.weights.goals) == (7, 50)
    assert (run.solver, run.rules_version, len(run.input_hash)) == (SOLVER, 1, 64)
    assert (pair.steps_back, pair.briefing_first) == (True, True)
    assert pair.unchecked == ("manager", "manager's manager")
    assert (run.worst, run.fifth_percentile) == (pair.score, pair.score)


def test_the_time_it_took_is_not_part_of_what_was_found():
    compared = {field.name for field in fields(Run) if field.compare}

    assert "seconds" not in compared
    assert "input_hash" in compared


def test_a_twentieth_of_the_pairs_are_no_better_than_the_fifth_percentile():
    leaders = tuple(leader(n, offers=frozenset("ab" if n > 5 else "")) for n in range(1, 41))
    mentees = tuple(mentee(n, wants=("a",)) for n in range(101, 141))
    run = match(Pool(leaders, mentees), Settings(floor=0))
    scores = sorted(pair.score for pair in run.pairs)

    assert run.worst == scores[0] < scores[-1]
    assert run.fifth_percentile == scores[1]
