"""What waits in the outbox, and for whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, or_, select

from tracker.extensions import db
from tracker.mail.models import Message

MOST_PEOPLE = 50  # written to in one round
MOST_TOGETHER = 20  # messages in one mail


def due(now: datetime) -> list[Any]:
    """Conditions of a message that is to be sent now and that no worker is at."""
    free = or_(Message.claimed_until.is_(None), Message.claimed_until < now)
    return [Message.state == "waiting", Message.next_try_at <= now, free]


def people_to_write_to(now: datetime) -> list[int]:
    """Whoever has waited longest comes first."""
    waiting = (
        select(Message.person_id)
        .where(*due(now))
        .group_by(Message.person_id)
        .order_by(func.min(Message.next_try_at), Message.person_id)
        .limit(MOST_PEOPLE)
    )
    return list(db.session.scalars(waiting))


def due_for(person_id: int, now: datetime) -> list[int]:
    mine = select(Message.id).where(Message.person_id == person_id, *due(now))
    return list(db.session.scalars(mine.order_by(Message.id).limit(MOST_TOGETHER)))


def messages(ids: Sequence[int]) -> list[Message]:
    found = select(Message).where(Message.id.in_(ids)).order_by(Message.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def count_waiting() -> ScalarSelect[int]:
    """To be asked for among other things."""
    waiting = select(func.count(Message.id)).where(Message.state == "waiting")
    return waiting.scalar_subquery()
