"""Pairs that are approved and not released: who looks at them, and which are ready."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.accounts.models import Grant, Person
from tracker.accounts.queries import on_the_day
from tracker.duties import Duty
from tracker.extensions import db
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.queries import above
from tracker.mentoring.states import Side, State
from tracker.pairings.models import Pairing
from tracker.permissions import Role
from tracker.releases import waiting
from tracker.releases.models import LocalYes
from tracker.workbench.pool_queries import TAKEN, in_pool, places_of
from tracker.workbench.queries import Line

FULL = "the leader has no place left"
BUSY = "has a leader approved or live already"
GONE = "one of the two is not in the pool any more"
LOADED = (
    *Pairing.loaded_with,
    joinedload(Pairing.leader_enrolment).joinedload(Enrolment.organisation),
    joinedload(Pairing.mentee_enrolment).joinedload(Enrolment.organisation),
)


@dataclass
class Room:
    """Who can still be approved: places left by leader, mentees with somebody, and who is here."""

    places: Counter[int]
    busy: set[int]
    here: set[tuple[int, str]]

    def why_not(self, line: Line) -> str:
        leader, mentee = line.suggestion.leader_id, line.suggestion.mentee_id
        if not {(leader, Side.LEADER.value), (mentee, Side.MENTEE.value)} <= self.here:
            return GONE
        if mentee in self.busy:
            return f"{line.mentee.person.name} {BUSY}"
        return FULL if self.places[leader] < 1 else ""

    def take(self, line: Line) -> None:
        self.places[line.suggestion.leader_id] -= 1
        self.busy.add(line.suggestion.mentee_id)


def room_in(programme_id: int, today: date) -> Room:
    places, busy = places_of(programme_id), set[int]()
    rows = db.session.execute(
        select(Pairing.leader_id, Pairing.mentee_id).where(
            Pairing.programme_id == programme_id, Pairing.state.in_([*TAKEN])
        )
    )
    for leader, mentee in rows:
        places[leader] -= 1
        busy |= {mentee} if mentee else set()
    here = db.session.execute(
        select(Enrolment.person_id, Enrolment.side).where(in_pool(programme_id, today))
    )
    return Room(places, busy, {(row[0], row[1]) for row in here})


def approved(programme_id: int, ids: Collection[int]) -> list[Pairing]:
    """Those of the pairings that wait to be released, the oldest first."""
    return list(
        db.session.scalars(
            select(Pairing)
            .where(
                Pairing.id.in_(ids),
                Pairing.programme_id == programme_id,
                Pairing.state == State.APPROVED,
            )
            .options(*Pairing.loaded_with)
            .order_by(Pairing.id)
        )
    )


def yeses_of(pairing_ids: Collection[int]) -> dict[int, set[int]]:
    """The organisations whose co-ordinator has nothing against each pairing."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = db.session.execute(
        select(LocalYes.pairing_id, LocalYes.organisation_id).where(
            LocalYes.pairing_id.in_(pairing_ids)
        )
    )
    for pairing_id, organisation_id in rows:
        found[pairing_id].add(organisation_id)
    return found


def said_yes(organisation: Any) -> Any:
    return exists().where(
        LocalYes.pairing_id == Pairing.id, LocalYes.organisation_id == organisation
    )


def is_unsaid_at(places: Collection[int]) -> Any:
    """Whether one of the two works at one of these places, for which nobody has said yes."""
    homes = Pairing.leader_organisation_id, Pairing.mentee_organisation_id
    return or_(*(home.in_(places) & ~said_yes(home) for home in homes))


def is_ready(programme: Programme, today: date) -> Any:
    """The same as `waiting.is_ready`, asked of the database."""
    until = waiting.approved_until(programme.objection_working_days, today)
    both = said_yes(Pairing.leader_organisation_id) & said_yes(Pairing.mentee_organisation_id)
    return or_(Pairing.approved_on <= until, both)


