"""A leader tells of somebody they mentor, who says whether it is so."""

import hashlib
from datetime import date, datetime, timedelta

from sqlalchemy import select

from tracker import audit
from tracker.accounts.models import Person
from tracker.accounts.queries import person_with_email
from tracker.arrangements import queries
from tracker.arrangements.models import LocalClaim
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mail import operations as mail
from tracker.mentoring import lines
from tracker.mentoring.line import Found
from tracker.mentoring.locks import hold_places
from tracker.mentoring.models import DeclaredLine, Enrolment, Programme
from tracker.mentoring.operations import MOST_PLACES, begin_enrolment, set_capacity
from tracker.mentoring.queries import covers, places_of
from tracker.mentoring.states import Enrolled, Side, State
from tracker.organisations.locks import hold
from tracker.pairings import operations as pairings
from tracker.pairings.models import Pairing
from tracker.pairings.queries import free_place_of

LINK_LASTS = timedelta(days=14)
CLOSED = "This programme has closed"
TOLD_ALREADY = (
    "You have told us of this colleague already. Ask the co-ordinator of the programme if something"
    " is wrong with it."
)
A_PAIR_ALREADY = "You and this colleague are a pair in this programme, which is counted already"
THREE = f"A leader has at most {MOST_PLACES} people, and you have told us of as many"
ANSWERED = "You have answered this already"
TAKEN_BACK = "The leader has taken this back, so there is nothing to answer"
UNCONFIRMED = (
    "Your sign-in was reset, and nobody has confirmed yet that it is you. Ask an officer of your"
    " staff network or a co-ordinator to confirm you, then answer this."
)


def claim(
    programme: Programme,
    leader: Person,
    organisation_id: int,
    name: str,
    email: str,
    began_on: date | None,
    now: datetime,
    today: date,
    by: Actor,
) -> LocalClaim:
    """A leader tells of somebody they mentor, or are about to. It counts once that one confirms.

    Whether the colleague has another leader, or said no before, is not told to whoever asks.
    """
    hold(leader)
    if leader.unconfirmed_since:
        raise Refused(UNCONFIRMED)
    if not programme.is_open(today):
        raise Refused(CLOSED)
    address = email.strip().lower()
    if address == leader.email:
        raise Refused("Nobody can mentor themselves", "email")
    if began_on and began_on > today:
        raise Refused("Leave this empty if it has not begun yet", "began_on")
    if queries.has_told_of(programme.id, leader.id, address):
        raise Refused(TOLD_ALREADY, "email")
    if address in queries.partners_of(programme.id, leader.id):
        raise Refused(A_PAIR_ALREADY, "email")
    if queries.how_many_told_of(programme.id, leader.id) >= MOST_PLACES:
        raise Refused(THREE)
    _refuse_line_to(leader, address, today)
    enrolment = _enrol(programme, leader, organisation_id, today, by)
    pairing = pairings.claim(programme, enrolment, began_on, today, by)
    told = LocalClaim(pairing=pairing, leader_id=leader.id, name=name, email=address, told_at=now)
    audit.record(by, "named a colleague", told, programme.organisation_id)
    write_to(told, now, by)
    return told


def _enrol(
    programme: Programme, leader: Person, organisation_id: int, today: date, by: Actor
) -> Enrolment:
    """The leader's enrolment, begun if there is none; with a place, if there is none."""
    enrolment = begin_enrolment(programme, leader, organisation_id, Side.LEADER, today, by)
    if enrolment.state in (Enrolled.DRAFT, Enrolled.WITHDRAWN):
        enrolment.state, enrolment.withdrawn_on = Enrolled.ENROLLED.value, None
        enrolment.confirmed_on = enrolment.confirmed_on or today
        audit.record(by, "enrolled", enrolment, programme.organisation_id)
    if not places_of(enrolment.id):
        set_capacity(enrolment, enrolment.capacity or 1, today, by)
    return enrolment


def write_to(told: LocalClaim, now: datetime, by: Actor) -> bool:
    """Have the colleague asked, once they have an account. Whether they are."""
    if told.sent_at is None:
        person = person_with_email(told.email)
        if person is None or not person.active:
            return False
        told.sent_at = now
        mail.post("local_claim", person.id, by, claim=told.id)
        audit.record(by, "asked a colleague", told, told.pairing.organisation_id)
    return True


