"""One at a time draws, approves or releases in a programme."""

from sqlalchemy import select

from tracker.extensions import db
from tracker.mentoring.models import Programme


def hold_programme(programme_id: int) -> None:
    """Keep everybody else's lists and approvals of a programme back until this is over."""
    db.session.scalar(
        select(Programme.id).where(Programme.id == programme_id).with_for_update(key_share=True)
    )
