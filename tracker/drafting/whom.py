"""Whom a plan can name, and whom it names so far."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select

from tracker.accounts.models import Holding, Person, Post
from tracker.accounts.queries import on_the_day
from tracker.drafting.readiness import Named, People
from tracker.extensions import db
from tracker.organisations.models import Body
from tracker.plan.models import Action, ActionHelper, HistoricOwner


@dataclass(frozen=True)
class Choice:
    """A post, with whoever holds it, or a body that can be named in a plan."""

    name: str
    post_id: int | None = None
    body_id: int | None = None

    @property
    def key(self) -> str:
        return key_of(self.post_id, self.body_id)


def key_of(post_id: int | None, body_id: int | None) -> str:
    """How a form speaks of a post or of a body; empty for nobody."""
    if post_id:
        return f"post-{post_id}"
    return f"body-{body_id}" if body_id else ""


def named(key: str) -> Post | Body | None:
    """The post or the body that a form speaks of; None for nobody."""
    kind, _, id_ = key.partition("-")
    if kind == "post":
        return db.session.get(Post, int(id_))
    return db.session.get(Body, int(id_)) if kind == "body" else None


def choices(organisation_id: int, today: date) -> list[Choice]:
    """Whom a plan of this organisation can name: its open posts, then its open bodies.

    A post comes with whoever holds it; with whoever acts, where there are two.
    """
    held = and_(Holding.post_id == Post.id, on_the_day(Holding, today))
    posts = db.session.execute(
        select(Post.id, Post.title, Person.name)
        .outerjoin(Holding, held)
        .outerjoin(Person, Person.id == Holding.person_id)
        .where(Post.organisation_id == organisation_id, Post.closed_on.is_(None))
        .order_by(Post.title, Post.id, Holding.acting, Holding.since)
    )
    bodies = db.session.execute(
        select(Body.id, Body.name)
        .where(Body.organisation_id == organisation_id, Body.closed_on.is_(None))
        .order_by(Body.name, Body.id)
    )
    named = {id_: f"{title}, {holder or 'vacant'}" for id_, title, holder in posts}
    return [
        *(Choice(name, post_id=id_) for id_, name in named.items()),
        *(Choice(name, body_id=id_) for id_, name in bodies),
    ]


def has_body(organisation_id: int, name: str) -> bool:
    same = func.lower(Body.name) == name.lower()
    found = select(Body.id).where(Body.organisation_id == organisation_id, same)
    return db.session.scalar(found.where(Body.closed_on.is_(None)).limit(1)) is not None


@dataclass(frozen=True)
class Match:
    """A historic owner, with the key of the post or body that does this here now."""

    id: int
    name: str
    key: str

    @property
    def field(self) -> str:
        return f"owner_{self.id}"


def matches_of(plan_id: int) -> list[Match]:
    """The historic owners of a plan's template, in the order of its points."""
    return [
        Match(owner.id, owner.name, key_of(owner.post_id, owner.body_id))
        for owner in historic_owners_of(plan_id)
    ]


def historic_owners_of(plan_id: int) -> list[HistoricOwner]:
    return list(
        db.session.scalars(
            select(HistoricOwner).where(HistoricOwner.plan_id == plan_id).order_by(HistoricOwner.id)
        )
    )


def actions_with_people(plan_id: int) -> list[tuple[Action, People]]:
    """The actions that stand under a point, each with the post that owns it and all that help."""
    actions = db.session.scalars(
        select(Action).where(Action.plan_id == plan_id, Action.point.is_not(None))
    ).all()
    helpers: dict[int, set[Named]] = defaultdict(set)
    for helper in db.session.scalars(
        select(ActionHelper).join(Action).where(Action.plan_id == plan_id)
    ):
        helpers[helper.action_id].add((helper.post_id, helper.body_id))
    return [(a, People(a.owner_post_id, frozenset(helpers[a.id]))) for a in actions]


def helpers_of(action_id: int) -> list[ActionHelper]:
    return list(db.session.scalars(select(ActionHelper).where(ActionHelper.action_id == action_id)))


def helping(action_id: int) -> list[str]:
    """The keys of the posts and bodies that help with an action."""
    return [key_of(helper.post_id, helper.body_id) for helper in helpers_of(action_id)]
