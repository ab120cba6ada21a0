"""What the two of a pair do. What they say to one another is kept nowhere."""

from datetime import date, datetime, timedelta

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mail.operations import post
from tracker.mentoring.models import Enrolment
from tracker.mentoring.states import CONFIRMED, Ending, Side, State
from tracker.pairings.models import Concern, Meeting, Pairing
from tracker.pairings.operations import move
from tracker.pairs import queries
from tracker.pairs.models import (
    Agreement,
    Commitment,
    Goal,
    Insight,
    PrivateNote,
    Pulse,
    PulseGiven,
)
from tracker.pairs.sealing import Seal

MOST_GOALS = 3
LONGEST_PAUSE = 183  # days
FARTHEST = timedelta(days=366)
NOT_LIVE = "This mentoring has ended, or has not begun yet"


def plan_meeting(
    pairing: Pairing, starts_at: datetime, minutes: int, place: str, now: datetime, by: Actor
) -> Meeting:
    _refuse_unless_live(pairing)
    if not now < starts_at < now + FARTHEST:
        raise Refused("Give a time to come, within a year", "on")
    meeting = Meeting(
        pairing_id=pairing.id, starts_at=starts_at, minutes=minutes, place=place.strip()
    )
    audit.record(by, "planned a meeting", meeting, organisation_id=pairing.organisation_id)
    return meeting


def move_meeting(
    meeting: Meeting, starts_at: datetime, minutes: int, place: str, now: datetime, by: Actor
) -> Meeting:
    """The meeting stays as moved, and another is planned for it."""
    _refuse_unless_planned(meeting)
    another = plan_meeting(meeting.pairing, starts_at, minutes, place, now, by)
    meeting.state, meeting.moved_to_id = "moved", another.id
    audit.record(by, "moved a meeting", meeting)
    return another


def cancel_meeting(meeting: Meeting, by: Actor) -> None:
    _refuse_unless_planned(meeting)
    meeting.state = "missed"
    audit.record(by, "cancelled a meeting", meeting)


def say_whether_held(meeting: Meeting, held: bool, now: datetime, today: date, by: Actor) -> None:
    """One says so, the other confirms it. Only what both say was held counts as a meeting."""
    _refuse_unless_planned(meeting)
    if meeting.starts_at > now:
        raise Refused("This meeting is still to come")
    side = queries.side_of(meeting.pairing, by.person_id)
    if side == Side.LEADER:
        meeting.leader_said = held
    else:
        meeting.mentee_said = held
    if meeting.leader_said and meeting.mentee_said:
        meeting.state, meeting.held_on = "held", today
        _go_on(meeting.pairing, today, by)
    elif meeting.leader_said is False and meeting.mentee_said is False:
        meeting.state = "missed"
    audit.record(by, "said whether they met", meeting, held=held)


def _go_on(pairing: Pairing, today: date, by: Actor) -> None:
    """The first meeting begins the trial; the last of the trial makes the pair active."""
    db.session.flush()
    held = queries.held_meetings(pairing.id)
    if pairing.state == State.ACCEPTED:
        move(pairing, State.TRIAL, today, by)
    if pairing.state == State.TRIAL and held >= pairing.programme.trial_meetings:
        move(pairing, State.ACTIVE, today, by)


def propose_agreement(pairing: Pairing, agreed: dict[str, str], by: Actor) -> Agreement:
    """A version that its author signs by proposing it; it holds once the other signs too."""
    _refuse_unless_live(pairing)
    versions = queries.agreements_of(pairing.id)
    leads = queries.side_of(pairing, by.person_id) == Side.LEADER
    told = versions[0].manager_told if versions else False
    if not leads:
        told = agreed.get("manager_told") == "yes"
    agreement = Agreement(
        pairing_id=pairing.id,
        number=versions[0].number + 1 if versions else 1,
        purpose=agreed["purpose"],
        first_contact=agreed["first_contact"],
        between=agreed["between"],
        cancelling=agreed["cancelling"],
        race=agreed["race"],
        manager_told=told,
        author_id=by.person_id,
    )
    audit.record(by, "proposed an agreement", agreement, organisation_id=pairing.organisation_id)
    _sign(agreement, leads)
    return agreement


