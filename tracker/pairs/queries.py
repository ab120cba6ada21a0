"""What the two of a pair see on their own pages."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select

from tracker.accounts.models import Grant, Person
from tracker.accounts.queries import on_the_day
from tracker.duties import Duty
from tracker.extensions import db
from tracker.mentoring.lines import found_between
from tracker.mentoring.states import BEGUN, CONFIRMED, OFFERED, Side, State
from tracker.offers import queries as offers
from tracker.pairings.models import Meeting, Pairing
from tracker.pairings.queries import meetings_of, pairings_of
from tracker.pairs.models import Agreement, Commitment, Goal, Insight, PrivateNote, PulseGiven
from tracker.permissions import Role


def side_of(pairing: Pairing, person_id: int | None) -> Side:
    return Side.LEADER if pairing.leader_id == person_id else Side.MENTEE


def said(meeting: Meeting, side: Side) -> bool | None:
    """Whether somebody says that it was held; None when they have not said."""
    return meeting.leader_said if side == Side.LEADER else meeting.mentee_said


@dataclass(frozen=True)
class Home:
    """A pair's page, as one of the two sees it."""

    side: Side
    meetings: list[Meeting]
    asked: Meeting | None  # the meeting of which this person is to say whether it was held
    next_meeting: Meeting | None
    later: list[Meeting]  # planned after that
    held: int
    waiting: int  # meetings that one of the two says were held
    agreement: Agreement | None  # the newest that both signed
    proposed: Agreement | None  # newer than that, and not signed by both
    goals: list[Goal] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    insight: Insight | None = None
    has_note: bool = False
    pulse_due: str | None = None


def home_of(pairing: Pairing, person_id: int, now: datetime) -> Home:
    side = side_of(pairing, person_id)
    meetings = meetings_of(pairing.id)
    held = sum(meeting.state == "held" for meeting in meetings)
    versions = agreements_of(pairing.id)
    live = pairing.state in CONFIRMED  # of one that ended, nothing is to come
    ahead = sorted(
        (each for each in meetings if live and each.state == "planned" and each.starts_at > now),
        key=lambda each: each.starts_at,
    )
    holding = next((each for each in versions if each.holds), None)
    return Home(
        side=side,
        meetings=meetings,
        asked=next((each for each in meetings if waits_for(each, side, now)), None),
        next_meeting=ahead[0] if ahead else None,
        later=ahead[1:],
        held=held,
        waiting=sum(each.state == "planned" and has_one_word(each) for each in meetings),
        agreement=holding,
        proposed=versions[0] if versions and not versions[0].holds else None,
        goals=_all(Goal, pairing),
        commitments=_all(Commitment, pairing),
        insight=insight_of(pairing.id),
        has_note=note_of(pairing.id, person_id) is not None,
        pulse_due=pulse_due(pairing, person_id, held),
    )


def waits_for(meeting: Meeting, side: Side, now: datetime) -> bool:
    """Whether its time has come and this side has not said whether it was held."""
    return meeting.state == "planned" and meeting.starts_at <= now and said(meeting, side) is None


def has_one_word(meeting: Meeting) -> bool:
    """Whether one of the two says that it was held, and the other nothing yet."""
    return {meeting.leader_said, meeting.mentee_said} == {True, None}


def _all(kind: Any, pairing: Pairing) -> list[Any]:
    return list(
        db.session.scalars(
            select(kind)
            .where(kind.pairing_id == pairing.id)
            .order_by(kind.due.is_(None), kind.due, kind.id)
        )
    )


def agreements_of(pairing_id: int) -> list[Agreement]:
    """Every version, the newest first."""
    return list(
        db.session.scalars(
            select(Agreement)
            .where(Agreement.pairing_id == pairing_id)
            .order_by(Agreement.number.desc())
        )
    )


def thing_of(kind: Any, pairing: Pairing, id_: int) -> Any | None:
    """A goal, a promise or an agreement, if it is this pair's."""
    return db.session.scalar(select(kind).where(kind.id == id_, kind.pairing_id == pairing.id))


def held_meetings(pairing_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count(Meeting.id)).where(
                Meeting.pairing_id == pairing_id, Meeting.state == "held"
            )
        )
        or 0
    )


def open_goals(pairing_id: int) -> list[Goal]:
    """What they work towards: goals let go do not count."""
    return list(
        db.session.scalars(
            select(Goal)
            .where(Goal.pairing_id == pairing_id, Goal.state != "let go")
            .order_by(Goal.id)
        )
    )


def insight_of(pairing_id: int) -> Insight | None:
    return db.session.scalar(select(Insight).where(Insight.pairing_id == pairing_id))


