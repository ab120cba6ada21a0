"""Which pairings there are, whose they are, and which place of a leader is free."""

from collections.abc import Collection

from sqlalchemy import select

from tracker.extensions import db
from tracker.mentoring.models import Place
from tracker.mentoring.states import LIVE, State
from tracker.pairings.models import Meeting, Pairing, PairingEvent


def free_place_of(enrolment_id: int) -> Place | None:
    """The first place of a leader that no live pairing takes; None when there is none."""
    taken = select(Pairing.place_id).where(
        Pairing.place_id.is_not(None), Pairing.state.in_([*LIVE])
    )
    return db.session.scalar(
        select(Place)
        .where(
            Place.enrolment_id == enrolment_id,
            Place.withdrawn_on.is_(None),
            Place.id.not_in(taken),
        )
        .order_by(Place.number)
        .limit(1)
    )


def pairings_of(person_id: int, states: Collection[State] = LIVE) -> list[Pairing]:
    """The pairings that a person is in, on either side, newest first."""
    return list(
        db.session.scalars(
            select(Pairing)
            .where(
                (Pairing.leader_id == person_id) | (Pairing.mentee_id == person_id),
                Pairing.state.in_([*states]),
            )
            .options(*Pairing.loaded_with)
            .order_by(Pairing.id.desc())
        )
    )


def live_pairing_of_mentee(programme_id: int, mentee_id: int) -> Pairing | None:
    return db.session.scalar(
        select(Pairing).where(
            Pairing.programme_id == programme_id,
            Pairing.mentee_id == mentee_id,
            Pairing.state.in_([*LIVE]),
        )
    )


def events_of(pairing_id: int) -> list[PairingEvent]:
    return list(
        db.session.scalars(
            select(PairingEvent)
            .where(PairingEvent.pairing_id == pairing_id)
            .order_by(PairingEvent.id)
        )
    )


def meetings_of(pairing_id: int) -> list[Meeting]:
    """In the order of their time."""
    return list(
        db.session.scalars(
            select(Meeting)
            .where(Meeting.pairing_id == pairing_id)
            .order_by(Meeting.starts_at, Meeting.id)
        )
    )
