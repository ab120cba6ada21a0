"""Who belongs to a network or a panel, for those who look after it and for nobody else.

Somebody belongs while they have a grant there that has not ended. An officer of a network has a
grant as such, beside or instead of a member's.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from tracker.accounts.models import Grant, Person
from tracker.audit import AuditEntry
from tracker.duties import Duty
from tracker.extensions import db
from tracker.organisations.models import Network, Organisation, Panel
from tracker.organisations.queries import below, with_words
from tracker.pages import LONDON
from tracker.permissions import Role, Standing

Place = Network | Panel
OFFICER, MEMBER = Role.NETWORK_OFFICER, Role.NETWORK_MEMBER


def of(place: Place):
    """The grants of a network or a panel."""
    key = Grant.network_id if isinstance(place, Network) else Grant.panel_id
    return key == place.id


def members_of(place: Place, words: str = "", role: str = ""):
    """One row for each who belongs: person_id, name, email, since, officer_since, waiting."""
    officer_since = func.min(case((Grant.role == OFFICER, Grant.since)))
    query = (
        select(
            Grant.person_id,
            Person.name,
            Person.email,
            func.min(Grant.since).label("since"),
            officer_since.label("officer_since"),
            Person.unconfirmed_since.label("waiting"),
        )
        .join(Person, Person.id == Grant.person_id)
        .where(of(place), Grant.until.is_(None), *with_words(words, Person.name, Person.email))
        .group_by(Grant.person_id, Person.name, Person.email, Person.unconfirmed_since)
    )
    if role == "officer":
        query = query.having(officer_since.is_not(None))
    if role == "member":
        query = query.having(officer_since.is_(None))
    return query.subquery("member")


def member_of(place: Place, person_id: int):
    """The row of somebody who belongs, or None."""
    member = members_of(place)
    return db.session.execute(select(member).where(member.c.person_id == person_id)).first()


def grants_of(place: Place, person_id: int) -> list[Grant]:
    """What makes somebody belong, now."""
    return list(
        db.session.scalars(
            select(Grant)
            .where(of(place), Grant.person_id == person_id, Grant.until.is_(None))
            .order_by(Grant.id)
        )
    )


def others_run_it(place: Place, person_id: int) -> bool:
    """Whether somebody else with an account in use runs it: an officer, or any panel member."""
    role = OFFICER if isinstance(place, Network) else Role.PANEL_MEMBER
    others = (
        select(Grant.id)
        .join(Person, Person.id == Grant.person_id)
        .where(of(place), Grant.until.is_(None), Grant.role == role)
        .where(Grant.person_id != person_id, Person.active)
    )
    return db.session.scalar(others.limit(1)) is not None


def has_officer(network_id) -> ColumnElement[bool]:
    """Whether anybody with an account in use is an officer, asked within another question."""
    given, person = aliased(Grant), aliased(Person)
    return exists().where(
        given.network_id == network_id,
        given.role == OFFICER,
        given.until.is_(None),
        given.person_id == person.id,
        person.active,
    )


def waiting_in(place: Place) -> list[tuple[int, str]]:
    """Those who belong and whose sign-in was reset, until somebody confirms them."""
    member = members_of(place)
    rows = db.session.execute(
        select(member.c.person_id, member.c.name)
        .where(member.c.waiting.is_not(None))
        .order_by(member.c.name, member.c.person_id)
    )
    return [(row[0], row[1]) for row in rows]


def record_of(place: Place, words: str = "", did: str = "") -> Select:
    """What was done to a network or panel and to who belongs: the act, by whom, to whom.

    The words are of the name of who did it, or of whom it was done to.
    """
    whose, doer = aliased(Person), aliased(Person)
    about_grants = AuditEntry.thing == Grant.__tablename__
    about_it = and_(AuditEntry.thing == place.__tablename__, AuditEntry.thing_id == str(place.id))
    ids = select(cast(Grant.id, String)).where(of(place))
    acts = (
        select(AuditEntry, doer.name, whose.name)
        .outerjoin(Grant, and_(about_grants, cast(Grant.id, String) == AuditEntry.thing_id))
        .outerjoin(whose, whose.id == Grant.person_id)
        .outerjoin(doer, doer.id == AuditEntry.person_id)
        .where(or_(and_(about_grants, AuditEntry.thing_id.in_(ids)), about_it))
        .where(*with_words(words, doer.name, whose.name))
    )
    return acts.where(AuditEntry.did == did) if did else acts


def done_to(place: Place) -> list[str]:
    """The kinds of acts on its record, by name."""
    kinds = record_of(place).with_only_columns(AuditEntry.did).distinct()
    return sorted(db.session.scalars(kinds))


@dataclass(frozen=True)
class Own:
    """A network or a panel that somebody belongs to themselves."""

    kind: str
    id: int
    name: str
    since: date
    runs_it: bool  # an officer, or a member of a panel
    closed_on: date | None
    is_without_officer: bool  # an open network, whose members may choose one


def own(person_id: int) -> list[Own]:
    """What somebody belongs to, by name. One question for the networks, one for the panels."""
    found = []
    for kind, key, runs in (
        (Network, Grant.network_id, OFFICER),
        (Panel, Grant.panel_id, Role.PANEL_MEMBER),
    ):
        runs_it = func.max(case((Grant.role == runs, 1), else_=0))
        unled = ~has_officer(kind.id) if kind is Network else false()
        rows = db.session.execute(
            select(kind.id, kind.name, func.min(Grant.since), runs_it, kind.closed_on, unled)
            .join(Grant, key == kind.id)
            .where(Grant.person_id == person_id, Grant.until.is_(None))
            .group_by(kind.id, kind.name, kind.closed_on)
            .order_by(kind.name, kind.id)
        )
        found += [
            Own(kind.__tablename__, id_, name, since, bool(most), closed, bool(free) and not closed)
            for id_, name, since, most, closed, free in rows
        ]
    return found


def to_confirm(organisation: Organisation, today: date, words: str = "") -> Select:
    """The people of a place and all below it whose sign-in was reset and not confirmed yet."""
    places = below([organisation.id], today)[organisation.id]
    return (
        select(Person, Organisation.name)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.organisation_id.in_(places), _waits(), *with_words(words, Person.name))
    )


def _waits():
    return and_(Person.unconfirmed_since.is_not(None), Person.active)


def grants_through_which(person_id: int, standing: Standing) -> list[Grant]:
    """The grants of somebody in the networks of which this standing makes an officer."""
    return list(
        db.session.scalars(
            select(Grant)
            .where(Grant.person_id == person_id, Grant.until.is_(None))
            .where(Grant.network_id.in_(_run_by(standing)))
            .order_by(Grant.id)
        )
    )


def _run_by(standing: Standing) -> list[int]:
    return [id_ for id_, roles in standing.networks.items() if OFFICER in roles]


def duties_of(standing: Standing, today: date) -> list[Duty]:
    """Whom an officer or a co-ordinator is to confirm. Nothing is asked for anybody else."""
    networks = _run_by(standing)
    places = [id_ for id_, roles in standing.roles.items() if Role.LEADERSHIP_CENTRE in roles]
    if not standing.confirmed or not (networks or places):
        return []
    theirs = select(Grant.person_id).where(Grant.network_id.in_(networks), Grant.until.is_(None))
    people = db.session.execute(
        select(Person.id, Person.name, Person.unconfirmed_since).where(
            _waits(),
            Person.id != standing.person_id,
            or_(Person.id.in_(theirs), Person.organisation_id.in_(places)),
        )
    )
    return [
        Duty(
            "answer",
            "Confirm",
            f"{name}, whose sign-in was reset",
            "membership.confirm_person",
            {"person_id": id_},
            since.astimezone(LONDON).date(),
        )
        for id_, name, since in people
        if since
    ]
