"""Asking for long work, and what becomes of it. Every change of state is made by one alone."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, update

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.jobs import queries
from tracker.jobs.models import ENDED, Job, Worker
from tracker.jobs.registry import WORKS

MOST_TIMES = 2  # it is taken up again once
STOPPED_TWICE = (
    "The work stopped twice before it was finished. Ask for it again; if it stops again, tell"
    " whoever runs this service."
)


def ask(name: str, by: Actor, organisation_id: int | None = None, **arguments: Any) -> Job:
    """Have long work done, once this is committed. Arguments are ids and options, not text."""
    if name not in WORKS:
        raise ValueError(f"no work is called '{name}'")
    job = Job(
        name=name,
        arguments=arguments,
        person_id=by.person_id,
        organisation_id=organisation_id,
    )
    audit.record(by, "asked for long work", job, work=name)
    return job


def cancel(job: Job, by: Actor) -> None:
    """Work that nobody has begun ends now; what is being done stops after the step it is at."""
    if job.state in ENDED:
        raise Refused("This has ended, so there is nothing to cancel")
    now = datetime.now(UTC)
    if not _change(job.id, {"state": "waiting"}, state="cancelled", ended_at=now):
        _change(job.id, {"state": "running"}, cancel_asked_at=now)
    db.session.refresh(job)
    audit.record(by, "asked to cancel long work", job)


def begin(job_id: int, now: datetime, by: Actor) -> Job | None:
    """Take it, if it waits and nobody else was quicker."""
    taken = _change(
        job_id,
        {"state": "waiting"},
        state="running",
        begun=Job.begun + 1,
        started_at=now,
        heartbeat_at=now,
    )
    if not taken:
        return None
    job = queries.job(job_id)
    audit.record(by, "began long work", job, time=job.begun)
    return job


def end(job_id: int, begun: int, state: str, now: datetime, by: Actor, **outcome: Any) -> None:
    """Say how it went, unless somebody else took it up meanwhile."""
    mine = {"state": "running", "begun": begun}
    if _change(job_id, mine, state=state, ended_at=now, **outcome):
        audit.record(by, f"long work {state}", queries.job(job_id))


def put_back(job_id: int, begun: int, by: Actor) -> None:
    """The worker is told to end: the next one goes on with it, as if it had never stopped."""
    mine = {"state": "running", "begun": begun}
    if _change(job_id, mine, state="waiting", begun=begun - 1):
        audit.record(by, "put long work back", queries.job(job_id))


def take_up_again(silent: Job, now: datetime, by: Actor) -> bool:
    """Long work that was not heard of waits again, once; the second time it is given up.

    Says whether it is to be begun again.
    """
    as_seen = {"state": "running", "begun": silent.begun, "heartbeat_at": silent.heartbeat_at}
    if silent.begun < MOST_TIMES and not silent.cancel_asked_at:
        found, state = _change(silent.id, as_seen, state="waiting"), "waiting"
    else:
        state = "cancelled" if silent.cancel_asked_at else "failed"
        fault = STOPPED_TWICE if state == "failed" else None
        found = _change(silent.id, as_seen, state=state, ended_at=now, fault=fault)
    if found:
        audit.record(by, "long work fell silent", silent, now=state)
    return found and state == "waiting"


def clear_old(before: datetime, by: Actor) -> None:
    """Forget work that ended, and workers not heard of, before a time. The record remains."""
    for job in queries.ended_before(before):
        audit.record(by, "cleared long work away", job)
        db.session.delete(job)
    db.session.execute(delete(Worker).where(Worker.seen_at < before))


def _change(job_id: int, as_it_was: dict[str, Any], **values: Any) -> bool:
    """Change a job that is still as it was; says whether it was."""
    same = [getattr(Job, name) == value for name, value in as_it_was.items()]
    changed = (
        update(Job)
        .where(Job.id == job_id, *same)
        .values(**values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(changed) is not None
