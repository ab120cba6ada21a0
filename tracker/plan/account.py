"""The account of one action: its people, its milestones, all that was said and what bears on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import Holding, Person, Post
from tracker.extensions import db
from tracker.plan.models import Action
from tracker.plan.progress import (
    STANCES,
    Acknowledgement,
    CheckIn,
    Evidence,
    Milestone,
    MilestoneMove,
)


@dataclass(frozen=True)
class Held:
    """A person in a post, from a day to a day."""

    holder: str
    since: date
    until: date | None
    acting: bool


@dataclass(frozen=True)
class PostOf:
    """A post that an action needs, with everybody who has held it so far, in turn."""

    title: str
    holdings: Sequence[Held]

    def holder(self, today: date) -> Held | None:
        """Whoever holds it on the day; whoever acts, where there are two."""
        held = [each for each in self.holdings if each.until is None or each.until >= today]
        return max(held, key=lambda each: (each.acting, each.since), default=None)

    def words(self, today: date) -> str:
        held = self.holder(today)
        return f"{self.title} ({held.holder if held else 'vacant'})"

    def first_since(self, start: date) -> Held | None:
        """Whoever held it when the action began, or first after that."""
        return next((h for h in self.holdings if h.until is None or h.until >= start), None)


@dataclass(frozen=True)
class People:
    """Who owns an action, who helps, who reviews."""

    owner: PostOf | None
    first_owner: Held | None  # none: the first is still the owner
    helping: Sequence[str]
    reviewer: str


def people_of(action: Action, today: date) -> People:
    """One question."""
    helpers = [helper.post_id for helper in action.helpers if helper.post_id]
    bodies = sorted(helper.body.name for helper in action.helpers if helper.body)
    posts = _posts([action.owner_post_id, action.reviewer_post_id, *helpers], today)
    owner = posts.get(action.owner_post_id)
    reviewer = posts.get(action.reviewer_post_id)
    first = owner.first_since(action.start) if owner else None
    return People(
        owner=owner,
        first_owner=first if owner and first != owner.holder(today) else None,
        helping=[*sorted(posts[post_id].words(today) for post_id in helpers), *bodies],
        reviewer=reviewer.words(today) if reviewer else "",
    )


def _posts(post_ids: Sequence[int | None], today: date) -> dict[int | None, PostOf]:
    rows = db.session.execute(
        select(Post.id, Post.title, Person.name, Holding.since, Holding.until, Holding.acting)
        .outerjoin(Holding, (Holding.post_id == Post.id) & (Holding.since <= today))
        .outerjoin(Person, Person.id == Holding.person_id)
        .where(Post.id.in_([post_id for post_id in post_ids if post_id]))
        .order_by(Holding.since)
    ).all()
    return {
        row.id: PostOf(
            row.title,
            [Held(*each[2:]) for each in rows if each.id == row.id and each.since is not None],
        )
        for row in rows
    }


@dataclass(frozen=True)
class Step:
    """A milestone as it stands, with how often it was moved and why it was last."""

    id: int
    title: str
    first_due: date
    due: date
    done_on: date | None
    evidence_required: bool
    moves: int
    last_reason: str

    @property
    def days_moved(self) -> int:
        """How much later it is due than first promised; below nought when it is sooner."""
        return (self.due - self.first_due).days


def milestones_of(action_id: int) -> list[Step]:
    """One question."""
    order = func.row_number().over(
        partition_by=MilestoneMove.milestone_id, order_by=MilestoneMove.id.desc()
    )
    moves = func.count().over(partition_by=MilestoneMove.milestone_id)
    moved = select(
        MilestoneMove.milestone_id,
        MilestoneMove.reason,
        order.label("place"),
        moves.label("moves"),
    ).subquery()
    rows = db.session.execute(
        select(
            Milestone.id,
            Milestone.title,
            Milestone.first_due,
            Milestone.due,
            Milestone.done_on,
            Milestone.evidence_required,
            func.coalesce(moved.c.moves, 0),
            func.coalesce(moved.c.reason, ""),
        )
        .outerjoin(moved, (moved.c.milestone_id == Milestone.id) & (moved.c.place == 1))
        .where(Milestone.action_id == action_id)
        .order_by(Milestone.first_due, Milestone.id)
    )
    return [Step(*row) for row in rows]


@dataclass(frozen=True)
class Said:
    """A published check-in, how long it stood, and what the reviewer said of it."""

    id: int
    on: date
    author_id: int
    author: str
    on_behalf: bool
    phase: str
    said: str
    confidence: int
    done: str
    changed: str
    learned: str
    help_needed: str
    figures_then: Sequence[Mapping[str, Any]]
    reviewed_on: date | None
    reviewer: str | None
    accepted: bool | None
    reviewers_words: str | None
    stood_until: date | None  # none: it stands


def check_ins_of(action_id: int) -> list[Said]:
    """Everything that was published, the latest first. One question."""
    reviewer = aliased(Person)
    rows: Sequence[Any] = db.session.execute(
        select(
            CheckIn.id,
            CheckIn.published_on,
            CheckIn.author_id,
            Person.name,
            CheckIn.on_behalf,
            CheckIn.phase,
            CheckIn.said,
            CheckIn.confidence,
            CheckIn.done,
            CheckIn.changed,
            CheckIn.learned,
            CheckIn.help_needed,
            CheckIn.figures_then,
            Acknowledgement.on,
            reviewer.name,
            Acknowledgement.accepted,
            Acknowledgement.words,
        )
        .join(Person, Person.id == CheckIn.author_id)
        .outerjoin(Acknowledgement, Acknowledgement.check_in_id == CheckIn.id)
        .outerjoin(reviewer, reviewer.id == Acknowledgement.by_id)
        .where(CheckIn.action_id == action_id, CheckIn.published_at.is_not(None))
        .order_by(CheckIn.published_at.desc(), CheckIn.id.desc())
    ).all()
    ends = [None, *(row.published_on for row in rows)]
    return [Said(*(*row, end)) for row, end in zip(rows, ends, strict=False)]


@dataclass(frozen=True)
class HandedOver:
    """The owner's post passed from one person to the next."""

    on: date
    words: str