def arm(told: LocalClaim, token: str, now: datetime, by: Actor) -> None:
    """Give the link that is being sent its secret, of which the hash is kept. Its time begins."""
    told.token_hash, told.expires_at = hash_of(token), now + LINK_LASTS
    audit.record(by, "made a link's secret", told)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def confirm(
    told: LocalClaim,
    mentee: Person,
    managers: tuple[str | None, str | None],
    now: datetime,
    today: date,
    by: Actor,
) -> Found:
    """The colleague says that it is so: from now on it counts, and takes one of the places.

    `managers`: the addresses of theirs and of that one's, as far as they say them. What is found
    of the two is given back: it may be that the line could not be checked.
    """
    _hold_unanswered(told)
    hold(mentee)  # also from answering another leader meanwhile: they have one line
    pairing = told.pairing
    programme = pairing.programme
    if not programme.is_open(today):
        raise Refused(CLOSED)
    if mentee.id == pairing.leader_id:
        raise Refused("Nobody can mentor themselves")
    home = mentee.organisation_id
    if home is None or not covers(programme, home, today):
        raise Refused(
            "This programme does not cover where you work. Ask your administrator whether your"
            " account says the right organisation."
        )
    _refuse_line(lines.found_of(pairing.leader_id, mentee.id, today))
    _declare_line(mentee, *managers, today, by)
    found = lines.found_of(pairing.leader_id, mentee.id, today)
    _refuse_line(found, "manager_email" if managers[0] else "managers_manager_email")
    _make_room(pairing.leader_enrolment_id, today, by)
    pairing.mentee_id, pairing.mentee_organisation_id = mentee.id, home
    existing = pairing.began_on is not None and pairing.began_on < programme.launched_on
    pairings.move(pairing, State.ACTIVE if existing else State.ACCEPTED, today, by)
    told.answered_at, told.name, told.email = now, "", ""
    audit.record(by, "confirmed an arrangement", told, pairing.organisation_id)
    return found


def _declare_line(
    mentee: Person, manager: str | None, further: str | None, today: date, by: Actor
) -> None:
    """Keep whom the colleague names above them. Nothing named is nothing checked."""
    said = lines.declared_line_of(mentee.id)
    if said is None and not (manager or further):
        return
    said = said or DeclaredLine(person_id=mentee.id)
    said.manager_email, said.managers_manager_email = manager, further
    said.declared_on = today
    audit.record(by, "said who their managers are", said, mentee.organisation_id)
    db.session.flush()


def _refuse_line_to(leader: Person, address: str, today: date) -> None:
    """By posts, which anybody may know; what the colleague declared is asked when they confirm."""
    colleague = person_with_email(address)
    if colleague:
        found = lines.found_of(leader.id, colleague.id, today, declared=False)
        _refuse_line(found, "email")


def _refuse_line(found: Found, field: str | None = None) -> None:
    if found.forbids:
        raise Refused(
            f"{found.words}, and mentoring is kept out of the line of management. This cannot be on"
            " the register as mentoring",
            field,
        )


def _make_room(enrolment_id: int, today: date, by: Actor) -> None:
    """One place more where all are taken, up to the most that a leader has."""
    hold_places(enrolment_id)
    enrolment = db.session.get_one(Enrolment, enrolment_id, populate_existing=True)
    while free_place_of(enrolment_id) is None:
        if enrolment.capacity >= MOST_PLACES:
            raise Refused(pairings.NO_PLACE)
        set_capacity(enrolment, enrolment.capacity + 1, today, by)
        db.session.flush()


def deny(told: LocalClaim, now: datetime, today: date, by: Actor) -> None:
    """The colleague says that it is not so. The leader goes on to see "not confirmed"."""
    _hold_unanswered(told)
    pairings.move(told.pairing, State.DECLINED, today, by)
    told.answered_at = now
    audit.record(by, "denied an arrangement", told, told.pairing.organisation_id)


def _hold_unanswered(told: LocalClaim) -> None:
    """Keep everybody else from answering it or taking it back until this is over."""
    hold(told)
    if told.answered_at:
        raise Refused(ANSWERED)
    if told.taken_back_at:
        raise Refused(TAKEN_BACK)


def take_back(told: LocalClaim, now: datetime, today: date, by: Actor) -> None:
    """The leader, or time, takes back what nobody confirmed. One that was denied goes alike."""
    hold(told)
    if told.taken_back_at:
        raise Refused("You have taken this back already")
    state = db.session.scalar(select(Pairing.state).where(Pairing.id == told.pairing_id))
    if state not in (State.CLAIMED, State.DECLINED):
        raise Refused("Your colleague has confirmed this, so it is a pair and not taken back")
    if state == State.CLAIMED:
        pairings.move(told.pairing, State.WITHDRAWN, today, by)
    told.taken_back_at = now
    audit.record(by, "took back an arrangement", told, told.pairing.organisation_id)
