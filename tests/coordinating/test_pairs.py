"""A pair's dates for whoever looks after it, a line that is looked at, and an ending."""

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.permissions import Role


@pytest.fixture
def in_line(pair):
    two = pair("trial", of_mentee={"manager_email": "helen@nhs.example"})
    two.leader.email = "helen@nhs.example"
    db.session.commit()
    return two


def seen(response):
    return page(response).find("input", attrs={"name": "seen"})["value"]


def test_a_co_ordinator_sees_dates_and_states_and_nothing_that_was_said(client, coordinator, pair):
    pairing = pair("active", 3).pairing
    factories.meeting(pairing, place="Room 4")
    factories.goal(pairing, words="Become a ward manager")
    shown = words(client.sign_in(coordinator).get(f"/mentoring/pairs/{pairing.id}/dates"))

    assert "Amara Nwosu and Helen Marsh" in shown
    assert "Held, both say so" in shown
    assert "Not checked" in shown
    assert "ward manager" not in shown
    assert "Room 4" not in shown


def test_a_line_that_was_looked_at_is_no_task_until_it_changes(client, coordinator, in_line, at):
    dates = f"{in_line.at}/dates"
    shown = client.sign_in(coordinator).get(dates)
    assert "One of the two is the other’s manager" in words(shown)
    client.post(f"{in_line.at}/line", data={"seen": seen(shown)})

    assert in_line.pairing.line_accepted_on == TODAY
    assert "No pair needs you" in words(client.get(at))
    assert "Somebody looked at this" in words(client.get(dates))
    in_line.of_mentee.manager_email = None
    in_line.of_mentee.managers_manager_email = in_line.leader.email
    db.session.commit()
    assert "Amara Nwosu" in words(client.get(at))


def test_a_line_that_changed_since_it_was_shown_is_shown_again(client, coordinator, in_line):
    shown = client.sign_in(coordinator).get(f"{in_line.at}/dates")
    in_line.of_mentee.manager_email = None
    in_line.of_mentee.managers_manager_email = in_line.leader.email
    db.session.commit()

    told = client.post(f"{in_line.at}/line", data={"seen": seen(shown)})

    assert "The line has changed since" in words(told)
    assert in_line.pairing.line_accepted is None


def test_a_co_ordinator_ends_a_pair_and_both_hear_that_alone(client, coordinator, in_line):
    at = f"{in_line.at}/end-it"
    assert "There is a problem" in words(client.sign_in(coordinator).post(at))
    client.post(at, data={"ending": "line relation arose"})

    assert (in_line.pairing.state, in_line.pairing.ending) == ("ended", "line relation arose")
    assert in_line.of_mentee.left_out == 1
    told = {message.person_id: message.template for message in db.session.query(Message)}
    two = (in_line.leader.id, in_line.mentee.id)
    assert told == dict.fromkeys(two, "mentoring_ended")
    assert "has ended, or has not begun" in words(client.post(at, data={"ending": "not a fit"}))
    shown = words(client.sign_in(in_line.mentee).get(in_line.at))
    assert "line relation" not in shown.lower()


def test_nobody_looks_after_their_own_mentoring(client, trust, in_line):
    factories.grant(in_line.leader, Role.LEADERSHIP_CENTRE, trust)
    client.sign_in(in_line.leader)
    shown = client.get(f"{in_line.at}/dates")

    assert "It can go on" not in words(shown)
    for action, data in (("line", {}), ("end-it", {"ending": "not a fit"})):
        told = client.post(f"{in_line.at}/{action}", data=data)
        assert "your own mentoring" in words(told)
    assert in_line.pairing.state == "trial"


def test_others_see_no_dates(client, trust, pair):
    two = pair()
    elsewhere = factories.organisation()
    for person, code in (
        (factories.person(trust, Role.EQUALITY_LEAD), 403),
        (factories.person(elsewhere, Role.LEADERSHIP_CENTRE), 404),
        (factories.person(), 404),
    ):
        client.sign_in(person)
        assert client.get(f"{two.at}/dates").status_code == code
        assert client.post(f"{two.at}/end-it").status_code == code
