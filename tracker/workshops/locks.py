"""Keeping everybody else from the places of a workshop until a change is over."""

from sqlalchemy import select

from tracker.extensions import db
from tracker.workshops.models import Workshop


def hold_places(workshop: Workshop) -> None:
    """Read it as it is now, and let nobody book or change it meanwhile."""
    db.session.flush()
    db.session.execute(
        select(Workshop)
        .where(Workshop.id == workshop.id)
        .with_for_update(of=Workshop)
        .execution_options(populate_existing=True)
    )
