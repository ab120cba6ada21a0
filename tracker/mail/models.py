"""The outbox: what is to be told to whom, written with the change that it is about."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model


class Message(Model):
    """One thing to tell one person. Ids only: the words are made when it is sent."""

    __table_args__ = (
        CheckConstraint("state in ('waiting', 'sent', 'given up', 'withdrawn')", name="state"),
        Index("ix_message_state_next_try_at", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    template: Mapped[str] = mapped_column(String(40))
    ids: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    next_try_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    claimed_until: Mapped[datetime | None]  # a worker is at it until then
    ended_at: Mapped[datetime | None]
    last_fault: Mapped[str | None] = mapped_column(String(60))  # a kind of fault, without its text
