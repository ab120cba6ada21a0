"""Which workshops there are, for whom, and who has a place."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.queries import above
from tracker.mentoring.states import Enrolled, Side
from tracker.organisations.models import Organisation
from tracker.organisations.queries import below
from tracker.people.queries import with_words
from tracker.workshops.models import Booking, Workshop

COMING, PAST, CALLED_OFF = "coming", "past", "called off"
TIMES = (COMING, PAST, CALLED_OFF)
REMINDED_BEFORE = timedelta(days=3)


def held_by(programme: Programme, organisation: Organisation, words: str, on: date) -> Select:
    """The workshops of a programme that an organisation or one below it holds."""
    return (
        select(Workshop, Organisation.name)
        .join(Organisation, Organisation.id == Workshop.organisation_id)
        .where(
            Workshop.programme_id == programme.id,
            Workshop.organisation_id.in_(below([organisation.id], on)[organisation.id]),
            *with_words(words, Workshop.place, Organisation.name),
        )
    )


def at_a_time(query: Select, when: str, now: datetime) -> Select:
    if when == CALLED_OFF:
        return query.where(Workshop.called_off_on.is_not(None))
    standing = query.where(Workshop.called_off_on.is_(None))
    if when == PAST:
        return standing.where(Workshop.starts_at <= now)
    return standing.where(Workshop.starts_at > now)


def open_to(enrolment: Enrolment, now: datetime, on: date) -> Select:
    """The workshops at which a leader can have a place: held where they work, or above it."""
    places = above([enrolment.organisation_id], on)[enrolment.organisation_id]
    return select(Workshop).where(
        Workshop.programme_id == enrolment.programme_id,
        Workshop.organisation_id.in_(places),
        Workshop.called_off_on.is_(None),
        Workshop.starts_at > now,
    )


def workshop_for(enrolment: Enrolment, workshop_id: int, on: date) -> Workshop | None:
    """A workshop that is for this leader, whenever it is."""
    places = above([enrolment.organisation_id], on)[enrolment.organisation_id]
    return db.session.scalar(
        select(Workshop).where(
            Workshop.id == workshop_id,
            Workshop.programme_id == enrolment.programme_id,
            Workshop.organisation_id.in_(places),
        )
    )


def taken(workshop_ids: Collection[int]) -> Counter[int]:
    """How many places of each are taken. One question."""
    rows = db.session.execute(
        select(Booking.workshop_id, func.count())
        .where(Booking.workshop_id.in_(workshop_ids), Booking.given_up_on.is_(None))
        .group_by(Booking.workshop_id)
    )
    return Counter({row[0]: row[1] for row in rows})


def booking_of(workshop_id: int, enrolment_id: int) -> Booking | None:
    """Their place, also one that they gave up."""
    return db.session.scalar(
        select(Booking).where(
            Booking.workshop_id == workshop_id, Booking.enrolment_id == enrolment_id
        )
    )


def bookings_of(workshop_id: int) -> list[Booking]:
    """The places that are taken, those who took them first."""
    return list(
        db.session.scalars(
            select(Booking)
            .where(Booking.workshop_id == workshop_id, Booking.given_up_on.is_(None))
            .order_by(Booking.id)
        )
    )


def to_remind(now: datetime, today: date) -> list[tuple[Booking, datetime]]:
    """Places at workshops that are near, of whoever was not reminded and booked before today; each
    with when it begins."""
    near = (Workshop.starts_at > now, Workshop.starts_at <= now + REMINDED_BEFORE)
    standing = (Workshop.called_off_on.is_(None), Enrolment.state != Enrolled.WITHDRAWN)
    unreminded = (Booking.reminded_on.is_(None), Booking.booked_on < today)
    return _in_turn(*near, *standing, *unreminded, Booking.given_up_on.is_(None))


def _in_turn(*conditions: ColumnElement[bool]) -> list[tuple[Booking, datetime]]:
    """Each held by one worker alone."""
    rows = db.session.execute(
        select(Booking, Workshop.starts_at)
        .join(Workshop, Workshop.id == Booking.workshop_id)
        .join(Enrolment, Enrolment.id == Booking.enrolment_id)
        .where(*conditions)
        .order_by(Booking.id)
        .with_for_update(of=Booking, key_share=True, skip_locked=True)
    )
    return [(booking, starts_at) for booking, starts_at in rows]


@dataclass(frozen=True)
class Guest:
    """Somebody with a place, and whether they came."""

    booking_id: int
    name: str
    organisation: str
    booked_on: date
    attended: bool | None


def guests_of(workshop_id: int) -> list[Guest]:
    """Whoever has a place, by name."""
    rows = db.session.execute(
        select(Booking.id, Person.name, Organisation.name, Booking.booked_on, Booking.attended)
        .join(Person, Person.id == Booking.person_id)
        .join(Enrolment, Enrolment.id == Booking.enrolment_id)
        .join(Organisation, Organisation.id == Enrolment.organisation_id)
        .where(Booking.workshop_id == workshop_id, Booking.given_up_on.is_(None))
        .order_by(Person.name, Booking.id)
    )
    return [Guest(*row) for row in rows]


def own_places(enrolment_id: int) -> set[int]:
    """The workshops at which a leader has a place."""
    return set(
        db.session.scalars(
            select(Booking.workshop_id).where(
                Booking.enrolment_id == enrolment_id, Booking.given_up_on.is_(None)
            )
        )
    )


@dataclass(frozen=True)
class Leading:
    """A leader's enrolment, and when the workshop that they came to last, or go to next, begins."""

    enrolment_id: int
    title: str
    prepared_on: date | None
    starts_at: datetime | None

    def comes_first(self, now: datetime) -> bool:
        """Whether it is still before them."""
        return self.prepared_on is None or (self.starts_at is not None and self.starts_at > now)


