"""Offers that wait: for whom, until when, and what each of the two is shown of the other."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.accounts.queries import posts_held_by
from tracker.duties import Duty
from tracker.extensions import db
from tracker.mentoring.models import Enrolment
from tracker.mentoring.states import OFFERED, State
from tracker.offers import answering
from tracker.pairings.models import Pairing
from tracker.pairings.queries import events_of

LOADED = (
    *Pairing.loaded_with,
    joinedload(Pairing.leader_enrolment).joinedload(Enrolment.organisation),
    joinedload(Pairing.mentee_enrolment).joinedload(Enrolment.organisation),
)


def _in_turn(*conditions: Any) -> Sequence[Pairing]:
    """Pairings to be moved, each held by one worker alone."""
    return db.session.scalars(
        select(Pairing)
        .where(*conditions)
        .options(joinedload(Pairing.programme))
        .order_by(Pairing.id)
        .with_for_update(of=Pairing, key_share=True, skip_locked=True)
    ).all()


def released() -> Sequence[Pairing]:
    """What the Leadership Centre has released and nobody was asked about yet."""
    return _in_turn(Pairing.state == State.RELEASED)


def unanswered(today: date) -> Sequence[Pairing]:
    """Offers whose last day has passed."""
    return _in_turn(Pairing.state.in_([*OFFERED]), Pairing.expires_on < today)


def to_chase(today: date) -> list[Pairing]:
    waiting = _in_turn(Pairing.state.in_([*OFFERED]), Pairing.chased_on.is_(None))
    return [
        pairing
        for pairing in waiting
        if answering.chase_due(pairing, pairing.programme.chase_working_days, today)
    ]


def with_both(pairing: Pairing) -> Pairing:
    """The pairing with the two enrolments that it joins."""
    return db.session.scalars(
        select(Pairing)
        .where(Pairing.id == pairing.id)
        .options(*LOADED)
        .execution_options(populate_existing=True)
    ).one()


def steps_of(pairing_id: int) -> set[str]:
    """The states that it has come to so far."""
    return {event.state for event in events_of(pairing_id)}


def posts_of(person_id: int, on: date) -> list[str]:
    return [title for title, _ in posts_held_by(person_id, on)]


def owed(asked: Any) -> Duty:
    """That an offer waits for somebody's answer, from a pairing's id and its last day."""
    return Duty(
        kind="answer",
        verb="Answer",
        thing="a question about mentoring",
        endpoint="offers.show_offer",
        values={"pairing_id": asked.id},
        due=asked.expires_on,
    )
