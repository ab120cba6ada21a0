"""Opening a programme, and giving a leader the places they offer."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from tracker import audit
from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mentoring import queries
from tracker.mentoring.models import Enrolment, Place, Programme
from tracker.mentoring.states import Direction, Enrolled, Side
from tracker.organisations.models import Organisation

MOST_PLACES = 3


def open_programme(
    organisation: Organisation,
    title: str,
    launched_on: date,
    by: Actor,
    target: int = 500,
    direction: Direction = Direction.TRADITIONAL,
) -> Programme:
    if not title.strip():
        raise Refused("Give the programme a name", "title")
    if target < 1:
        raise Refused("The number of leaders hoped for is one or more", "target")
    programme = Programme(
        organisation_id=organisation.id,
        title=title.strip(),
        launched_on=launched_on,
        target=target,
        direction=direction.value,
    )
    audit.record(by, "opened a mentoring programme", programme)
    return programme


def begin_enrolment(
    programme: Programme, person: Person, organisation_id: int, side: Side, today: date, by: Actor
) -> Enrolment:
    """A draft, which its person alone sees, or the enrolment that is there already."""
    found = queries.enrolment_of(programme.id, person.id, side)
    if found is not None:
        return found
    if not programme.is_open(today):
        raise Refused("This programme has closed, so nobody can join it")
    enrolment = Enrolment(
        programme_id=programme.id,
        person_id=person.id,
        side=side.value,
        organisation_id=organisation_id,
        state=Enrolled.DRAFT.value,
    )
    try:
        with db.session.begin_nested():
            audit.record(by, "began to enrol", enrolment)
    except IntegrityError:  # the same person was quicker in another window
        found = queries.enrolment_of(programme.id, person.id, side)
        if found is None:
            raise
        return found
    return enrolment


def set_capacity(enrolment: Enrolment, capacity: int, today: date, by: Actor) -> None:
    """Give a leader so many places. One that somebody is in is kept until they are done."""
    if not 1 <= capacity <= MOST_PLACES:
        raise Refused(f"Choose from 1 to {MOST_PLACES} people", "capacity")
    enrolment.capacity = capacity
    places = {place.number: place for place in queries.places_of(enrolment.id)}
    for number in range(1, MOST_PLACES + 1):
        place = places.get(number)
        if number <= capacity and place is None:
            db.session.add(Place(enrolment_id=enrolment.id, number=number))
        elif place is not None:
            place.withdrawn_on = None if number <= capacity else place.withdrawn_on or today
    audit.record(by, "offered places", enrolment, capacity=capacity)
