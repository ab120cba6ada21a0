"""Who somebody is, what they hold, and what they may do."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import aliased

from tracker.accounts.models import Delegation, Grant, Holding, Person, Post
from tracker.extensions import db
from tracker.organisations.models import Network, Organisation, Panel
from tracker.permissions import Role


def on_the_day(row, on: date | BindParameter[date]):
    """Holdings, grants and delegations that count on a day."""
    return and_(row.since <= on, or_(row.until.is_(None), row.until >= on))


def person_with_email(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def addressee_of(person_id: int, on: date) -> tuple[str, str] | None:
    """The name and address to write to, while the person is there to be written to."""
    row = db.session.execute(
        select(Person.name, Person.email).where(
            Person.id == person_id,
            Person.active,
            Person.erased_on.is_(None),
            or_(Person.left_on.is_(None), Person.left_on > on),
        )
    ).one_or_none()
    return (row.name, row.email) if row else None


def is_confirmed(person_id: int) -> bool:
    """Whether somebody has confirmed the person since an administrator reset their sign-in."""
    person = db.session.get(Person, person_id)
    return person is not None and person.unconfirmed_since is None


def is_vacant(on: date | BindParameter[date]):
    """Whether nobody holds a post on a day."""
    return ~(select(Holding.id).where(Holding.post_id == Post.id, on_the_day(Holding, on)).exists())


def holders_of(posts: Iterable[int], on: date) -> dict[int, str]:
    """Post -> the name of whoever holds it on the day; the acting holder where there are two."""
    holders = (
        select(Holding.post_id, Person.name)
        .join(Person)
        .where(Holding.post_id.in_(list(posts)), on_the_day(Holding, on))
        .order_by(Holding.acting, Holding.since)
    )
    return {row.post_id: row.name for row in db.session.execute(holders)}


def lock(thing: Post | Organisation) -> None:
    """Read a thing as it is now, and keep everybody else from changing it until this is over.

    An organisation before its posts, and a post before the one that it answers to.
    """
    columns = [column.key for column in thing.__mapper__.column_attrs]
    # Not so firmly that nobody could add to the record of the organisation meanwhile.
    db.session.refresh(thing, columns, with_for_update={"key_share": True})


def holdings_beside(post_id: int, since: date, until: date | None) -> list[tuple[Holding, str]]:
    """The post's holdings that have a day in common with these, each with its holder's name."""
    begun = [Holding.since <= until] if until else []
    rows = db.session.execute(
        select(Holding, Person.name)
        .join(Person, Person.id == Holding.person_id)
        .where(
            Holding.post_id == post_id,
            or_(Holding.until.is_(None), Holding.until >= since),
            *begun,
        )
        .order_by(Holding.since, Holding.id)
    )
    return [(row[0], row[1]) for row in rows]


def open_post_titled(organisation_id: int, title: str) -> Post | None:
    return db.session.scalar(
        select(Post)
        .where(
            Post.organisation_id == organisation_id,
            Post.closed_on.is_(None),
            func.lower(Post.title) == title.lower(),
        )
        .limit(1)
    )


def delegations_after(holding_id: int, day: date) -> list[Delegation]:
    """Who is named to draft for the holder on any later day."""
    return list(
        db.session.scalars(
            select(Delegation).where(
                Delegation.holding_id == holding_id,
                or_(Delegation.until.is_(None), Delegation.until > day),
            )
        )
    )


def delegations_to(holding_id: int, person_id: int) -> list[Delegation]:
    """Every time that the holder named this person, the last first."""
    return list(
        db.session.scalars(
            select(Delegation)
            .where(Delegation.holding_id == holding_id, Delegation.person_id == person_id)
            .order_by(Delegation.since.desc())
        )
    )


def posts_of(organisation: Organisation) -> list[Post]:
    return list(
        db.session.scalars(
            select(Post)
            .where(Post.organisation_id == organisation.id, Post.closed_on.is_(None))
            .order_by(Post.title)
        )
    )


def holders_of_line(person_id: int, on: date) -> list[tuple[int, str]]:
    """Who holds the posts that somebody's posts answer to: each person with their address."""
    mine, theirs = aliased(Holding), aliased(Holding)
    rows = db.session.execute(
        select(Person.id, Person.email)
        .join(theirs, theirs.person_id == Person.id)
        .join(Post, Post.line_post_id == theirs.post_id)
        .join(mine, mine.post_id == Post.id)
        .where(mine.person_id == person_id, on_the_day(mine, on), on_the_day(theirs, on))
        .order_by(theirs.acting, theirs.since)
    )
    return [(row[0], row[1]) for row in rows]


# Asked on everybody's home, so it is put together once.
POSTS_HELD = (
    select(Post.title, Organisation.name)
    .join(Holding, Holding.post_id == Post.id)
    .join(Organisation, Organisation.id == Post.organisation_id)
    .where(Holding.person_id == bindparam("person_id"), on_the_day(Holding, bindparam("on")))
    .order_by(Holding.since)
)


def posts_held_by(person_id: int, on: date) -> list[tuple[str, str]]:
    """The title of each post that the person holds, with its organisation's name."""
    rows = db.session.execute(POSTS_HELD, {"person_id": person_id, "on": on})
    return [(row[0], row[1]) for row in rows]


def hold_place(place: Organisation | Network | Panel) -> None:
    """Keep everybody else from changing who has which role there, until this is over."""
    db.session.refresh(place, ["id", "version"], with_for_update=True)


def grant_to_change(given: Grant) -> Grant | None:
    """A grant as it is now, its place held; None once somebody has taken it back."""
    if given.organisation_id:
        hold_place(db.session.get_one(Organisation, given.organisation_id))
    elif given.network_id:
        hold_place(db.session.get_one(Network, given.network_id))
    else:
        hold_place(db.session.get_one(Panel, given.panel_id))
    again = select(Grant).where(Grant.id == given.id)
    return db.session.scalar(again, execution_options={"populate_existing": True})


def grants_overlapping(
    person: Person,
    role: Role,
    place: Organisation | Network | Panel,
    since: date,
    until: date | None,
) -> bool:
    """Whether somebody has a role in a place on a day of these."""
    there = getattr(Grant, f"{place.__tablename__}_id") == place.id
    begun = Grant.since <= until if until else true()
    ended = and_(Grant.until.is_not(None), Grant.until < since)
    theirs = select(Grant.id).where(
        Grant.person_id == person.id, Grant.role == role, there, begun, ~ended
    )
    return db.session.scalar(theirs.limit(1)) is not None


def other_administrators(given: Grant, on: date) -> int:
    """How many administrators an organisation keeps without this one: on the day, without an
    end, and people who can sign in. True for as long as the place is held."""
    return (
        db.session.scalar(
            select(func.count(Grant.id))
            .join(Person, Person.id == Grant.person_id)
            .where(
                Grant.organisation_id == given.organisation_id,
                Grant.role == Role.ADMINISTRATOR,
                Grant.until.is_(None),
                Grant.since <= on,
                Grant.id != given.id,
                Person.active,
            )
        )
        or 0
    )
