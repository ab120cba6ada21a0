"""What the worker does by itself: it writes to pairs that are silent, once for each silence."""

from datetime import datetime

from tracker import jobs
from tracker.audit import JOB
from tracker.coordinating import operations, queries
from tracker.web import today


@jobs.every("day", "write to silent pairs")
def nudge_silent_pairs(_now: datetime) -> None:
    for pairing in queries.to_nudge(today()):
        operations.nudge(pairing, today(), by=JOB)
