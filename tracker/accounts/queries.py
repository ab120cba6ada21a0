"""Who somebody is, what they hold, and what they may do."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import and_, func, or_, select, true
from sqlalchemy.orm import aliased

from tracker.accounts.models import Delegation, Grant, Holding, Person, Post
from tracker.extensions import db
from tracker.organisations.models import Kind, Network, Organisation, Panel
from tracker.organisations.queries import below, covered_by_networks, covered_by_panels
from tracker.permissions import Role, Standing


def on_the_day(row, on: date):
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


def standing_of(person_id: int | None, on: date) -> Standing:
    """Everything that the rules ask about a person, as at a day.

    Until somebody confirmed them after a reset it may be another who looks, so networks and
    panels, and whatever follows from them, are no part of it.
    """
    if person_id is None:
        return Standing()
    confirmed = is_confirmed(person_id)
    shown = true() if confirmed else Grant.organisation_id.is_not(None)
    grants = db.session.scalars(
        select(Grant).where(Grant.person_id == person_id, on_the_day(Grant, on), shown)
    ).all()
    held = dict(
        db.session.execute(
            select(Post.id, Post.organisation_id)
            .join(Holding)
            .where(Holding.person_id == person_id, on_the_day(Holding, on))
        ).all()
    )
    networks = _roles_by_place(grants, "network_id")
    panels = _roles_by_place(grants, "panel_id")
    return Standing(
        person_id=person_id,
        roles=_roles_by_organisation(grants, held, networks, panels, on),
        posts=frozenset(held),
        delegated_posts=_posts_delegated_to(person_id, on),
        inherited_posts=vacant_posts_below(held, on),
        networks=networks,
        panels=frozenset(panels),
        boards=frozenset(
            g.organisation_id for g in grants if g.role == Role.VIEWER and g.organisation_id
        ),
        national=_national_roles(grants),
        confirmed=confirmed,
    )


def is_confirmed(person_id: int) -> bool:
    """Whether somebody has confirmed the person since an administrator reset their sign-in."""
    person = db.session.get(Person, person_id)
    return person is not None and person.unconfirmed_since is None


def _roles_by_place(grants, place):
    found: dict[int, set[Role]] = defaultdict(set)
    for grant in grants:
        if getattr(grant, place):
            found[getattr(grant, place)].add(Role(grant.role))
    return {id_: frozenset(roles) for id_, roles in found.items()}


def _roles_by_organisation(grants, held, networks, panels, on):
    """A grant counts below its organisation too; a post and a membership only where they are.

    The person's own place comes first: where they hold a post, or else have a role.
    """
    roles: dict[int, set[Role]] = defaultdict(set)
    for organisation_id in held.values():
        roles[organisation_id].add(Role.POST_HOLDER)
    given = [grant for grant in grants if grant.organisation_id]
    for grant in given:
        roles[grant.organisation_id].add(Role(grant.role))
    trees = below({grant.organisation_id for grant in given}, on) if given else {}
    for grant in given:
        for organisation_id in trees[grant.organisation_id]:
            roles[organisation_id].add(Role(grant.role))
    for network_id, organisation_id in covered_by_networks(networks):
        roles[organisation_id] |= networks[network_id]
    for panel_id, organisation_id in covered_by_panels(panels):
        roles[organisation_id] |= panels[panel_id]
    return {id_: frozenset(found) for id_, found in roles.items()}


def _national_roles(grants):
    scopes = {grant.organisation_id for grant in grants if grant.organisation_id}
    if not scopes:
        return frozenset()
    national = set(
        db.session.scalars(
            select(Organisation.id).where(
                Organisation.id.in_(scopes), Organisation.kind == Kind.NATIONAL
            )
        )
    )
    return frozenset(Role(grant.role) for grant in grants if grant.organisation_id in national)


def _posts_delegated_to(person_id, on):
    return frozenset(
        db.session.scalars(
            select(Holding.post_id)
            .join(Delegation, Delegation.holding_id == Holding.id)
            .where(
                Delegation.person_id == person_id,
                on_the_day(Delegation, on),
                on_the_day(Holding, on),
            )
        )
    )


def vacant_posts_below(posts: Collection[int], on: date) -> frozenset[int]:
    """The vacant posts whose duties come up to these: in their line, with only vacant between."""
    if not posts:
        return frozenset()
    vacant = [Post.closed_on.is_(None), is_vacant(on)]
    direct = (
        select(Post.id)
        .where(Post.line_post_id.in_(posts), *vacant)
        .cte("vacant_line", recursive=True)
    )
    line = direct.union(
        select(Post.id).join(direct, Post.line_post_id == direct.c.id).where(*vacant)
    )
    return frozenset(db.session.scalars(select(line.c.id)))


def is_vacant(on: date):
    """Whether nobody holds a post on a day."""
    return ~(select(Holding.id).where(Holding.post_id == Post.id, on_the_day(Holding, on)).exists())


def vacant_posts(posts: Iterable[int], on: date) -> frozenset[int]:
    return frozenset(
        db.session.scalars(select(Post.id).where(Post.id.in_(list(posts)), is_vacant(on)))
    )


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


def posts_held_by(person_id: int, on: date) -> list[tuple[str, str]]:
    """The title of each post that the person holds, with its organisation's name."""
    rows = db.session.execute(
        select(Post.title, Organisation.name)
        .join(Holding, Holding.post_id == Post.id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(Holding.person_id == person_id, on_the_day(Holding, on))
        .order_by(Holding.since)
    )
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
