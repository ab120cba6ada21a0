"""Putting something into the outbox, in the transaction of what it is about; what becomes of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from tracker import audit
from tracker.audit import Actor
from tracker.extensions import insert_all
from tracker.mail.models import Message

GAPS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]  # the last one again and again
MOST_TRIES = 28  # 24 hours from the first


def post(template: str, person_id: int, by: Actor, **ids: int | str) -> Message:
    """Have a person told something. `ids` name what it is about; its words are made on sending."""
    message = Message(person_id=person_id, template=template, ids=ids)
    audit.record(by, "posted a message", message, template=template)
    return message


def post_all(template: str, by: Actor, ids: Mapping[int, Mapping[str, int | str]]) -> None:
    """Have many people told the same kind of thing, by their ids, all at once."""
    rows = [{"person_id": id_, "template": template, "ids": of} for id_, of in ids.items()]
    made = insert_all(Message, rows)
    audit.record_all(
        by, "posted a message", Message, {id_: {"template": template} for id_ in made}, None
    )


def note_sent(messages: Sequence[Message], now: datetime, by: Actor) -> None:
    for message in messages:
        _end(message, "sent", now)
        audit.record(by, "sent a message", message, tries=message.tries)


def withdraw(message: Message, now: datetime, by: Actor) -> None:
    """It is not sent: the person is no longer here, or what it told of is no longer meant."""
    _end(message, "withdrawn", now)
    audit.record(by, "withdrew a message", message)


def _end(message: Message, state: str, now: datetime) -> None:
    message.state, message.ended_at = state, now
    message.claimed_until = message.address = None


def not_sent(
    messages: Sequence[Message], fault: str, now: datetime, by: Actor, for_good: bool = False
) -> None:
    """Try again after a while that grows with every try; after a day, give up."""
    for message in messages:
        message.last_fault, message.claimed_until = fault[:60], None
        if for_good or message.tries >= MOST_TRIES:
            _end(message, "given up", now)
            audit.record(by, "gave up a message", message, tries=message.tries, fault=fault[:60])
        else:
            message.next_try_at = now + GAPS[min(message.tries, len(GAPS)) - 1]
