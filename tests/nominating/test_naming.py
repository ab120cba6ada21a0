"""Somebody is named by another: nothing follows until they say yes with their own sign-in."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from tests.at_once import counted, twice
from tests.client import words
from tests.conftest import TODAY
from tracker.audit import COMMAND_LINE
from tracker.extensions import db
from tracker.mail.letters import LETTERS, SUBJECT
from tracker.mail.models import Message
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.states import Side
from tracker.nominating import operations
from tracker.nominating.tasks import let_go
from tracker.organisations.models import Organisation
from tracker.permissions import Role

TOLD = "What they answer is theirs"


@pytest.fixture
def programme(trust):
    return factories.programme(trust)


@pytest.fixture
def leader(trust):
    person = factories.person(trust, name="Helen Marsh")
    factories.post(trust, person)
    return person


@pytest.fixture
def amara(trust):
    return factories.person(trust, Role.STAFF_MEMBER, name="Amara Nwosu", email="amara@nhs.example")


@pytest.fixture
def at(trust, programme):
    return f"/organisations/{trust.id}/mentoring/{programme.id}/nominate"


@pytest.fixture
def named(client, at, leader, amara):
    name(client.sign_in(leader), at)
    client.sign_in(amara)
    return the_enrolment()


def name(client, at, email="amara@nhs.example", side="mentee"):
    return client.post(at, data={"email": email, "side": side}, follow_redirects=True)


def enrolments():
    db.session.expire_all()
    return db.session.query(Enrolment).order_by(Enrolment.id).all()


def the_enrolment():
    (enrolment,) = enrolments()
    return enrolment


def messages():
    return db.session.query(Message).all()


def test_whoever_is_named_is_asked_by_a_letter_that_tells_nothing(client, at, leader, amara):
    page = name(client.sign_in(leader), at, email=" Amara@NHS.example")

    assert TOLD in words(page)
    enrolment = the_enrolment()
    assert (enrolment.state, enrolment.pooled_on, enrolment.confirmed_on) == ("draft", None, None)
    assert (enrolment.nominated_by_id, enrolment.nominated_on) == (leader.id, TODAY)
    (message,) = messages()
    letter = LETTERS[message.template].paragraph(message)
    assert f"/mentoring/enrolments/{enrolment.id}/nomination" in letter
    for telling in ("mentor", "mentee", "ethnic", "Helen", "programme"):
        assert telling not in letter.partition("http")[0] + SUBJECT


def test_they_see_who_named_them_and_go_on_once_they_say_yes(client, named):
    assert "A question for you" in words(client.get("/mentoring"))
    assert "a question about mentoring" in words(client.get("/home"))
    at = f"/mentoring/enrolments/{named.id}"
    assert client.get(at).location == f"{at}/nomination"
    assert client.get(f"{at}/answers/goals").location == at
    assert "Helen Marsh thought of you" in words(client.get(f"{at}/nomination"))

    assert client.post(f"{at}/nomination/accept").location == at

    assert (the_enrolment().state, the_enrolment().nominated_on) == ("draft", None)
    assert "Check what you said" in words(client.get(at))
    assert "a question about mentoring" not in words(client.get("/home"))


def test_whoever_says_no_is_in_no_pool_is_not_asked_again_and_may_still_join(
    client, named, at, leader, amara, trust, programme
):
    client.post(f"/mentoring/enrolments/{named.id}/nomination/decline")
    assert (the_enrolment().state, the_enrolment().confirmed_on) == ("withdrawn", None)

    again = name(client.sign_in(leader), at)

    assert TOLD in words(again)
    assert len(messages()) == 1
    assert the_enrolment().state == "withdrawn"
    client.sign_in(amara)
    assert "Look for a mentor" in words(client.get("/mentoring"))
    client.post(f"/organisations/{trust.id}/mentoring/{programme.id}/join")
    assert (the_enrolment().state, the_enrolment().nominated_on) == ("draft", None)


def test_a_question_is_answered_once(client, named):
    at = f"/mentoring/enrolments/{named.id}/nomination"
    client.post(f"{at}/decline")

    page = client.post(f"{at}/accept")

    assert "You have answered this already" in words(page)
    assert the_enrolment().state == "withdrawn"


def test_the_letter_is_not_sent_once_they_have_answered(client, named):
    client.post(f"/mentoring/enrolments/{named.id}/nomination/decline")

    (message,) = messages()
    assert LETTERS[message.template].paragraph(message) is None


def test_a_leader_who_is_named_goes_on_to_the_leaders_page(client, at, trust, leader, amara):
    coordinator = factories.person(trust, Role.LEADERSHIP_CENTRE)
    name(client.sign_in(coordinator), at, side="leader")
    enrolment = the_enrolment()

    client.sign_in(amara)
    page = client.post(
        f"/mentoring/enrolments/{enrolment.id}/nomination/accept", follow_redirects=True
    )

    assert "Offer to mentor somebody" in words(page)


def test_whoever_is_named_for_a_reverse_programme_is_asked_in_its_words(client, named, programme):
    programme.direction = "reverse"
    db.session.commit()

    asked = words(client.get(f"/mentoring/enrolments/{named.id}/nomination"))

    assert "Offer to mentor a leader?" in asked
    assert "Colleagues mentor leaders in this programme." in asked
    assert "have a mentor" not in asked


def test_whoever_joined_already_is_not_asked_and_the_one_who_names_them_is_told_the_same(
    client, at, leader, amara, trust, programme
):
    factories.enrolment(programme, amara, trust, "mentee")

    page = name(client.sign_in(leader), at)

    assert TOLD in words(page)
    assert messages() == []


@pytest.mark.parametrize(
    ("email", "side", "sentence"),
    [
        ("", "mentee", "Enter their e-mail address"),
        ("somebody", "mentee", "such as name@nhs.example"),
        ("nobody@nhs.example", "mentee", "Nobody at Northbridge NHS Foundation Trust has this"),
        ("elsewhere@nhs.example", "mentee", "Nobody at Northbridge NHS Foundation Trust has this"),
        ("amara@nhs.example", "", "Say what you name them for"),
        ("amara@nhs.example", "boss", "Choose one of the answers"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(
    client, at, leader, amara, elsewhere, email, side, sentence
):
    factories.person(elsewhere, Role.STAFF_MEMBER, email="elsewhere@nhs.example")

    page = name(client.sign_in(leader), at, email, side)

    assert sentence in words(page)
    assert f'value="{email}"' in page.text or not email
    assert enrolments() == []


def test_nobody_names_themselves_or_for_a_programme_that_has_closed(
    client, at, leader, amara, programme
):
    assert "This is you" in words(name(client.sign_in(leader), at, leader.email))
    programme.closed_on = TODAY - timedelta(days=1)
    factories.saved(programme)

    assert name(client, at).status_code == 404


def test_who_may_name_others_is_led_there_and_nobody_else_is(client, at, trust, leader, amara):
    officer = factories.person(factories.network(trust), Role.NETWORK_OFFICER)
    for person in (leader, officer, factories.person(trust, Role.LEADERSHIP_CENTRE)):
        assert "Name a colleague" in words(client.sign_in(person).get("/mentoring"))
    assert "Name a colleague" not in words(client.sign_in(amara).get("/mentoring"))
    assert client.get(at).status_code == 403


def test_nobody_but_whoever_was_named_sees_the_question(client, named, leader):
    at = f"/mentoring/enrolments/{named.id}/nomination"

    assert client.sign_in(leader).get(at).status_code == 403
    assert client.sign_in(factories.person()).get(at).status_code == 404


def test_since_a_reset_that_nobody_confirmed_the_question_is_shut(client, named, amara):
    amara.unconfirmed_since = datetime(2026, 11, 20, 9, tzinfo=UTC)
    factories.saved(amara)

    shown = words(client.get("/mentoring"))

    assert "A question for you" not in shown
    assert "until somebody has confirmed that it is you" in shown
    assert client.get(f"/mentoring/enrolments/{named.id}/nomination").status_code == 403


def test_what_nobody_said_yes_to_goes_after_half_a_year(named, client, trust, programme):
    kept = factories.enrolment(programme, factories.person(), trust)
    soon, later = (datetime(2027, month, 1, tzinfo=UTC) for month in (5, 6))

    let_go(soon)
    assert [each.id for each in enrolments()] == [named.id, kept.id]
    let_go(later)

    assert [each.id for each in enrolments()] == [kept.id]


def test_whoever_works_below_is_named_where_they_work(client, programme, trust):
    region = factories.organisation(kind="region")
    below = factories.organisation(region)
    wide = factories.programme(region)
    person = factories.person(below, Role.STAFF_MEMBER, organisation_id=below.id)
    client.sign_in(factories.person(region, Role.LEADERSHIP_CENTRE))

    name(client, f"/organisations/{region.id}/mentoring/{wide.id}/nominate", person.email)

    assert (the_enrolment().person_id, the_enrolment().organisation_id) == (person.id, below.id)


def test_two_who_name_the_same_person_at_once_ask_them_once(own_app):
    with own_app.app_context():
        trust = factories.organisation()
        programme_id = factories.programme(trust).id
        factories.person(trust, Role.STAFF_MEMBER, email="amara@nhs.example")
        trust_id = trust.id
        db.session.remove()

    def nominate():
        operations.nominate(
            db.session.get(Programme, programme_id, options=Programme.loaded_with),
            db.session.get(Organisation, trust_id),
            "amara@nhs.example",
            Side.MENTEE,
            TODAY,
            by=COMMAND_LINE,
        )

    told = twice(own_app, nominate)

    assert told[0] == "done"
    assert told[1] == "done" or "Send it again" in told[1]
    assert counted(own_app, Enrolment) == counted(own_app, Message) == 1
