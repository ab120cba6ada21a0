"""Putting something into the outbox, in the transaction of what it is about."""

from tracker import audit
from tracker.audit import Actor
from tracker.mail.models import Message


def post(template: str, person_id: int, by: Actor, **ids: int | str) -> Message:
    """Have a person told something. `ids` name what it is about; its words are made on sending."""
    message = Message(person_id=person_id, template=template, ids=ids)
    audit.record(by, "posted a message", message, template=template)
    return message
