"""Actions whose reviewer reports to their owner, because a line was changed since."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import Post
from tracker.accounts.reviewing import InLine, Moves, Node
from tracker.duties import Duty
from tracker.extensions import db
from tracker.permissions import Role, Standing
from tracker.plan.lines import lines
from tracker.plan.models import Action, Plan
from tracker.plan.progress import PHASES_AT_REST
from tracker.plan.reviewers import way_to

SAID = "The reviewer reports to the owner"


def in_line_of(organisation_id: int, moves: Moves, today: date) -> list[InLine]:
    """Those of an organisation's adopted plans, as things are and as moves would make them."""
    return _in_line(Action.organisation_id == organisation_id, today, moves)


def in_line_on(action: Action, today: date) -> InLine | None:
    if action.reviewer_post_id is None or action.plan_state != "adopted":
        return None
    return next(iter(_in_line(Action.id == action.id, today)), None)


def duties_of(standing: Standing, today: date) -> list[Duty]:
    """Another reviewer is for the equality lead to name, at once. The nation's leads owe none."""
    led = [place for place, roles in standing.roles.items() if Role.EQUALITY_LEAD in roles]
    if not led or Role.EQUALITY_LEAD in standing.national:
        return []
    return duties_about(_in_line(Action.organisation_id.in_(led), today), standing, today)


def duties_about(found: Iterable[InLine], standing: Standing, today: date) -> list[Duty]:
    """What somebody owes of these: those of the organisations that they lead."""
    if Role.EQUALITY_LEAD in standing.national:
        return []
    return [
        Duty(
            kind="due",
            verb="Name another reviewer",
            thing=f"for {each.thing}",
            endpoint=each.endpoint,
            values=each.values,
            due=today,
            note=SAID,
        )
        for each in found
        if Role.EQUALITY_LEAD in standing.roles_in(each.organisation_id)
    ]


def _in_line(which: ColumnElement[bool], today: date, moves: Moves | None = None) -> list[InLine]:
    """Two questions where there is nothing to tell, and three where there is.

    What is complete for good or stopped is left out: nobody reviews it any more.
    """
    owner, reviewer = aliased(Post), aliased(Post)
    actions = db.session.execute(
        select(
            Action.id,
            Action.organisation_id,
            owner.id.label("owner_id"),
            owner.title.label("owner"),
            reviewer.id.label("reviewer_id"),
            reviewer.title.label("reviewer"),
        )
        .join(Plan, Plan.id == Action.plan_id)
        .join(owner, owner.id == Action.owner_post_id)
        .join(reviewer, reviewer.id == Action.reviewer_post_id)
        .where(which, Plan.state == "adopted", Action.merged_into_id.is_(None))
        .order_by(Action.position, Action.id)
    ).all()
    now = _lines_above({row.reviewer_id for row in actions} | _places(moves)) if actions else {}
    then = {**now, **(moves or {})}
    ways = {row.id: way_to(row.owner_id, row.reviewer_id, then) for row in actions}
    crossing = [row for row in actions if ways[row.id]]
    told = {line.action_id: line for line in _open_lines([row.id for row in crossing], today)}
    return [
        InLine(
            organisation_id=row.organisation_id,
            thing=f"{told[row.id].reference} {told[row.id].title}",
            owner=row.owner,
            reviewer=row.reviewer,
            way=ways[row.id],
            is_new=not way_to(row.owner_id, row.reviewer_id, now),
            endpoint="plan.change_action",
            values={"action_id": row.id},
        )
        for row in crossing
        if row.id in told
    ]


def _places(moves: Moves | None) -> set[int]:
    """The posts that are there already among those that others would move under."""
    return {line for line in (moves or {}).values() if isinstance(line, int)}


def _lines_above(post_ids: set[int]) -> Mapping[Node, Node | None]:
    """What these posts answer to, and what those do, up to the top."""
    columns = (Post.id, Post.line_post_id)
    line = select(*columns).where(Post.id.in_(post_ids)).cte("line", recursive=True)
    line = line.union(select(*columns).join(line, line.c.line_post_id == Post.id))
    return {row.id: row.line_post_id for row in db.session.execute(select(line))}


def _open_lines(action_ids: list[int], today: date):
    found = lines(Action.id.in_(action_ids), today) if action_ids else []
    return [line for line in found if line.phase not in PHASES_AT_REST]
