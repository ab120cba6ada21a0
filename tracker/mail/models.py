"""The outbox: what is to be told to whom, written with the change that it is about."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.kept import SERVICE_ALONE, SPECIAL_CATEGORY, Act, Goes, Kept


class Message(Model):
    """One thing to tell one person. Ids only: the words are made when it is sent."""

    __kept__ = Kept(
        what="Messages to be sent",
        why="So that nobody misses what they have to know, and a failure is seen",
        basis=SPECIAL_CATEGORY,
        seen_by=SERVICE_ALONE,
        how_long="Until it is sent.",
        goes=(Goes("ended_at", 90, Act.DELETE, "it was sent or given up"),),
        columns={
            "To know whom to tell what; its words are not kept": "person_id template ids",
            "To tell somebody where they were reached before that this has changed; until it is"
            " sent": "address",
            "To try again and to give up": "state tries made_at next_try_at claimed_until"
            " ended_at last_fault",
        },
        subject="person_id",
        with_person=True,
        personal_text="address",
        special_category=True,  # it may tell of a network
    )

    __table_args__ = (
        CheckConstraint("state in ('waiting', 'sent', 'given up', 'withdrawn')", name="state"),
        Index("ix_message_state_next_try_at", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    template: Mapped[str] = mapped_column(String(40))
    ids: Mapped[dict[str, Any]] = mapped_column(JSON)
    address: Mapped[str | None] = mapped_column(String(254))  # otherwise the person's own
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    next_try_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    claimed_until: Mapped[datetime | None]  # a worker is at it until then
    ended_at: Mapped[datetime | None]
    last_fault: Mapped[str | None] = mapped_column(String(60))  # a kind of fault, without its text
