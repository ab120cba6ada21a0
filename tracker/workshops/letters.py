"""What the letter about a booked workshop needs to say. It tells nothing of what it is about."""

from tracker.extensions import db
from tracker.mail.letters import LETTERS, Letter, address_of
from tracker.mail.models import Message
from tracker.mentoring.models import Enrolment


def booking_values(message: Message) -> dict[str, object] | None:
    """Not sent to whoever withdrew meanwhile."""
    enrolment = db.session.get(Enrolment, message.ids["enrolment"])
    if enrolment is None or not enrolment.is_open:
        return None
    return {"address": address_of("workshops.choose_workshop", enrolment_id=enrolment.id)}


LETTERS["mentoring_booking"] = Letter("mentoring_booking", booking_values)
