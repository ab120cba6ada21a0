"""Which plan holds today, and its rows for a spreadsheet."""

from collections import defaultdict
from datetime import date

from sqlalchemy import bindparam, select

from tracker.extensions import db
from tracker.plan.exchange import ExchangeRow
from tracker.plan.lines import lines
from tracker.plan.models import Action, Plan
from tracker.plan.progress import (
    Evidence,
    MeasureLink,
)
from tracker.plan.verdicts import Verdict, said_elsewhere
from tracker.wres.queries import Doing

ADOPTED = ("adopted", "closed")
WHAT_IT_IS = {
    "progress of this": "this shows its progress",
    "contributes to": "it contributes to this",
    "watch": "it watches this",
}


CURRENT_PLAN = (
    select(Plan)
    .where(
        Plan.organisation_id == bindparam("organisation_id"),
        Plan.state.in_(ADOPTED),
        Plan.adopted_on <= bindparam("on"),
    )
    .order_by(Plan.state, Plan.adopted_on.desc(), Plan.id.desc())
    .limit(1)
)


def current_plan_of(organisation_id: int, today: date) -> Plan | None:
    """The adopted plan that holds today; the one closed last where none does."""
    return db.session.scalar(CURRENT_PLAN, {"organisation_id": organisation_id, "on": today})


def published_plan(plan_id: int, today: date) -> Plan | None:
    """The plan, where anybody at all may read it."""
    return db.session.scalar(
        select(Plan)
        .where(Plan.id == plan_id, Plan.state.in_(ADOPTED), Plan.published_on <= today)
        .options(*Plan.loaded_with)
    )


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
