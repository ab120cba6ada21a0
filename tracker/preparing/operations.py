"""The gate before any offer: a leader who is new to it prepares first."""

from datetime import date

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.mentoring.models import Enrolment
from tracker.mentoring.states import Enrolled


def prepare(enrolment: Enrolment, today: date, by: Actor) -> None:
    """A leader new to it has read what they need; from now on they can be offered somebody."""
    if enrolment.state in (Enrolled.DRAFT, Enrolled.WITHDRAWN):
        raise Refused("Offer to mentor first: you are not in the programme")
    enrolment.prepared_on = enrolment.prepared_on or today
    enrolment.state = Enrolled.IN_POOL.value
    enrolment.pooled_on = enrolment.pooled_on or today
    audit.record(by, "prepared to mentor", enrolment)
