"""A year and a half of Northbridge's plan, told through the service's own operations."""

from datetime import date, timedelta

from sqlalchemy import select

from tracker.audit import Actor
from tracker.demo.cast import Cast
from tracker.demo.promises import PROMISES, Aim, Promise, Said, Seen, Step
from tracker.drafting import operations as drafting
from tracker.drafting.operations import Frame
from tracker.extensions import db
from tracker.organisations.models import Body, Organisation
from tracker.plan import operations as living
from tracker.plan.catalogue import plan_template
from tracker.plan.models import Action, Plan
from tracker.wres import operations as wres
from tracker.wres.models import Figure, Target


def tell(cast: Cast, latest: int, today: date) -> None:
    """Draft, consult, adopt and publish the plan, then live by it until today.

    `latest` is the last year with figures: the plan began the day after those of the year before.
    """
    lead = cast.actor("lead")
    plan = begin(cast, latest, lead)
    actions = [write(plan, promise, cast, lead) for promise in PROMISES]
    drafting.consult(plan, lead)
    drafting.adopt(plan, date(latest - 1, 3, 27), "the trust board", today, lead)
    drafting.publish(plan, date(latest - 1, 4, 14), lead)
    for days in (240, 60):
        drafting.note_board_look(plan, today - timedelta(days=days), "the trust board", today, lead)
    for written, promise in zip(actions, PROMISES, strict=True):
        action = as_adopted(written)
        measure(action, promise, latest, lead)
        live(action, promise, cast, today)
    begin_elsewhere(cast, latest)


def begin(cast: Cast, latest: int, by: Actor) -> Plan:
    frame = Frame(
        f"Race equality plan {latest - 1} to {latest + 2}",
        date(latest - 1, 4, 1),
        date(latest + 2, 3, 31),
        cast.posts["chief executive"],
    )
    plan = drafting.start(cast.organisations["ZN1"], plan_template("ten-point-2004"), frame, by)
    drafting.match_owners(
        plan,
        {
            "NHS Chairs and CEs": cast.posts["chief executive"],
            "Local WDCs and HR networks": body_called("Local HR network"),
        },
        by,
    )
    return plan


def write(plan: Plan, promise: Promise, cast: Cast, by: Actor) -> Action:
    """Fill in the action that the template made for this point, or add another."""
    action = unwritten(plan, promise.point) or drafting.add_action(
        plan, point_of(promise), promise.title, by
    )
    words = {
        "title": promise.title,
        "promise": promise.promise,
        "problem": promise.problem,
        "why_it_should_work": promise.why,
        "success": promise.success,
        "also_held_in": "",
        "resources_promised": "",
        "resources_spent": "",
        "theory_tags": action.theory_tags,
    }
    drafting.reword(action, words, by)
    helpers = [helper(name, cast) for name in promise.helpers]
    owner, reviewer = cast.posts[promise.owner], cast.posts[promise.reviewer]
    drafting.assign(action, owner, reviewer, helpers, plan.since, by)
    drafting.schedule(action, plan.since, (plan.until, ""), 90, by)
    return action


def as_adopted(action: Action) -> Action:
    """The action with everything that its rules read, as a page would load it."""
    return db.session.get_one(Action, action.id, options=Action.loaded_with, populate_existing=True)


def unwritten(plan: Plan, point: str | None) -> Action | None:
    """The template's action under a point, while nobody has said what it promises."""
    return db.session.scalar(
        select(Action).where(Action.plan_id == plan.id, Action.point == point, Action.promise == "")
    )


def point_of(promise: Promise) -> str | None:
    return promise.point.rstrip("b") if promise.point else None


def helper(name: str, cast: Cast):
    kind, _, called = name.rpartition(":")
    return body_called(called) if kind == "body" else cast.posts[called]


def body_called(name: str) -> Body:
    return db.session.scalars(select(Body).where(Body.name == name)).one()


