"""Retention as long work: rule by rule, a batch at a time."""

from datetime import UTC, datetime

from tracker import jobs
from tracker.audit import JOB, Actor
from tracker.extensions import begin_writing, db
from tracker.governance import operations, queries
from tracker.governance.register import rules
from tracker.jobs.registry import Progress


class Untold:
    """Nobody asked how far it is."""

    def of(self, total: int) -> None:
        pass

    def step(self, steps: int = 1) -> None:
        pass


@jobs.work("retention", title="Letting go what has had its time")
def retention(progress: Progress, person_id: int, capacity: str) -> dict[str, str]:
    """The work as a job does it, for the person who asked."""
    gone = keep_to_retention(progress, datetime.now(UTC), Actor(person_id, "person", capacity))
    rows = sum(gone.values())
    return {"says": "1 row went" if rows == 1 else f"{rows} rows went"}


@jobs.every("day", "retention", writes=False)
def retention_by_itself(now: datetime) -> None:
    keep_to_retention(Untold(), now, by=JOB)


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
