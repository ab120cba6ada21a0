"""Keeping everybody else from moving a pairing until a change is over."""

from sqlalchemy import select

from tracker.extensions import db
from tracker.pairings.models import Pairing


def still_as_seen(pairing: Pairing) -> bool:
    """Hold the pairing, and say whether it stands where it was read to stand."""
    db.session.flush()
    held = select(Pairing.state).where(Pairing.id == pairing.id).with_for_update(key_share=True)
    return db.session.scalar(held) == pairing.state
