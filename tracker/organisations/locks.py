"""Keeping everybody else from changing a thing, from asking about it until the change is kept."""

from sqlalchemy import select

from tracker.extensions import Model, db
from tracker.organisations.models import Organisation


def hold(thing: Model) -> None:
    """Read a thing as it is now, and keep it so for others until this is over."""
    columns = [column.key for column in thing.__mapper__.column_attrs]
    db.session.refresh(thing, columns, with_for_update=True)


def hold_the_tree() -> None:
    """Keep others from changing how organisations hang together.

    Whoever closes a circle need not touch what somebody else is just changing, so all are held.
    """
    db.session.execute(select(Organisation.id).order_by(Organisation.id).with_for_update()).all()
    db.session.expire_all()
