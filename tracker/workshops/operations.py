"""Holding a workshop, having a place at it, and having come."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.mail.operations import post, post_all
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.states import Enrolled, Side
from tracker.organisations.models import Organisation
from tracker.preparing.operations import prepare
from tracker.workshops import queries
from tracker.workshops.locks import hold_places
from tracker.workshops.models import Booking, Workshop

FULL = (
    "This workshop is full. Choose another, or come back: a place that somebody gives up is open"
    " to you at once"
)
BEGUN = "This workshop has begun, so its places stay as they are"
OFF = "This workshop was called off"


def add(
    programme: Programme,
    organisation: Organisation,
    starts_at: datetime,
    minutes: int,
    place: str,
    places: int,
    now: datetime,
    by: Actor,
) -> Workshop:
    if not programme.is_open(now.date()):
        raise Refused("This programme has closed, so no workshop is held for it")
    _refuse_past(starts_at, now)
    workshop = Workshop(
        programme_id=programme.id,
        organisation_id=organisation.id,
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        places=places,
    )
    audit.record(by, "holds a workshop", workshop)
    return workshop


def change(
    workshop: Workshop,
    starts_at: datetime,
    minutes: int,
    place: str,
    places: int,
    now: datetime,
    by: Actor,
) -> None:
    """Another day, place or number of places. Whoever has a place hears of another day or place."""
    hold_places(workshop)
    _refuse_over(workshop, now)
    _refuse_past(starts_at, now)
    booked = queries.bookings_of(workshop.id)
    if places < len(booked):
        raise Refused(f"{len(booked)} places are taken already. Enter as many or more", "places")
    at_another_time = workshop.starts_at != starts_at
    moved = at_another_time or workshop.place != place
    workshop.starts_at, workshop.minutes = starts_at, minutes
    workshop.place, workshop.places = place, places
    if moved:
        _tell(booked, by)
    if at_another_time:
        for booking in booked:
            booking.reminded_on = None  # of a day that is no more
    audit.record(by, "changed a workshop", workshop)


def call_off(workshop: Workshop, now: datetime, by: Actor) -> None:
    """It is not held. Whoever has a place is told."""
    hold_places(workshop)
    _refuse_over(workshop, now)
    workshop.called_off_on = now.date()
    _tell(queries.bookings_of(workshop.id), by)
    audit.record(by, "called a workshop off", workshop)


def book(workshop: Workshop, enrolment: Enrolment, now: datetime, by: Actor) -> Booking:
    """Take a place, while there is one. Twice is once."""
    hold_places(workshop)
    if enrolment.side != Side.LEADER or enrolment.state in (Enrolled.DRAFT, Enrolled.WITHDRAWN):
        raise Refused("Workshops are for leaders in the programme. Offer to mentor first")
    _refuse_over(workshop, now)
    booking = queries.booking_of(workshop.id, enrolment.id)
    if booking is not None and booking.given_up_on is None:
        return booking
    if queries.taken([workshop.id])[workshop.id] >= workshop.places:
        raise Refused(FULL)
    booking = booking or Booking(
        workshop_id=workshop.id, enrolment_id=enrolment.id, person_id=enrolment.person_id
    )
    booking.booked_on = now.date()
    booking.given_up_on = booking.reminded_on = None
    audit.record(by, "booked a place at a workshop", booking, workshop.organisation_id)
    return booking


def give_up(workshop: Workshop, enrolment: Enrolment, now: datetime, by: Actor) -> None:
    """Let somebody else have the place."""
    hold_places(workshop)
    _refuse_over(workshop, now)
    booking = queries.booking_of(workshop.id, enrolment.id)
    if booking is None or booking.given_up_on is not None:
        raise Refused("You have no place at this workshop")
    booking.given_up_on = now.date()
    audit.record(by, "gave up a place at a workshop", booking, workshop.organisation_id)


def remind(booking: Booking, starts_at: datetime, today: date, by: Actor) -> None:
    """Say once that the day is near. The letter does not go to whoever gives up the place first,
    nor of a time that is no more: the new one has a letter of its own."""
    booking.reminded_on = today
    of = {"booking": booking.id, "begins": int(starts_at.timestamp())}
    post("mentoring_workshop_soon", booking.person_id, by, **of)
    audit.record(by, "reminded of a workshop", booking)


def note_who_came(
    workshop: Workshop, came: Collection[int], now: datetime, today: date, by: Actor
) -> None:
    """Whoever came is prepared from that day, and can be offered somebody."""
    hold_places(workshop)
    if workshop.called_off_on is not None:
        raise Refused(OFF)
    if workshop.starts_at > now:
        raise Refused("This workshop has not begun, so nobody has come to it yet")
    bookings = queries.bookings_of(workshop.id)
    enrolments = queries.enrolments_by_id([booking.enrolment_id for booking in bookings])
    for booking in bookings:
        booking.attended = booking.id in came
        enrolment = enrolments[booking.enrolment_id]
        if booking.attended and enrolment.is_open and enrolment.prepared_on is None:
            prepare(enrolment, today, by)
    audit.record(by, "noted who came to a workshop", workshop)


def _refuse_past(starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise Refused("Choose a time that is still to come", "on")


def _refuse_over(workshop: Workshop, now: datetime) -> None:
    if workshop.called_off_on is not None:
        raise Refused(OFF)
    if workshop.starts_at <= now:
        raise Refused(BEGUN)


def _tell(booked: Sequence[Booking], by: Actor) -> None:
    told = {each.person_id: {"enrolment": each.enrolment_id} for each in booked}
    post_all("mentoring_booking", by, told)
