"""Who has a second factor, and how many recovery codes are left."""

from collections.abc import Collection

from sqlalchemy import func, select

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.second_factor.models import RecoveryCode, SecondFactor


def factor_of(person_id: int) -> SecondFactor | None:
    return db.session.scalar(
        select(SecondFactor).where(
            SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
        )
    )


def hold(person_id: int) -> None:
    """Nobody else changes the person, or tries a code of theirs, until this is over."""
    db.session.get_one(Person, person_id, with_for_update=True, populate_existing=True)


def active_person(person_id: int) -> Person | None:
    return db.session.scalar(select(Person).where(Person.id == person_id, Person.active))


def codes_left(person_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count(RecoveryCode.id)).where(
                RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
            )
        )
        or 0
    )


def unused_among(person_id: int, hashes: Collection[str]) -> set[str]:
    """Which of these hashes are of codes that the person may still use."""
    return set(
        db.session.scalars(
            select(RecoveryCode.code_hash).where(
                RecoveryCode.person_id == person_id,
                RecoveryCode.used_at.is_(None),
                RecoveryCode.code_hash.in_(hashes),
            )
        )
    )
