"""Who waits to be confirmed since a reset, and who can say that it is them."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, or_, select

from tracker.accounts.models import Grant, Person
from tracker.accounts.queries import on_the_day
from tracker.accounts.standing import standing_of
from tracker.audit import AuditEntry
from tracker.duties import Duty
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.organisations.queries import below, line_above, with_words
from tracker.pages import LONDON
from tracker.permissions import Permission, Role, Standing, may

ASKED = "wrote to whoever can confirm"


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


def not_asked_about() -> list[Person]:
    """Whoever was reset, confirmed by now or not, and nobody was written to about it."""
    waiting = select(Person).where(Person.reset_at.is_not(None), Person.active, ~_asked())
    return list(db.session.scalars(waiting.order_by(Person.id)))


def is_asked(person: Person) -> bool:
    found = select(Person.id).where(Person.id == person.id, _asked())
    return db.session.scalar(found) is not None


def _asked() -> ColumnElement[bool]:
    return exists().where(
        AuditEntry.thing == Person.__tablename__,
        AuditEntry.thing_id == cast(Person.id, String),
        AuditEntry.did == ASKED,
        AuditEntry.at >= Person.reset_at,
    )


def who_can_confirm(person: Person, today: date) -> list[int]:
    """The officers who took somebody in before the reset, and the nearest co-ordinators.

    The co-ordinators in any case: otherwise their letters would say who belongs to no network.
    """
    if person.unconfirmed_since is None:
        return []
    db.session.refresh(person, ["network_grants"])
    officers = set(_allowed(person, _officers_of(person, today), today))
    return sorted(officers.union(_nearest_coordinators(person, today)))


def _officers_of(person: Person, today: date) -> list[int]:
    assert person.unconfirmed_since
    reset_on = person.unconfirmed_since.date()
    networks = [g.network_id for g in person.network_grants if g.since < reset_on]
    return _with_role(Role.NETWORK_OFFICER, Grant.network_id.in_(networks), today)


def _nearest_coordinators(person: Person, today: date) -> list[int]:
    """Those of the first place up the line where anybody may do it."""
    home = db.session.get(Organisation, person.organisation_id or 0)
    for place in (home, *line_above(home, today)) if home else ():
        here = _with_role(Role.LEADERSHIP_CENTRE, Grant.organisation_id == place.id, today)
        if found := _allowed(person, here, today):
            return found
    return []


def _with_role(role: Role, where: ColumnElement[bool], today: date) -> list[int]:
    theirs = select(Grant.person_id).join(Person, Person.id == Grant.person_id)
    return list(
        db.session.scalars(
            theirs.where(Grant.role == role, where, on_the_day(Grant, today), Person.active)
        )
    )


def _allowed(person: Person, candidates: Iterable[int], today: date) -> list[int]:
    """As the table of who may do what has it: no administrator of theirs, and not themselves."""
    asked = Permission.CONFIRM_AFTER_RESET
    return [id_ for id_ in candidates if may(standing_of(id_, today), asked, person)]


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
    return [id_ for id_, roles in standing.networks.items() if Role.NETWORK_OFFICER in roles]


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
            "confirming.confirm_person",
            {"person_id": id_},
            since.astimezone(LONDON).date(),
        )
        for id_, name, since in people
        if since
    ]