def sign_agreement(pairing: Pairing, agreement: Agreement, by: Actor) -> None:
    _refuse_unless_live(pairing)
    if agreement.number != queries.agreements_of(pairing.id)[0].number:
        raise Refused("There is a newer version. Read that one")
    _sign(agreement, queries.side_of(pairing, by.person_id) == Side.LEADER)
    audit.record(by, "signed an agreement", agreement, organisation_id=pairing.organisation_id)


def _sign(agreement: Agreement, leads: bool) -> None:
    side = "leader_signed_at" if leads else "mentee_signed_at"
    if getattr(agreement, side) is None:
        setattr(agreement, side, datetime.now(tz=agreement.made_at.tzinfo))


def add_goal(pairing: Pairing, words: str, due: date | None, by: Actor) -> Goal:
    _refuse_unless_live(pairing)
    if len(queries.open_goals(pairing.id)) >= MOST_GOALS:
        raise Refused(f"A pair has up to {MOST_GOALS} goals. Let one go first", "words")
    goal = Goal(pairing_id=pairing.id, words=words, due=due)
    audit.record(by, "added a goal", goal, organisation_id=pairing.organisation_id)
    return goal


def change_goal(
    pairing: Pairing, goal: Goal, words: str, due: date | None, state: str, by: Actor
) -> None:
    _refuse_unless_live(pairing)
    goal.words, goal.due, goal.state = words, due, state
    audit.record(by, "changed a goal", goal, organisation_id=pairing.organisation_id, state=state)


def promise(pairing: Pairing, kind: str, words: str, due: date | None, by: Actor) -> Commitment:
    """Only the leader promises."""
    _refuse_unless_live(pairing)
    if by.person_id != pairing.leader_id:
        raise Refused("Only the leader can promise something here")
    made = Commitment(pairing_id=pairing.id, kind=kind, words=words, due=due)
    audit.record(by, "promised something", made, organisation_id=pairing.organisation_id)
    return made


def say_done(pairing: Pairing, commitment: Commitment, done: bool, today: date, by: Actor) -> None:
    """The leader says that it is done; it counts as kept once the mentee says so."""
    _refuse_unless_live(pairing)
    if by.person_id == pairing.leader_id:
        commitment.said_on = today if done else None
    elif commitment.said_on is None:
        raise Refused("The leader has not said yet that this is done")
    else:
        commitment.confirmed_on = today if done else None
        commitment.said_on = commitment.said_on if done else None
    audit.record(by, "said of a promise", commitment, pairing.organisation_id, done=done)


def write_insight(pairing: Pairing, learned: str, will_do: str, today: date, by: Actor) -> Insight:
    """The leader's. Changed words have to be agreed again."""
    _refuse_unless_live(pairing)
    if by.person_id != pairing.leader_id:
        raise Refused("Only the leader writes this; you are asked whether you agree")
    insight = queries.insight_of(pairing.id) or Insight(pairing_id=pairing.id)
    insight.learned, insight.will_do = learned, will_do
    insight.written_on, insight.agreed_on = today, None
    audit.record(by, "wrote what they learned", insight, pairing.organisation_id)
    return insight


def agree_insight(pairing: Pairing, insight: Insight, today: date, by: Actor) -> None:
    if by.person_id != pairing.mentee_id:
        raise Refused("Only the mentee can agree to this")
    insight.agreed_on = insight.agreed_on or today
    audit.record(by, "agreed to what was learned", insight, pairing.organisation_id)


