"""What somebody of a pair tells in private: to one who is in neither's line, and to nobody else."""

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.pairings.models import Concern
from tracker.permissions import Role

TOLD = "I do not feel safe with this"


@pytest.fixture
def two(pair):
    return pair("active")


@pytest.fixture
def tell(client, two):
    """The mentee tells what worries them."""

    def tell():
        client.sign_in(two.mentee).post(f"{two.at}/talk", data={"words": TOLD, "ring": "y"})
        return db.session.query(Concern).order_by(Concern.id.desc()).first()

    return tell


@pytest.fixture
def concern(coordinator, tell):
    return tell()


@pytest.fixture
def concern_at(concern):
    return f"/mentoring/concerns/{concern.id}"


def test_its_handler_reads_it_answers_it_and_closes_it(
    client, coordinator, concern, concern_at, at
):
    home = client.sign_in(coordinator).get("/home")
    assert page(home).find("a", href=concern_at)
    assert "Told to you in private" in words(client.get(at))
    assert TOLD in words(client.get(concern_at))

    client.post(f"{concern_at}/answer")
    assert concern.first_answered_on == TODAY
    assert "There is a problem" in words(client.post(f"{concern_at}/close", data={"outcome": ""}))
    client.post(f"{concern_at}/close", data={"outcome": "We spoke, and another leader is found"})

    assert (concern.closed_on, concern.outcome[:8]) == (TODAY, "We spoke")
    assert not page(client.get("/home")).find("a", href=concern_at)
    assert "closed already" in words(client.post(f"{concern_at}/close", data={"outcome": "Again"}))


def test_whoever_told_it_reads_it_and_does_no_more(client, two, concern, concern_at):
    client.sign_in(two.mentee)

    assert TOLD in words(client.get(concern_at))
    for action in ("answer", "close", "hand-over"):
        assert client.post(f"{concern_at}/{action}").status_code == 403


def test_partner_other_co_ordinators_and_everybody_else_find_nothing(
    client, trust, two, concern, concern_at, at
):
    other = factories.person(trust, Role.LEADERSHIP_CENTRE)
    for person in (two.leader, other, factories.person(trust, Role.ADMINISTRATOR)):
        client.sign_in(person)
        assert client.get(concern_at).status_code in (403, 404)
        assert client.post(f"{concern_at}/answer").status_code in (403, 404)
    assert "in private" not in words(client.sign_in(other).get(at))
    assert concern.first_answered_on is None


def test_nobody_in_the_line_of_one_of_them_is_told(trust, two, coordinator, tell):
    second = factories.person(trust, Role.LEADERSHIP_CENTRE, name="Further Off")
    two.of_mentee.managers_manager_email = coordinator.email
    db.session.commit()

    concern = tell()

    assert concern.handler_id == second.id
    [message] = db.session.query(Message).filter_by(template="mentoring_concern")
    assert message.person_id == second.id


def test_a_concern_is_handed_to_another_who_is_in_neithers_line(
    client, trust, two, coordinator, concern, concern_at
):
    at = f"{concern_at}/hand-over"
    assert "no other co-ordinator" in words(client.sign_in(coordinator).get(at))
    second = factories.person(trust, Role.LEADERSHIP_CENTRE, name="Second")
    in_line = factories.person(trust, Role.LEADERSHIP_CENTRE, name="In Their Line")
    two.of_leader.manager_email = in_line.email
    db.session.commit()
    shown = words(client.get(at))
    assert "Second" in shown
    assert "In Their Line" not in shown
    assert "There is a problem" in words(client.post(at, data={"handler_id": in_line.id}))

    client.post(at, data={"handler_id": second.id})

    assert concern.handler_id == second.id
    assert client.get(concern_at).status_code == 403
    assert client.sign_in(second).get(concern_at).status_code == 200


def test_what_nobody_was_left_to_be_told_is_taken_by_whoever_may(client, trust, two, tell, at):
    concern = tell()
    assert concern.handler_id is None
    in_line = factories.person(trust, Role.LEADERSHIP_CENTRE)
    two.of_leader.manager_email = in_line.email
    db.session.commit()
    may = factories.person(trust, Role.LEADERSHIP_CENTRE)
    take = f"/mentoring/programmes/{two.pairing.programme_id}/concerns/{concern.id}/take"

    assert "nobody handles it" not in words(client.sign_in(in_line).get(at))
    assert client.post(take).status_code == 404
    assert "nobody handles it" in words(client.sign_in(may).get(at))
    client.post(take)

    assert concern.handler_id == may.id
    assert client.post(take).status_code == 404


def test_the_partner_sees_no_trace_of_it(client, two, concern):
    client.sign_in(two.leader)

    for address in ("/home", two.at, "/you/data", "/you/data.json"):
        shown = client.get(address).text
        assert TOLD not in shown
        assert "oncern" not in shown
