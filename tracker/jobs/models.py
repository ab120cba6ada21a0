"""Long work, and who is there to do it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.jobs.registry import WORKS
from tracker.kept import NOT_PERSONAL, PUBLIC_TASK, YEAR, Act, Goes, Kept

ENDED = ("done", "failed", "cancelled")
IN_WORDS = {
    "waiting": "Waiting for its turn",
    "running": "Being done",
    "done": "Done",
    "failed": "Not finished",
    "cancelled": "Cancelled",
}


class Job(Model):
    """One piece of long work. This row is the truth; the queue only says that it is there."""

    __kept__ = Kept(
        what="Long work",
        why="So that whoever asked sees how far it is, and it is done once",
        basis=PUBLIC_TASK,
        seen_by="Whoever asked for it",
        how_long="Until it ends.",
        goes=(Goes("ended_at", YEAR, Act.DELETE, "it ended"),),
        columns={
            "To know what to do, and for whom": "name arguments person_id organisation_id",
            "To show how far it is and what came of it": "state steps_done steps result fault",
            "To take it up again or to stop": "begun asked_at started_at heartbeat_at ended_at"
            " cancel_asked_at",
        },
        subject="person_id",
    )

    __table_args__ = (
        CheckConstraint(
            "state in ('waiting', 'running', 'done', 'failed', 'cancelled')", name="state"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)  # ids and options, no personal text
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    steps_done: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int | None]  # how many there are in all, once that is known
    begun: Mapped[int] = mapped_column(default=0)  # how many times; it is taken up again once
    asked_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cancel_asked_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    fault: Mapped[str | None] = mapped_column(String(200))  # a sentence of ours

    @property
    def title(self) -> str:
        """What is done, in words. Work of which nobody knows any more is called by its name."""
        return WORKS[self.name].title if self.name in WORKS else self.name

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def says(self) -> str:
        """How far it is, in a sentence."""
        if self.state == "running" and self.cancel_asked_at:
            return "Stopping, as you asked. What it is in the middle of is finished first."
        if self.state == "running" and self.steps:
            return f"Being done: {self.steps_done:,} of {self.steps:,} steps."
        outcome = self.fault or (self.result or {}).get("says", "")
        return f"{IN_WORDS[self.state]}. {outcome}".strip()


class Worker(Model):
    """A process that does the work, and when it was last heard of."""

    __kept__ = Kept(
        what="Processes that do long work",
        why="To know that somebody is there to do it",
        basis=NOT_PERSONAL,
        seen_by="Whoever runs the service",
        goes=(Goes("seen_at", 30, Act.DELETE, "it was last heard of"),),
        columns={"To know that it is there": "name started_at seen_at"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)  # host and process
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
