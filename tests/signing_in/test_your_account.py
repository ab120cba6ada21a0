"""A person's own page, another password, and being asked again first."""

from datetime import timedelta

import pytest
from flask import g

from tests import factories
from tests.client import page, words
from tests.factories import PASSWORD
from tests.signing_in.links import CHOSEN, now
from tracker.accounts import passwords
from tracker.accounts.models import Person
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.permissions import Role
from tracker.signing_in import proving
from tracker.signing_in.models import SignIn
from tracker.signing_in.yours import YOU, Yours

pytestmark = pytest.mark.sqlite_only


def proved_long_ago():
    for sign_in in db.session.query(SignIn):
        sign_in.proved_at = now() - timedelta(minutes=11)
    db.session.commit()


def change_to(client, password=CHOSEN, old=PASSWORD, again=None):
    data = {"old": old, "password": password, "again": again or password}
    return client.post("/you/password", data=data)


def now_opened_by(person, password):
    return passwords.matches(password, db.session.get(Person, person.id).password_hash)


def test_somebodys_own_page_says_who_they_are_and_leads_to_what_is_theirs(client, lead, trust):
    factories.post(trust, lead, title="Head of Inclusion")
    network = factories.network(trust, name="Race Equality Network")
    factories.grant(lead, Role.NETWORK_MEMBER, network)
    client.sign_in(lead)

    assert page(client.get("/home")).header.find("a", string="Ruth Mensah")["href"] == "/you"
    shown = client.get("/you")
    for said in (
        lead.email,
        "Head of Inclusion, Northbridge NHS Foundation Trust",
        "Equality lead, Northbridge NHS Foundation Trust",
        "Network member, Race Equality Network",
    ):
        assert said in words(shown)
    for address in ("/you/sign-ins", "/you/password"):
        assert page(shown).main.find("a", href=address)
    assert "shut to you" not in words(shown)


def test_somebody_with_neither_post_nor_role_has_a_page_too(client, app):
    assert words(client.sign_in(factories.person()).get("/you")).count("None") == 2


def test_a_feature_adds_what_it_keeps_for_somebody(client, lead, monkeypatch):
    monkeypatch.setattr(
        "tracker.signing_in.routes.YOU", [*YOU, Yours("Words", "reports.show_words", "", place=1)]
    )
    links = page(client.sign_in(lead).get("/you")).main.find_all("a")

    assert links[0].text == "Words"


def test_another_password_ends_every_other_sign_in(app, client, lead):
    elsewhere = app.test_client().sign_in(lead)
    client.sign_in(lead)

    assert change_to(client).location == "/you"

    assert "Your password is changed" in words(client.get("/you"))
    assert elsewhere.get("/home").location == "/sign-in"
    assert now_opened_by(lead, CHOSEN)
    assert "chose a password" in [entry.did for entry in db.session.query(AuditEntry)]
    assert [m.template for m in db.session.query(Message)] == ["password_changed"]


def test_whoever_does_not_know_the_old_password_changes_nothing(client, lead):
    client.sign_in(lead)

    assert "This is not your password" in words(change_to(client, old="wrong"))
    assert now_opened_by(lead, PASSWORD)


def test_guessing_the_old_password_waits_like_guessing_at_the_door(client, lead):
    client.sign_in(lead)
    for _ in range(5):
        change_to(client, old="wrong")
    held = change_to(client)

    assert held.status_code == 429
    assert held.headers["Retry-After"]
    assert now_opened_by(lead, PASSWORD)


@pytest.mark.parametrize("weak", ["q8#Vz!m2Lw0", "x" * 201, "passwordpassword", "ruthmensah2026"])
def test_a_weak_password_is_not_taken(client, lead, weak):
    answer = change_to(client.sign_in(lead), weak)

    assert words(answer).startswith("Error: ")
    assert now_opened_by(lead, PASSWORD)


def test_the_length_is_counted_without_what_cannot_be_kept(client, lead):
    """NULs are taken out of every form before anybody counts."""
    client.sign_in(lead)

    assert "12 characters or more" in words(change_to(client, "q8#Vz!m2Lw0\0"))
    assert change_to(client, "q8#Vz\0!m2Lw0p").location == "/you"
    assert now_opened_by(lead, "q8#Vz!m2Lw0p")


