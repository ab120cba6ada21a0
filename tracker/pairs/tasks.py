"""What the worker does about pairs by itself."""

from datetime import datetime

from tracker import jobs
from tracker.audit import JOB
from tracker.pairs import operations


@jobs.every("hour", "count the days of private notes")
def count_days_of_notes(_now: datetime) -> None:
    operations.note_endings(by=JOB)
