"""A forgotten password, and an administrator who resets somebody."""

from datetime import timedelta

import pytest

from tests import factories
from tests.client import words
from tests.factories import PASSWORD
from tests.signing_in.links import CHOSEN, SECRET, choose, link, now
from tracker.accounts import passwords
from tracker.accounts.models import Person
from tracker.audit import COMMAND_LINE, NOBODY, Actor, AuditEntry
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mail.letters import LETTERS
from tracker.mail.models import Message
from tracker.signing_in import operations
from tracker.signing_in.models import SignIn, SingleUseLink, Throttle

GONE = "This link does not work"
ASKED = "If somebody here has that address, a link is on its way to it."


def ask(client, email):
    return client.post("/forgotten", data={"email": email}, follow_redirects=True)


def posted():
    return [message.template for message in db.session.query(Message).order_by(Message.id)]


def open_sign_ins(person):
    return db.session.query(SignIn).filter_by(person_id=person.id, ended_at=None).count()


def test_somebody_who_forgot_asks_for_a_link_and_chooses_a_new_password(client, lead):
    assert ASKED in words(ask(client, f" {lead.email.upper()} "))

    path = sent_address(db.session.query(Message).one())
    assert path.startswith("/resets/")
    assert lead.email in words(client.get(path, follow_redirects=True))
    assert choose(client).location == "/home"
    assert passwords.matches(CHOSEN, db.session.get(Person, lead.id).password_hash)
    assert not passwords.matches(PASSWORD, db.session.get(Person, lead.id).password_hash)


def test_asking_alone_changes_nothing(app, client, lead):
    app.test_client().sign_in(lead)
    ask(client, lead.email)

    assert open_sign_ins(lead) == 1
    known = db.session.get(Person, lead.id)
    assert passwords.matches(PASSWORD, known.password_hash)
    assert known.unconfirmed_since is None
    assert posted() == ["reset"]


@pytest.mark.parametrize("email", ["nobody@nhs.example", "not an address", "\0x", "é@nhs.example"])
def test_an_address_nobody_has_gets_the_same_answer(client, lead, email):
    assert ask(client, email).text == ask(client, lead.email).text
    assert posted() == ["reset"]


def test_an_address_nobody_has_takes_about_as_long(client, lead, monkeypatch):
    """What is dear is done for everybody: what is left to tell them apart is a row or two."""
    dear = []
    monkeypatch.setattr(passwords, "decoy", lambda: dear.append(1) or "$argon2id$bad")

    ask(client, "nobody@nhs.example")
    ask(client, lead.email)

    assert dear == [1, 1]


def test_somebody_switched_off_gets_the_same_answer_and_no_letter(client, app):
    assert ASKED in words(ask(client, factories.person(active=False).email))
    assert posted() == []


def test_asking_again_and_again_waits(client, lead):
    for _ in range(5):
        assert client.post("/forgotten", data={"email": lead.email}).status_code == 302
    held = client.post("/forgotten", data={"email": lead.email})

    assert held.status_code == 429
    assert held.headers["Retry-After"] == "900"
    assert "Wait 15 minutes" in words(held)
    assert posted() == ["reset"] * 5
    assert db.session.query(SingleUseLink).filter_by(withdrawn_at=None).count() == 1


def sent_address(message):
    """What the letter leads to, as the worker makes it on sending."""
    address = LETTERS[message.template].values(message)["address"]
    db.session.commit()
    return address.removeprefix("http://127.0.0.1:5000")


def test_a_link_that_is_asked_for_makes_those_before_it_void(app, client, lead):
    opened, waiting = app.test_client(), app.test_client()
    ask(client, lead.email)
    first = sent_address(db.session.query(Message).one())
    assert opened.get(first).location == "/choose-a-password"
    ask(client, lead.email)
    ask(client, lead.email)
    _, second, third = db.session.query(Message).order_by(Message.id)

    assert LETTERS["reset"].values(second) is None  # it was not sent yet, and never will be
    last = sent_address(third)
    assert GONE in words(waiting.get(first, follow_redirects=True))
    assert GONE in words(choose(opened))
    assert passwords.matches(PASSWORD, db.session.get(Person, lead.id).password_hash)
    client.get(last)
    assert choose(client).location == "/home"


def test_a_link_that_is_asked_for_leaves_an_invitation_good(client, app):
    newcomer = factories.person(password_hash=None)
    link(newcomer)
    ask(client, newcomer.email)

    assert client.get(f"/invitations/{SECRET}").location == "/choose-a-password"
    assert choose(client).location
    assert db.session.query(SingleUseLink).filter_by(withdrawn_at=None, used_at=None).count() == 0


def test_asking_for_many_people_from_one_place_waits(client, app):
    answers = {
        client.post("/forgotten", data={"email": f"n{n}@nhs.example"}).status_code
        for n in range(30)
    }

    assert answers == {302}
    assert client.post("/forgotten", data={"email": "one.more@nhs.example"}).status_code == 429


def test_being_held_back_here_is_not_being_held_back_at_the_door(client, lead):
    for _ in range(6):
        client.post("/forgotten", data={"email": lead.email})
    data = {"email": lead.email, "password": PASSWORD}

    assert client.post("/sign-in", data=data).location == "/home"


