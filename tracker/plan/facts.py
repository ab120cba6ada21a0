"""What the acts on an action have to know first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from tracker.accounts.models import Delegation, Holding, Person, Post
from tracker.accounts.queries import holders_of, on_the_day
from tracker.extensions import db
from tracker.plan.lines import lines
from tracker.plan.models import Action, Plan
from tracker.plan.progress import (
    PHASES_AT_REST,
    WRITTEN,
    Acknowledgement,
    CheckIn,
    Evidence,
    MeasureLink,
    Milestone,
)
from tracker.plan.reviewers import Posts
from tracker.wres.models import Target


def is_there(*which) -> bool:
    return bool(db.session.scalar(select(exists().where(*which))))


def draft_by(action_id: int, person_id: int | None) -> CheckIn | None:
    """What the person is writing about the action."""
    return db.session.scalar(
        select(CheckIn).where(
            CheckIn.action_id == action_id,
            CheckIn.author_id == person_id,
            CheckIn.published_at.is_(None),
        )
    )


def draft_to_write(action_id: int, person_id: int | None) -> CheckIn | None:
    """The same, while whoever else writes about the action waits."""
    hold(action_id)
    return draft_by(action_id, person_id)


def drafts_by_delegates(action: Action, today: date) -> list[CheckIn]:
    """What those whom the owner named are writing for them, the latest first."""
    delegates = (
        select(Delegation.person_id)
        .join(Holding, Holding.id == Delegation.holding_id)
        .where(
            Holding.post_id == action.owner_post_id,
            on_the_day(Holding, today),
            on_the_day(Delegation, today),
        )
    )
    return list(
        db.session.scalars(
            select(CheckIn)
            .where(
                CheckIn.action_id == action.id,
                CheckIn.published_at.is_(None),
                CheckIn.author_id.in_(delegates),
            )
            .order_by(CheckIn.id.desc())
        )
    )


def last_check_in(action_id: int) -> CheckIn | None:
    return db.session.scalar(
        select(CheckIn)
        .where(CheckIn.action_id == action_id, CheckIn.published_at.is_not(None))
        .order_by(CheckIn.published_at.desc(), CheckIn.id.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class Begun:
    """What the form of a check-in opens with, and whose words these are if not one's own."""

    answers: dict[str, Any]
    drafted_by: str = ""


def words_to_begin_with(action: Action, person_id: int, is_owner: bool, today: date) -> Begun:
    """One's own draft; else what a delegate drafted for the owner; else the stage last said."""
    own = draft_by(action.id, person_id)
    if own:
        return Begun(_words_of(own) | {"version": own.version})
    for draft in drafts_by_delegates(action, today) if is_owner else []:
        name = db.session.scalar(select(Person.name).where(Person.id == draft.author_id))
        return Begun(_words_of(draft) | {"version": 0}, name or "")
    last = last_check_in(action.id)
    return Begun({"version": 0, "phase": last.phase if last else "not started"})


def _words_of(draft: CheckIn) -> dict[str, Any]:
    return {column: getattr(draft, column) for column in WRITTEN}


def published_check_in(action_id: int, check_in_id: int) -> CheckIn | None:
    return db.session.scalar(
        select(CheckIn).where(
            CheckIn.id == check_in_id,
            CheckIn.action_id == action_id,
            CheckIn.published_at.is_not(None),
        )
    )


def is_reviewed(check_in: CheckIn) -> bool:
    return is_there(Acknowledgement.check_in_id == check_in.id)


def milestone(action_id: int, milestone_id: int) -> Milestone | None:
    return db.session.scalar(
        select(Milestone).where(Milestone.id == milestone_id, Milestone.action_id == action_id)
    )


def has_milestone(action_id: int, title: str) -> bool:
    same = func.lower(Milestone.title) == title.lower()
    return is_there(Milestone.action_id == action_id, same)


def unfinished_milestones(action_id: int) -> list[str]:
    return _titles(Milestone.action_id == action_id, Milestone.done_on.is_(None))


