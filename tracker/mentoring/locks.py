"""Keeping everybody else from the places of a leader until a change is over."""

from sqlalchemy import select

from tracker.extensions import db
from tracker.mentoring.models import Enrolment


def hold_places(enrolment_id: int) -> None:
    """Keep everybody else from filling a leader's places until this is over."""
    db.session.scalar(
        select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update(key_share=True)
    )
