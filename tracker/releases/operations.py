"""Approving pairs of a list, what local co-ordinators say of them, and releasing them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select, update

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mail.operations import post
from tracker.mentoring import rules
from tracker.mentoring.columns import columns_of
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.profiles import Pool
from tracker.mentoring.states import Refusal, Side, State
from tracker.pairings.locks import still_as_seen
from tracker.pairings.models import Pairing
from tracker.pairings.operations import move, propose
from tracker.releases import queries, waiting
from tracker.releases.models import LocalYes
from tracker.workbench import queries as lists
from tracker.workbench.locks import hold_programme
from tracker.workbench.models import LeftOut, MatchRun
from tracker.workbench.pool_queries import pool_of

OVER = "This pair does not wait for anybody any more"
OWN = "You approved this pair yourself, so somebody else has to say yes for where they work"
STILL_WAITS = "a local co-ordinator can still object, until"


@dataclass
class Outcome:
    """What was done of what was asked in bulk, and a sentence for whatever was not."""

    done: list[Pairing] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def approve(run: MatchRun, mentee_ids: Collection[int], today: date, by: Actor) -> Outcome:
    """Pairs of the newest list. No place is taken yet, and nobody but the local co-ordinators of
    the two is told: they have some days to object."""
    hold_programme(run.programme_id)
    _refuse_once_closed(run.programme, today)
    lists.refuse_unless_newest(run)
    room, outcome = queries.room_in(run.programme_id, today), Outcome()
    for line in lists.lines_of(run, mentee_ids):
        if why_not := room.why_not(line):
            outcome.refused.append(f"{_both(line.mentee.person, line.leader.person)}: {why_not}")
            continue
        room.take(line)
        back = line.suggestion.steps_back
        outcome.done.append(
            propose(run.programme, line.leader, line.mentee, today, by, run.id, back)
        )
    audit.record(by, "approved pairs of a list", run, pairs=len(outcome.done))
    _tell_locally(outcome.done, today, by)
    return outcome


def _tell_locally(pairings: list[Pairing], today: date, by: Actor) -> None:
    """Each co-ordinator once, however many pairs there are to look at."""
    places = {place for each in pairings for place in each.local_ids if place is not None}
    places -= {each.organisation_id for each in pairings}
    for person_id in sorted(queries.local_co_ordinators(places, today) - {by.person_id}):
        post("mentoring_to_look_at", person_id, by)


def agree(pairing: Pairing, places: Collection[int], today: date, by: Actor) -> None:
    """A local co-ordinator has nothing against a pair, for where they co-ordinate."""
    if not still_as_seen(pairing) or pairing.state != State.APPROVED:
        raise Refused(OVER)
    if by.person_id == pairing.approved_by_id:
        raise Refused(OWN)
    said = queries.yeses_of([pairing.id])[pairing.id]
    for place in sorted(set(places) - said):
        yes = LocalYes(
            pairing_id=pairing.id, organisation_id=place, person_id=by.person_id, on=today
        )
        audit.record(by, "has nothing against a pair", yes)


def object_to(pairing: Pairing, reason: Refusal, today: date, by: Actor) -> None:
    """A local co-ordinator objects: the two are never suggested to one another again."""
    if pairing.state != State.APPROVED:
        raise Refused(OVER)
    move(pairing, State.WITHDRAWN, today, by, refusal=reason)
    pairing.objected_on, pairing.objected_by_id = today, by.person_id
    audit.record(by, "objected to a pair", pairing)


def take_back(programme: Programme, ids: Collection[int], today: date, by: Actor) -> Outcome:
    """The Centre thinks again: they are in the pool as before."""
    hold_programme(programme.id)
    outcome = Outcome()
    for pairing in _waiting(programme, ids, outcome):
        move(pairing, State.WITHDRAWN, today, by)
        audit.record(by, "took an approved pair back", pairing)
        outcome.done.append(pairing)
    return outcome


def release(programme: Programme, ids: Collection[int], today: date, by: Actor) -> Outcome:
    """Give the pairs their places: from now on they are offered. What was true when they were
    approved is looked at again."""
    hold_programme(programme.id)
    _refuse_once_closed(programme, today)
    outcome = Outcome()
    pairings = _waiting(programme, ids, outcome)
    yes = queries.yeses_of([each.id for each in pairings])
    broken = _broken(pool_of(programme, today, put_back=[each.id for each in pairings]), pairings)
    for pairing in pairings:
        try:
            _refuse_unless_ready(pairing, programme, yes[pairing.id], broken[pairing.id], today)
            move(pairing, State.RELEASED, today, by)
        except Refused as refusal:
            outcome.refused.append(f"{_both(pairing.mentee, pairing.leader)}: {refusal}")
            continue
        pairing.released_on = today
        audit.record(by, "released a pair", pairing)
        outcome.done.append(pairing)
    _count_left_out({each.run_id for each in outcome.done if each.run_id}, today)
    return outcome


def _refuse_once_closed(programme: Programme, today: date) -> None:
    if not programme.is_open(today):
        raise Refused("This programme has closed, so nobody is brought together in it any more")


def _waiting(programme: Programme, ids: Collection[int], outcome: Outcome) -> list[Pairing]:
    """Those that still wait; what somebody else was quicker with is said."""
    pairings = queries.approved(programme.id, ids)
    gone = len(set(ids)) - len(pairings)
    if gone:
        pairs = "1 pair does" if gone == 1 else f"{gone} pairs do"
        outcome.refused.append(f"{pairs} not wait any more: somebody was quicker, or objected")
    return pairings


def _broken(pool: Pool, pairings: list[Pairing]) -> dict[int, str]:
    """Of each pairing, the rule that stands against it today, in words; or nothing."""
    columns = columns_of(pool)
    leaders = {one.id: position for position, one in enumerate(columns.leaders)}
    mentees = {one.id: position for position, one in enumerate(columns.mentees)}
    found = {}
    for pairing in pairings:
        leader, mentee = leaders.get(pairing.leader_id), mentees.get(pairing.mentee_id or 0)
        if leader is None or mentee is None:
            found[pairing.id] = queries.GONE
            continue
        against = rules.broken_by(columns, mentee, leader)
        found[pairing.id] = against[0].words if against else ""
    return found


def _refuse_unless_ready(
    pairing: Pairing, programme: Programme, yes: Collection[int], broken: str, today: date
) -> None:
    days = programme.objection_working_days
    if not waiting.is_ready(pairing, days, yes, today):
        until = waiting.last_day(pairing.approved_on or today, days)
        raise Refused(f"{STILL_WAITS} {until.day} {until:%B}")
    if broken:
        raise Refused(broken)


def _count_left_out(run_ids: Collection[int], today: date) -> None:
    """Once a list is released, whoever it left out comes sooner the next time; once for each."""
    fresh = db.session.scalars(
        select(MatchRun).where(MatchRun.id.in_(run_ids), MatchRun.released_on.is_(None))
    )
    for run in fresh:
        run.released_on = today
        left = select(LeftOut.mentee_id).where(LeftOut.run_id == run.id)
        db.session.execute(
            update(Enrolment)
            .where(
                Enrolment.programme_id == run.programme_id,
                Enrolment.side == Side.MENTEE,
                Enrolment.person_id.in_(left),
            )
            .values(left_out=Enrolment.left_out + 1)
            .execution_options(synchronize_session=False)
        )


def _both(mentee, leader) -> str:
    return f"{mentee.name} with {leader.name}"
