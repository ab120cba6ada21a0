"""Who belongs to a network or a panel, for those who look after it and for nobody else.

Somebody belongs while they have a grant there that has not ended. An officer of a network has a
grant as such, beside or instead of a member's.
"""

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from tracker.accounts.models import Grant, Person
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.organisations.models import Network, Panel
from tracker.organisations.queries import with_words
from tracker.permissions import Role

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
