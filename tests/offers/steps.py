"""What the worker does about offers, as at a day."""

from datetime import UTC, datetime, time

from tests.conftest import TODAY
from tracker.extensions import db
from tracker.offers.tasks import look_after_offers, make_offers


def made(pairing):
    """The offer is made, and its mentee is asked."""
    make_offers(at(TODAY))
    db.session.commit()
    db.session.refresh(pairing)
    return pairing


def looked_after(day):
    look_after_offers(at(day))
    db.session.commit()
    db.session.expire_all()


def at(day):
    return datetime.combine(day, time(9), UTC)
