"""Plans, and the actions promised in them. How an action goes is in `progress`."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
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

from tracker.accounts.models import Post
from tracker.extensions import Model
from tracker.kept import NOT_PERSONAL, PLAN_READERS, PUBLIC_TASK, WITH_THE_PLAN, Kept
from tracker.organisations.models import Body, Organisation

STATES = ("draft", "consulting", "adopted", "closed")


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


# Whose a plan is, and what permissions read of an action, are loaded with it.
Plan.loaded_with = (joinedload(Plan.organisation),)
Action.loaded_with = (
    joinedload(Action.plan).joinedload(Plan.organisation),
    joinedload(Action.owner),
    selectinload(Action.helpers).joinedload(ActionHelper.body),
)
