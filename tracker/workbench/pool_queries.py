"""Who is in the pool of a programme, in the numbers and codes that the matching is told."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, func, or_, select

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.mentoring.models import Enrolment, Exclusion, Place, Preference, Programme
from tracker.mentoring.profiles import Pool
from tracker.mentoring.queries import areas_of
from tracker.mentoring.states import LIVE, Enrolled, Side, State
from tracker.pairings.models import Pairing
from tracker.workbench.models import MatchRun, Override, Suggestion
from tracker.workbench.pool import Numbers, leader_of, mentee_of, with_locks_that_hold

TAKEN = (State.APPROVED, *LIVE)  # these leave nobody to be suggested to
ASKED = (
    *("person_id", "side", "organisation_id", "directorate", "remote", "travels", "profession"),
    *("grade", "availability", "goals", "pooled_on", "left_out", "leads_organisation"),
    *("manager_email", "managers_manager_email", "matrix_line"),
)


def in_pool(programme_id: int, today: date) -> Any:
    """The enrolments whose people can be matched today; a leader only once prepared."""
    return and_(
        Enrolment.programme_id == programme_id,
        Enrolment.state == Enrolled.IN_POOL,
        or_(Enrolment.unavailable_until.is_(None), Enrolment.unavailable_until <= today),
        or_(Enrolment.side == Side.MENTEE, Enrolment.prepared_on.is_not(None)),
        Enrolment.person_id.in_(select(Person.id).where(Person.active)),
    )


def people_in_pool(programme_id: int, today: date) -> int:
    found = select(func.count(Enrolment.id)).where(in_pool(programme_id, today))
    return db.session.scalar(found) or 0


def pool_of(programme: Programme, today: date, put_back: Collection[int] = ()) -> Pool:
    """Everybody there is to match. Pairs that live or are approved take their people and places.

    With `put_back` those pairings (by id) are left aside, as if nobody had approved them.
    """
    rows = _enrolments(programme.id, today)
    areas = areas_of({row.organisation_id for row in rows}, today)
    numbers = Numbers({row.email: row.person_id for row in rows})
    places, taken = places_of(programme.id), _taken(programme.id, put_back)
    busy = {mentee for _, mentee in taken}
    names, people, organisations = _wishes(programme.id)
    leaders = tuple(
        leader_of(row, numbers, areas[row.organisation_id], places[row.person_id])
        for row in rows
        if row.side == Side.LEADER and places[row.person_id]
    )
    mentees = tuple(
        mentee_of(
            row,
            numbers,
            areas[row.organisation_id],
            names[row.person_id],
            people[row.person_id],
            organisations[row.person_id],
            today,
        )
        for row in rows
        if row.side == Side.MENTEE and row.person_id not in busy
    )
    pool = Pool(
        leaders,
        mentees,
        active=taken,
        declined=_never_again(programme.id),
        suggested=_suggested_last(programme.id),
    )
    locks = _locked(programme.id)
    return with_locks_that_hold(pool, locks) if locks else pool


def _enrolments(programme_id: int, today: date) -> Sequence[Row]:
    columns = [getattr(Enrolment, name) for name in ASKED]
    return db.session.execute(
        select(*columns, Person.email)
        .join(Person, Person.id == Enrolment.person_id)
        .where(in_pool(programme_id, today))
        .order_by(Enrolment.person_id)
    ).all()


def places_of(programme_id: int) -> Counter[int]:
    """How many places each leader (by id) offers, taken or not."""
    rows = db.session.execute(
        select(Enrolment.person_id, func.count(Place.id))
        .join(Place, Place.enrolment_id == Enrolment.id)
        .where(Enrolment.programme_id == programme_id, Place.withdrawn_on.is_(None))
        .group_by(Enrolment.person_id)
    )
    return Counter({row[0]: row[1] for row in rows})


def _taken(programme_id: int, put_back: Collection[int]) -> frozenset[tuple[int, int]]:
    rows = db.session.execute(
        select(Pairing.leader_id, Pairing.mentee_id).where(
            Pairing.programme_id == programme_id,
            Pairing.state.in_([*TAKEN]),
            Pairing.id.not_in(put_back),
        )
    )
    return frozenset((leader, mentee) for leader, mentee in rows if mentee)


def _wishes(programme_id: int) -> tuple[Mapping, Mapping, Mapping]:
    """By mentee: the leaders they name, in order; the people and the organisations they exclude."""
    of = (Enrolment.programme_id == programme_id, Enrolment.side == Side.MENTEE)
    named = db.session.execute(
        select(Enrolment.person_id, Preference.leader_id)
        .join(Preference, Preference.enrolment_id == Enrolment.id)
        .where(*of)
        .order_by(Preference.rank)
    )
    excluded = db.session.execute(
        select(Enrolment.person_id, Exclusion.person_id, Exclusion.organisation_id)
        .join(Exclusion, Exclusion.enrolment_id == Enrolment.id)
        .where(*of)
    )
    names: dict[int, list[int]] = defaultdict(list)
    people: dict[int, set[int]] = defaultdict(set)
    organisations: dict[int, set[int]] = defaultdict(set)
    for mentee, leader in named:
        names[mentee].append(leader)
    for mentee, person, organisation in excluded:
        people[mentee] |= {person} if person else set()
        organisations[mentee] |= {organisation} if organisation else set()
    return names, people, organisations


def _never_again(programme_id: int) -> frozenset[tuple[int, int]]:
    """Pairs that were declined, have ended, or that somebody objected to, in any programme; and
    those that the Centre rules out in this one."""
    mentees = select(Enrolment.person_id).where(Enrolment.programme_id == programme_id)
    over = db.session.execute(
        select(Pairing.leader_id, Pairing.mentee_id).where(
            Pairing.mentee_id.in_(mentees),
            or_(Pairing.state.in_([State.DECLINED, State.ENDED]), Pairing.objected_on.is_not(None)),
        )
    )
    ruled_out = _decided(programme_id, Override.kind == "exclude")
    return frozenset([*((leader, mentee) for leader, mentee in over if mentee), *ruled_out])


def _locked(programme_id: int) -> list[tuple[int, int]]:
    return _decided(programme_id, Override.kind != "exclude")


def _decided(programme_id: int, condition: Any) -> list[tuple[int, int]]:
    """Pairs of which the Centre decided something that still holds, the oldest first."""
    rows = db.session.execute(
        select(Override.leader_id, Override.mentee_id)
        .where(Override.programme_id == programme_id, Override.lifted_on.is_(None), condition)
        .order_by(Override.id)
    )
    return [(row[0], row[1]) for row in rows]


def _suggested_last(programme_id: int) -> frozenset[tuple[int, int]]:
    newest = (
        select(func.max(MatchRun.id)).where(MatchRun.programme_id == programme_id).scalar_subquery()
    )
    rows = db.session.execute(
        select(Suggestion.leader_id, Suggestion.mentee_id).where(Suggestion.run_id == newest)
    )
    return frozenset((row[0], row[1]) for row in rows)