def to_release(programme: Programme, shown: str, today: date) -> Select:
    """Approved pairs of a programme: "ready", "waiting" or all."""
    query = (
        select(Pairing)
        .where(Pairing.programme_id == programme.id, Pairing.state == State.APPROVED)
        .options(*LOADED)
    )
    ready = is_ready(programme, today)
    if shown == "ready":
        return query.where(ready)
    return query.where(~ready) if shown == "waiting" else query


def counts(programme: Programme, today: date) -> dict[str, int]:
    ready = is_ready(programme, today)
    row = db.session.execute(
        select(func.count(), func.count().filter(ready)).where(
            Pairing.programme_id == programme.id, Pairing.state == State.APPROVED
        )
    ).one()
    return {"": row[0], "ready": row[1], "waiting": row[0] - row[1]}


def ready_ids(programme: Programme, most: int, today: date) -> list[int]:
    query = to_release(programme, "ready", today).order_by(Pairing.id).limit(most)
    return [pairing.id for pairing in db.session.scalars(query)]


def to_look_at(organisation_ids: Collection[int], person_id: int) -> Select:
    """Approved pairs in which somebody of these organisations is, with both enrolments. Nobody
    learns here that they are in one themselves."""
    return (
        select(Pairing)
        .where(
            Pairing.state == State.APPROVED,
            Pairing.leader_id != person_id,
            Pairing.mentee_id != person_id,
            or_(
                Pairing.leader_organisation_id.in_(organisation_ids),
                Pairing.mentee_organisation_id.in_(organisation_ids),
            ),
        )
        .options(*LOADED)
    )


def with_both(pairing: Pairing) -> Pairing:
    """The pairing with the two enrolments that it joins."""
    return db.session.scalars(
        select(Pairing)
        .where(Pairing.id == pairing.id)
        .options(*LOADED)
        .execution_options(populate_existing=True)
    ).one()


def local_co_ordinators(organisation_ids: Collection[int], on: date) -> set[int]:
    """Whoever co-ordinates just there, and not by a role above it."""
    return set(
        db.session.scalars(
            select(Grant.person_id)
            .join(Person, Person.id == Grant.person_id)
            .where(
                Grant.organisation_id.in_(organisation_ids),
                Grant.role == Role.LEADERSHIP_CENTRE,
                on_the_day(Grant, on),
                Person.active,
            )
        )
    )


def topmost(place: int, places: Collection[int], on: date) -> int:
    """The furthest up of these places that this one answers to: its list has all pairs of theirs,
    not only those of the place."""
    return [up for up in above([place], on)[place] if up in places][-1]


def duties_of(standing: Any, today: date) -> list[Duty]:
    """Pairs that a local co-ordinator may still object to; the Centre itself owes no look."""
    places = {id_ for id_, roles in standing.roles.items() if Role.LEADERSHIP_CENTRE in roles}
    if not places or standing.person_id is None:
        return []
    rows = db.session.execute(
        select(Pairing, Programme.objection_working_days)
        .join(Programme, Programme.id == Pairing.programme_id)
        .where(
            Pairing.state == State.APPROVED,
            Pairing.organisation_id.not_in(places),
            Pairing.leader_id != standing.person_id,
            Pairing.mentee_id != standing.person_id,
            is_unsaid_at(places),
        )
    ).all()
    if not rows:
        return []
    due = min(waiting.last_day(pairing.approved_on or today, days) for pairing, days in rows)
    where = next(
        place
        for place in (rows[0][0].leader_organisation_id, rows[0][0].mentee_organisation_id)
        if place is not None and place in places
    )
    pairs = "a pair" if len(rows) == 1 else f"{len(rows)} pairs"
    return [
        Duty(
            kind="answer",
            verb="Look at",
            thing=f"{pairs} before they are released",
            endpoint="releases.list_objections",
            values={"organisation_id": topmost(where, places, today)},
            due=due,
        )
    ]
