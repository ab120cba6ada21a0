"""What the worker does after a reset: it writes to whoever can say that somebody is who they were.

Not in the transaction of the reset, which is an administrator's: how many were written to is
nothing that they can count on their own record.
"""

from datetime import datetime

from tracker import jobs
from tracker.audit import JOB
from tracker.confirming import operations, queries
from tracker.web import today


@jobs.every("hour", "write to whoever can confirm")
def ask_for_confirmations(_now: datetime) -> None:
    for person in queries.not_asked_about():
        operations.ask(person, today(), by=JOB)
