from datetime import date, timedelta

import pytest

from tracker.plan.momentum import (
    ActionRecord,
    Tier,
    check_in_due,
    due_words,
    momentum_of,
    said_words,
    tier_of,
)

TODAY = date(2026, 11, 23)
BEGAN = date(2026, 4, 1)


def days_ago(days):
    return TODAY - timedelta(days=days)


# When the next check-in is due


def test_a_check_in_is_due_90_days_after_the_last_one_published():
    last = date(2026, 8, 13)

    assert check_in_due(last, BEGAN, held_since=None) == date(2026, 11, 11)


def test_the_first_check_in_is_due_90_days_after_the_action_began():
    assert check_in_due(None, BEGAN, held_since=date(2025, 1, 1)) == date(2026, 6, 30)


def test_an_action_may_have_a_rhythm_of_its_own():
    assert check_in_due(None, BEGAN, held_since=None, every_days=30) == date(2026, 5, 1)


def test_a_new_holder_owes_the_first_check_in_30_days_after_they_began():
    began, last = date(2026, 9, 1), date(2026, 8, 20)

    assert check_in_due(last, BEGAN, held_since=began) == date(2026, 10, 1)


def test_a_new_holder_owes_nothing_from_before_they_began():
    long_ago = date(2025, 1, 1)

    assert check_in_due(long_ago, BEGAN, held_since=TODAY) == TODAY + timedelta(days=30)


def test_a_holder_who_has_checked_in_is_no_longer_new():
    began, last = date(2026, 9, 1), date(2026, 9, 1)

    assert check_in_due(last, BEGAN, held_since=began) == date(2026, 11, 30)


def test_a_holder_who_began_with_the_action_is_not_new_to_it():
    assert check_in_due(None, BEGAN, held_since=BEGAN) == date(2026, 6, 30)


# How late that is


@pytest.mark.parametrize(
    "past_due, tier, words",
    [
        (-1, Tier.UP_TO_DATE, ""),
        (0, Tier.DUE, "Due today"),
        (1, Tier.DUE, "Due 1 day ago"),
        (14, Tier.DUE, "Due 14 days ago"),
        (15, Tier.LATE, "Late, by 15 days"),
        (90, Tier.LATE, "Late, by 90 days"),
        (91, Tier.STALE, "Stale, by 91 days"),
        (180, Tier.STALE, "Stale, by 180 days"),
        (181, Tier.DORMANT, "Dormant, by 181 days"),
    ],
)
def test_lateness_is_counted_from_the_day_the_check_in_was_due(past_due, tier, words):
    due = days_ago(past_due)

    assert tier_of(due, TODAY) is tier
    assert due_words(due, TODAY) == words


@pytest.mark.parametrize(
    "said_on, words",
    [
        (days_ago(74), "Said 74 days ago"),
        (days_ago(1), "Said 1 day ago"),
        (TODAY, "Said today"),
        (None, ""),
    ],
)
def test_a_claim_carries_its_age(said_on, words):
    assert said_words(said_on, TODAY) == words


# A whole plan


def action(**given):
    usual = {
        "last_check_in": TODAY,
        "check_in_due": TODAY + timedelta(days=90),
        "owner_post_id": 1,
        "owner_is_vacant": False,
        "owner_changes": 0,
        "date_moves": (),
    }
    return ActionRecord(**usual | given)


def test_actions_with_a_check_in_since_the_quarter_began_are_counted():
    records = [
        action(last_check_in=date(2026, 10, 1)),
        action(last_check_in=date(2026, 9, 30)),
        action(last_check_in=None),
    ]

    momentum = momentum_of(records, None, TODAY)

    assert (momentum.checked_in_this_quarter, momentum.actions) == (1, 3)


@pytest.mark.parametrize(
    "today, quarter",
    [
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 3, 31), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 12, 31), date(2026, 10, 1)),
    ],
)
def test_quarters_begin_in_january_april_july_and_october(today, quarter):
    before, after = (
        momentum_of([action(last_check_in=day)], None, today).checked_in_this_quarter
        for day in (quarter - timedelta(days=1), quarter)
    )

    assert (before, after) == (0, 1)


def test_a_vacant_post_counts_once_however_many_actions_it_owns():
    vacant = {"owner_is_vacant": True, "owner_post_id": 7}
    records = [action(**vacant), action(**vacant), action(owner_post_id=8)]

    assert momentum_of(records, None, TODAY).vacant_posts == 1


def test_changes_of_owner_add_up():
    records = [action(owner_changes=2), action(owner_changes=1), action()]

    assert momentum_of(records, None, TODAY).owner_changes == 3


def test_only_a_date_moved_more_than_once_is_counted():
    assert momentum_of([action(date_moves=(1, 2, 0, 3))], None, TODAY).moved_more_than_once == 2


def test_every_action_is_in_one_tier():
    due = [days_ago(days) for days in (-5, 0, 15, 20, 200)]
    momentum = momentum_of([action(check_in_due=day) for day in due], None, TODAY)

    assert momentum.tiers == {
        Tier.UP_TO_DATE: 1,
        Tier.DUE: 1,
        Tier.LATE: 2,
        Tier.STALE: 0,
        Tier.DORMANT: 1,
    }


def test_days_since_the_board_looked():
    assert momentum_of([], date(2026, 9, 24), TODAY).days_since_board_looked == 60


def test_a_board_that_never_looked_has_no_number_of_days():
    assert momentum_of([], None, TODAY).days_since_board_looked is None
