"""The right person in, and out for good."""

import re

import pytest

from tests import factories
from tests.client import words
from tests.factories import PASSWORD
from tracker.accounts import passwords
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.signing_in import operations
from tracker.signing_in.models import SignIn

WRONG = "The e-mail address or the password is not right"


def enter(client, person, password=PASSWORD, **more):
    return client.post("/sign-in", data={"email": person.email, "password": password} | more)


def test_somebody_signs_in_and_sees_what_they_owe(client, lead):
    response = enter(client, lead)

    assert response.location == "/home"
    assert lead.name in client.get("/home").text


def test_capital_letters_in_an_address_do_not_matter(client, app):
    person = factories.person(email="ada@nhs.example")
    data = {"email": " ADA@nhs.example ", "password": PASSWORD}

    assert client.post("/sign-in", data=data).location == "/home"
    assert person.id


@pytest.mark.parametrize("email", ["nobody@nhs.example", "", "x" * 300, "\0"])
def test_an_address_nobody_has_gets_no_other_answer(client, lead, email):
    page = client.post("/sign-in", data={"email": email, "password": "wrong"})

    known = enter(client, lead, "wrong")
    assert page.status_code == known.status_code == 200
    if email == "nobody@nhs.example":
        assert WRONG in words(page)
        assert WRONG in words(known)


def test_an_address_nobody_has_is_hashed_for_too(app, monkeypatch):
    checked = []
    monkeypatch.setattr(passwords, "decoy", lambda: checked.append("decoy") or "$argon2id$bad")

    with pytest.raises(operations.Refused):
        operations.check_password("nobody@nhs.example", "wrong")

    assert checked == ["decoy"]


def test_a_person_without_a_password_cannot_sign_in(client, app):
    person = factories.person(password_hash=None)

    assert WRONG in words(enter(client, person, "x"))


def test_somebody_switched_off_cannot_sign_in(client, app):
    assert WRONG in words(enter(client, factories.person(active=False)))


def test_somebody_switched_off_is_out_at_the_next_request(client, lead):
    client.sign_in(lead)
    lead.active = False
    db.session.commit()

    assert client.get("/home").location == "/sign-in"


def test_a_cookie_copied_before_sign_out_opens_nothing_after_it(client, app, lead):
    enter(client, lead)
    copied = client.get_cookie("session").value
    client.post("/sign-out")

    thief = app.test_client()
    thief.set_cookie("session", copied)

    assert thief.get("/home").location == "/sign-in"


def test_signing_out_asks_first_and_clears_what_the_browser_kept(client, lead):
    enter(client, lead)

    assert "You will be signed out" in words(client.get("/sign-out"))
    response = client.post("/sign-out")
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert db.session.query(SignIn).one().ended_at is not None


def test_the_secret_of_a_sign_in_is_not_kept(client, lead):
    enter(client, lead)

    with client.session_transaction() as session:
        assert db.session.query(SignIn).one().token_hash != session["sign_in"]


def test_signing_in_starts_a_session_of_its_own(client, lead):
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    enter(client, lead)

    with client.session_transaction() as session:
        assert "planted" not in session


def test_somebody_sent_to_sign_in_comes_back_to_where_they_were(client, lead):
    assert client.get("/organisations?q=north").location == "/sign-in"

    assert enter(client, lead).location == "/organisations?q=north"


@pytest.mark.parametrize("where", ["/\\evil.example", "https:evil.example", "\\\\evil.example"])
def test_nobody_is_sent_elsewhere_after_signing_in(client, lead, where):
    client.get(f"/sign-in?next={where}")

    assert enter(client, lead, next=where).location == "/home"


def test_an_address_that_is_not_there_is_no_answer_to_a_stranger(client, app):
    assert client.get("/actions/1").location == "/sign-in"
    assert client.get("/no/such/page").location == "/sign-in"


def test_an_address_that_is_not_there_is_told_to_somebody_signed_in(client, lead):
    assert client.sign_in(lead).get("/no/such/page").status_code == 404


def test_signing_in_and_out_is_on_the_record(client, lead):
    enter(client, lead)
    client.post("/sign-out")

    acts = [entry.did for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts == ["signed in", "signed out"]


def test_a_password_is_kept_as_argon2_only(app):
    person = factories.person()

    assert re.match(r"\$argon2id\$", person.password_hash)