def measure(action: Action, promise: Promise, latest: int, by: Actor) -> None:
    """Set the target from the figure of the year before the plan, and link it."""
    if promise.aim:
        target = aim_at(action, promise.aim, latest, by)
        link(action, promise.aim.indicator, "progress of this", promise.aim.expected, by, target.id)
    if promise.watches:
        link(action, promise.watches, "watch", "raise", by)


def aim_at(action: Action, aim: Aim, latest: int, by: Actor) -> Target:
    """The target that goes with the promise, from the figure of the year before the plan."""
    place = db.session.get_one(Organisation, action.organisation_id)
    promise = wres.Promise(
        value=aim.value, due=date(latest + 2, 3, 31), kind=aim.kind, tolerance=aim.tolerance
    )
    figure = baseline(action, aim, latest)
    return wres.set_target(place, figure.id, "value", promise, action.start, by)


def baseline(action: Action, aim: Aim, latest: int) -> Figure:
    return db.session.scalars(
        select(Figure).where(
            Figure.organisation_id == action.organisation_id,
            Figure.indicator == aim.indicator,
            Figure.part == aim.part,
            Figure.item == aim.item,
            Figure.year == latest - 1,
            Figure.superseded_by_id.is_(None),
        )
    ).one()


def link(action, indicator, role, expected, by, target_id=None):
    answers = {
        "target_id": target_id,
        "indicator": indicator,
        "role": role,
        "expected": expected,
        "assumption": "",
        "lag_months": 0,
    }
    living.link_measure(action, answers, by)


def live(action: Action, promise: Promise, cast: Cast, today: date) -> None:
    """What was said, done, moved and shown, on the days when it was."""
    for step in promise.steps:
        walk(action, step, cast, today)
    for said in promise.said:
        check_in(action, promise, said, cast, today)
    for seen in promise.seen:
        show(action, seen, cast, today)


def check_in(action: Action, promise: Promise, said: Said, cast: Cast, today: date) -> None:
    """The owner's words, or the equality lead's where nobody holds the post."""
    held = promise.owner in cast.people
    by = cast.actor(promise.owner if held else "lead")
    on = today - timedelta(days=said.ago)
    answers = {
        "said": said.said,
        "phase": said.phase,
        "confidence": said.confidence,
        "done": said.done,
        "changed": said.changed,
        "learned": said.learned,
        "help_needed": "",
    }
    living.draft(action, answers, by)
    published = living.publish(action, on, by, on_behalf=not held)
    if said.accepted:
        reviewer = cast.actor(promise.reviewer)
        living.acknowledge(action, published, True, "", on + timedelta(days=7), reviewer)


def walk(action: Action, step: Step, cast: Cast, today: date) -> None:
    lead = cast.actor("lead")
    first = today + timedelta(days=step.due)
    began = action.start
    milestone = living.add_milestone(action, step.title, first, False, began, lead)
    for days in step.moved_to:
        moved = today + timedelta(days=days)
        reason = step.reason or "It took longer than planned."
        living.move_milestone(action, milestone, moved, reason, began, lead)
    if step.done is not None:
        living.finish_milestone(action, milestone, today - timedelta(days=step.done), today, lead)


def show(action: Action, seen: Seen, cast: Cast, today: date) -> None:
    answers = {
        "kind": seen.kind,
        "stance": seen.stance,
        "title": seen.title,
        "text": seen.text,
        "link": "",
        "consent": seen.kind == "lived experience",
        "milestone_id": None,
    }
    living.add_evidence(action, answers, today - timedelta(days=seen.ago), cast.actor(seen.by))


def begin_elsewhere(cast: Cast, latest: int) -> None:
    """Brackwater has a draft out for consultation, with most of it still to be filled in."""
    lead = cast.actor("brackwater lead")
    frame = Frame(
        f"Equality improvement plan {latest + 1}", date(latest + 1, 4, 1), date(latest + 2, 3, 31)
    )
    template = plan_template("edi-improvement-2023")
    plan = drafting.start(cast.organisations["ZB1"], template, frame, lead)
    drafting.consult(plan, lead)
