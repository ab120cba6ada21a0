"""Sending what the outbox holds. A worker that is killed on the way sends the same mail again."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.message import EmailMessage

from flask import current_app
from sqlalchemy import update

from tracker import jobs
from tracker.audit import JOB
from tracker.extensions import begin_writing, db
from tracker.jobs.tasks import told_without_text
from tracker.mail import operations, queries
from tracker.mail.delivery import Deliver, NotDelivered, RefusedForGood, Unreachable, way_out
from tracker.mail.letters import LETTERS, mail_of
from tracker.mail.models import Message
from tracker.web import today

logger = logging.getLogger(__name__)

CLAIMED_FOR = timedelta(minutes=2)
LONGEST_ROUND = 30  # seconds after which nobody else is begun: what was claimed is still claimed


@dataclass(frozen=True)
class Envelope:
    """A mail, and the messages that it tells."""

    ids: Sequence[int]
    mail: EmailMessage


@jobs.every("moment", "send mail", writes=False)
def send(now: datetime) -> None:
    """Write to everybody for whom something waits. Where no server is set, it goes on waiting."""
    mail_url = current_app.config["MAIL_URL"]
    people = queries.people_to_write_to(now) if mail_url else []
    db.session.rollback()
    last_begun = time.monotonic() + LONGEST_ROUND
    with way_out(mail_url or "", current_app.config["OUTBOX"]) as deliver:
        for person_id in people:
            if time.monotonic() > last_begun or not write_to(person_id, deliver, now):
                break


def write_to(person_id: int, deliver: Deliver, now: datetime) -> bool:
    """Send what waits for one person. False when there is no use in going on to the next."""
    begin_writing()
    envelopes = written(claimed(person_id, now), person_id, now)
    db.session.commit()
    fault: NotDelivered | None = None
    for envelope in envelopes:
        if not isinstance(fault, Unreachable):
            fault = attempt(envelope.mail, deliver)
        note(envelope.ids, fault, now)
    return not isinstance(fault, Unreachable)


def claimed(person_id: int, now: datetime) -> list[Message]:
    """What is due for a person, each now this worker's alone and one more try."""
    mine = (
        update(Message)
        .where(Message.id.in_(queries.due_for(person_id, now)), *queries.due(now))
        .values(claimed_until=now + CLAIMED_FOR, tries=Message.tries + 1)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    )
    return queries.messages(db.session.scalars(mine).all())


def written(messages: Sequence[Message], person_id: int, now: datetime) -> list[Envelope]:
    """One mail with everything there is to tell, and one for each letter that goes alone: with a
    secret in it, or to an address that was the person's before."""
    addressee = current_app.extensions["addressee_of"](person_id, today())
    if addressee is None:
        for message in messages:
            operations.withdraw(message, now, by=JOB)
        return []
    told = [(message, words) for message in messages if (words := words_of(message, now))]
    alone = [[each] for each in told if goes_alone(each[0])]
    together = [each for each in told if not goes_alone(each[0])]
    groups = [group for group in (together, *alone) if group]
    return [made for group in groups if (made := in_envelope(group, addressee, now))]


def goes_alone(message: Message) -> bool:
    return bool(LETTERS[message.template].alone or message.address)


def words_of(message: Message, now: datetime) -> str | None:
    """What a message says, or None when it is not sent now: withdrawn, or its words fail."""
    try:
        with db.session.begin_nested():
            words = LETTERS[message.template].paragraph(message)
    except Exception as fault:  # of one letter: the others go
        logger.error("Message %s has no words: %s", message.id, told_without_text(fault))
        operations.not_sent([message], type(fault).__name__, now, by=JOB)
        return None
    if words is None:
        operations.withdraw(message, now, by=JOB)
    return words


def in_envelope(
    told: Sequence[tuple[Message, str]], addressee: tuple[str, str], now: datetime
) -> Envelope | None:
    """None when no mail can bear the address."""
    messages = [message for message, _ in told]
    name, email = addressee
    try:
        paragraphs = list(dict.fromkeys(words for _, words in told))  # each once
        mail = mail_of(messages, paragraphs, name, messages[0].address or email)
    except (MessageError, ValueError) as fault:
        operations.not_sent(messages, type(fault).__name__, now, by=JOB)
        return None
    return Envelope([message.id for message in messages], mail)


def attempt(mail: EmailMessage, deliver: Deliver) -> NotDelivered | None:
    """What went wrong, if anything did."""
    try:
        deliver(mail)
    except NotDelivered as fault:
        return fault
    except OSError as fault:  # the folder that takes a server's place
        return Unreachable(type(fault).__name__)
    return None


def note(ids: Sequence[int], fault: NotDelivered | None, now: datetime) -> None:
    """Keep what became of a mail, at once: the next one may be the one that this is killed in."""
    begin_writing()
    messages = queries.messages(ids)
    if fault is None:
        operations.note_sent(messages, now, by=JOB)
    else:
        for_good = isinstance(fault, RefusedForGood)
        operations.not_sent(messages, str(fault), now, by=JOB, for_good=for_good)
    db.session.commit()
