"""Who is looked after where, as administrators see it. Networks and panels are never asked of."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from tracker.accounts.models import Grant, Holding, Person, Post
from tracker.accounts.queries import on_the_day
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.organisations.queries import below, line_above, with_words
from tracker.permissions import Role, Standing
from tracker.signing_in.models import SignIn

# The roles that an administrator gives. A network and a panel give their own.
GIVEN = (
    Role.STAFF_MEMBER,
    Role.EQUALITY_LEAD,
    Role.ADMINISTRATOR,
    Role.LEADERSHIP_CENTRE,
    Role.VIEWER,
)
IN, INVITED, RESET, LEFT, ELSEWHERE = "in", "invited", "reset", "left", "elsewhere"
TIMES = ("now", "to come", "ended")
STATES = (IN, INVITED, RESET, LEFT, ELSEWHERE)


def administered(standing: Standing) -> frozenset[int]:
    """The organisations of which somebody is an administrator, by a role there or above."""
    return frozenset(id_ for id_, roles in standing.roles.items() if Role.ADMINISTRATOR in roles)


def scope_of(organisation: Organisation, today: date) -> set[int]:
    """An organisation and all that answers to it."""
    return below([organisation.id], today)[organisation.id]


@dataclass(frozen=True)
class Asked:
    """Which people a list is to show."""

    words: str = ""
    role: str = ""
    state: str = ""


@dataclass(frozen=True)
class Line:
    """Somebody on the list. Of those looked after elsewhere it says no more than who they are."""

    id: int
    name: str
    email: str
    organisation: str | None
    state: str

    @property
    def is_looked_after_here(self) -> bool:
        return self.state != ELSEWHERE

    @property
    def cells(self) -> tuple[str, str, str]:
        home = self.organisation if self.is_looked_after_here else None
        return self.name, self.email, home or ""


def state_among(places: Collection[int]) -> ColumnElement[str]:
    """How an account stands. Of those looked after elsewhere this is not said, and whether
    somebody confirmed them after a reset is said of nobody."""
    has_been_in = or_(
        Person.password_hash.is_not(None),
        exists().where(SignIn.person_id == Person.id),
    )
    has_been_in_since = exists().where(
        SignIn.person_id == Person.id, SignIn.started_at > Person.reset_at
    )
    return case(
        (func.coalesce(Person.organisation_id, 0).not_in(places), ELSEWHERE),
        (~Person.active, LEFT),
        (and_(Person.reset_at.is_not(None), ~has_been_in_since), RESET),
        (~has_been_in, INVITED),
        else_=IN,
    )


def people_of(places: Collection[int], asked: Asked, today: date) -> Select:
    """Everybody looked after in these places, and whoever from elsewhere has a role or post there.

    Leavers are listed when they are asked for.
    """
    state = state_among(places)
    query = (
        select(Person.id, Person.name, Person.email, Organisation.name, state)
        .select_from(Person)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(
            Person.erased_on.is_(None),
            or_(
                Person.organisation_id.in_(places),
                has_role(places, today),
                holds_post(places, today),
            ),
            *with_words(asked.words, Person.name, Person.email),
        )
    )
    if asked.role == Role.POST_HOLDER:
        query = query.where(holds_post(places, today))
    elif asked.role:
        query = query.where(has_role(places, today, asked.role))
    return query


def in_state(query: Select, places: Collection[int], state: str) -> Select:
    """Those in one state; otherwise everybody but the leavers."""
    now = state_among(places)
    return query.where(now == state if state else now != LEFT)


def count_by_state(query: Select, places: Collection[int]) -> dict[str, int]:
    state = state_among(places)
    listed = query.with_only_columns(state.label("state")).subquery()
    counted = select(listed.c.state, func.count()).group_by(listed.c.state)
    found = {row[0]: row[1] for row in db.session.execute(counted)}
    return {state: found.get(state, 0) for state in STATES}


def has_role(places: Collection[int], today: date, role: str = "") -> ColumnElement[bool]:
    return exists().where(
        Grant.person_id == Person.id,
        Grant.organisation_id.in_(places),
        on_the_day(Grant, today),
        Grant.role == role if role else true(),
    )


def holds_post(places: Collection[int], today: date) -> ColumnElement[bool]:
    return exists().where(
        Holding.person_id == Person.id,
        Holding.post_id == Post.id,
        Post.organisation_id.in_(places),
        on_the_day(Holding, today),
    )


def what_they_have(
    people: Collection[int], places: Collection[int], today: date
) -> dict[int, list[tuple[str, str]]]:
    """Person -> the posts they hold and the roles they have in these places, each with where."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    posts = (
        select(Holding.person_id, Post.title, Organisation.name)
        .join(Post, Post.id == Holding.post_id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(
            Holding.person_id.in_(people),
            Organisation.id.in_(places),
            on_the_day(Holding, today),
        )
        .order_by(Holding.since, Holding.id)
    )
    roles = (
        select(Grant.person_id, Grant.role, Organisation.name)
        .join(Organisation, Organisation.id == Grant.organisation_id)
        .where(Grant.person_id.in_(people), Organisation.id.in_(places), on_the_day(Grant, today))
        .order_by(Grant.since, Grant.id)
    )
    for query in (posts, roles):
        for person_id, what, where in db.session.execute(query):
            found[person_id].append((what, where))
    return found