def write_note(pairing: Pairing, text: str, seal: Seal, today: date, by: Actor) -> None:
    """Sealed before it is kept; an empty one is deleted."""
    assert by.person_id is not None
    note = queries.note_of(pairing.id, by.person_id)
    if not text.strip():
        if note is not None:
            audit.record(by, "deleted a private note", note, pairing.organisation_id)
            db.session.delete(note)
        return
    note = note or PrivateNote(
        pairing_id=pairing.id, author_id=by.person_id, ended_on=pairing.ended_on
    )
    note.sealed, note.written_on = seal.shut(by.person_id, text), today
    audit.record(by, "wrote a private note", note, pairing.organisation_id)


def note_endings(by: Actor) -> None:
    """From the day that a pair ended its notes have ninety days left."""
    for note, ended_on in queries.notes_of_ended():
        note.ended_on = ended_on
        audit.record(by, "a private note goes in ninety days", note)


def give_pulse(pairing: Pairing, check_in: str, score: int, today: date, by: Actor) -> None:
    """The answer stands apart from who gave it, and from when in the week."""
    assert by.person_id is not None
    if queries.pulse_given(pairing.id, by.person_id, check_in):
        raise Refused("You have answered this already. Thank you")
    week = audit.monday_of(today)
    side = queries.side_of(pairing, by.person_id)
    db.session.add(
        Pulse(
            programme_id=pairing.programme_id,
            side=side.value,
            check_in=check_in,
            score=score,
            week=week,
        )
    )
    given = PulseGiven(pairing_id=pairing.id, person_id=by.person_id, check_in=check_in, week=week)
    audit.record(by, "said how it goes", given, organisation_id=pairing.organisation_id)


def pause(pairing: Pairing, until: date, today: date, by: Actor) -> None:
    """The clock stops until a day, and the place is kept."""
    if not 0 < (until - today).days <= LONGEST_PAUSE:
        raise Refused("Give a day after today, and within six months", "until")
    move(pairing, State.PAUSED, today, by)
    pairing.paused_until = until
    audit.record(by, "paused", pairing)


def resume(pairing: Pairing, today: date, by: Actor) -> None:
    held = queries.held_meetings(pairing.id)
    trial = pairing.programme.trial_meetings
    back = State.ACTIVE if held >= trial else State.TRIAL if held else State.ACCEPTED
    move(pairing, back, today, by)
    pairing.paused_until = None
    audit.record(by, "went on after a pause", pairing)


def end(pairing: Pairing, ending: Ending, today: date, by: Actor) -> None:
    """Nobody's fault: whoever did not end it learns that it ended, and no more. A mentee goes
    back first."""
    move(pairing, State.ENDED, today, by, ending=ending)
    for person_id in (pairing.leader_id, pairing.mentee_id):
        if person_id not in (None, by.person_id):
            post("mentoring_ended", person_id, by, pairing=pairing.id)
    mentee = db.session.get(Enrolment, pairing.mentee_enrolment_id or 0)
    if mentee is not None and ending not in (Ending.PLANNED, Ending.GOALS_MET):
        mentee.left_out += 1
    audit.record(by, "ended a pair", pairing, ending=ending.value)


def raise_concern(pairing: Pairing, words: str, ring: bool, today: date, by: Actor) -> Concern:
    """Told to a co-ordinator in private. The partner never learns that there is one."""
    handler = queries.handler_for(pairing, today)
    concern = Concern(
        pairing_id=pairing.id,
        organisation_id=pairing.organisation_id,
        author_id=by.person_id,
        handler_id=handler.id if handler else None,
        words=words,
        ring=ring,
    )
    audit.record(by, "told a co-ordinator something", concern)
    if handler is not None:
        post("mentoring_concern", handler.id, by, concern=concern.id)
    return concern


def _refuse_unless_live(pairing: Pairing) -> None:
    if pairing.state not in CONFIRMED:
        raise Refused(NOT_LIVE)


def _refuse_unless_planned(meeting: Meeting) -> None:
    _refuse_unless_live(meeting.pairing)
    if meeting.state != "planned":
        raise Refused("What became of this meeting is kept already")
