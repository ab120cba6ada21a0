"""Doing long work: one step after another, each kept, and taken up again once when it stopped."""

import logging
import threading
import traceback
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app
from huey.api import TaskWrapper
from sqlalchemy import delete, update

from tracker import uploads
from tracker.audit import JOB
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.jobs import operations, queries, queue
from tracker.jobs.models import Job, Worker
from tracker.jobs.registry import PERIODS, ROUNDS, WORKS, every

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=30)
FAULT = (
    "Something went wrong on our side, and it was not finished. Ask for it again; if it fails"
    " again, tell whoever runs this service."
)
beginnings: dict[int, int] = {}  # the jobs being done in this process, and for which time
ending = threading.Event()  # this process is told to end


class Cancelled(Exception):
    """Somebody asked that this work be stopped."""


class Ending(Exception):
    """The worker is told to end, and the work is left for the next one."""


class TakenOver(Exception):
    """This work was thought to have stopped, and somebody else has it now."""


def starter() -> TaskWrapper:
    """What puts a job into the service's queue, made when it is first asked for."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if "start_job" not in app.extensions:

        def run_job(job_id: int) -> None:
            with app.app_context():
                run(job_id)

        app.extensions["start_job"] = queue.made_for(app.config, run_job)
    return app.extensions["start_job"]


def start(job_id: int) -> None:
    """Tell a worker of a job whose row is committed.

    When the queue cannot be reached the job waits, and the next sweep tells of it again.
    """
    db.session.rollback()  # ends what was read since, which may be older than the job
    try:
        starter()(job_id)
    except Exception as fault:  # whatever a queue of any kind says of itself
        logger.error("Job %s is not in the queue yet: %s", job_id, type(fault).__name__)


def run(job_id: int) -> None:
    """Do the work, if it waits and nobody else was quicker."""
    begin_writing()
    job = operations.begin(job_id, datetime.now(UTC), by=JOB)
    if job is None:
        return db.session.rollback()
    db.session.commit()
    begun = beginnings[job_id] = job.begun
    try:
        state, outcome = _do(job, OwnProgress(job_id, begun))
    finally:
        beginnings.pop(job_id, None)
    begin_writing()
    if state == "waiting":
        operations.put_back(job_id, begun, by=JOB)
    else:
        operations.end(job_id, begun, state, datetime.now(UTC), by=JOB, **outcome)
    db.session.commit()
    return None


def _do(job: Job, progress: "OwnProgress") -> tuple[str, dict[str, Any]]:
    """The state in which it ends, and what is to be said of that."""
    name, arguments = job.name, job.arguments
    try:
        result = WORKS[name].does(progress, **arguments)
        db.session.commit()
    except Exception as stop:
        db.session.rollback()
        return _stopped_by(stop, f"{name} {progress.job_id}")
    return "done", {"result": result}


def _stopped_by(stop: Exception, what: str) -> tuple[str, dict[str, Any]]:
    if isinstance(stop, Cancelled):
        return "cancelled", {}
    if isinstance(stop, Ending):
        return "waiting", {}
    if isinstance(stop, Refused):
        return "failed", {"fault": str(stop)[:200]}
    if not isinstance(stop, TakenOver):
        logger.error("Job %s failed: %s", what, told_without_text(stop))
    return "failed", {"fault": FAULT}


def told_without_text(fault: BaseException) -> str:
    """What went wrong and where, for the log. A message may quote what somebody typed."""
    return f"{type(fault).__name__}\n{''.join(traceback.format_tb(fault.__traceback__))}"


class OwnProgress:
    """How far a job is, in short transactions of its own."""

    def __init__(self, job_id: int, begun: int) -> None:
        self.job_id, self.begun = job_id, begun

    def of(self, total: int) -> None:
        """Steps done before it was taken up again are not counted twice."""
        self._note(steps=total, steps_done=0)

    def step(self, steps: int = 1) -> None:
        self._note(steps_done=Job.steps_done + steps)
        if queries.cancel_was_asked(self.job_id):
            raise Cancelled
        if ending.is_set():
            raise Ending

    def _note(self, **values: Any) -> None:
        db.session.commit()
        begin_writing()
        noted = db.session.scalar(
            update(Job)
            .where(Job.id == self.job_id, Job.state == "running", Job.begun == self.begun)
            .values(heartbeat_at=datetime.now(UTC), **values)
            .returning(Job.id)
            .execution_options(synchronize_session=False)
        )
        db.session.commit()
        if noted is None:
            raise TakenOver


def sweep(now: datetime) -> None:
    """Take up what fell silent, and put what waits into the queue where it is not there."""
    begin_writing()
    for job in queries.silent(now):
        operations.take_up_again(job, now, by=JOB)
    db.session.commit()
    in_the_queue = {task.args[0] for task in starter().huey.pending()}
    for job_id in queries.waiting(in_the_queue):
        start(job_id)


every("minute", "sweep", writes=False)(sweep)
every("hour", "clear old files")(lambda _now: uploads.clear_old(by=JOB))
every("day", "clear old jobs")(lambda now: operations.clear_old(now - KEPT_FOR, by=JOB))


class Rounds:
    """The small things that a worker does again and again, each when its time has come."""

    def __init__(self) -> None:
        self.due: dict[str, datetime] = {}

    def go(self, now: datetime) -> None:
        """Do what is due; everything, the first time. A fault in one does not stop the others."""
        for name, each in ROUNDS.items():
            if self.due.get(name, now) > now:
                continue
            self.due[name] = now + PERIODS[each.period]
            try:
                go_round(name, now)
            except Exception as fault:
                logger.error("Doing '%s' failed: %s", name, told_without_text(fault))


def go_round(name: str, now: datetime) -> None:
    """Do one of the small things, in a context of its own."""
    each = ROUNDS[name]
    with current_app.app_context():
        if each.writes:
            begin_writing()
        each.does(now)
        db.session.commit()


def beat(name: str, now: datetime) -> None:
    """Say that this worker is there, and at the work it has begun."""
    begin_writing()
    seen = update(Worker).where(Worker.name == name).values(seen_at=now).returning(Worker.id)
    if db.session.scalar(seen) is None:
        db.session.add(Worker(name=name, started_at=now, seen_at=now))
    for job_id, begun in list(beginnings.items()):
        mine = [Job.id == job_id, Job.begun == begun, Job.state == "running"]
        db.session.execute(update(Job).where(*mine).values(heartbeat_at=now))
    db.session.commit()


def leave(name: str) -> None:
    """Say that this worker has gone."""
    begin_writing()
    db.session.execute(delete(Worker).where(Worker.name == name))
    db.session.commit()
