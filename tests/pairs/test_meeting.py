"""A pair plans its meetings, says that it met, and pauses or ends without fault."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.pairings.models import Meeting
from tracker.pairings.queries import events_of, free_place_of, meetings_of
from tracker.permissions import Role

PAST = datetime(2026, 11, 19, 12, 30, tzinfo=UTC)


def day(field, on):
    return {f"{field}-day": on.day, f"{field}-month": on.month, f"{field}-year": on.year}


def meeting_on(on, **more):
    return day("on", on) | {"at": "12:30", "minutes": 60, "place": "Online"} | more


def again(thing):
    db.session.expire_all()
    return thing


@pytest.fixture
def planned(pairing):
    """A meeting whose time has come, of which nobody has said anything."""
    return factories.meeting(pairing, held=False, starts_at=PAST)


def say(client, who, meeting, held="yes"):
    address = f"/mentoring/pairs/meetings/{meeting.id}/held"
    return client.sign_in(who).post(address, data={"held": held}, follow_redirects=True)


def test_a_meeting_is_planned_and_stands_at_the_top_for_both(client, at, leader, mentee):
    client.sign_in(mentee).post(f"{at}/meetings/plan", data=meeting_on(TODAY + timedelta(days=9)))

    shown = words(client.sign_in(leader).get(at))
    then = TODAY + timedelta(days=9)
    assert f"{then.day} {then:%B}" in shown
    assert "12:30 to 13:30" in shown


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Enter the day"),
        (meeting_on(TODAY - timedelta(days=1)), "Give a time to come, within a year"),
        (meeting_on(TODAY + timedelta(days=800)), "Give a time to come, within a year"),
        (meeting_on(TODAY + timedelta(days=9), at="half past"), "Enter a time such as 14:30"),
        (meeting_on(TODAY + timedelta(days=9), at="25:00"), "Enter a time such as 14:30"),
        (meeting_on(TODAY + timedelta(days=9), minutes=0), "Enter from 10 to 240 minutes"),
        (meeting_on(TODAY + timedelta(days=9), place="x" * 201), "200 characters"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_in_words(client, at, mentee, answers, sentence):
    shown = client.sign_in(mentee).post(f"{at}/meetings/plan", data=answers)

    assert sentence in words(shown)
    assert db.session.query(Meeting).count() == 0


def test_we_met_counts_once_both_have_said_so(client, at, pairing, planned, leader, mentee):
    shown = words(say(client, leader, planned))
    assert "0 of 6 meetings confirmed" in shown
    assert again(planned).state == "planned"
    assert "Helen Marsh says yes" in words(client.sign_in(mentee).get(at))

    shown = words(say(client, mentee, planned))

    assert "1 of 6 meetings confirmed" in shown
    assert (again(planned).state, planned.held_on) == ("held", TODAY)
    assert pairing.state == "trial"


def test_the_second_meeting_ends_the_trial(client, pairing, planned, leader, mentee):
    second = factories.meeting(pairing, held=False, starts_at=PAST)
    for meeting in (planned, second):
        say(client, leader, meeting)
        say(client, mentee, meeting)

    assert again(pairing).state == "active"
    assert [event.state for event in events_of(pairing.id)][-2:] == ["trial", "active"]


def test_one_who_says_no_stops_it_from_counting(client, pairing, planned, leader, mentee):
    say(client, leader, planned)
    say(client, mentee, planned, "no")

    assert again(planned).state == "planned"
    assert pairing.state == "accepted"


def test_two_who_say_no_have_missed_it(client, planned, leader, mentee):
    say(client, leader, planned, "no")
    say(client, mentee, planned, "no")

    assert again(planned).state == "missed"


def test_twenty_clicks_are_one_meeting(client, pairing, planned, leader, mentee):
    for _ in range(10):
        say(client, leader, planned)
        say(client, mentee, planned)

    assert len([each for each in meetings_of(pairing.id) if each.state == "held"]) == 1


def test_a_meeting_to_come_was_not_held(client, pairing, mentee):
    ahead = factories.meeting(pairing, held=False, starts_at=datetime(2027, 1, 5, 9, tzinfo=UTC))

    assert "still to come" in words(say(client, mentee, ahead))


def test_every_meeting_that_is_planned_can_be_put_into_a_calendar(client, at, pairing, leader):
    for days in (20, 6):
        starts_at = datetime(2026, 11, 23, 9, tzinfo=UTC) + timedelta(days=days)
        factories.meeting(pairing, held=False, starts_at=starts_at)

    shown = client.sign_in(leader).get(at)

    assert "29 November 2026, 09:00 to 10:00" in words(shown)
    assert "Then 13 December 2026 at 09:00" in words(shown)
    assert len(page(shown).select("a[href$='meeting.ics']")) == 2


def test_a_meeting_is_moved_and_the_old_one_says_so(client, pairing, mentee):
    ahead = factories.meeting(pairing, held=False, starts_at=datetime(2026, 12, 5, 9, tzinfo=UTC))
    address = f"/mentoring/pairs/meetings/{ahead.id}"

    client.sign_in(mentee).post(f"{address}/move", data=meeting_on(TODAY + timedelta(days=20)))

    assert again(ahead).state == "moved"
    assert [each.state for each in meetings_of(pairing.id)] == ["moved", "planned"]
    refused = client.sign_in(mentee).post(f"{address}/cancel")
    assert "kept already" in words(refused)


def test_the_calendar_file_names_nobody_and_says_nothing_of_mentoring(client, planned, mentee):
    file = client.sign_in(mentee).get(f"/mentoring/pairs/meetings/{planned.id}/meeting.ics")

    assert "SUMMARY:Meeting" in file.text
    assert "DTSTART:20261119T123000Z" in file.text
    assert "DTSTAMP:20261123T" in file.text, "made today, so that it replaces the one before"
    assert not any(word in file.text for word in ("entor", "Helen", "Amara"))


def test_a_pause_keeps_the_place_and_says_only_until_when(client, at, pairing, leader, mentee):
    until = TODAY + timedelta(days=30)

    client.sign_in(mentee).post(f"{at}/pause", data=day("until", until))

    assert (again(pairing).state, pairing.paused_until) == ("paused", until)
    assert free_place_of(pairing.leader_enrolment_id) is None
    shown = words(client.sign_in(leader).get(at))
    assert f"Paused until {until.day} {until:%B %Y}" in shown

    client.sign_in(leader).post(f"{at}/resume")
    assert again(pairing).state == "accepted"


@pytest.mark.parametrize("days", [-1, 0, 184, 3000])
def test_a_pause_ends_on_a_day_soon_enough(client, at, pairing, mentee, days):
    shown = client.sign_in(mentee).post(
        f"{at}/pause", data=day("until", TODAY + timedelta(days=days))
    )

    assert "within six months" in words(shown)
    assert again(pairing).state == "accepted"


def test_the_partner_sees_that_it_ended_and_no_reason(client, at, pairing, leader, mentee):
    client.sign_in(mentee).post(f"{at}/end", data={"ending": "not a fit"})

    assert (again(pairing).state, pairing.ending) == ("ended", "not a fit")
    assert free_place_of(pairing.leader_enrolment_id) is not None
    message = db.session.query(Message).one()
    assert (message.template, message.person_id) == ("mentoring_ended", leader.id)
    shown = words(client.sign_in(leader).get(at))
    assert "This mentoring ended on" in shown
    assert "fit" not in shown


def test_it_cannot_be_ended_because_of_a_concern_by_a_field_of_ones_own(client, at, mentee):
    shown = client.sign_in(mentee).post(f"{at}/end", data={"ending": "concern"})

    assert "Choose one of the answers" in words(shown)


def test_after_the_end_nothing_more_is_planned(client, at, pairing, mentee):
    client.sign_in(mentee).post(f"{at}/end", data={"ending": "planned"})

    shown = client.sign_in(mentee).post(
        f"{at}/meetings/plan", data=meeting_on(TODAY + timedelta(days=9))
    )

    assert "has ended, or has not begun" in words(shown)


def test_a_meeting_that_waits_is_owed_on_the_first_page(client, planned, mentee, leader):
    say(client, leader, planned)

    assert "Say whether you met" in words(client.sign_in(mentee).get("/home"))
    assert "Say whether you met" not in words(client.sign_in(leader).get("/home"))


@pytest.mark.parametrize(
    "role", [Role.LEADERSHIP_CENTRE, Role.ADMINISTRATOR, Role.EQUALITY_LEAD, Role.STAFF_MEMBER]
)
def test_a_pairs_pages_are_theirs_alone(client, at, trust, planned, role):
    other = client.sign_in(factories.person(trust, role))

    assert other.get(at).status_code == 403
    assert other.get(f"{at}/note").status_code == 403
    assert other.get(f"/mentoring/pairs/meetings/{planned.id}/meeting.ics").status_code == 403


def test_to_a_stranger_there_is_no_pair(client, at, stranger):
    assert client.sign_in(stranger).get(at).status_code == 404
