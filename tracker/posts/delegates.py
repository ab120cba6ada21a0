"""Who drafts for whom, and who could."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from tracker.accounts.models import Delegation, Grant, Holding, Person, Post
from tracker.accounts.queries import on_the_day, person_with_email
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.organisations.queries import below, line_above


@dataclass(frozen=True)
class Drafting:
    """Somebody who drafts for the holder of a post."""

    delegation_id: int
    holding_id: int
    delegate: str
    since: date
    post: str
    place: str
    holder: str


def delegations(which: ColumnElement[bool], today: date) -> list[Drafting]:
    """Who drafts for whom today, as far as `which` picks them."""
    delegate, holder = Person.__table__.alias("delegate"), Person.__table__.alias("holder")
    rows = db.session.execute(
        select(
            Delegation.id,
            Delegation.holding_id,
            delegate.c.name,
            Delegation.since,
            Post.title,
            Organisation.name,
            holder.c.name,
        )
        .join(Holding, Holding.id == Delegation.holding_id)
        .join(Post, Post.id == Holding.post_id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .join(delegate, delegate.c.id == Delegation.person_id)
        .join(holder, holder.c.id == Holding.person_id)
        .where(which, on_the_day(Delegation, today), on_the_day(Holding, today))
        .order_by(Post.title, Delegation.since, Delegation.id)
    )
    return [Drafting(*row) for row in rows]


def delegation(delegation_id: int, which: ColumnElement[bool]) -> Delegation | None:
    """One of those that `which` picks, ended or not."""
    return db.session.scalar(
        select(Delegation)
        .join(Holding, Holding.id == Delegation.holding_id)
        .join(Post, Post.id == Holding.post_id)
        .where(Delegation.id == delegation_id, which)
    )


def held_by(person_id: int, today: date) -> list[Holding]:
    """The posts that a person holds today, each with its organisation."""
    return list(
        db.session.scalars(
            select(Holding)
            .where(Holding.person_id == person_id, on_the_day(Holding, today))
            .options(*Holding.loaded_with)
            .order_by(Holding.since, Holding.id)
        )
    )


def colleague(email: str, organisation: Organisation, today: date) -> Person | None:
    """Whoever has this address, if they have a post, a role or their account hereabouts.

    Hereabouts is in the organisation, above it or below it. Who belongs to a network is not asked:
    an answer would tell.
    """
    person = person_with_email(email)
    if person is None or not person.active:
        return None
    near = {each.id for each in line_above(organisation, today)}
    near |= below([organisation.id], today)[organisation.id]
    roles = select(Grant.organisation_id).where(
        Grant.person_id == person.id, on_the_day(Grant, today)
    )
    posts = (
        select(Post.organisation_id)
        .join(Holding)
        .where(Holding.person_id == person.id, on_the_day(Holding, today))
    )
    theirs = {person.organisation_id, *db.session.scalars(roles), *db.session.scalars(posts)}
    return person if theirs & near else None
