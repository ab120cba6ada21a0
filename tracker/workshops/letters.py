"""What the letters about a booked workshop need to say. They tell nothing of what it is about."""

from tracker.extensions import db
from tracker.mail.letters import LETTERS, Letter, address_of
from tracker.mail.models import Message
from tracker.mentoring.models import Enrolment
from tracker.web import now
from tracker.workshops.models import Booking, Workshop


def booking_values(message: Message) -> dict[str, object] | None:
    """Not sent to whoever withdrew meanwhile."""
    enrolment = db.session.get(Enrolment, message.ids["enrolment"])
    return where_it_is_seen(enrolment)


def soon_values(message: Message) -> dict[str, object] | None:
    """Not sent once the place was given up, or the workshop called off, moved or begun."""
    booking = db.session.get(Booking, message.ids["booking"])
    if booking is None or booking.given_up_on is not None or booking.reminded_on is None:
        return None
    workshop = db.session.get_one(Workshop, booking.workshop_id)
    if workshop.called_off_on is not None or workshop.starts_at <= now():
        return None
    begins = int(workshop.starts_at.timestamp())
    if message.ids.get("begins", begins) != begins:
        return None  # another letter tells of the new time
    seen = where_it_is_seen(db.session.get(Enrolment, booking.enrolment_id))
    return seen and seen | {"starts_at": workshop.starts_at}


def where_it_is_seen(enrolment: Enrolment | None) -> dict[str, object] | None:
    if enrolment is None or not enrolment.is_open:
        return None
    return {"address": address_of("workshops.choose_workshop", enrolment_id=enrolment.id)}


LETTERS["mentoring_booking"] = Letter("mentoring_booking", booking_values)
LETTERS["mentoring_workshop_soon"] = Letter("mentoring_workshop_soon", soon_values)
