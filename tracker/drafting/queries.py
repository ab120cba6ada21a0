"""Which plans an organisation has, what a draft says so far, and whom it may name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import Post
from tracker.drafting.readiness import Readiness
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.plan.facts import posts_of
from tracker.plan.models import Action, ActionHelper, BoardLook, Plan
from tracker.plan.progress import CheckIn, Evidence, MeasureLink, Milestone, MilestoneMove
from tracker.plan.reviewers import Posts, objection
from tracker.wres.models import Target

IN_THE_MAKING = ("draft", "consulting")
OwnerPost, ReviewerPost = aliased(Post), aliased(Post)


def hold(thing: Plan | Action | Organisation) -> None:
    """Read a thing as it is now, and keep everybody else from changing it until this is over.

    An action is held after its plan, so that no two wait for each other.
    """
    if isinstance(thing, Action):
        hold(db.session.get_one(Plan, thing.plan_id))
    columns = [column.key for column in thing.__mapper__.column_attrs]
    db.session.refresh(thing, columns, with_for_update=True)


@dataclass(frozen=True)
class PlanLine:
    """One of an organisation's plans, with what the rules ask of it."""

    id: int
    organisation_id: int
    sponsor_post_id: int | None
    title: str
    plan_state: str
    since: date
    until: date
    adopted_on: date | None
    adopted_by: str | None
    published_on: date | None
    closed_on: date | None
    replaced_by: str | None
    actions: int

    @property
    def is_published(self) -> bool:
        return self.published_on is not None


PLAN_COLUMNS = (
    Plan.id,
    Plan.organisation_id,
    Plan.sponsor_post_id,
    Plan.title,
    Plan.state.label("plan_state"),
    Plan.since,
    Plan.until,
    Plan.adopted_on,
    Plan.adopted_by,
    Plan.published_on,
    Plan.closed_on,
)


def plans_of(organisation_id: int) -> list[PlanLine]:
    """Every plan of the organisation, the newest first. One question."""
    newer = aliased(Plan)
    replaced_by = select(func.min(newer.title)).where(
        newer.supersedes_id == Plan.id, newer.adopted_on.is_not(None)
    )
    actions = select(func.count(Action.id)).where(
        Action.plan_id == Plan.id, Action.merged_into_id.is_(None)
    )
    rows = db.session.execute(
        select(
            *PLAN_COLUMNS,
            replaced_by.scalar_subquery().label("replaced_by"),
            actions.scalar_subquery().label("actions"),
        )
        .where(Plan.organisation_id == organisation_id)
        .order_by(Plan.since.desc(), Plan.id.desc())
    )
    return [PlanLine(**row._asdict()) for row in rows]


@dataclass(frozen=True)
class OwnAction:
    """An action of a draft that somebody's post is to own."""

    id: int
    reference: str
    title: str
    plan: str


def own_draft_actions(organisation_id: int, posts: Collection[int]) -> list[OwnAction]:
    """The actions of plans in the making that these posts are to own: they may fill them in."""
    if not posts:
        return []
    rows = db.session.execute(
        select(Action.id, Action.reference, Action.title, Plan.title)
        .join(Plan, Plan.id == Action.plan_id)
        .where(
            Plan.organisation_id == organisation_id,
            Plan.state.in_(IN_THE_MAKING),
            Action.owner_post_id.in_(posts),
        )
        .order_by(Plan.since.desc(), Plan.id.desc(), Action.position)
    )
    return [OwnAction(*row) for row in rows]


def plans_in_force(organisation_id: int) -> list[tuple[int, str]]:
    """The adopted plans that a new one can replace, the newest first."""
    rows = db.session.execute(
        select(Plan.id, Plan.title)
        .where(Plan.organisation_id == organisation_id, Plan.state == "adopted")
        .order_by(Plan.since.desc(), Plan.id.desc())
    )
    return [(row.id, row.title) for row in rows]


@dataclass(frozen=True)
class DraftAction:
    """An action of a plan in the making, as one line of it."""

    id: int
    reference: str
    title: str
    owner: str | None
    reviewer: str | None
    due: date | None
    due_words: str
    readiness: Readiness


def draft_actions(plan: Plan, today: date) -> list[DraftAction]:
    """The actions of a plan in the order of its points. Two questions for any number."""
    posts = posts_of(plan.organisation_id, today)
    rows = db.session.execute(_draft_rows(Action.plan_id == plan.id))
    return [_draft_action(row, posts) for row in rows]


