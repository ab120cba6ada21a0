"""What long work there is, how far it is, and whether anybody is there to do it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, Select, func, select

from tracker.extensions import db
from tracker.jobs.models import ENDED, Job, Worker

SILENT = timedelta(minutes=2)
ENOUGH_FOR_ONE_ROUND = 200


def job(job_id: int) -> Job:
    """As it is now, whatever was read of it before."""
    return db.session.get_one(Job, job_id, populate_existing=True)


def job_of(person_id: int, job_id: int) -> Job | None:
    """Their own; nobody else's."""
    return db.session.scalar(select(Job).where(Job.id == job_id, Job.person_id == person_id))


def jobs_of(person_id: int, state: str = "") -> Select:
    query = select(Job).where(Job.person_id == person_id)
    return query.where(Job.state == state) if state else query


def cancel_was_asked(job_id: int) -> bool:
    asked = select(Job.cancel_asked_at).where(Job.id == job_id)
    return db.session.scalar(asked) is not None


def waiting(in_the_queue: Collection[int]) -> list[int]:
    """The ids of what waits and is not in the queue."""
    waits = select(Job.id).where(Job.state == "waiting").order_by(Job.id)
    return [each for each in db.session.scalars(waits) if each not in in_the_queue]


def silent(now: datetime) -> Sequence[Job]:
    """What is said to be running and was not heard of for two minutes."""
    unheard = [Job.state == "running", Job.heartbeat_at < now - SILENT]
    return db.session.scalars(select(Job).where(*unheard).order_by(Job.id)).all()


def ended_before(before: datetime) -> Sequence[Job]:
    old = [Job.state.in_(ENDED), Job.ended_at < before]
    return db.session.scalars(select(Job).where(*old).limit(ENOUGH_FOR_ONE_ROUND)).all()


def last_heard_of_a_worker() -> ScalarSelect[datetime]:
    """To be asked for among other things."""
    return select(func.max(Worker.seen_at)).scalar_subquery()
