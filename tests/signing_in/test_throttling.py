"""Whoever guesses waits: by account, by address, however many come at once."""

from datetime import timedelta

import pytest

from tests.client import words
from tests.factories import PASSWORD
from tests.signing_in.links import now
from tests.signing_in.test_signing_in import WRONG, enter
from tracker.errors import Refused
from tracker.extensions import db
from tracker.signing_in import operations, throttling
from tracker.signing_in.entering import counting
from tracker.signing_in.models import SignIn, Throttle
from tracker.signing_in.throttling import HeldBack, Try, place_of

HELD = "There were too many tries. Wait 15 minutes, then try again."


def fail(client, person, times=5, **more):
    return [enter(client, person, "wrong", **more) for _ in range(times)]


def counted(kind, key):
    row = db.session.query(Throttle).filter_by(about=Try(kind, key).about).one_or_none()
    return row.failures if row else 0


def age(by):
    for row in db.session.query(Throttle):
        row.since -= by
    db.session.commit()


def test_after_five_failures_with_one_account_the_right_password_waits_too(client, lead):
    assert {answer.status_code for answer in fail(client, lead)} == {200}
    held = enter(client, lead)

    assert held.status_code == 429
    assert 890 <= int(held.headers["Retry-After"]) <= 900
    assert HELD in words(held)
    assert WRONG not in words(held)
    assert db.session.query(SignIn).count() == 0


def test_an_account_that_nobody_has_waits_as_well(client, app):
    data = {"email": "nobody@nhs.example", "password": "wrong"}
    answers = [client.post("/sign-in", data=data) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert HELD in words(answers[-1])


def test_the_address_is_written_however_it_likes(client, lead):
    for email in (lead.email.upper(), f" {lead.email}", f"{lead.email} ", lead.email, lead.email):
        client.post("/sign-in", data={"email": email, "password": "wrong"})

    assert enter(client, lead).status_code == 429


def test_from_another_place_the_account_waits_all_the_same(client, lead):
    fail(client, lead)
    data = {"email": lead.email, "password": PASSWORD}
    elsewhere = client.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})

    assert elsewhere.status_code == 429


def test_another_account_does_not_wait(client, lead, colleague):
    fail(client, lead)

    assert enter(client, colleague).location == "/home"


def test_after_fifteen_minutes_it_is_heard_again(client, lead):
    fail(client, lead)
    age(timedelta(minutes=15))

    assert enter(client, lead).location == "/home"


def test_the_wait_begins_with_the_failure_that_reached_the_limit(client, lead):
    fail(client, lead, 4)
    age(timedelta(minutes=14))
    fail(client, lead, 1)
    age(timedelta(minutes=10))

    assert "Wait 5 minutes" in words(enter(client, lead))


def test_failures_of_long_ago_are_not_added_to(client, lead):
    fail(client, lead, 4)
    age(timedelta(minutes=16))
    fail(client, lead, 4)

    assert enter(client, lead).location == "/home"


def test_waiting_is_not_made_longer_by_trying(client, lead):
    fail(client, lead)
    age(timedelta(minutes=10))
    fail(client, lead, 3)

    assert "Wait 5 minutes" in words(enter(client, lead))


def test_a_success_clears_the_account_but_not_the_place(client, lead):
    fail(client, lead, 4)
    assert enter(client, lead).location == "/home"

    assert counted("account", lead.email) == 0
    assert counted("address", "127.0.0.1") == 4


def test_after_thirty_failures_from_one_place_everybody_there_waits(client, lead):
    for n in range(30):
        data = {"email": f"n{n}@nhs.example", "password": "wrong"}
        assert client.post("/sign-in", data=data).status_code == 200

    assert enter(client, lead).status_code == 429
    data = {"email": lead.email, "password": PASSWORD}
    elsewhere = client.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.location == "/home"


def test_whoever_is_held_back_costs_no_hashing(client, lead, monkeypatch):
    fail(client, lead)
    monkeypatch.setattr(operations.passwords, "matches", lambda *_: pytest.fail("hashed"))

    assert enter(client, lead).status_code == 429


def test_a_right_answer_given_while_others_failed_is_not_heard(app, lead):
    tries = Try("account", lead.email), Try("address", "127.0.0.1")

    with pytest.raises(HeldBack), counting(*tries):
        others_fail(tries)


def others_fail(tries):
    for _ in range(5):
        throttling.count(tries, now())
    db.session.commit()


def test_what_goes_wrong_otherwise_is_no_failure_of_theirs(app, lead):
    tries = [Try("account", lead.email)]
    with pytest.raises(ZeroDivisionError), counting(*tries):
        raise ZeroDivisionError

    assert counted("account", lead.email) == 0


def test_codes_are_counted_apart_from_passwords(app, lead):
    code = Try("code", str(lead.id))
    for _ in range(5):
        with pytest.raises(Refused, match="no"), counting(code):
            raise Refused("no")

    with pytest.raises(HeldBack), counting(code):
        pytest.fail("asked")
    assert counted("account", lead.email) == 0


@pytest.mark.sqlite_only
def test_hundreds_of_guesses_from_one_place_leave_few_rows(client, app):
    for n in range(300):
        data = {"email": f"n{n}@nhs.example", "password": "wrong"}
        client.post("/sign-in", data=data)

    assert db.session.query(Throttle).count() <= 31


@pytest.mark.sqlite_only
def test_hundreds_of_sign_ins_leave_no_rows_and_none_waits(client, lead):
    for _ in range(300):
        assert enter(client, lead).location == "/home"
        client.sign_out()

    assert db.session.query(Throttle).count() == 0


def test_what_is_over_is_cleared_away(client, app):
    for n in range(20):
        throttling.count([Try("account", f"n{n}@nhs.example")], now())
    db.session.commit()
    age(timedelta(minutes=16))
    throttling.count([Try("account", "new@nhs.example")], now())

    assert db.session.query(Throttle).count() == 1


def test_the_table_says_nothing_without_our_key(app, lead):
    with_ours = Try("account", lead.email).about
    app.config["SECRET_KEY"] = "another key, which is as long as it has to be"

    assert Try("account", lead.email).about != with_ours
    assert lead.email not in with_ours


@pytest.mark.parametrize(
    "address, place",
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::1", "::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        (None, "unknown"),
        ("unix:", "unknown"),
        ("<script>", "unknown"),
    ],
)
def test_a_place_is_an_address_or_all_that_one_customer_has(address, place):
    assert place_of(address) == place


@pytest.mark.parametrize("length", [201, 10_000])
def test_a_password_longer_than_any_is_just_wrong(client, lead, length):
    answer = enter(client, lead, "x" * length)

    assert answer.status_code == 200
    assert WRONG in words(answer)


@pytest.mark.sqlite_only
def test_nobody_says_for_themselves_where_they_come_from(client, app):
    for n in range(30):
        data = {"email": f"n{n}@nhs.example", "password": "wrong"}
        client.post("/sign-in", data=data, headers={"X-Forwarded-For": f"192.0.2.{n}"})

    assert counted("address", "127.0.0.1") == 30


@pytest.mark.sqlite_only
class TestBehindAProxy:
    @pytest.fixture
    def app_settings(self):
        return {"PROXY_HOPS": 1}

    def test_each_is_counted_where_they_come_from(self, client, app):
        data = {"email": "nobody@nhs.example", "password": "wrong"}
        client.post("/sign-in", data=data, headers={"X-Forwarded-For": "10.0.0.1, 192.0.2.9"})

        assert counted("address", "192.0.2.9") == 1
        assert counted("address", "10.0.0.1") == 0