def readiness_of(action: Action, today: date) -> Readiness:
    posts = posts_of(action.organisation_id, today)
    row = db.session.execute(_draft_rows(Action.id == action.id)).one()
    return _draft_action(row, posts).readiness


def _draft_rows(which: ColumnElement[bool]) -> Select:
    return (
        select(
            Action.id,
            Action.reference,
            Action.title,
            Action.owner_post_id,
            Action.reviewer_post_id,
            OwnerPost.title.label("owner"),
            ReviewerPost.title.label("reviewer"),
            _said(Action.promise).label("promised"),
            Action.due,
            Action.due_words,
            _said(Action.success).label("success"),
            _measures().label("measures"),
        )
        .outerjoin(OwnerPost, OwnerPost.id == Action.owner_post_id)
        .outerjoin(ReviewerPost, ReviewerPost.id == Action.reviewer_post_id)
        .where(which)
        .order_by(Action.position, Action.id)
    )


def _said(text) -> ColumnElement[bool]:
    return func.trim(text) != ""


def _measures():
    """How many figures each action is tied to."""
    links = select(func.count(MeasureLink.id)).where(
        MeasureLink.action_id == Action.id, MeasureLink.ended_on.is_(None)
    )
    return links.scalar_subquery()


def _draft_action(row, posts: Posts) -> DraftAction:
    return DraftAction(
        row.id,
        row.reference,
        row.title,
        row.owner,
        row.reviewer,
        row.due,
        row.due_words,
        Readiness(
            owned=row.owner_post_id in posts,
            reviewed=row.reviewer_post_id in posts,
            objection=objection(row.owner_post_id, row.reviewer_post_id, posts),
            promised=bool(row.promised),
            due=bool(row.due or row.due_words),
            success=bool(row.success),
            measures=row.measures,
        ),
    )


def has_draft_called(title: str, plan: Plan) -> bool:
    """Whether another plan of the organisation that is not yet adopted has this title."""
    same = select(Plan.id).where(
        Plan.organisation_id == plan.organisation_id,
        Plan.title == title,
        Plan.state.in_(IN_THE_MAKING),
        Plan.id != (plan.id or 0),
    )
    return db.session.scalar(same.limit(1)) is not None


def is_in_force(plan: Plan, organisation_id: int) -> bool:
    return plan.organisation_id == organisation_id and plan.state == "adopted"


def actions_beginning_with(plan: Plan) -> list[Action]:
    return list(
        db.session.scalars(
            select(Action).where(Action.plan_id == plan.id, Action.start == plan.since)
        )
    )


def references_of(plan_id: int) -> frozenset[str]:
    return frozenset(db.session.scalars(select(Action.reference).where(Action.plan_id == plan_id)))


def is_spoken_of(action_id: int) -> bool:
    """Whether anybody has checked in on an action or put evidence beside it."""
    return any(
        db.session.scalar(select(said.id).where(said.action_id == action_id).limit(1))
        for said in (CheckIn, Evidence)
    )


def belongings_of(action_id: int) -> list[Any]:
    """What was written of an action and goes with it, in the order in which it can go."""
    moves = select(MilestoneMove).join(Milestone).where(Milestone.action_id == action_id)
    rest = [
        select(kind).where(kind.action_id == action_id)
        for kind in (ActionHelper, MeasureLink, Milestone)
    ]
    return [thing for query in (moves, *rest) for thing in db.session.scalars(query)]


@dataclass(frozen=True)
class Measure:
    """A figure that an action is tied to, and how."""

    id: int
    indicator: str
    role: str
    due: date | None  # of its target; none: it has no target


def measures_of(action_id: int) -> list[Measure]:
    rows = db.session.execute(
        select(MeasureLink.id, MeasureLink.indicator, MeasureLink.role, Target.due)
        .outerjoin(Target, Target.id == MeasureLink.target_id)
        .where(MeasureLink.action_id == action_id, MeasureLink.ended_on.is_(None))
        .order_by(MeasureLink.indicator, MeasureLink.id)
    )
    return [Measure(*row) for row in rows]


def board_looks(plan_id: int) -> list[BoardLook]:
    """The days on which the board looked at a plan, the latest first."""
    looks = select(BoardLook).where(BoardLook.plan_id == plan_id)
    return list(db.session.scalars(looks.order_by(BoardLook.on.desc())))


def board_looked(plan_id: int, on: date) -> bool:
    looks = select(BoardLook.id).where(BoardLook.plan_id == plan_id, BoardLook.on == on)
    return db.session.scalar(looks) is not None
