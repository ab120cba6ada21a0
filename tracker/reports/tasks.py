"""What is done for the record by itself."""

from datetime import datetime

from tracker import jobs, seals
from tracker.audit import JOB


@jobs.every("hour", "seal the record")
def seal(now: datetime) -> None:
    """Each day once, an hour after it has ended; an hour that was missed is made up for."""
    seals.seal_until(now, by=JOB)
