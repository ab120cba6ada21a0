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
from tracker.kept import (
    NOT_PERSONAL,
    PLAN_READERS,
    PUBLIC_TASK,
    SPECIAL_CATEGORY,
    WITH_THE_PLAN,
    Kept,
)
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

    __kept__ = Kept(
        what="Days on which a board looked at a plan",
        why="A plan that its board does not look at goes nowhere",
        basis=NOT_PERSONAL,
        seen_by=PLAN_READERS,
        how_long=WITH_THE_PLAN,
        columns={"To know when and where the board looked": "plan_id on_day meeting"},
        personal_text="meeting",
        within="plan_id",
    )

    __table_args__ = (UniqueConstraint("plan_id", "on_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    on: Mapped[date] = mapped_column("on_day")
    meeting: Mapped[str] = mapped_column(String(200))


class Plan(Model):
    """An organisation's plan for some years, from first draft to the next plan."""

    __kept__ = Kept(
        what="Plans",
        why="To say what an organisation promises, for which years",
        basis=NOT_PERSONAL,
        seen_by=PLAN_READERS,
        how_long="As long as the service: it is a public body’s record of what it promised.",
        columns={
            "To know what the plan is": "organisation_id template title since until supersedes_id",
            "To know who sponsors it": "sponsor_post_id",
            "To know how far it has come": "state adopted_on adopted_by published_on closed_on",
            "To keep two changes at once apart": "version",
        },
        personal_text="adopted_by",
        known_by="title",
    )

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

    __kept__ = Kept(
        what="Owners named by a plan’s template",
        why="Half of the owners of 2004 no longer exist: this says who does it now",
        basis=NOT_PERSONAL,
        seen_by=PLAN_READERS,
        how_long=WITH_THE_PLAN,
        columns={"To know which post or group does it now": "plan_id name post_id body_id"},
        within="plan_id",
    )

    __table_args__ = (UniqueConstraint("plan_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    name: Mapped[str] = mapped_column(String(200))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)


class Action(Model):
    """What an organisation promises under one of the template's points."""

    __kept__ = Kept(
        what="Actions",
        why="To say what is promised, who answers for it and by when",
        basis=PUBLIC_TASK,
        seen_by=PLAN_READERS,
        how_long=WITH_THE_PLAN,
        columns={
            "To find it in its plan": "plan_id organisation_id position point reference"
            " merged_into_id",
            "To say what is promised and why it should work": "title promise problem"
            " why_it_should_work success also_held_in resources_promised resources_spent"
            " theory_tags",
            "To know who answers for it": "named_in_template owner_post_id reviewer_post_id",
            "To know when something is owed": "start due due_words check_in_days",
            "To keep two changes at once apart": "version",
        },
        personal_text="title promise problem why_it_should_work success also_held_in"
        " resources_promised resources_spent",
        known_by="title",
    )

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

    __kept__ = Kept(
        what="Who helps with an action",
        why="To show whose work a promise rests on",
        basis=NOT_PERSONAL,
        seen_by=PLAN_READERS,
        how_long=WITH_THE_PLAN,
        columns={"To know which post or group helps": "action_id post_id body_id"},
        within="action_id",
    )

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

    __kept__ = Kept(
        what="Changes of actions",
        why="A promise that was changed shows that it was, and why",
        basis=PUBLIC_TASK,
        seen_by=PLAN_READERS,
        how_long=WITH_THE_PLAN,
        columns={
            "To know who changed what, when": "action_id at by_id field before after",
            "To know why": "reason",
        },
        author="by_id",
        personal_text="reason",
        within="action_id",
    )

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

    __kept__ = Kept(
        what="Milestones",
        why="To see a promise kept step by step",
        basis=NOT_PERSONAL,
        seen_by=PLAN_READERS,
        how_long=WITH_THE_PLAN,
        columns={
            "To know what is due when, and what was done": "action_id title first_due due done_on"
            " evidence_required",
            "To keep two changes at once apart": "version",
        },
        personal_text="title",
        within="action_id",
        known_by="title",
    )

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

    __kept__ = Kept(
        what="Moves of milestones",
        why="A date that was moved shows that it was, and why",
        basis=PUBLIC_TASK,
        seen_by=PLAN_READERS,
        how_long=WITH_THE_PLAN,
        columns={
            "To know who moved which date, when": "milestone_id at by_id before after",
            "To know why": "reason",
        },
        author="by_id",
        personal_text="reason",
        within="milestone_id",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    before: Mapped[date]
    after: Mapped[date]
    reason: Mapped[str] = mapped_column(String(1000))


class CheckIn(Model):
    """What the owner says of an action on a day. A draft is its author's; published, it stays."""

    __kept__ = Kept(
        what="Check-ins",
        why="What the owner of an action says is a claim with a date and a name",
        basis=PUBLIC_TASK,
        seen_by="A draft: its author, and whoever may publish it. Published: whoever may see the"
        " plan",
        how_long=WITH_THE_PLAN,
        columns={
            "To know who said it of what, when": "action_id author_id on_behalf published_on"
            " published_at",
            "To show what is claimed": "phase said confidence",
            "To show what stands behind the claim": "done changed learned help_needed",
            "To show what the figures were that day": "figures_then",
            "To keep two changes at once apart": "version",
        },
        author="author_id",
        personal_text="done changed learned help_needed",
        within="action_id",
    )

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

    __kept__ = Kept(
        what="Reviewers’ answers to check-ins",
        why="So that a claim is looked at by somebody other than whoever makes it",
        basis=PUBLIC_TASK,
        seen_by=PLAN_READERS,
        how_long=WITH_THE_PLAN,
        columns={
            "To know who answered what, when": "check_in_id by_id on_day accepted",
            "To say why": "words",
        },
        author="by_id",
        personal_text="words",
        within="check_in_id",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_in.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    on: Mapped[date] = mapped_column("on_day")
    accepted: Mapped[bool]
    words: Mapped[str] = mapped_column(Text, default="")

    by: Mapped[Person] = relationship(lazy="raise")


class Evidence(Model):
    """Something that bears on an action. It may contradict a good figure."""

    __kept__ = Kept(
        what="Evidence, lived experience among it",
        why="What bears on an action stands beside the figure, also where it contradicts it",
        basis=SPECIAL_CATEGORY,
        seen_by=PLAN_READERS,
        how_long=f"{WITH_THE_PLAN} Lived experience: until consent is withdrawn.",
        columns={
            "To know what it bears on": "action_id milestone_id kind stance",
            "To show it": "title text link",
            "To keep lived experience only with leave": "consent",
            "To know who added it, when and as what": "added_on added_by_id capacity",
        },
        author="added_by_id",
        personal_text="title text link",
        within="action_id",
        known_by="title",
        special_category=True,
    )

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

    __kept__ = Kept(
        what="Which figures speak of which action",
        why="So that what the data say of an action can be worked out",
        basis=NOT_PERSONAL,
        seen_by=PLAN_READERS,
        how_long=WITH_THE_PLAN,
        columns={
            "To know which figure, and in which way": "action_id target_id standard indicator role"
            " expected lag_months ended_on",
            "To say why it should show there": "assumption",
        },
        personal_text="assumption",
        within="action_id",
    )

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
