"""Mail reaches whom it is for, once; what cannot be sent is tried again, and at last given up."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests import factories
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.mail import Letter, operations, tasks
from tracker.mail.letters import SUBJECT

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def acts():
    query = sa.select(AuditEntry.did, AuditEntry.actor).where(AuditEntry.thing == "message")
    return [tuple(row) for row in db.session.execute(query.order_by(AuditEntry.id))][1:]


def text_of(mail):
    return mail.get_content().replace("\r\n", "\n")


def test_a_message_is_delivered_and_said_to_be(server, post, send, ruth):
    message = post(ruth)

    send()

    [mail] = server.mails
    assert mail["To"].addresses[0].addr_spec == "ruth@nhs.example"
    assert mail["To"].addresses[0].display_name == "Ruth Mensah"
    assert "Hello Ruth Mensah,\n\nYou owe a check-in.\n\n" in text_of(mail)
    assert "http://127.0.0.1:5000" in text_of(mail)
    assert (message.state, message.tries, message.claimed_until) == ("sent", 1, None)
    assert message.ended_at
    assert acts() == [("sent a message", "job")]


def test_what_was_sent_is_not_sent_again(server, post, send, ruth):
    post(ruth)

    send()
    send(datetime.now(UTC) + HOUR)

    assert len(server.mails) == 1


def test_what_is_told_twice_in_one_mail_is_said_once(server, post, send, ruth):
    messages = [post(ruth), post(ruth, what="a view"), post(ruth)]

    send()

    [mail] = server.mails
    assert text_of(mail).count("You owe a check-in.") == text_of(mail).count("a view") == 1
    assert {message.state for message in messages} == {"sent"}


def test_no_header_says_what_it_is_about(server, post, send, ruth):
    post(ruth, what="the Black and Asian staff network a view")

    send()

    [mail] = server.mails
    headers = " ".join(f"{name}: {value}" for name, value in mail.items())
    assert mail["Subject"] == SUBJECT
    assert "network" not in headers
    assert "Black" not in headers
    assert "Black" in text_of(mail)


def test_names_and_words_are_kept_whatever_their_letters(server, post, send, trust):
    person = factories.person(trust, name="Zoë Ọláwálé-Ní Dhomhnaill")

    post(person, what="a check-in – “8.1” & <b>more</b>")
    send()

    [mail] = server.mails
    assert mail["To"].addresses[0].display_name == "Zoë Ọláwálé-Ní Dhomhnaill"
    assert "Hello Zoë Ọláwálé-Ní Dhomhnaill," in text_of(mail)
    assert "a check-in – “8.1” & <b>more</b>." in text_of(mail)


def test_a_name_with_lines_in_it_adds_no_header(server, post, send, trust):
    name = "Ruth\r\nBcc: everybody@nhs.example\nSubject: You won\x00"
    person = factories.person(trust, name=name.replace("\0", ""))

    post(person)
    send()

    [mail] = server.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == SUBJECT
    assert len(mail["To"].addresses) == 1
    assert b"\nBcc:" not in server.taken[0]


def test_an_address_that_no_mail_can_have_holds_nobody_else_up(server, post, send, trust, ruth):
    odd = post(factories.person(trust, email="two words@@nhs"))
    other = post(ruth)

    send()

    assert (odd.state, other.state) == ("waiting", "sent")
    assert odd.last_fault


def test_several_messages_to_one_person_are_one_mail(server, post, send, ruth, colleague):
    for what in ("a check-in", "a review", "an answer"):
        post(ruth, what=what)
    post(colleague)

    send()

    mail = next(mail for mail in server.mails if "Ruth" in mail["To"])
    assert len(server.mails) == 2
    assert "You owe a check-in.\n\nYou owe a review.\n\nYou owe an answer." in text_of(mail)


def test_a_letter_with_a_secret_goes_alone(server, post, send, ruth):
    post(ruth)
    post(ruth, "secret", what="this link")
    post(ruth, what="a review")

    send()

    alone = [mail for mail in server.mails if "this link" in text_of(mail)]
    assert len(server.mails) == 2
    assert len(alone) == 1
    assert "check-in" not in text_of(alone[0])


def test_a_letter_to_an_address_from_before_goes_there_alone_and_the_address_is_not_kept(
    server, post, send, ruth
):
    post(ruth)
    before = post(ruth, what="to look at this")
    before.address = "ruth.before@nhs.example"
    db.session.commit()

    send()

    sent = {mail["To"].addresses[0].addr_spec: text_of(mail) for mail in server.mails}
    assert set(sent) == {"ruth@nhs.example", "ruth.before@nhs.example"}
    assert "to look at this" in sent["ruth.before@nhs.example"]
    assert "check-in" not in sent["ruth.before@nhs.example"]
    assert (before.state, before.address) == ("sent", None)


@pytest.mark.parametrize(
    "gone",
    [{"active": False}, {"left_on": date(2026, 11, 23)}, {"erased_on": date(2026, 11, 1)}],
    ids=["switched off", "left today", "erased"],
)
def test_nobody_who_is_gone_is_written_to(server, post, send, trust, gone):
    message = post(factories.person(trust, **gone))

    send()

    assert server.mails == []
    assert message.state == "withdrawn"
    assert acts() == [("withdrew a message", "job")]


def test_somebody_who_leaves_tomorrow_is_still_written_to(server, post, send, trust):
    message = post(factories.person(trust, left_on=date(2026, 11, 24)))

    send()

    assert message.state == "sent"


def test_what_is_no_longer_meant_is_withdrawn(server, post, send, ruth, letters):
    letters["plain"] = Letter("plain", lambda message: None)
    message = post(ruth)

    send()

    assert (message.state, server.mails) == ("withdrawn", [])


def test_what_a_letter_keeps_is_kept_before_it_goes(server, post, send, ruth, letters):
    """The link works as soon as it arrives."""

    def values(message):
        ruth = db.session.get_one(type(person), person_id)
        ruth.name = "Ruth M"
        return message.ids

    person, person_id = ruth, ruth.id
    letters["plain"] = Letter("plain", values)
    server.refuses["DATA"] = "451 Later"
    post(ruth)

    send()

    assert ruth.name == "Ruth M"


def test_a_letter_that_fails_waits_without_holding_the_others_up(
    server, post, send, ruth, letters, caplog
):
    broken = post(ruth, "something nobody registered")
    other = post(ruth)

    send()

    assert (broken.state, broken.last_fault, other.state) == ("waiting", "KeyError", "sent")
    assert broken.next_try_at > datetime.now(UTC)


def test_a_recipient_who_is_refused_for_good_is_given_up_at_once(
    server, post, send, ruth, colleague
):
    server.refuses["ruth@nhs.example"] = "550 No such user ruth@nhs.example"
    message, other = post(ruth), post(colleague)

    send()

    assert (message.state, message.last_fault) == ("given up", "recipient refused (550)")
    assert ("gave up a message", "job") in acts()
    assert other.state == "sent"


def test_a_recipient_who_is_refused_for_now_is_tried_again(server, post, send, ruth):
    server.refuses["ruth@nhs.example"] = "450 Mailbox busy"
    message = post(ruth)
    send()
    assert (message.state, message.last_fault) == ("waiting", "recipient refused (450)")

    server.refuses.clear()
    send(message.next_try_at)

    assert message.state == "sent"


def test_a_mail_that_is_refused_for_good_is_given_up(server, post, send, ruth):
    server.refuses["DATA"] = "554 No"
    message = post(ruth)

    send()

    assert message.state == "given up"


def test_a_server_that_is_down_for_an_hour_loses_nothing(server, post, send, ruth):
    server.stop()
    message = post(ruth)
    started = now = datetime.now(UTC)
    tries = []
    while now < started + HOUR:
        send(now)
        if message.tries > len(tries):
            tries.append(now - started)
        now += MINUTE

    assert tries == [0 * MINUTE, 1 * MINUTE, 6 * MINUTE, 21 * MINUTE]
    assert message.state == "waiting"
    assert message.last_fault == "ConnectionRefusedError"

    server.start()
    while message.state == "waiting" and now < started + 2 * HOUR:
        send(now)
        now += MINUTE

    assert message.state == "sent"
    assert len(server.mails) == 1
    assert now - started <= 82 * MINUTE


def test_after_a_day_without_a_server_it_is_given_up_with_a_record(server, post, send, ruth):
    server.stop()
    message = post(ruth)
    started = now = datetime.now(UTC)

    while message.state == "waiting" and message.tries < 100:
        send(now)
        now = message.next_try_at

    assert message.state == "given up"
    assert timedelta(hours=23) < message.ended_at - started < timedelta(hours=25)
    assert acts() == [("gave up a message", "job")]


def test_a_server_that_is_down_is_asked_once_a_round(server, post, send, ruth, colleague):
    server.stop()
    messages = [post(ruth), post(colleague)]

    send()

    assert sorted(message.tries for message in messages) == [0, 1]


def test_nothing_goes_unencrypted_where_encryption_was_asked_for(server, app, post, send, ruth):
    """The server offers none."""
    app.config["MAIL_URL"] = f"{server.url}?tls=starttls"
    message = post(ruth)

    send()

    assert server.mails == []
    assert (message.state, message.last_fault) == ("waiting", "SMTPNotSupportedError")


def test_without_a_server_messages_wait(server, app, post, send, ruth):
    app.config["MAIL_URL"] = None
    message = post(ruth)

    send()

    assert (message.state, message.tries) == ("waiting", 0)


class Killed(BaseException):
    """The end of a process."""


def test_a_worker_killed_in_mid_mail_sends_the_same_mail_once_more(
    server, post, send, ruth, monkeypatch
):
    """Killed after the server took it, and before that was written down."""
    message = post(ruth)

    def die(*_args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "note", die)
        with pytest.raises(Killed):
            send()
    killed_at = datetime.now(UTC)
    assert message.state == "waiting"

    send(killed_at + MINUTE)
    assert len(server.mails) == 1  # it may still be at it

    for minutes in (3, 4, 60):
        send(killed_at + minutes * MINUTE)

    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert message.state == "sent"


def test_two_workers_at_once_send_it_once(server, post, send, ruth, app):
    """The second comes while the first is at it."""
    message = post(ruth)
    due = datetime.now(UTC)
    with app.app_context():
        assert [each.id for each in tasks.claimed(ruth.id, due)] == [message.id]
        assert tasks.claimed(ruth.id, due) == []


def test_different_messages_have_different_ids(server, post, send, ruth):
    for _ in range(2):
        post(ruth)
        send()

    assert len({mail["Message-ID"] for mail in server.mails}) == 2
    assert all(mail["Message-ID"].endswith("@localhost>") for mail in server.mails)


def test_the_gaps_between_tries_grow_to_an_hour_and_add_up_to_a_day():
    tries = [operations.GAPS[min(n, len(operations.GAPS)) - 1] for n in range(1, 28)]

    assert tries == sorted(tries)
    assert 24 * HOUR <= sum(tries, timedelta()) < 25 * HOUR
    assert len(tries) + 1 == operations.MOST_TRIES
