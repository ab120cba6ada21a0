"""From an invitation to the first page: once, within a day, for the right person alone."""

from datetime import timedelta

import pytest

from tests import factories
from tests.client import page, words
from tests.signing_in.links import CHOSEN, SECRET, choose, link, now
from tracker.accounts import passwords
from tracker.accounts.models import Person
from tracker.audit import COMMAND_LINE, NOBODY, AuditEntry
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mail.letters import LETTERS
from tracker.mail.models import Message
from tracker.signing_in import operations
from tracker.signing_in.models import SignIn, SingleUseLink

DEAD = "This link does not work"


@pytest.fixture
def newcomer(trust):
    return factories.person(trust, name="Femi Ade", email="femi@nhs.example", password_hash=None)


def acts():
    return [entry.did for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def posted():
    return [message.template for message in db.session.query(Message).order_by(Message.id)]


def test_an_administrator_invites_somebody_and_the_letter_waits(newcomer):
    made = operations.invite(newcomer, COMMAND_LINE, now())

    assert made.token_hash is None
    assert made.expires_at - made.made_at == timedelta(hours=24)
    [message] = db.session.query(Message)
    assert (message.template, message.person_id, message.ids) == (
        "invitation",
        newcomer.id,
        {"link": made.id},
    )
    assert "invited" in acts()


def test_a_newcomer_sees_who_they_are_invited_as_and_is_let_in(client, newcomer):
    link(newcomer)

    choosing = client.get(f"/invitations/{SECRET}", follow_redirects=True)
    assert "Femi Ade" in words(choosing)
    assert "femi@nhs.example" in words(choosing)
    assert "Northbridge NHS Foundation Trust" in words(choosing)
    fields = page(choosing).find_all("input", {"type": "password"})
    assert {field["autocomplete"] for field in fields} == {"new-password"}
    assert choose(client).location == "/home"

    assert "Femi Ade" in client.get("/home").text
    assert passwords.matches(CHOSEN, db.session.get(Person, newcomer.id).password_hash)
    assert acts() == ["accepted an invitation", "chose a password", "signed in"]
    assert posted() == []


def test_looking_at_a_link_uses_nothing_up(client, newcomer):
    link(newcomer)

    for _ in range(3):
        assert client.get(f"/invitations/{SECRET}").location == "/choose-a-password"
    assert client.head(f"/invitations/{SECRET}").location == "/choose-a-password"
    assert db.session.query(SingleUseLink).one().used_at is None


def test_an_invitation_is_used_once(app, client, newcomer):
    link(newcomer)
    other = app.test_client()
    for browser in (client, other):
        browser.get(f"/invitations/{SECRET}")
    choose(client)

    assert choose(other, "another password to try").status_code == 404
    again = other.get(f"/invitations/{SECRET}")
    assert again.status_code == 404
    assert DEAD in words(again)
    assert passwords.matches(CHOSEN, db.session.get(Person, newcomer.id).password_hash)
    assert db.session.query(SignIn).count() == 1


@pytest.mark.parametrize(
    "left, status",
    [
        (timedelta(seconds=1), 302),
        (timedelta(seconds=-25), 302),  # another host's clock is behind by less than 30 seconds
        (timedelta(seconds=-31), 404),
        (timedelta(days=-1), 404),
    ],
)
def test_a_link_is_good_for_a_day_by_the_clock_of_the_server(client, newcomer, left, status):
    link(newcomer, left=left)

    assert client.get(f"/invitations/{SECRET}").status_code == status


def test_a_link_made_by_a_host_whose_clock_is_ahead_is_good(client, newcomer):
    link(newcomer, made_at=now() + timedelta(seconds=30))

    assert client.get(f"/invitations/{SECRET}").status_code == 302


def test_a_link_that_grew_too_old_while_somebody_chose_is_refused(client, newcomer):
    opened = link(newcomer)
    client.get(f"/invitations/{SECRET}")
    opened.expires_at = now() - timedelta(minutes=1)
    db.session.commit()

    assert choose(client).status_code == 404
    assert db.session.get(Person, newcomer.id).password_hash is None


@pytest.mark.parametrize(
    "otherwise",
    [{"withdrawn_at": now()}, {"used_at": now()}, {"token_hash": None}, {"purpose": "reset"}],
    ids=["withdrawn", "used", "never sent", "a reset"],
)
def test_a_link_that_is_no_invitation_any_more_gets_one_plain_page(client, newcomer, otherwise):
    link(newcomer, **otherwise)

    unknown = client.get("/invitations/nobody-has-this")
    answer = client.get(f"/invitations/{SECRET}")
    assert answer.status_code == unknown.status_code == 404
    assert answer.text == unknown.text
    assert "ask for a new link" in words(answer)


@pytest.mark.parametrize("secret", ["%00", "x" * 5000, "é", "<script>", " "])
def test_a_link_that_nobody_sent_is_a_page_and_not_a_fault(client, newcomer, secret):
    assert client.get(f"/invitations/{secret}").status_code == 404
    assert client.get(f"/resets/{secret}").status_code == 404


def test_somebody_who_left_before_they_came_in_is_not_let_in(client, newcomer):
    link(newcomer)
    client.get(f"/invitations/{SECRET}")
    newcomer.active = False
    db.session.commit()

    assert choose(client).status_code == 404
    assert client.get(f"/invitations/{SECRET}").status_code == 404


def test_somebody_signed_in_as_another_is_told_so_and_nothing_happens(client, newcomer, lead):
    link(newcomer)
    client.sign_in(lead)

    answer = client.get(f"/invitations/{SECRET}")
    assert answer.status_code == 409
    assert "You are signed in as Ruth Mensah" in words(answer)
    assert "Femi" not in answer.text
    assert choose(client).status_code == 404
    assert db.session.query(SingleUseLink).one().used_at is None


def test_somebody_who_signs_in_as_another_half_way_is_told_so_too(client, newcomer, lead):
    link(newcomer)
    client.get(f"/invitations/{SECRET}")
    with client.session_transaction() as session:
        opened = session["invitation"]
    client.sign_in(lead)
    with client.session_transaction() as session:
        session["invitation"] = opened

    assert choose(client).status_code == 409
    assert db.session.get(Person, newcomer.id).password_hash is None


def test_the_secret_is_told_to_no_other_page_and_kept_by_no_browser(client, newcomer):
    link(newcomer)

    for secret in (SECRET, "nobody-has-this"):
        answer = client.get(f"/invitations/{secret}")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert SECRET not in answer.text
    client.get(f"/invitations/{SECRET}")
    choosing = client.get("/choose-a-password")
    assert choosing.headers["Cache-Control"] == "no-store"
    assert choosing.headers["Referrer-Policy"] == "same-origin"  # the form is refused without
    with client.session_transaction() as session:
        assert SECRET not in str(dict(session))


def test_the_two_passwords_have_to_be_the_same(client, newcomer):
    link(newcomer)
    client.get(f"/invitations/{SECRET}")

    answer = choose(client, again="something else altogether")

    assert "The two passwords are not the same" in words(answer)
    assert db.session.query(SingleUseLink).one().used_at is None


def test_a_weak_password_is_refused_and_the_link_stays_good(client, newcomer):
    link(newcomer)
    client.get(f"/invitations/{SECRET}")

    assert "are easy to guess" in words(choose(client, "passwordpassword"))
    assert "tried first" in words(choose(client, "femi.ade.2026"))
    assert choose(client).location == "/home"


def test_fields_that_were_not_asked_for_change_nothing(client, newcomer, lead):
    link(newcomer)
    client.get(f"/invitations/{SECRET}")
    data = {"password": CHOSEN, "again": CHOSEN, "person_id": lead.id, "role": "administrator"}
    was = lead.password_hash

    client.post("/choose-a-password", data=data | {"email": lead.email, "purpose": "reset"})

    assert db.session.query(SignIn).one().person_id == newcomer.id
    assert db.session.get(Person, lead.id).password_hash == was


def test_a_new_invitation_withdraws_the_one_before(newcomer):
    first = operations.invite(newcomer, COMMAND_LINE, now())
    second = operations.invite(newcomer, COMMAND_LINE, now())

    db.session.refresh(first)
    assert first.withdrawn_at is not None
    assert second.withdrawn_at is None


def test_using_one_link_withdraws_every_other(client, newcomer):
    link(newcomer)
    other = link(newcomer, purpose="reset", secret="another")
    client.get(f"/invitations/{SECRET}")
    choose(client)

    db.session.refresh(other)
    assert other.withdrawn_at is not None


def test_somebody_who_was_in_before_is_reset_and_not_invited(client, lead):
    with pytest.raises(Refused, match="Reset their sign-in instead"):
        operations.invite(lead, COMMAND_LINE, now())

    by_provider = factories.person(password_hash=None)
    client.sign_in(by_provider)
    with pytest.raises(Refused, match="Reset their sign-in instead"):
        operations.invite(by_provider, COMMAND_LINE, now())


def test_somebody_switched_off_is_not_invited(app):
    with pytest.raises(Refused, match="switched off"):
        operations.invite(factories.person(active=False, password_hash=None), COMMAND_LINE, now())


def test_the_letter_leads_to_the_service_of_the_setting_whatever_host_was_named(app, newcomer):
    app.config["SERVICE_URL"] = "https://tracker.example.nhs.uk"
    made = operations.invite(newcomer, COMMAND_LINE, now())
    [message] = db.session.query(Message)

    with app.test_request_context(headers={"Host": "evil.example"}):
        told = LETTERS[message.template].values(message)

    where, _, secret = told["address"].rpartition("/")
    assert where == "https://tracker.example.nhs.uk/invitations"
    assert made.token_hash == operations.hash_of(secret)
    assert len(secret) >= 43
    text = app.jinja_env.get_template("mail/invitation.txt").render(told)
    assert told["address"] in text
    assert secret not in str([entry.details for entry in db.session.query(AuditEntry)])


def test_a_letter_sent_again_has_another_secret_and_a_day_from_then(app, newcomer):
    made = operations.invite(newcomer, COMMAND_LINE, now() - timedelta(days=3))
    first = operations.arm(made, now() - timedelta(days=2), COMMAND_LINE)
    second = operations.arm(made, now(), COMMAND_LINE)

    assert first != second
    assert made.token_hash == operations.hash_of(second)
    assert made.expires_at > now() + timedelta(hours=23)


def test_a_letter_whose_link_was_withdrawn_has_nothing_to_tell(newcomer):
    operations.invite(newcomer, COMMAND_LINE, now())
    first = db.session.query(Message).one()
    operations.invite(newcomer, COMMAND_LINE, now())

    assert LETTERS["invitation"].values(first) is None


def test_a_link_that_was_used_is_given_no_secret(newcomer):
    with pytest.raises(Refused, match="has been used"):
        operations.arm(link(newcomer, used_at=now()), now(), NOBODY)


def test_the_organisations_own_sign_in_is_a_second_way_where_there_is_one(app, client, newcomer):
    if "providers.begin" not in app.view_functions:
        app.add_url_rule("/sign-in/provider", "providers.begin", lambda: "")
    link(newcomer)
    client.get(f"/invitations/{SECRET}")

    app.extensions["sign_in_providers"] = []
    assert "organisation’s sign-in" not in words(client.get("/choose-a-password"))
    app.extensions["sign_in_providers"] = [type("Provider", (), {"name": "NHSmail"})]
    choosing = client.get("/choose-a-password")
    assert "Use your organisation’s sign-in" in words(choosing)
    assert page(choosing).find("a", string="Sign in with NHSmail")["href"].startswith("/sign-in/")
    with client.session_transaction() as session:
        assert session["invitation"] == db.session.query(SingleUseLink).one().id
