"""What the letter to somebody who was named needs to say. It tells nothing of what it is about."""

from tracker.extensions import db
from tracker.mail.letters import LETTERS, Letter, address_of
from tracker.mail.models import Message
from tracker.mentoring.models import Enrolment
from tracker.mentoring.states import Enrolled


def question_values(message: Message) -> dict[str, object] | None:
    """Not sent once they answered, or joined by themselves."""
    enrolment = db.session.get(Enrolment, message.ids["enrolment"])
    if enrolment is None or not enrolment.is_nomination or enrolment.state != Enrolled.DRAFT:
        return None
    return {"address": address_of("nominating.show_nomination", enrolment_id=enrolment.id)}


LETTERS["mentoring_question"] = Letter("mentoring_question", question_values)