def milestones_without_evidence(action_id: int) -> list[str]:
    """Those that ask for evidence and have none."""
    proved = exists().where(Evidence.milestone_id == Milestone.id)
    return _titles(Milestone.action_id == action_id, Milestone.evidence_required, ~proved)


def _titles(*which) -> list[str]:
    return list(db.session.scalars(select(Milestone.title).where(*which).order_by(Milestone.due)))


def has_evidence(milestone: Milestone) -> bool:
    return is_there(Evidence.milestone_id == milestone.id)


def has_same_evidence(evidence: Evidence) -> bool:
    return is_there(
        Evidence.action_id == evidence.action_id,
        Evidence.stance == evidence.stance,
        Evidence.title == evidence.title,
        Evidence.text == evidence.text,
        Evidence.link == evidence.link,
    )


def measure_link(action_id: int, link_id: int) -> MeasureLink | None:
    return db.session.scalar(
        select(MeasureLink).where(MeasureLink.id == link_id, MeasureLink.action_id == action_id)
    )


def has_same_link(link: MeasureLink) -> bool:
    same_target = MeasureLink.target_id == link.target_id
    return is_there(
        MeasureLink.action_id == link.action_id,
        MeasureLink.indicator == link.indicator,
        same_target if link.target_id else MeasureLink.target_id.is_(None),
        MeasureLink.ended_on.is_(None),
    )


def has_target(organisation_id: int, target_id: int) -> bool:
    return is_there(
        Target.id == target_id,
        Target.organisation_id == organisation_id,
        Target.withdrawn_on.is_(None),
    )


def posts_of(organisation_id: int, today: date) -> Posts:
    """Who holds the organisation's posts on a day, and which post each answers to. One question."""
    rows = db.session.execute(
        select(Post.id, Post.line_post_id, Holding.person_id)
        .outerjoin(Holding, and_(Holding.post_id == Post.id, on_the_day(Holding, today)))
        .where(Post.organisation_id == organisation_id, Post.closed_on.is_(None))
    ).all()
    holders: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.person_id:
            holders[row.id].add(row.person_id)
    return Posts(
        {post: frozenset(people) for post, people in holders.items()},
        {row.id: row.line_post_id for row in rows},
    )


def post_choices(action: Action, today: date) -> list[tuple[int, str]]:
    """The open posts of the action's organisation, and those it has, with whoever holds each."""
    is_open = and_(Post.organisation_id == action.organisation_id, Post.closed_on.is_(None))
    kept = Post.id.in_([id_ for id_ in (action.owner_post_id, action.reviewer_post_id) if id_])
    posts = db.session.execute(
        select(Post.id, Post.title).where(or_(is_open, kept)).order_by(Post.title, Post.id)
    ).all()
    holders = holders_of([post.id for post in posts], today)
    return [(post.id, f"{post.title}, {holders.get(post.id, 'vacant')}") for post in posts]


def work_of_post(post_id: int, today: date) -> list[str]:
    """What a post still has to do in plans that are not closed: "owns 3 open actions"."""
    theirs = or_(Action.owner_post_id == post_id, Action.reviewer_post_id == post_id)
    found = lines(and_(Plan.state != "closed", theirs), today)
    still = [line.owner.post_id for line in found if line.phase not in PHASES_AT_REST]
    sponsored = select(func.count(Plan.id)).where(
        Plan.sponsor_post_id == post_id, Plan.state != "closed"
    )
    counted = (
        ("owns", still.count(post_id), "open action"),
        ("reviews", len(still) - still.count(post_id), "open action"),
        ("sponsors", db.session.scalar(sponsored) or 0, "plan"),
    )
    return [f"{does} {n} {what}{'s' if n > 1 else ''}" for does, n, what in counted if n]


def post_titles(post_ids: Iterable[int | None]) -> dict[int | None, str]:
    found = db.session.execute(select(Post.id, Post.title).where(Post.id.in_(list(post_ids))))
    return {row.id: row.title for row in found}


def hold(action_id: int) -> None:
    """Whoever else writes about the action waits until this act is done."""
    db.session.execute(select(Action.id).where(Action.id == action_id).with_for_update())
