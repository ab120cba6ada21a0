"""What a co-ordinator does about a pair, and about what somebody told them in private."""

from datetime import date

from tracker import audit
from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.coordinating import queries
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mail.operations import post
from tracker.mentoring.states import CONFIRMED, Ending
from tracker.organisations.locks import hold
from tracker.pairings.models import Concern, Pairing
from tracker.pairs import operations as pairs
from tracker.pairs.queries import handlers_for

OWN = "This is your own mentoring. Another co-ordinator looks after it."
CLOSED = "This is closed already"
NOBODY_ELSE = "Choose somebody who is neither of the two and in neither’s line of management"


def accept_line(pairing: Pairing, seen: str, today: date, by: Actor) -> None:
    """Say of a line as it was shown that the pair can go on. Another line is a new task."""
    _refuse_own(pairing, by)
    hold(pairing)
    found = queries.line_of(pairing, today)
    if found is None or not found.forbids:
        raise Refused("They are in no line of management any more")
    if found.mark != seen:
        raise Refused("The line has changed since you opened the page. Look at it again")
    pairing.line_accepted, pairing.line_accepted_on = seen, today
    audit.record(by, "looked at a line of management", pairing)


def end_pair(pairing: Pairing, ending: Ending, today: date, by: Actor) -> None:
    """End a pair for a reason that the two do not see: they see that it has ended."""
    _refuse_own(pairing, by)
    if pairing.state not in CONFIRMED:
        raise Refused("This mentoring has ended, or has not begun yet")
    pairs.end(pairing, ending, today, by)
    audit.record(by, "ended a pair as its co-ordinator", pairing)


def nudge(pairing: Pairing, today: date, by: Actor) -> None:
    """Write to both of a pair that has given no sign of life; never an ending."""
    pairing.chased_on = today
    for person_id in (pairing.leader_id, pairing.mentee_id):
        if person_id is not None:
            post("mentoring_nudge", person_id, by, pairing=pairing.id)
    audit.record(by, "wrote to a silent pair", pairing)


def answer(concern: Concern, today: date, by: Actor) -> None:
    """Note that the handler has spoken to whoever told them."""
    _refuse_closed(concern)
    if concern.first_answered_on is None:
        concern.first_answered_on = today
    audit.record(by, "answered a concern", concern)


def close(concern: Concern, outcome: str, today: date, by: Actor) -> None:
    _refuse_closed(concern)
    concern.first_answered_on = concern.first_answered_on or today
    concern.closed_on, concern.outcome = today, outcome
    audit.record(by, "closed a concern", concern)


def hand_over(concern: Concern, handler_id: int, today: date, by: Actor) -> Person:
    """Give a concern to another co-ordinator, who is in neither's line either."""
    _refuse_closed(concern)
    others = {person.id: person for person in handlers_for(_pair_of(concern), today)}
    if handler_id not in others or handler_id == concern.handler_id:
        raise Refused(NOBODY_ELSE, "handler_id")
    concern.handler_id = handler_id
    post("mentoring_concern", handler_id, by, concern=concern.id)
    audit.record(by, "handed a concern over", concern)
    return others[handler_id]


def take(concern: Concern, today: date, by: Actor) -> None:
    """Handle what nobody was left to be told of."""
    hold(concern)
    if concern.handler_id is not None:
        raise Refused("Somebody handles this already")
    if by.person_id not in {person.id for person in handlers_for(_pair_of(concern), today)}:
        raise Refused(OWN)
    concern.handler_id = by.person_id
    audit.record(by, "took a concern", concern)


def _refuse_own(pairing: Pairing, by: Actor) -> None:
    if by.person_id in (pairing.leader_id, pairing.mentee_id):
        raise Refused(OWN)


def _refuse_closed(concern: Concern) -> None:
    hold(concern)
    if concern.closed_on:
        raise Refused(CLOSED)


def _pair_of(concern: Concern) -> Pairing:
    return db.session.get_one(Pairing, concern.pairing_id)
