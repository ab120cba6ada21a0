"""Who has signed in, on which devices, and by which links they may."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, bindparam, exists, func, select, true

from tracker.accounts.models import Grant, Person
from tracker.accounts.queries import is_confirmed, on_the_day
from tracker.extensions import db
from tracker.organisations.models import Network, Organisation, Panel
from tracker.signing_in.models import GRACE, SignIn, SingleUseLink


@dataclass(frozen=True)
class Limits:
    """How long a sign-in lasts: without a sign of life, and at most."""

    idle: timedelta
    longest: timedelta


# Asked for every page, so it is put together once.
SIGNED_IN = (
    select(
        Person,
        SignIn.id.label("sign_in_id"),
        SignIn.seen_at,
        SignIn.proved_at,
        SignIn.second_factor,
    )
    .join(SignIn, SignIn.person_id == Person.id)
    .where(
        Person.id == bindparam("person_id"),
        Person.active,
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.seen_at > bindparam("seen_after"),
        SignIn.started_at > bindparam("started_after"),
    )
)


def person_signed_in(person_id: int, token_hash: str, now: datetime, limits: Limits):
    """The person, with what their page has to know of the sign-in, while that goes on."""
    asked = {
        "person_id": person_id,
        "token_hash": token_hash,
        "seen_after": now - limits.idle,
        "started_after": now - limits.longest,
    }
    return db.session.execute(SIGNED_IN, asked).one_or_none()


def _going_on(now: datetime, limits: Limits):
    return (
        SignIn.ended_at.is_(None),
        SignIn.seen_at > now - limits.idle,
        SignIn.started_at > now - limits.longest,
    )


def open_sign_in(token_hash: str) -> SignIn | None:
    return db.session.scalar(
        select(SignIn).where(SignIn.token_hash == token_hash, SignIn.ended_at.is_(None))
    )


def sign_ins_of(person_id: int, now: datetime, limits: Limits) -> Select:
    """The sign-ins of somebody that go on."""
    return select(SignIn).where(SignIn.person_id == person_id, *_going_on(now, limits))


def how_many(query: Select) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def own_sign_in(person_id: int, sign_in_id: int) -> SignIn | None:
    return db.session.scalar(
        select(SignIn).where(
            SignIn.id == sign_in_id, SignIn.person_id == person_id, SignIn.ended_at.is_(None)
        )
    )


def has_signed_in(person_id: int) -> bool:
    return bool(db.session.scalar(select(exists().where(SignIn.person_id == person_id))))


@dataclass(frozen=True)
class OpenLink:
    """A link that is good now, and whom it is for."""

    id: int
    purpose: str
    person_id: int
    name: str
    email: str
    organisation: str | None

    @property
    def about(self) -> Collection[str]:
        """What anyone might know of the person, and try as their password."""
        return [text for text in (self.name, self.email, self.organisation) if text]


def link_with_secret(purpose: str, token_hash: str, now: datetime) -> OpenLink | None:
    return _open_link(now, SingleUseLink.purpose == purpose, SingleUseLink.token_hash == token_hash)


def link_with_id(purpose: str, link_id: int | None, now: datetime) -> OpenLink | None:
    return _open_link(now, SingleUseLink.purpose == purpose, SingleUseLink.id == link_id)


def _open_link(now: datetime, *which) -> OpenLink | None:
    row = db.session.execute(
        select(
            SingleUseLink.id,
            SingleUseLink.purpose,
            Person.id,
            Person.name,
            Person.email,
            Organisation.name,
        )
        .join(Person, Person.id == SingleUseLink.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(*which, *good(now), Person.active)
    ).one_or_none()
    return OpenLink(*row) if row else None


def good(now: datetime):
    """What has to hold of a link that is followed, by the clock of this server."""
    return (
        SingleUseLink.token_hash.is_not(None),
        SingleUseLink.used_at.is_(None),
        SingleUseLink.withdrawn_at.is_(None),
        SingleUseLink.expires_at > now - GRACE,
    )


def known_of(person: Person) -> Collection[str]:
    """What anyone might know of a person, and try as their password."""
    organisation = db.session.scalar(
        select(Organisation.name).where(Organisation.id == person.organisation_id)
    )
    return [text for text in (person.name, person.email, organisation) if text]


def roles_of(person_id: int, on: date) -> list[tuple[str, str]]:
    """Each role that the person is given, with the name of the place it is for. Of networks and
    panels only once they are confirmed: until then it may be somebody else who looks."""
    shown = true() if is_confirmed(person_id) else Grant.organisation_id.is_not(None)
    rows = db.session.execute(
        select(Grant.role, func.coalesce(Organisation.name, Network.name, Panel.name))
        .outerjoin(Organisation, Organisation.id == Grant.organisation_id)
        .outerjoin(Network, Network.id == Grant.network_id)
        .outerjoin(Panel, Panel.id == Grant.panel_id)
        .where(Grant.person_id == person_id, on_the_day(Grant, on), shown)
        .order_by(Grant.since, Grant.id)
    )
    return [(row[0], row[1]) for row in rows]
