"""An offer: made to the mentee first, then to the leader; answered, or over after its last day."""

from datetime import date

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mail.operations import post
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.states import OFFERED, Refusal, State
from tracker.mentoring.working_days import working_days_after
from tracker.offers import answering
from tracker.pairings.models import Pairing
from tracker.pairings.operations import move

ANSWERED = "You have answered this offer already"
NOT_YOURS = "This offer waits for the other of the two"
LATEST = 366  # days for which somebody can be unavailable


def make(pairing: Pairing, programme: Programme, today: date, by: Actor) -> None:
    """Offer a released pair to its mentee, who is asked first."""
    move(pairing, State.OFFERED_TO_MENTEE, today, by)
    _ask(pairing, programme, pairing.mentee_id, today, by)
    audit.record(by, "made an offer", pairing)


def accept(pairing: Pairing, programme: Programme, today: date, by: Actor) -> None:
    """Yes from the mentee asks the leader; yes from the leader makes them a pair."""
    _refuse_unless_asked(pairing, today, by)
    if pairing.state == State.OFFERED_TO_MENTEE:
        move(pairing, State.OFFERED_TO_LEADER, today, by)
        _ask(pairing, programme, pairing.leader_id, today, by)
    else:
        move(pairing, State.ACCEPTED, today, by)
        pairing.expires_on = None
        _tell("mentoring_pair", pairing.leader_id, pairing, by)
        _tell("mentoring_pair", pairing.mentee_id, pairing, by)
    audit.record(by, "accepted an offer", pairing)


def decline(pairing: Pairing, reason: Refusal, until: date | None, today: date, by: Actor) -> None:
    """No, with a reason. Whoever says so stays in the pool, or is unavailable until a day; the
    other hears only that it did not come about, and goes back first."""
    _refuse_unless_asked(pairing, today, by)
    if until is not None and not 0 < (until - today).days <= LATEST:
        raise Refused("Give a day after today, and within a year", "until")
    by_mentee = pairing.state == State.OFFERED_TO_MENTEE
    move(pairing, State.DECLINED, today, by, refusal=reason)
    mine, theirs = pairing.mentee_enrolment_id, pairing.leader_enrolment_id
    if not by_mentee:
        mine, theirs = theirs, mine
    _enrolment(mine).unavailable_until = until
    if not by_mentee:
        _goes_first(theirs)
        _tell("mentoring_offer_over", pairing.mentee_id, pairing, by)
    audit.record(by, "declined an offer", pairing, refusal=reason.value)


def expire(pairing: Pairing, today: date, by: Actor) -> None:
    """Nobody answered in time: the place is free, and a mentee who had said yes goes first."""
    waited_for_leader = pairing.state == State.OFFERED_TO_LEADER
    move(pairing, State.EXPIRED, today, by)
    _goes_first(pairing.mentee_enrolment_id)
    if waited_for_leader:
        _tell("mentoring_offer_over", pairing.mentee_id, pairing, by)
    audit.record(by, "an offer ended unanswered", pairing)


def chase(pairing: Pairing, today: date, by: Actor) -> None:
    """Remind whoever has not answered, once for each of the two."""
    pairing.chased_on = today
    _tell("mentoring_offer", answering.asked_of(pairing), pairing, by)
    audit.record(by, "reminded of an offer", pairing)


def _ask(
    pairing: Pairing, programme: Programme, person_id: int | None, today: date, by: Actor
) -> None:
    pairing.expires_on = working_days_after(today, programme.offer_working_days)
    pairing.chased_on = None
    _tell("mentoring_offer", person_id, pairing, by)


def _tell(letter: str, person_id: int | None, pairing: Pairing, by: Actor) -> None:
    if person_id is not None:  # a pairing that lives has two people
        post(letter, person_id, by, pairing=pairing.id)


def _refuse_unless_asked(pairing: Pairing, today: date, by: Actor) -> None:
    if pairing.state not in OFFERED:
        raise Refused(ANSWERED)
    if answering.asked_of(pairing) != by.person_id:
        raise Refused(NOT_YOURS if by.person_id == pairing.leader_id else ANSWERED)
    if answering.is_over(pairing, today):
        raise Refused(answering.OVER)


def _enrolment(enrolment_id: int | None) -> Enrolment:
    return db.session.get_one(Enrolment, enrolment_id)


def _goes_first(enrolment_id: int | None) -> None:
    """Having been left out counts for somebody the next time that a list is drawn."""
    _enrolment(enrolment_id).left_out += 1
