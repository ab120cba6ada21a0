"""What somebody owes on plans: what they lead, and what their posts own or review."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.reviewing import InLine
from tracker.duties import Duty
from tracker.extensions import db
from tracker.permissions import Role, Standing
from tracker.plan import in_line
from tracker.plan.lines import Line, lines
from tracker.plan.models import Action, Plan
from tracker.plan.progress import PHASES_AT_REST, Acknowledgement, CheckIn, Milestone

IN_THE_MAKING = ("draft", "consulting")
COMING = timedelta(days=30)


def duties_of(standing: Standing, today: date) -> list[Duty]:
    """What somebody owes on plans that they lead, and on actions that their posts own or review.

    Six questions or fewer, and one more where a reviewer reports to an owner.
    """
    return [
        *_adopting_duties(standing, today),
        *in_line.duties_of(standing, today),
        *_duties_of_posts(standing, today),
    ]


def _adopting_duties(standing: Standing, today: date) -> list[Duty]:
    """A plan whose years are near and that no board has adopted. The nation's leads owe none."""
    if Role.EQUALITY_LEAD in standing.national:
        return []
    led = [place for place, roles in standing.roles.items() if Role.EQUALITY_LEAD in roles]
    waiting = (
        db.session.execute(
            select(Plan.id, Plan.title, Plan.since).where(
                Plan.organisation_id.in_(led),
                Plan.state.in_(IN_THE_MAKING),
                Plan.since <= today + COMING,
            )
        ).all()
        if led
        else []
    )
    return [
        Duty(
            kind="due" if row.since <= today else "coming",
            verb="Bring",
            thing=f"{row.title} to the board",
            endpoint="plan.show_plan",
            values={"plan_id": row.id},
            due=row.since,
        )
        for row in waiting
    ]


def _duties_of_posts(standing: Standing, today: date) -> list[Duty]:
    answering = standing.posts | standing.inherited_posts
    if not answering | standing.delegated_posts:
        return []
    owners = Action.owner_post_id.in_(answering | standing.delegated_posts)
    owned = lines(and_(Plan.state == "adopted", Action.start <= today, owners), today)
    return [*_owners_duties(owned, standing, today), *_review_duties(standing, answering)]


def duties_on(
    action: Action, line: Line | None, in_line_there: InLine | None, standing: Standing, today: date
) -> list[Duty]:
    """The same of one action, for a page that has asked for its line already."""
    answering = standing.posts | standing.inherited_posts
    in_force = action.plan_state == "adopted" and action.start <= today
    theirs = action.owner_post_id in answering | standing.delegated_posts
    owned = [line] if line and in_force and theirs else []
    reviews = action.reviewer_post_id in answering
    return [
        *in_line.duties_about(filter(None, [in_line_there]), standing, today),
        *_owners_duties(owned, standing, today),
        *(_review_duties(standing, answering, Action.id == action.id) if reviews else []),
    ]


def _owners_duties(owned: Sequence[Line], standing: Standing, today: date) -> list[Duty]:
    answering = standing.posts | standing.inherited_posts
    answered = [line for line in owned if line.owner.post_id in answering]
    return [
        *(duty for line in owned for duty in _check_in_duties(line, standing, today)),
        *_milestone_duties(answered, standing, today),
    ]


def _check_in_duties(line: Line, standing: Standing, today: date) -> list[Duty]:
    drafts = line.owner.post_id in standing.delegated_posts
    verb = "Draft the check-in" if drafts else "Check in"
    thing = f"on {line.reference} {line.title}"
    return _owed(line, standing, today, line.check_in_due, verb, thing, "plan.check_in")


# Asked for what everybody owes, so it is put together once.
MILESTONES = select(Milestone.id, Milestone.action_id, Milestone.title, Milestone.due).where(
    Milestone.action_id.in_(bindparam("action_ids", expanding=True)), Milestone.done_on.is_(None)
)


def _milestone_duties(owned: Sequence[Line], standing: Standing, today: date) -> list[Duty]:
    lines_by_id = {line.action_id: line for line in owned if line.phase not in PHASES_AT_REST}
    if not lines_by_id:
        return []
    waiting = db.session.execute(MILESTONES, {"action_ids": list(lines_by_id)})
    return [
        duty
        for id_, action_id, title, due in waiting
        for duty in _owed(
            lines_by_id[action_id],
            standing,
            today,
            due,
            "Finish",
            f"a milestone of {lines_by_id[action_id].reference}: {title}",
            "plan.finish_milestone",
            milestone_id=id_,
        )
    ]


def _owed(
    line: Line,
    standing: Standing,
    today: date,
    due: date | None,
    verb: str,
    thing: str,
    endpoint: str,
    **more: int,
) -> list[Duty]:
    """Nothing before it is near."""
    if due is None or due > today + COMING:
        return []
    return [
        Duty(
            kind="due" if due <= today else "coming",
            verb=verb,
            thing=thing,
            endpoint=endpoint,
            values={"action_id": line.action_id, **more},
            due=due,
            note="Post vacant" if line.owner.post_id in standing.inherited_posts else "",
        )
    ]


def _to_review() -> Select:
    later, answering = aliased(CheckIn), bindparam("answering", type_=Integer, expanding=True)
    is_last = ~exists().where(
        later.action_id == CheckIn.action_id, later.published_at > CheckIn.published_at
    )
    columns = (Action.id.label("action_id"), Action.reference, Action.title)
    return (
        select(CheckIn.id, CheckIn.published_on, *columns, Action.reviewer_post_id)
        .join(Action, Action.id == CheckIn.action_id)
        .join(Plan, Plan.id == Action.plan_id)
        .where(
            Plan.state == "adopted",
            Action.reviewer_post_id.in_(answering),
            or_(Action.owner_post_id.is_(None), Action.owner_post_id.not_in(answering)),
            CheckIn.author_id != bindparam("person_id"),
            CheckIn.published_at.is_not(None),
            is_last,
            ~exists().where(Acknowledgement.check_in_id == CheckIn.id),
        )
    )


# Asked for what everybody owes, so it is put together once.
TO_REVIEW = _to_review()


def _review_duties(
    standing: Standing, answering: frozenset[int], *which: ColumnElement[bool]
) -> list[Duty]:
    """The last check-in of each action reviewed, where nobody has answered it yet."""
    if not answering:
        return []
    asked = {"answering": list(answering), "person_id": standing.person_id}
    return [
        Duty(
            kind="review",
            verb="Accept",
            thing=f"the check-in on {row.reference} {row.title}",
            endpoint="plan.acknowledge_check_in",
            values={"action_id": row.action_id, "check_in_id": row.id},
            due=row.published_on,
            note="Post vacant" if row.reviewer_post_id in standing.inherited_posts else "",
        )
        for row in db.session.execute(TO_REVIEW.where(*which), asked)
    ]
