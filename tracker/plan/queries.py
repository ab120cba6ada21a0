"""Which plan holds today, what somebody owes on it, and its rows for a spreadsheet."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from tracker.duties import Duty
from tracker.extensions import db
from tracker.permissions import Role, Standing
from tracker.plan import in_line
from tracker.plan.exchange import ExchangeRow
from tracker.plan.lines import Line, lines
from tracker.plan.models import Action, Plan
from tracker.plan.progress import (
    PHASES_AT_REST,
    Acknowledgement,
    CheckIn,
    Evidence,
    MeasureLink,
    Milestone,
)
from tracker.plan.verdicts import Verdict, said_elsewhere
from tracker.wres.queries import Doing

ADOPTED = ("adopted", "closed")
IN_THE_MAKING = ("draft", "consulting")
WHAT_IT_IS = {
    "progress of this": "this shows its progress",
    "contributes to": "it contributes to this",
    "watch": "it watches this",
}
COMING = timedelta(days=30)


def current_plan_of(organisation_id: int, today: date) -> Plan | None:
    """The adopted plan that holds today; the one closed last where none does."""
    return db.session.scalar(
        select(Plan)
        .where(
            Plan.organisation_id == organisation_id,
            Plan.state.in_(ADOPTED),
            Plan.adopted_on <= today,
        )
        .order_by(Plan.state, Plan.adopted_on.desc(), Plan.id.desc())
        .limit(1)
    )


def published_plan(plan_id: int, today: date) -> Plan | None:
    """The plan, where anybody at all may read it."""
    return db.session.scalar(
        select(Plan)
        .where(Plan.id == plan_id, Plan.state.in_(ADOPTED), Plan.published_on <= today)
        .options(*Plan.loaded_with)
    )


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
    answered = [line for line in owned if line.owner.post_id in answering]
    return [
        *(duty for line in owned for duty in _check_in_duties(line, standing, today)),
        *_milestone_duties(answered, standing, today),
        *_review_duties(standing, answering),
    ]


def _check_in_duties(line: Line, standing: Standing, today: date) -> list[Duty]:
    drafts = line.owner.post_id in standing.delegated_posts
    verb = "Draft the check-in" if drafts else "Check in"
    thing = f"on {line.reference} {line.title}"
    return _owed(line, standing, today, line.check_in_due, verb, thing, "plan.check_in")


def _milestone_duties(owned: Sequence[Line], standing: Standing, today: date) -> list[Duty]:
    lines_by_id = {line.action_id: line for line in owned if line.phase not in PHASES_AT_REST}
    waiting = db.session.execute(
        select(Milestone.id, Milestone.action_id, Milestone.title, Milestone.due).where(
            Milestone.action_id.in_(lines_by_id), Milestone.done_on.is_(None)
        )
    )
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


def _review_duties(standing: Standing, answering: frozenset[int]) -> list[Duty]:
    """The last check-in of each action reviewed, where nobody has answered it yet."""
    later = aliased(CheckIn)
    is_last = ~exists().where(
        later.action_id == CheckIn.action_id, later.published_at > CheckIn.published_at
    )
    waiting = db.session.execute(
        select(
            CheckIn.id,
            CheckIn.published_on,
            Action.id.label("action_id"),
            Action.reference,
            Action.title,
            Action.reviewer_post_id,
        )
        .join(Action, Action.id == CheckIn.action_id)
        .join(Plan, Plan.id == Action.plan_id)
        .where(
            Plan.state == "adopted",
            Action.reviewer_post_id.in_(answering),
            or_(Action.owner_post_id.is_(None), Action.owner_post_id.not_in(answering)),
            CheckIn.author_id != standing.person_id,
            CheckIn.published_at.is_not(None),
            is_last,
            ~exists().where(Acknowledgement.check_in_id == CheckIn.id),
        )
    )
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
        for row in waiting
    ]


def doings_about(organisation_id: int, indicator: str) -> list[Doing]:
    """The actions in force that are linked to an indicator, as its own page lists them."""
    found = db.session.execute(
        select(Action.id, Action.reference, Action.title, MeasureLink.role)
        .join(Plan, Plan.id == Action.plan_id)
        .join(MeasureLink, MeasureLink.action_id == Action.id)
        .where(
            Action.organisation_id == organisation_id,
            Action.merged_into_id.is_(None),
            Plan.state == "adopted",
            MeasureLink.indicator == indicator,
            MeasureLink.ended_on.is_(None),
        )
        .order_by(Action.position, Action.id, MeasureLink.id)
    )
    return [
        Doing(
            f"{row.reference} {row.title}",
            "plan.show_action",
            {"action_id": row.id},
            WHAT_IT_IS[row.role],
        )
        for row in found
    ]


def exchange_rows(plan: Plan, today: date, in_public: bool = False) -> list[ExchangeRow]:
    """The plan in the columns of the spreadsheet that trusts keep; four questions.

    In public only senior leaders are named, others by their posts.
    """
    said = lines(Action.plan_id == plan.id, today)
    texts = {
        row.id: row
        for row in db.session.execute(
            select(
                Action.id, Action.point, Action.problem, Action.why_it_should_work, Action.success
            ).where(Action.plan_id == plan.id)
        )
    }
    indicators = _by_action(
        plan, MeasureLink.action_id, MeasureLink.indicator, MeasureLink.ended_on.is_(None)
    )
    evidence = _by_action(plan, Evidence.action_id, Evidence.title)
    network = said_elsewhere([line.action_id for line in said], today)
    return [
        ExchangeRow(
            ref=line.reference,
            point=texts[line.action_id].point,
            indicators=tuple(sorted(set(indicators[line.action_id]))),
            data_show=texts[line.action_id].problem,
            action=line.title,
            why=texts[line.action_id].why_it_should_work,
            lead_post=line.owner.post,
            named_lead=line.owner.holder or "" if line.owner.is_senior or not in_public else "",
            start=line.start,
            due=line.due,
            due_words=line.due_words,
            target=texts[line.action_id].success,
            update=line.done,
            said="complete" if line.phase == "complete" else line.said,
            evidence="; ".join(evidence[line.action_id]),
            network_view=_stated(network[line.action_id][0]),
        )
        for line in said
    ]


def _stated(verdict: Verdict) -> str:
    return verdict.word if verdict.exists else ""


def _by_action(plan: Plan, action_id, words, *which) -> dict[int, list[str]]:
    """Words that hang on each action of a plan."""
    found: dict[int, list[str]] = defaultdict(list)
    query = (
        select(action_id, words)
        .join(Action, Action.id == action_id)
        .where(Action.plan_id == plan.id, *which)
        .order_by(words)
    )
    for id_, text in db.session.execute(query):
        found[id_].append(text)
    return found