def test_a_reset_ends_every_other_sign_in_and_says_so(app, client, lead):
    elsewhere = app.test_client().sign_in(lead)
    link(lead, purpose="reset")
    client.get(f"/resets/{SECRET}")
    choose(client)

    assert elsewhere.get("/home").location == "/sign-in"
    assert client.get("/home").status_code == 200
    assert posted() == ["password_changed"]


def test_somebody_signed_in_resets_their_own(client, lead):
    client.sign_in(lead)
    link(lead, purpose="reset")
    client.get(f"/resets/{SECRET}")

    assert choose(client).location == "/home"
    assert open_sign_ins(lead) == 1
    assert client.get("/home").status_code == 200


def test_a_reset_is_good_for_an_hour(client, lead):
    made = operations.reset(lead, NOBODY, now())

    assert made.expires_at - made.made_at == timedelta(hours=1)


@pytest.mark.parametrize("by", ["administrator", "command line"])
def test_a_reset_by_somebody_else_shuts_what_is_confidential(app, client, lead, trust, by):
    client.sign_in(lead)
    administrator = factories.person(trust, name="Colin Dray")
    acting = {
        "administrator": Actor(administrator.id, administrator.name, "administrator"),
        "command line": COMMAND_LINE,
    }[by]
    operations.reset(lead, acting, now())
    db.session.commit()

    assert client.get("/home").location == "/sign-in"
    assert db.session.get(Person, lead.id).unconfirmed_since is not None
    assert sorted(posted()) == ["reset", "reset_by_administrator"]
    data = {"email": lead.email, "password": PASSWORD}
    assert "not right" in words(client.post("/sign-in", data=data))
    entry = db.session.query(AuditEntry).filter_by(did="reset a sign-in").one()
    assert (entry.organisation_id, entry.details) == (trust.id, {"person": lead.id})


def test_the_letter_says_who_had_it_sent(app, lead):
    """ "Nothing changes until somebody follows the link" is true of one's own alone."""
    app.config["SERVICE_URL"] = "https://tracker.example.nhs.uk"

    def letter(by):
        operations.reset(lead, by, now())
        message = (
            db.session.query(Message).filter_by(template="reset").order_by(Message.id).all()[-1]
        )
        values = LETTERS["reset"].values(message)
        return app.jinja_env.get_template("mail/reset.txt").render(values)

    for by in (NOBODY, COMMAND_LINE, NOBODY):
        text = letter(by)
        assert ("An administrator had it sent" in text) == (by is COMMAND_LINE)
        assert ("you need do nothing" in text) == (by is NOBODY)


def test_a_reset_of_ones_own_while_unconfirmed_confirms_nobody(client, lead):
    lead.unconfirmed_since = now() - timedelta(days=1)
    db.session.commit()
    link(lead, purpose="reset")
    client.get(f"/resets/{SECRET}")
    choose(client)

    assert db.session.get(Person, lead.id).unconfirmed_since is not None
    assert "Some pages are shut to you for now" in words(client.get("/you"))


def test_an_administrator_who_resets_their_own_shuts_nothing(app, lead):
    operations.reset(lead, Actor(lead.id, lead.name, "administrator"), now())

    assert lead.unconfirmed_since is None


def test_somebody_switched_off_is_not_reset(app):
    with pytest.raises(Refused, match="switched off"):
        operations.reset(factories.person(active=False), COMMAND_LINE, now())


def test_every_letter_has_words(app, lead, trust):
    factories.sign_in(lead)  # who was in before
    operations.reset(lead, COMMAND_LINE, now())
    programme = factories.programme(trust)
    leader = factories.enrolment(programme, factories.person(), trust)
    pairing = factories.pairing(
        leader,
        factories.enrolment(programme, lead, trust, "mentee"),
        state="offered to mentee",
        expires_on=now().date(),
    )
    claim = factories.local_claim(programme, factories.person(), trust)
    asked = {"state": "draft", "nominated_on": now().date(), "confirmed_on": None}
    named = factories.enrolment(programme, factories.person(), trust, "mentee", **asked)
    soon = factories.workshop(programme, starts_at=now() + timedelta(days=3))
    booking = factories.booking(soon, leader, reminded_on=now().date())
    link(lead, purpose="reset")
    app.config["SERVICE_URL"] = "https://tracker.example.nhs.uk"
    for number, (template, letter) in enumerate(LETTERS.items()):  # of every feature
        ids = {"link": db.session.query(SingleUseLink).filter_by(withdrawn_at=None).first().id}
        ids |= {"pairing": pairing.id, "claim": claim.id, "enrolment": named.id}
        ids |= {"booking": booking.id}
        message = Message(id=number, person_id=lead.id, template=template, ids=ids)
        words_of_it = app.jinja_env.get_template(f"mail/{letter.template}.txt")
        text = words_of_it.render(letter.values(message))
        assert "https://tracker.example.nhs.uk/" in text
        assert lead.name not in text


def test_nothing_of_an_address_is_kept_in_the_table_of_tries(client, lead):
    ask(client, lead.email)

    assert {len(row.about) for row in db.session.query(Throttle)} == {64}