@dataclass(frozen=True)
class HeldPost:
    title: str
    organisation: str
    since: date
    until: date | None
    acting: bool


@dataclass(frozen=True)
class GivenRole:
    """A role in an organisation: what, where, whose, from when to when, and who gave it."""

    id: int
    role: str
    organisation_id: int
    organisation: str
    since: date
    until: date | None
    person_id: int
    name: str
    email: str
    looked_after_by: int | None
    given_by: str | None

    def state(self, on: date) -> str:
        if self.since > on:
            return "to come"
        return "ended" if self.until and self.until < on else "now"

    def cells(self, here: Organisation) -> tuple[str | date | None, ...]:
        """For the list of an organisation, which tells no address of those given a role above."""
        email = self.email if self.organisation_id == here.id else ""
        what = (self.role, self.organisation, self.since, self.until)
        return self.name, email, *what, self.given_by


def posts_of_person(person: Person) -> list[HeldPost]:
    """Every post that somebody holds or held, the latest first."""
    rows = db.session.execute(
        select(Post.title, Organisation.name, Holding.since, Holding.until, Holding.acting)
        .join(Post, Post.id == Holding.post_id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(Holding.person_id == person.id)
        .order_by(Holding.since.desc(), Holding.id.desc())
    )
    return [HeldPost(*row) for row in rows]


def roles_given() -> Select:
    """Every role in an organisation, as a `GivenRole` has it."""
    giver = aliased(Person)
    return (
        select(
            Grant.id,
            Grant.role,
            Organisation.id,
            Organisation.name,
            Grant.since,
            Grant.until,
            Person.id,
            Person.name,
            Person.email,
            Person.organisation_id,
            giver.name,
        )
        .join(Organisation, Organisation.id == Grant.organisation_id)
        .join(Person, Person.id == Grant.person_id)
        .outerjoin(giver, giver.id == Grant.given_by_id)
    )


def roles_of_person(person: Person, places: Collection[int]) -> list[GivenRole]:
    """The roles that somebody has or had in these places, the latest first."""
    query = (
        roles_given()
        .where(Grant.person_id == person.id, Grant.organisation_id.in_(places))
        .order_by(Grant.since.desc(), Grant.id.desc())
    )
    return [GivenRole(*row) for row in db.session.execute(query)]


def roles_at(organisation: Organisation, asked: Asked, today: date) -> Select:
    """Who has which role in an organisation: given there, or above it and so counting here."""
    above = [place.id for place in line_above(organisation, today)]
    query = roles_given().where(
        Grant.organisation_id.in_([organisation.id, *above]),
        # Of what was given above, only what counts here today.
        or_(Grant.organisation_id == organisation.id, on_the_day(Grant, today)),
        *with_words(asked.words, Person.name, Person.email),
    )
    if asked.role:
        query = query.where(Grant.role == asked.role)
    now = {
        "now": on_the_day(Grant, today),
        "to come": Grant.since > today,
        "ended": Grant.until < today,
    }
    return query.where(now[asked.state or "now"])


def places_to_move_to(person: Person, scope: Collection[int]) -> list[tuple[int, str]]:
    """The other organisations of an administrator's scope, by name."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(scope), Organisation.id != person.organisation_id)
        .order_by(Organisation.name)
    )
    return [(row[0], row[1]) for row in rows]


def state_of(person: Person) -> str:
    state = state_among([person.organisation_id or 0])
    return db.session.scalar(select(state).where(Person.id == person.id)) or INVITED
