"""Plans, the actions promised in them, and everything that is said about an action."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    column_property,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
)

from tracker.accounts.models import Person, Post
from tracker.extensions import Model, db
from tracker.organisations.models import Body, Organisation
from tracker.wres.models import Target

PHASES = ("not started", "planning", "under way", "complete", "embedded", "paused", "stopped")
WRITTEN = ("said", "confidence", "done", "changed", "phase", "learned", "help_needed")
PHASES_AT_REST = ("embedded", "stopped")  # nothing is owed any more
SAID = ("on course", "at risk", "off course")
STATES = ("draft", "consulting", "adopted", "closed")
ROLES = ("progress of this", "contributes to", "watch")
DIRECTIONS = ("raise", "lower", "toward")
STANCES = ("contradicts", "supports", "context")
EVIDENCE_KINDS = ("document", "link", "data", "survey", "minutes", "lived experience")


def one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} in ({listed})", name=column)


class BoardLook(Model):
    """A day on which the board looked at a plan."""

    __table_args__ = (UniqueConstraint("plan_id", "on_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    on: Mapped[date] = mapped_column("on_day")
    meeting: Mapped[str] = mapped_column(String(200))


class Plan(Model):
    """An organisation's plan for some years, from first draft to the next plan."""

    __table_args__ = (
        one_of("state", STATES),
        CheckConstraint("since <= until", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    template: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    since: Mapped[date]
    until: Mapped[date]
    sponsor_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    adopted_on: Mapped[date | None]
    adopted_by: Mapped[str | None] = mapped_column(String(200))
    published_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    version: Mapped[int] = mapped_column(default=1)
    looked_on: Mapped[date | None] = column_property(
        select(func.max(BoardLook.on)).where(BoardLook.plan_id == id).scalar_subquery()
    )

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    sponsor: Mapped[Post | None] = relationship(lazy="raise")
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    def __repr__(self) -> str:
        return f"<Plan {self.id}: {self.title}>"

    @property
    def plan_state(self) -> str:
        """What the rules ask of a plan and of its actions alike."""
        return self.state

    @property
    def is_published(self) -> bool:
        return self.published_on is not None


class HistoricOwner(Model):
    """Whom the template named as an owner, and which post or body here does this now."""

    __table_args__ = (UniqueConstraint("plan_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    name: Mapped[str] = mapped_column(String(200))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)


class Action(Model):
    """What an organisation promises under one of the template's points."""

    __table_args__ = (
        UniqueConstraint("plan_id", "reference"),
        CheckConstraint("owner_post_id <> reviewer_post_id", name="owner_and_reviewer_differ"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    position: Mapped[int]  # the order in the plan: the point, then as added
    point: Mapped[str | None] = mapped_column(String(10))  # none: a local action
    reference: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    promise: Mapped[str] = mapped_column(Text, default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    why_it_should_work: Mapped[str] = mapped_column(Text, default="")
    success: Mapped[str] = mapped_column(Text, default="")
    also_held_in: Mapped[str] = mapped_column(String(300), default="")
    resources_promised: Mapped[str] = mapped_column(String(300), default="")
    resources_spent: Mapped[str] = mapped_column(String(300), default="")
    theory_tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    named_in_template: Mapped[str] = mapped_column(String(400), default="")
    owner_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    reviewer_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    start: Mapped[date]
    due: Mapped[date | None]  # none: ongoing
    due_words: Mapped[str] = mapped_column(String(40), default="")  # a period, '2026/27'
    check_in_days: Mapped[int] = mapped_column(default=90)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    version: Mapped[int] = mapped_column(default=1)

    plan: Mapped[Plan] = relationship(lazy="raise")
    owner: Mapped[Post | None] = relationship(foreign_keys=[owner_post_id], lazy="raise")
    reviewer: Mapped[Post | None] = relationship(foreign_keys=[reviewer_post_id], lazy="raise")
    helpers: Mapped[list["ActionHelper"]] = relationship(lazy="raise")
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    def __repr__(self) -> str:
        return f"<Action {self.id}: {self.reference} {self.title}>"

    @property
    def helper_post_ids(self) -> frozenset[int]:
        return frozenset(helper.post_id for helper in self.helpers if helper.post_id)

    @property
    def owner_line_post_id(self) -> int | None:
        return self.owner.line_post_id if self.owner else None

    @property
    def plan_state(self) -> str:
        return self.plan.state

    @property
    def is_published(self) -> bool:
        return self.plan.is_published

    @property
    def closed_because(self) -> str:
        """Why nothing about it may change any more; empty while it may."""
        if self.merged_into_id:
            return "This action is part of another one now"
        return "The plan is closed" if self.plan_state == "closed" else ""

    @property
    def not_live_because(self) -> str:
        """Why nothing is owed on it; empty once its plan is adopted."""
        waiting = self.plan_state in ("draft", "consulting")
        return "The plan is not adopted yet" if waiting else self.closed_because


class ActionHelper(Model):
    """A post or a body that helps with an action."""

    __table_args__ = (
        UniqueConstraint("action_id", "post_id"),
        UniqueConstraint("action_id", "body_id"),
        CheckConstraint("(post_id is null) <> (body_id is null)", name="post_or_body"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)

    post: Mapped[Post | None] = relationship(lazy="raise")
    body: Mapped[Body | None] = relationship(lazy="raise")


class ActionChange(Model):
    """A change of an action's due date, owner or stage after adoption, and why."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    field: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(120))
    after: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(1000))


class Milestone(Model):
    """A step of an action. The day it was first due never changes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    first_due: Mapped[date]
    due: Mapped[date]
    done_on: Mapped[date | None]
    evidence_required: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    action: Mapped[Action] = relationship(lazy="raise")
    moves: Mapped[list["MilestoneMove"]] = relationship(lazy="raise", order_by="MilestoneMove.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name


class MilestoneMove(Model):
    """A milestone put off or brought forward, and why."""

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    before: Mapped[date]
    after: Mapped[date]
    reason: Mapped[str] = mapped_column(String(1000))


class CheckIn(Model):
    """What the owner says of an action on a day. A draft is its author's; published, it stays."""

    __table_args__ = (
        one_of("said", SAID),
        one_of("phase", PHASES),
        CheckConstraint("confidence between 1 and 5", name="confidence"),
        Index("ix_check_in_action_published", "action_id", "published_on"),
        Index(
            "uq_check_in_one_draft",
            "action_id",
            "author_id",
            unique=True,
            sqlite_where=db.text("published_at is null"),
            postgresql_where=db.text("published_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    on_behalf: Mapped[bool] = mapped_column(default=False)
    phase: Mapped[str | None] = mapped_column(String(12))
    said: Mapped[str | None] = mapped_column(String(12))
    confidence: Mapped[int | None]
    done: Mapped[str] = mapped_column(Text, default="")
    changed: Mapped[str] = mapped_column(Text, default="")
    learned: Mapped[str] = mapped_column(Text, default="")
    help_needed: Mapped[str] = mapped_column(Text, default="")
    figures_then: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    published_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    action: Mapped[Action] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise")
    acknowledgement: Mapped["Acknowledgement | None"] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name


class Acknowledgement(Model):
    """The reviewer's word on a published check-in, a record of its own."""

    id: Mapped[int] = mapped_column(primary_key=True)
    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_in.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    on: Mapped[date] = mapped_column("on_day")
    accepted: Mapped[bool]
    words: Mapped[str] = mapped_column(Text, default="")

    by: Mapped[Person] = relationship(lazy="raise")


class Evidence(Model):
    """Something that bears on an action. It may contradict a good figure."""

    __table_args__ = (one_of("kind", EVIDENCE_KINDS), one_of("stance", STANCES))

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    stance: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    consent: Mapped[bool] = mapped_column(default=False)
    added_on: Mapped[date]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[str] = mapped_column(String(60), default="")


class MeasureLink(Model):
    """How an action and a figure belong together. Only 'progress of this' feeds what data say."""

    __table_args__ = (
        one_of("role", ROLES),
        one_of("expected", DIRECTIONS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"), index=True)
    standard: Mapped[str] = mapped_column(String(20), default="WRES")
    indicator: Mapped[str] = mapped_column(String(10))
    role: Mapped[str] = mapped_column(String(20))
    expected: Mapped[str] = mapped_column(String(10))
    assumption: Mapped[str] = mapped_column(String(1000), default="")
    lag_months: Mapped[int] = mapped_column(default=0)
    ended_on: Mapped[date | None]

    target: Mapped[Target | None] = relationship(lazy="raise")


# Whose a plan is, and what permissions read of an action, are loaded with it.
Plan.loaded_with = (joinedload(Plan.organisation),)
Action.loaded_with = (
    joinedload(Action.plan).joinedload(Plan.organisation),
    joinedload(Action.owner),
    selectinload(Action.helpers).joinedload(ActionHelper.body),
)
