"""Who a person can name, and what they answered so far."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select

from tracker.accounts.models import Person
from tracker.accounts.queries import holders_of_line
from tracker.extensions import db
from tracker.mentoring.models import (
    Enrolment,
    EqualityRecord,
    Exclusion,
    Preference,
)
from tracker.mentoring.states import CONFIRMED, Enrolled, Side
from tracker.organisations.models import Organisation
from tracker.pairings.queries import pairings_of


def leaders_of(programme_id: int, but: int) -> list[tuple[int, str]]:
    """The leaders of a programme by name, with where they work; one person left out."""
    rows = db.session.execute(
        select(Person.id, Person.name, Organisation.name)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Organisation, Organisation.id == Enrolment.organisation_id)
        .where(
            Enrolment.programme_id == programme_id,
            Enrolment.side == Side.LEADER,
            Enrolment.state.not_in([Enrolled.DRAFT, Enrolled.WITHDRAWN]),
            Person.id != but,
            Person.active,
        )
        .order_by(Person.name, Person.id)
    )
    return [(row[0], f"{row[1]}, {row[2]}") for row in rows]


def pairs_of(person_id: int) -> Counter[int]:
    """Enrolment -> in how many pairs its person is by it, of those to which both have said yes."""
    ids = (
        each.leader_enrolment_id if each.leader_id == person_id else each.mentee_enrolment_id
        for each in pairings_of(person_id, CONFIRMED)
    )
    return Counter(id_ for id_ in ids if id_ is not None)


def preferences_of(enrolment_id: int) -> list[int]:
    """The leaders named, in order."""
    return list(
        db.session.scalars(
            select(Preference.leader_id)
            .where(Preference.enrolment_id == enrolment_id)
            .order_by(Preference.rank)
        )
    )


def names_of(person_ids: Sequence[int]) -> dict[int, str]:
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row[0]: row[1] for row in rows}


def excluded_people(enrolment_id: int) -> list[str]:
    """Their e-mail addresses."""
    return list(
        db.session.scalars(
            select(Person.email)
            .join(Exclusion, Exclusion.person_id == Person.id)
            .where(Exclusion.enrolment_id == enrolment_id)
            .order_by(Person.email)
        )
    )


def excluded_organisations(enrolment_id: int) -> list[str]:
    return list(
        db.session.scalars(
            select(Organisation.name)
            .join(Exclusion, Exclusion.organisation_id == Organisation.id)
            .where(Exclusion.enrolment_id == enrolment_id)
            .order_by(Organisation.name)
        )
    )


def people_with(emails: Sequence[str]) -> dict[str, int]:
    """E-mail address -> person, of those who have an account."""
    rows = db.session.execute(select(Person.email, Person.id).where(Person.email.in_(emails)))
    return {row[0]: row[1] for row in rows}


def organisations_called(words: Sequence[str]) -> dict[str, int]:
    """Name or code in lower case -> organisation."""
    rows = db.session.execute(
        select(func.lower(Organisation.name), func.lower(Organisation.code), Organisation.id).where(
            or_(func.lower(Organisation.name).in_(words), func.lower(Organisation.code).in_(words))
        )
    )
    return {called: row[2] for row in rows for called in row[:2]}


def equality_record_of(enrolment_id: int) -> EqualityRecord | None:
    return db.session.scalar(
        select(EqualityRecord).where(EqualityRecord.enrolment_id == enrolment_id)
    )


def line_of(person_id: int, on: date) -> tuple[str | None, str | None]:
    """The e-mail addresses of whom somebody's post answers to, and of whom that one does."""
    first = holders_of_line(person_id, on)
    manager = next(iter(first), None)
    second = holders_of_line(manager[0], on) if manager else []
    above = next(iter(second), None)
    return (manager[1] if manager else None, above[1] if above else None)
