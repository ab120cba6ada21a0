"""What is handed over, to whom, by when: the sums."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.handing_over.receiving import HandOver, Held, Item, State

TODAY = date(2026, 11, 23)
A, B, C = 1, 2, 3  # people


def ago(days):
    return TODAY - timedelta(days=days)


def at(days):
    return datetime(2026, 11, 23, 9, tzinfo=UTC) - timedelta(days=days)


def held(person, since, until=None, acting=False):
    return Held(person * 10 + int(acting), person, f"Person {person}", since, until, acting)


def item(**said):
    return Item(7, "8.1", "Independent panel members", **said)


OPEN = item()


def hand_over(last_day, *others, items=(OPEN,)):
    gone = held(A, ago(900), last_day)
    return HandOver(gone, last_day, 40, "Chief Nurse", 3, 41, items, others)


ACCEPTED = {"answer": "accept", "answered_at": at(1)}


def test_where_nothing_is_open_nothing_is_handed_over():
    assert not hand_over(ago(5), held(B, ago(4)), items=()).exists(TODAY)


@pytest.mark.parametrize("days, exists", [(-31, False), (-30, True), (0, True), (400, True)])
def test_it_opens_thirty_days_before_the_last_day(days, exists):
    assert hand_over(ago(days)).exists(TODAY) is exists


def test_where_nobody_follows_it_waits_and_goes_up_the_line_all_the_same():
    vacant = hand_over(ago(22))

    assert vacant.incoming(TODAY) is None
    assert vacant.receive_by(TODAY) == ago(1)
    assert vacant.state(TODAY) is State.OVERDUE


@pytest.mark.parametrize(
    "again",
    [
        held(A, ago(4), acting=True),  # goes on as acting from the day after
        held(A, ago(900), acting=True),  # held it twice
        held(A, ago(1), acting=True),  # came back
    ],
)
def test_the_same_person_again_hands_over_to_nobody(again):
    assert not hand_over(ago(5), again).exists(TODAY)


def test_whoever_came_back_keeps_the_record_of_what_another_received():
    back = held(A, ago(1), acting=True)
    assert hand_over(ago(50), held(B, ago(49), ago(2)), back, items=[item(**ACCEPTED)]).exists(
        TODAY
    )


def test_a_later_hand_over_takes_the_place_of_one_that_nobody_received():
    later = held(B, ago(99), ago(10))

    assert not hand_over(ago(100), later, held(C, ago(9))).exists(TODAY)
    assert hand_over(ago(100), later, items=[item(**ACCEPTED)]).exists(TODAY)
    assert hand_over(ago(100), held(B, ago(99), TODAY)).exists(TODAY)  # who is still there


def test_on_the_last_day_a_note_is_waited_for_and_the_day_after_a_receipt():
    ends_today = hand_over(TODAY, held(B, TODAY, acting=True))

    assert not ends_today.is_over(TODAY)
    assert ends_today.state(TODAY) is State.TO_NOTE
    assert ends_today.state(TODAY + timedelta(days=1)) is State.TO_RECEIVE


def test_with_every_note_left_it_is_to_be_received():
    noted = item(noted_at=at(1))
    assert hand_over(ago(-3), items=[noted]).state(TODAY) is State.TO_RECEIVE
    assert hand_over(ago(-3), items=[noted, item()]).state(TODAY) is State.TO_NOTE


@pytest.mark.parametrize("days, state", [(21, State.TO_RECEIVE), (22, State.OVERDUE)])
def test_exactly_21_days_are_in_time(days, state):
    assert hand_over(ago(days)).state(TODAY) is state
    assert hand_over(ago(200), held(B, ago(days))).state(TODAY) is state


def test_whoever_acts_beside_another_receives_it_and_the_21_days_run_from_the_later_day():
    acting, own = held(C, ago(30), acting=True), held(B, ago(400))
    found = hand_over(ago(10), own, acting)

    assert found.incoming(TODAY) == acting
    assert found.held_by(B, TODAY) == own
    assert found.held_by(A, TODAY) is None
    assert found.receive_by(TODAY) == ago(10) + timedelta(days=21)


def test_a_concern_is_received_and_a_query_is_not_until_it_is_answered():
    concern = item(answer="concern", answered_at=at(1))
    query = item(noted_at=at(9), answer="query", answered_at=at(2))
    answered = item(noted_at=at(1), answer="query", answered_at=at(2))

    assert hand_over(ago(5), items=[concern]).state(TODAY) is State.RECEIVED
    assert hand_over(ago(5), items=[concern, query]).state(TODAY) is State.TO_NOTE
    assert hand_over(ago(5), items=[answered]).state(TODAY) is State.TO_RECEIVE
    assert hand_over(ago(22), items=[query]).state(TODAY) is State.OVERDUE


def test_what_is_received_wants_no_note():
    assert not item(**ACCEPTED).wants_note
    assert item().wants_note