def note_of(pairing_id: int, author_id: int | None) -> PrivateNote | None:
    return db.session.scalar(
        select(PrivateNote).where(
            PrivateNote.pairing_id == pairing_id, PrivateNote.author_id == author_id
        )
    )


def notes_of_ended() -> list[tuple[PrivateNote, date | None]]:
    """Notes whose pair has ended since, each with the day."""
    rows = db.session.execute(
        select(PrivateNote, Pairing.ended_on)
        .join(Pairing, Pairing.id == PrivateNote.pairing_id)
        .where(Pairing.ended_on.is_not(None), PrivateNote.ended_on.is_(None))
    )
    return [(row[0], row[1]) for row in rows]


def pulse_due(pairing: Pairing, person_id: int, held: int) -> str | None:
    """The check-in that this person is asked to answer: after the trial, and at the end."""
    if held < pairing.programme.trial_meetings:
        return None
    which = "end" if held >= pairing.programme.meetings else "trial"
    return None if pulse_given(pairing.id, person_id, which) else which


def pulse_given(pairing_id: int, person_id: int | None, check_in: str) -> bool:
    given = select(PulseGiven.id).where(
        PulseGiven.pairing_id == pairing_id,
        PulseGiven.person_id == person_id,
        PulseGiven.check_in == check_in,
    )
    return db.session.scalar(given) is not None


def handler_for(pairing: Pairing, on: date) -> Person | None:
    """The co-ordinator to turn to: whoever of those who may is longest there."""
    return next(iter(handlers_for(pairing, on)), None)


def handlers_for(pairing: Pairing, on: date) -> list[Person]:
    """The programme's co-ordinators who are neither of the two, and in neither's line."""
    two = {id_ for id_ in (pairing.leader_id, pairing.mentee_id) if id_}
    people = [person for person in _coordinators(pairing, on) if person.id not in two]
    found = found_between([(person.id, id_) for person in people for id_ in two], on)
    return [person for person in people if not any(found[person.id, id_].forbids for id_ in two)]


def _coordinators(pairing: Pairing, on: date) -> list[Person]:
    found = db.session.scalars(
        select(Person)
        .join(Grant, Grant.person_id == Person.id)
        .where(
            Grant.organisation_id == pairing.organisation_id,
            Grant.role == Role.LEADERSHIP_CENTRE,
            on_the_day(Grant, on),
            Person.active,
        )
        .order_by(Grant.since, Grant.id)
    )
    return list(dict.fromkeys(found))


def own_pairs(person_id: int) -> list[Pairing]:
    """The pairs that somebody is or was in, and the offers of which they know, newest first."""
    shown = pairings_of(person_id, [*OFFERED, *BEGUN])
    return [
        each
        for each in shown
        if each.state != State.OFFERED_TO_MENTEE or each.mentee_id == person_id
    ]


def _asked_of() -> Select:
    mine = bindparam("person_id", type_=Integer)
    leads, learns = Pairing.leader_id == mine, Pairing.mentee_id == mine
    unsaid = (leads & Meeting.leader_said.is_(None)) | (learns & Meeting.mentee_said.is_(None))
    asked = ((Pairing.state == State.OFFERED_TO_MENTEE) & learns) | (
        (Pairing.state == State.OFFERED_TO_LEADER) & leads
    )
    return (
        select(Pairing.id, Pairing.state, Pairing.expires_on, func.min(Meeting.starts_at))
        .outerjoin(
            Meeting,
            (Meeting.pairing_id == Pairing.id) & (Meeting.state == "planned") & unsaid,
        )
        .where(
            leads | learns,
            (asked & (Pairing.expires_on >= bindparam("on")))
            | (Pairing.state.in_([*CONFIRMED]) & Meeting.id.is_not(None)),
        )
        .group_by(Pairing.id, Pairing.state, Pairing.expires_on)
    )


# Asked for what everybody owes, so it is put together once.
ASKED_OF = _asked_of()


def duties_of(standing: Any, today: date) -> list[Duty]:
    """Offers to be answered, and meetings of which this person is to say whether they were held.

    One question for both.
    """
    if standing.person_id is None or not standing.confirmed:
        return []
    rows = db.session.execute(ASKED_OF, {"person_id": standing.person_id, "on": today})
    return [
        offers.owed(row) if row.state in OFFERED else _to_meet(row.id, row[3].date(), today)
        for row in rows
    ]


def _to_meet(pairing_id: int, on: date, today: date) -> Duty:
    return Duty(
        kind="answer" if on <= today else "coming",
        verb="Say whether you met" if on <= today else "Meet",
        thing="in your mentoring",
        endpoint="pairs.show_pair",
        values={"pairing_id": pairing_id},
        due=on,
    )
