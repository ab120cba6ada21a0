"""What the worker does about workshops by itself: it reminds whoever has a place, once."""

from datetime import datetime

from tracker import jobs
from tracker.audit import JOB
from tracker.pages import LONDON
from tracker.workshops import operations, queries


@jobs.every("day", "remind of workshops")
def remind_of_workshops(now: datetime) -> None:
    today = now.astimezone(LONDON).date()
    for booking, starts_at in queries.to_remind(now, today):
        operations.remind(booking, starts_at, today, by=JOB)
