"""Somebody acted for the Chief Nurse for some weeks, and hands over what was open."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from tracker.accounts import operations as accounts
from tracker.audit import Actor
from tracker.demo.cast import Cast
from tracker.extensions import db
from tracker.handing_over import operations
from tracker.handing_over.receiving import Answer
from tracker.plan.models import Action

ACTED = (50, 10)  # days before today, from and to
NOTED, RECEIVED = 11, 4
NOTE = (
    "The advertisements go out through the staff bank. Ask its manager for the list at the start of"
    " the month: it is not sent by itself."
)


def tell(cast: Cast, today: date) -> None:
    """One action noted and accepted, the other still open."""
    first, last = (today - timedelta(days=days) for days in ACTED)
    acting, by = cast.people["acting nurse"], cast.actor("administrator")
    holding = accounts.hold(cast.posts["nurse"], acting, first, by, acting=True, until=last)
    owned = select(Action).where(Action.owner_post_id == holding.post_id)
    action = db.session.scalars(owned.order_by(Action.position).limit(1)).one()
    noted, received = (today - timedelta(days=days) for days in (NOTED, RECEIVED))
    herself = Actor(acting.id, acting.name, "is their own")
    operations.leave_note(holding, action.id, NOTE, at_noon(noted), noted, herself)
    nurse = cast.actor("nurse")
    accepted = (Answer.ACCEPT, "", at_noon(received), received)
    operations.receive(holding, action.id, *accepted, nurse)


def at_noon(on: date) -> datetime:
    return datetime.combine(on, time(12), UTC)
