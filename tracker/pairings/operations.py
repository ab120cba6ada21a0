"""The steps of a pairing. Every change of state goes through `move`, which writes its event."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mentoring.locks import hold_places
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.states import OVER, Ending, Refusal, State, Track, may_follow, occupies
from tracker.pairings import queries
from tracker.pairings.locks import still_as_seen
from tracker.pairings.models import Pairing, PairingEvent

CHANGED = "This pair has changed since you opened the page. Look at it again"
NO_PLACE = "This leader has no free place any more"
HAS_A_LEADER = "This colleague has a leader in the programme already"


def propose(
    programme: Programme,
    leader: Enrolment,
    mentee: Enrolment,
    today: date,
    by: Actor,
    run_id: int | None = None,
    steps_back: bool = False,
) -> Pairing:
    """A pairing that the Leadership Centre approved. It takes no place until it is released."""
    if leader.person_id == mentee.person_id:
        raise Refused("Nobody can mentor themselves")
    pairing = Pairing(
        programme_id=programme.id,
        organisation_id=programme.organisation_id,
        track=Track.MATCHED.value,
        state=State.APPROVED.value,
        since=today,
        leader_id=leader.person_id,
        mentee_id=mentee.person_id,
        leader_enrolment_id=leader.id,
        mentee_enrolment_id=mentee.id,
        leader_organisation_id=leader.organisation_id,
        mentee_organisation_id=mentee.organisation_id,
        run_id=run_id,
        approved_on=today,
        approved_by_id=by.person_id,
        steps_back=steps_back,
    )
    audit.record(by, "approved a pair", pairing)
    _note(pairing, State.APPROVED, today)
    return pairing


def claim(
    programme: Programme, leader: Enrolment, began_on: date | None, today: date, by: Actor
) -> Pairing:
    """A local arrangement that the leader tells of: it counts as claimed, and takes no place."""
    pairing = Pairing(
        programme_id=programme.id,
        organisation_id=programme.organisation_id,
        track=Track.LOCAL.value,
        state=State.CLAIMED.value,
        since=today,
        leader_id=leader.person_id,
        leader_enrolment_id=leader.id,
        leader_organisation_id=leader.organisation_id,
        began_on=began_on,
    )
    audit.record(by, "told of a local arrangement", pairing)
    _note(pairing, State.CLAIMED, today)
    return pairing


def move(
    pairing: Pairing,
    to: State,
    today: date,
    by: Actor,
    refusal: Refusal | None = None,
    ending: Ending | None = None,
) -> None:
    """Bring a pairing to a state that may follow its own. Coming to life it takes a place."""
    if not still_as_seen(pairing):
        raise Refused(CHANGED)
    now = State(pairing.state)
    if not may_follow(now, to):
        raise Refused(CHANGED)
    if occupies(to) and not occupies(now):
        _take_place(pairing)
    try:
        with db.session.begin_nested():
            _step(pairing, to, today, refusal, ending)
            audit.record(by, f"pair: {to.value}", pairing)
    except IntegrityError as taken:  # somebody else was quicker by a moment
        raise Refused(_which(taken)) from taken


def _step(
    pairing: Pairing, to: State, today: date, refusal: Refusal | None, ending: Ending | None
) -> None:
    pairing.state, pairing.since = to.value, today
    if refusal:
        pairing.refusal = refusal.value
    if ending:
        pairing.ending = ending.value
    if to in OVER:
        pairing.ended_on = today
    _note(pairing, to, today, ending or refusal)


def _take_place(pairing: Pairing) -> None:
    """A place for the pairing, which nobody else can take. Refused when there is none."""
    hold_places(pairing.leader_enrolment_id)
    if pairing.mentee_id is None:
        raise Refused("Nobody has confirmed this arrangement yet")
    if queries.live_pairing_of_mentee(pairing.programme_id, pairing.mentee_id):
        raise Refused(HAS_A_LEADER)
    place = queries.free_place_of(pairing.leader_enrolment_id)
    if place is None:
        raise Refused(NO_PLACE)
    pairing.place_id = place.id


def _note(pairing: Pairing, state: State, on: date, reason: Ending | Refusal | None = None) -> None:
    event = PairingEvent(
        pairing_id=pairing.id,
        on=on,
        state=state.value,
        reason=reason.value if reason else None,
    )
    db.session.add(event)


def _which(taken: IntegrityError) -> str:
    return HAS_A_LEADER if "mentee" in str(taken.orig) else NO_PLACE
