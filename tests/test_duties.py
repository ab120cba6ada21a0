from datetime import date

from tracker.duties import Duty


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
