"""What somebody owes, and how its line reads."""

from datetime import date

import pytest

from tracker.duties import Duty, when


def duty(**given):
    usual = {
        "kind": "due",
        "verb": "Check in",
        "thing": "on 1.1 A plain promise",
        "endpoint": "plan.check_in",
        "values": {"action_id": 1},
        "due": date(2026, 11, 1),
    }
    return Duty(**usual | given)


def test_what_was_due_first_stands_first():
    late, later = duty(due=date(2026, 9, 10), thing="on 8.1"), duty(due=date(2026, 11, 11))

    assert sorted([later, late]) == [late, later]


def test_duties_of_one_day_keep_one_order_however_they_were_found():
    first, second = duty(thing="on 1.1"), duty(thing="on 2.1")

    assert sorted([second, first]) == sorted([first, second]) == [first, second]


def test_the_same_duty_found_twice_counts_once():
    assert len({duty(), duty()}) == 1


MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "kind, due, note, words",
    [
        ("due", date(2026, 11, 11), "", "Due: 11 November, 12 days ago"),
        ("due", date(2026, 11, 9), "", "Due: 9 November, 14 days ago"),
        ("due", date(2026, 11, 8), "", "Late: 8 November, 15 days ago"),
        ("due", date(2025, 11, 8), "", "Late: 8 November 2025, 380 days ago"),
        ("due", MONDAY, "", "By Monday 23 November, today"),
        ("due", date(2026, 9, 10), "Post vacant", "Post vacant. Late: 10 September, 74 days ago"),
        ("review", date(2026, 11, 9), "", "Sent 9 November, 14 days ago"),
        ("review", MONDAY, "", "Sent 23 November, today"),
        ("answer", date(2026, 11, 24), "", "By Tuesday 24 November, tomorrow"),
        ("coming", date(2026, 12, 2), "", "Wednesday 2 December, in 9 days"),
        ("coming", date(2027, 1, 2), "", "Saturday 2 January 2027, in 40 days"),
    ],
)
def test_a_duty_says_when_it_is_owed(kind, due, note, words):
    owed = Duty(kind, "Check in", "on 8.1", "plan.check_in", {}, due, note)

    assert when(owed, MONDAY) == words
