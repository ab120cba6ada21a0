"""Retention as long work: rule by rule, a batch at a time."""

from datetime import UTC, datetime
from typing import Protocol

from tracker.audit import Actor
from tracker.extensions import begin_writing, db
from tracker.governance import operations, queries
from tracker.governance.register import rules


class Progress(Protocol):
    """Whoever wants to know how far the work is."""

    def of(self, total: int) -> None: ...

    def step(self) -> None: ...


class Untold:
    """Nobody asked how far it is."""

    def of(self, total: int) -> None:
        pass

    def step(self) -> None:
        pass


def retention(progress: Progress, person_id: int | None = None, capacity: str = "") -> dict:
    """The work as a job does it, for the person who asked or by itself."""
    by = Actor(person_id, "retention", capacity)
    return keep_to_retention(progress, datetime.now(UTC), by)


def keep_to_retention(progress: Progress, now: datetime, by: Actor) -> dict[str, int]:
    """Let go everything whose time has come: how many rows of each table went.

    Each batch is a transaction of its own: what stops half-way is taken up the next time.
    """
    progress.of(len(rules()))
    gone: dict[str, int] = {}
    for rule in rules():
        last = 0
        while True:
            begin_writing()
            ids = queries.due(rule, now, after=last)
            if not ids:
                break
            done = operations.purge(rule, ids, now, by)
            gone[rule.entry.name] = gone.get(rule.entry.name, 0) + done
            db.session.commit()
            last = ids[-1]
        progress.step()
    db.session.rollback()
    return gone
