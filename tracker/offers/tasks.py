"""What the worker does about offers by itself: makes them, reminds of them, ends them."""

from datetime import datetime

from tracker import jobs
from tracker.audit import JOB
from tracker.offers import operations, queries
from tracker.pages import LONDON


@jobs.every("minute", "make offers")
def make_offers(now: datetime) -> None:
    today = now.astimezone(LONDON).date()
    for pairing in queries.released():
        operations.make(pairing, pairing.programme, today, by=JOB)


@jobs.every("hour", "look after offers")
def look_after_offers(now: datetime) -> None:
    """The place of an offer that nobody answered is free again; who is late is reminded once."""
    today = now.astimezone(LONDON).date()
    for pairing in queries.unanswered(today):
        operations.expire(pairing, today, by=JOB)
    for pairing in queries.to_chase(today):
        operations.chase(pairing, today, by=JOB)
