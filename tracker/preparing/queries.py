"""Leaders who have done it and would help those who begin."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, exists, or_, select

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.mentoring.models import Enrolment
from tracker.mentoring.states import BEGUN, Enrolled, Side
from tracker.organisations.models import Organisation
from tracker.pairings.models import Pairing

MOST_BUDDIES = 5


@dataclass(frozen=True)
class Buddy:
    name: str
    email: str
    organisation: str


def buddies_of(enrolment: Enrolment, today: date) -> list[Buddy]:
    """A few who offered it in the same programme, those of the same organisation first."""
    here = case((Enrolment.organisation_id == enrolment.organisation_id, 0), else_=1)
    rows = db.session.execute(
        select(Person.name, Person.email, Organisation.name)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Organisation, Organisation.id == Enrolment.organisation_id)
        .where(
            Enrolment.programme_id == enrolment.programme_id,
            Enrolment.side == Side.LEADER,
            Enrolment.buddies,
            or_(Enrolment.new_to_it.is_(False), _mentors_or_has()),
            Enrolment.state == Enrolled.IN_POOL,
            or_(Enrolment.unavailable_until.is_(None), Enrolment.unavailable_until <= today),
            Enrolment.person_id != enrolment.person_id,
            Person.active,
        )
        .order_by(here, Person.name, Person.id)
        .limit(MOST_BUDDIES)
    )
    return [Buddy(*row) for row in rows]


def _mentors_or_has() -> ColumnElement[bool]:
    """Whether the leader was in a pair here, new to it or not when they enrolled."""
    return exists().where(Pairing.leader_enrolment_id == Enrolment.id, Pairing.state.in_([*BEGUN]))
