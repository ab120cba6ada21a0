"""What the worker does for local arrangements: letters once there is an account, and their end."""

from datetime import datetime

from tracker import jobs
from tracker.arrangements import operations, queries
from tracker.audit import JOB
from tracker.pages import LONDON


@jobs.every("hour", "local arrangements")
def look_after_claims(now: datetime) -> None:
    """Write to whoever has an account by now; take back what nobody confirmed in time."""
    today = now.astimezone(LONDON).date()
    for told in queries.too_old(now):
        operations.take_back(told, now, today, by=JOB)
    for told in queries.to_write_to():
        operations.write_to(told, now, by=JOB)