@pytest.mark.parametrize(
    "password", ["😀🎉🌧🐸🍋🚲🎻🧵🪁🦉🐌🌵", "  purple lantern  tide ", "x7 £ é" * 33]
)
def test_whatever_somebody_types_opens_the_account_afterwards(client, lead, password):
    change_to(client.sign_in(lead), password)
    client.post("/sign-out")

    data = {"email": lead.email, "password": password}
    assert client.post("/sign-in", data=data).location == "/home"


def test_after_ten_minutes_somebody_is_asked_again_and_comes_back(client, lead):
    client.sign_in(lead)
    proved_long_ago()

    assert client.get("/you/password?from=here").location == "/prove-it-is-you"
    assert "Show that it is you" in words(client.get("/prove-it-is-you"))
    answer = client.post("/prove-it-is-you", data={"password": PASSWORD})
    assert answer.location == "/you/password?from=here"
    assert client.get("/you/password").status_code == 200
    assert "showed who they are" in [entry.did for entry in db.session.query(AuditEntry)]


def test_what_was_sent_too_late_is_not_done_and_that_is_said(client, lead):
    client.sign_in(lead)
    proved_long_ago()

    assert change_to(client).location == "/prove-it-is-you"
    assert "What you sent was not saved" in words(client.get("/prove-it-is-you"))
    assert now_opened_by(lead, PASSWORD)
    client.post("/prove-it-is-you", data={"password": PASSWORD})
    client.get("/you/password")
    assert change_to(client).location == "/you"


def test_another_password_than_theirs_proves_nothing(client, lead):
    client.sign_in(lead)
    proved_long_ago()
    client.get("/you/password")

    answer = client.post("/prove-it-is-you", data={"password": "wrong"})
    assert "This is not your password" in words(answer)
    assert client.get("/you/password").location == "/prove-it-is-you"


def test_a_cookie_copied_before_opens_nothing_once_it_is_proved(app, client, lead):
    client.sign_in(lead)
    with client.session_transaction() as session:
        copied = dict(session)
    thief = app.test_client()
    with thief.session_transaction() as session:
        session.update(copied)
    assert thief.get("/home").status_code == 200

    client.post("/prove-it-is-you", data={"password": PASSWORD})

    assert thief.get("/home").location == "/sign-in"
    assert client.get("/home").status_code == 200
    assert db.session.query(SignIn).filter_by(ended_at=None).count() == 1


def test_proving_it_here_proves_it_nowhere_else(app, client, lead):
    other = app.test_client().sign_in(lead)
    client.sign_in(lead)
    proved_long_ago()
    client.post("/prove-it-is-you", data={"password": PASSWORD})

    assert client.get("/you/password").status_code == 200
    assert other.get("/you/password").location == "/prove-it-is-you"


def test_nobody_is_sent_elsewhere_after_proving_it(client, lead):
    client.sign_in(lead)
    data = {"password": PASSWORD, "next": "//evil.example", "to_prove": "//evil.example"}

    assert client.post("/prove-it-is-you?next=//evil.example", data=data).location == "/you"


def test_whoever_proves_it_by_another_way_is_asked_in_that_way(client, lead, monkeypatch):
    monkeypatch.setattr(proving, "PROOFS", [lambda _: None, lambda person: f"/words?{person}"])
    client.sign_in(lead)
    proved_long_ago()

    assert client.get("/you/password").location == f"/words?{lead.id}"


def test_an_act_that_has_no_page_leads_back_to_ones_own(app):
    with app.test_request_context("/you/sign-ins/end-others", method="POST"):
        g.sign_in = type("SignIn", (), {"proved_at": now() - timedelta(hours=1)})
        answer = proving.recently_proved(lambda: "done")()
        lost = proving.something_was_lost()

    assert answer.location == "/prove-it-is-you"
    assert lost


def test_somebody_without_a_password_signs_in_again_to_prove_it(client, app):
    client.sign_in(factories.person(password_hash=None))
    assert not page(client.get("/you/password")).find("input", {"name": "old"})
    proved_long_ago()

    client.get("/you/password")
    assert "sign in again" in words(client.get("/prove-it-is-you"))
    answer = client.post("/prove-it-is-you", data={"password": "anything"})
    assert "This is not your password" not in client.get("/you").text
    assert answer.status_code == 200
    assert client.get("/you/password").location == "/prove-it-is-you"