def hand_overs(owner: PostOf | None, start: date, today: date) -> list[HandedOver]:
    """Every change of hands since the action began."""
    if owner is None:
        return []
    events = [
        HandedOver(later.since, _handed(earlier, later))
        for earlier, later in pairwise(owner.holdings)
    ]
    last = owner.holdings[-1] if owner.holdings else None
    if last and last.until and last.until < today:
        gone = last.until + timedelta(days=1)
        events.append(HandedOver(gone, f"{last.holder} left. The post is vacant."))
    return [event for event in events if event.on > start]


def _handed(earlier: Held, later: Held) -> str:
    verb = "began to act for" if later.acting else "took over from"
    return f"{later.holder} {verb} {earlier.holder}."


def timeline(said: Sequence[Said], handed: Sequence[HandedOver]) -> list[Said | HandedOver]:
    """What was said and who took over, the latest first."""
    return sorted([*said, *handed], key=lambda each: each.on, reverse=True)


@dataclass(frozen=True)
class Piece:
    """One piece of evidence. Whoever brought it is known by their capacity alone."""

    stance: str
    kind: str
    title: str
    text: str
    link: str
    added_on: date
    capacity: str
    milestone: str | None


def evidence_of(action_id: int) -> list[Piece]:
    """What contradicts first, then what supports; the latest first among these."""
    rows = db.session.execute(
        select(
            Evidence.stance,
            Evidence.kind,
            Evidence.title,
            Evidence.text,
            Evidence.link,
            Evidence.added_on,
            Evidence.capacity,
            Milestone.title,
        )
        .outerjoin(Milestone, Milestone.id == Evidence.milestone_id)
        .where(Evidence.action_id == action_id)
        .order_by(Evidence.added_on.desc(), Evidence.id.desc())
    )
    return sorted((Piece(*row) for row in rows), key=lambda piece: STANCES.index(piece.stance))
