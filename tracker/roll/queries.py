"""Who is enrolled in a programme. Drafts are their writers' own, and ethnicity is in none of it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Date, Select, case, func, literal, or_, select

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.states import LIVE, Enrolled, Side
from tracker.nominating.queries import known_to, people_at, where_they_work
from tracker.organisations.models import Kind, Organisation
from tracker.organisations.queries import below
from tracker.pairings.models import Pairing
from tracker.people.queries import with_words
from tracker.roll.preview import Preview, Somebody, look
from tracker.roll.reading import Reading

POOL, PAIRED, AWAY = "pool", "paired", "away"
NOT_PREPARED, GONE = "not prepared", "gone"
STATES = (POOL, PAIRED, AWAY, NOT_PREPARED, GONE)
NEVER = date(9999, 12, 31)  # whoever waits for nothing comes last


@dataclass(frozen=True)
class Asked:
    """Which of them a list is to show."""

    words: str = ""
    side: str = ""
    region: int | None = None
    state: str = ""


@dataclass(frozen=True)
class Line:
    """Somebody on the roll."""

    id: int
    name: str
    email: str
    organisation_id: int
    organisation: str
    side: str
    state: str
    pooled_on: date | None
    unavailable_until: date | None
    withdrawn_on: date | None
    capacity: int

    @property
    def leads(self) -> bool:
        return self.side == Side.LEADER


def places_seen(programme: Programme, organisation: Organisation, on: date) -> set[int] | None:
    """The organisations whose people a co-ordinator sees; None is everybody in the programme."""
    if organisation.id == programme.organisation_id:
        return None
    return below([organisation.id], on)[organisation.id]


def _has_no_room() -> ColumnElement[bool]:
    """Whether live pairs and offers take every place of a leader, or the one mentor of a mentee."""
    theirs = or_(
        Pairing.leader_enrolment_id == Enrolment.id, Pairing.mentee_enrolment_id == Enrolment.id
    )
    live = select(func.count(Pairing.id)).where(theirs, Pairing.state.in_([*LIVE]))
    room = case((Enrolment.side == Side.LEADER, Enrolment.capacity), else_=1)
    return live.correlate(Enrolment).scalar_subquery() >= room


def state_on(on: date) -> ColumnElement[str]:
    return case(
        (Enrolment.state == Enrolled.WITHDRAWN, GONE),
        (Enrolment.state != Enrolled.IN_POOL, NOT_PREPARED),
        (func.coalesce(Enrolment.unavailable_until, literal(on, Date)) > on, AWAY),
        (_has_no_room(), PAIRED),
        else_=POOL,
    )


def state_of(enrolment: Enrolment, on: date, pairs: int) -> str:
    """The same of one that is at hand."""
    if enrolment.state == Enrolled.WITHDRAWN:
        return GONE
    if enrolment.state != Enrolled.IN_POOL:
        return NOT_PREPARED
    if not enrolment.is_available(on):
        return AWAY
    return PAIRED if pairs >= (enrolment.capacity if enrolment.side == Side.LEADER else 1) else POOL


def enrolled(programme: Programme, places: set[int] | None, asked: Asked, on: date) -> Select:
    """Whoever has confirmed, in the columns of a `Line`, whatever the state that is asked for."""
    query = (
        select(
            Enrolment.id,
            Person.name,
            Person.email,
            Enrolment.organisation_id,
            Organisation.name,
            Enrolment.side,
            state_on(on).label("state_on"),
            Enrolment.pooled_on,
            Enrolment.unavailable_until,
            Enrolment.withdrawn_on,
            Enrolment.capacity,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Organisation, Organisation.id == Enrolment.organisation_id)
        .where(
            Enrolment.programme_id == programme.id,
            Enrolment.state != Enrolled.DRAFT,
            Enrolment.confirmed_on.is_not(None),
            *with_words(asked.words, Person.name, Person.email, Organisation.name),
        )
    )
    if places is not None:
        query = query.where(Enrolment.organisation_id.in_(places))
    if asked.region is not None:
        region = below([asked.region], on)[asked.region]
        query = query.where(Enrolment.organisation_id.in_(region))
    return query.where(Enrolment.side == asked.side) if asked.side else query


def in_state(query: Select, state: str, on: date) -> Select:
    """Those in a state; unless one is asked for, all but those who withdrew."""
    return query.where(state_on(on) == state if state else state_on(on) != GONE)


def count_by_state(query: Select) -> Counter[str]:
    rows = query.subquery()
    counted = select(rows.c.state_on, func.count()).group_by(rows.c.state_on)
    return Counter({row[0]: row[1] for row in db.session.execute(counted)})


def longest_waiting() -> ColumnElement[date]:
    return func.coalesce(Enrolment.pooled_on, literal(NEVER, Date))


def taken(enrolment_ids: Collection[int]) -> Counter[int]:
    """How many live pairings or offers each enrolment is in, on whichever side. One question."""
    rows = db.session.execute(
        select(Pairing.leader_enrolment_id, Pairing.mentee_enrolment_id).where(
            Pairing.state.in_([*LIVE]),
            or_(
                Pairing.leader_enrolment_id.in_(enrolment_ids),
                Pairing.mentee_enrolment_id.in_(enrolment_ids),
            ),
        )
    )
    return Counter(id_ for row in rows for id_ in row if id_ is not None)


def regions_below(organisation: Organisation, on: date) -> dict[int, str]:
    """The regions at or below an organisation, by name."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(
            Organisation.id.in_(below([organisation.id], on)[organisation.id]),
            Organisation.kind == Kind.REGION,
        )
        .order_by(Organisation.name)
    )
    return {row[0]: row[1] for row in rows}


def preview_of(
    programme: Programme, organisation: Organisation, reading: Reading, on: date
) -> Preview:
    """What a list would do as things are now. Three questions, however long it is."""
    if reading.faults:
        return Preview(faults=reading.faults)
    places = below([organisation.id], on)[organisation.id]
    people = {
        email: Somebody(person.id, person.name, where_they_work(person, places, organisation.id))
        for email, person in people_at(
            places, {entry.email for entry in reading.entries}, on
        ).items()
    }
    known = known_to(programme.id, [somebody.id for somebody in people.values()])
    return look(reading, people, known)
