"""An organisation's people and posts, as a list is compared with them."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import func, or_, select

from tracker.accounts.models import Holding, Person, Post
from tracker.accounts.reviewing import Node, brought_in_line
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.staff_lists.known import Known, KnownHolding, KnownPerson, KnownPost
from tracker.staff_lists.preview import Preview, look
from tracker.staff_lists.reading import Reading


def preview_of(organisation: Organisation, reading: Reading, today: date) -> Preview:
    """What a list would do as things are now. Five questions, however long it is, and those of
    whoever knows which reviewers a changed line concerns."""
    if reading.faults:
        return Preview(faults=reading.faults)
    preview = look(reading, known(organisation, reading, today))
    brought = brought_in_line(organisation.id, preview.moves, today)
    return replace(preview, in_line=tuple(brought))


def known(organisation: Organisation, reading: Reading, today: date) -> Known:
    posts = posts_here(organisation)
    here = {post.title.casefold() for post in posts}
    days = [entry.since for entry in reading.entries if entry.since]
    lines, titles = lines_from(organisation)
    return Known(
        today=today,
        people=people_at(organisation, [entry.email for entry in reading.entries]),
        posts=posts,
        titles=titles,
        lines=lines,
        holdings=holdings_since(organisation, min([today, *days])),
        titles_elsewhere=titles_elsewhere(
            {entry.line_post.casefold() for entry in reading.entries} - here, organisation
        ),
    )


def people_at(organisation: Organisation, addresses: Iterable[str]) -> dict[str, KnownPerson]:
    rows = db.session.execute(
        select(
            Person.email,
            Person.id,
            Person.name,
            func.coalesce(Person.organisation_id, 0) == organisation.id,
            Person.active,
        ).where(Person.email.in_([address for address in addresses if address]))
    )
    return {row[0]: KnownPerson(*row[1:]) for row in rows}


def posts_here(organisation: Organisation) -> list[KnownPost]:
    rows = db.session.execute(
        select(Post.id, Post.title, Post.line_post_id, Post.senior_leader)
        .where(Post.organisation_id == organisation.id, Post.closed_on.is_(None))
        .order_by(Post.id)
    )
    return [KnownPost(*row) for row in rows]


def lines_from(organisation: Organisation) -> tuple[dict[Node, Node | None], dict[Node, str]]:
    """The line post and the title of every post here, and of all that are above them anywhere."""
    line = (
        select(Post.id, Post.line_post_id, Post.title)
        .where(Post.organisation_id == organisation.id)
        .cte("line", recursive=True)
    )
    above = select(Post.id, Post.line_post_id, Post.title).join(
        line, line.c.line_post_id == Post.id
    )
    line = line.union(above)
    rows = db.session.execute(select(line.c.id, line.c.line_post_id, line.c.title)).all()
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}


def holdings_since(organisation: Organisation, day: date) -> list[KnownHolding]:
    """Every holding of a post here that lasts until a day or longer."""
    rows = db.session.execute(
        select(
            Holding.id,
            Holding.post_id,
            Holding.person_id,
            Person.name,
            Holding.since,
            Holding.until,
            Holding.acting,
        )
        .join(Post, Post.id == Holding.post_id)
        .join(Person, Person.id == Holding.person_id)
        .where(
            Post.organisation_id == organisation.id,
            or_(Holding.until.is_(None), Holding.until >= day),
        )
        .order_by(Holding.id)
    )
    return [KnownHolding(*row) for row in rows]


def titles_elsewhere(titles: Collection[str], organisation: Organisation) -> frozenset[str]:
    """Which of these titles, in lower case, a post of another organisation has."""
    lowered = func.lower(Post.title)
    return frozenset(
        db.session.scalars(
            select(lowered).where(
                lowered.in_([title for title in titles if title]),
                Post.organisation_id != organisation.id,
                Post.closed_on.is_(None),
            )
        )
    )


def posts_by_id(organisation: Organisation) -> dict[int, Post]:
    posts = select(Post).where(Post.organisation_id == organisation.id, Post.closed_on.is_(None))
    return {post.id: post for post in db.session.scalars(posts)}


def people_by_id(ids: Collection[int]) -> dict[int, Person]:
    people = db.session.scalars(select(Person).where(Person.id.in_(ids)))
    return {person.id: person for person in people}


def holdings_by_id(ids: Collection[int]) -> dict[int, Holding]:
    holdings = db.session.scalars(select(Holding).where(Holding.id.in_(ids)))
    return {holding.id: holding for holding in holdings}
