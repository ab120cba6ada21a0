"""Which state of a pairing may follow which, and on which days people work."""

from datetime import date

import pytest

from tracker.mentoring import catalogue
from tracker.mentoring.profiles import GRADES
from tracker.mentoring.states import FOLLOWS, LIVE, OVER, State, may_follow, occupies
from tracker.mentoring.working_days import is_working_day, working_days_after


@pytest.mark.parametrize("over", OVER)
def test_nothing_follows_what_is_over(over):
    assert not any(may_follow(over, then) for then in State)


def test_every_state_is_reached_from_another_but_the_two_beginnings():
    reached = {then for thens in FOLLOWS.values() for then in thens}

    assert set(State) - reached == {State.CLAIMED, State.APPROVED}


def test_a_place_is_taken_from_release_until_winding_down():
    assert not occupies(State.APPROVED)
    assert occupies(State.RELEASED)
    assert occupies(State.WINDING_DOWN)
    assert not occupies(State.ENDED)
    assert {State.CLAIMED, State.APPROVED, *OVER} == set(State) - set(LIVE)


def test_a_pause_ends_where_it_began():
    before = [state for state in State if may_follow(state, State.PAUSED)]

    assert all(may_follow(State.PAUSED, state) for state in before)


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 24), 5, date(2026, 12, 1)),  # over a weekend
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Christmas, and Boxing Day's Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
    ],
)
def test_working_days_know_weekends_and_bank_holidays(day, days, then):
    assert working_days_after(day, days) == then


def test_easter_monday_is_no_working_day():
    assert not is_working_day(date(2027, 3, 29))


def test_the_grades_to_choose_from_are_those_that_matching_knows():
    assert tuple(catalogue.grades()) == tuple(g for g in GRADES if g != "1")


def test_every_profession_of_a_family_can_be_chosen():
    assert catalogue.family_of("nursing") == catalogue.family_of("midwifery")
    assert catalogue.family_of("other") is None