def leading(person_id: int) -> list[Leading]:
    """Of each programme that somebody is a leader in."""
    workshop = func.max(Workshop.starts_at)
    rows = db.session.execute(
        select(Enrolment.id, Programme.title, Enrolment.prepared_on, workshop)
        .join(Programme, Programme.id == Enrolment.programme_id)
        .outerjoin(Booking, (Booking.enrolment_id == Enrolment.id) & Booking.given_up_on.is_(None))
        .outerjoin(
            Workshop, (Workshop.id == Booking.workshop_id) & Workshop.called_off_on.is_(None)
        )
        .where(
            Enrolment.person_id == person_id,
            Enrolment.side == Side.LEADER,
            Enrolment.state.not_in([Enrolled.DRAFT, Enrolled.WITHDRAWN]),
        )
        .group_by(Enrolment.id, Programme.title, Enrolment.prepared_on)
        .order_by(Enrolment.id)
    )
    return [Leading(*row) for row in rows]


def enrolments_by_id(ids: Collection[int]) -> dict[int, Enrolment]:
    enrolments = db.session.scalars(select(Enrolment).where(Enrolment.id.in_(ids)))
    return {enrolment.id: enrolment for enrolment in enrolments}


@dataclass(frozen=True)
class Soon:
    """A workshop that a co-ordinator has an eye on: to come with its places, or to be marked."""

    workshop: Workshop
    taken: int
    is_over: bool  # and whether somebody came is not said of everybody


def of_the_day(programme: Programme, now: datetime) -> list[Soon]:
    """Those to come, and those over of which it is not said who came, in order. One question."""
    booked = func.count(Booking.id)
    unsaid = func.count(Booking.id).filter(Booking.attended.is_(None))
    rows = db.session.execute(
        select(Workshop, booked)
        .outerjoin(Booking, (Booking.workshop_id == Workshop.id) & Booking.given_up_on.is_(None))
        .where(Workshop.programme_id == programme.id, Workshop.called_off_on.is_(None))
        .group_by(Workshop.id)
        .having(or_(Workshop.starts_at > now, unsaid > 0))
        .order_by(Workshop.starts_at, Workshop.id)
    )
    return [Soon(row[0], row[1], row[0].starts_at <= now) for row in rows]
