"""Wrong codes are counted: whoever has somebody's password cannot try codes until one fits."""

from datetime import datetime, timedelta

from sqlalchemy import select

from tracker.extensions import db
from tracker.signing_in.models import Throttle

TRIES = 5
WITHIN = timedelta(minutes=15)


def too_often(about: str, at: datetime) -> bool:
    """Whether so many were wrong that not even a right one is taken now."""
    tried = _tried(about)
    return tried is not None and tried.failures >= TRIES and at < tried.since + WITHIN


def note_wrong(about: str, at: datetime) -> None:
    """Count one more. Whoever calls holds what it is about, so that none is lost."""
    tried = _tried(about)
    if tried is None:
        db.session.add(Throttle(about=about, failures=1, since=at))
    elif at >= tried.since + WITHIN:
        tried.failures, tried.since = 1, at
    else:
        tried.failures += 1


def forget(about: str) -> None:
    tried = _tried(about)
    if tried:
        db.session.delete(tried)


def _tried(about):
    return db.session.scalar(select(Throttle).where(Throttle.about == about))
