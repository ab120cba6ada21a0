"""How an action goes: its steps, what its owner says, what bears on it, and which figures speak."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import Person
from tracker.extensions import Model, db
from tracker.kept import (
    NOT_PERSONAL,
    PLAN_READERS,
    PUBLIC_TASK,
    SPECIAL_CATEGORY,
    WITH_THE_PLAN,
    Kept,
)
from tracker.plan.models import Action, one_of
from tracker.wres.models import Target

PHASES = ("not started", "planning", "under way", "complete", "embedded", "paused", "stopped")
WRITTEN = ("said", "confidence", "done", "changed", "phase", "learned", "help_needed")
PHASES_AT_REST = ("embedded", "stopped")  # nothing is owed any more
SAID = ("on course", "at risk", "off course")
ROLES = ("progress of this", "contributes to", "watch")
DIRECTIONS = ("raise", "lower", "toward")
STANCES = ("contradicts", "supports", "context")
EVIDENCE_KINDS = ("document", "link", "data", "survey", "minutes", "lived experience")


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
