"""What the worker does by itself: what nobody said yes to does not stay."""

from datetime import datetime

from tracker import jobs
from tracker.audit import JOB
from tracker.nominating import operations, queries
from tracker.pages import LONDON


@jobs.every("hour", "let go what nobody said yes to")
def let_go(now: datetime) -> None:
    for enrolment in queries.had_their_time(now.astimezone(LONDON).date()):
        operations.let_go(enrolment, by=JOB)
