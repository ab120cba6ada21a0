"""Making a plan: begun from a template, filled in, consulted on, adopted and published."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from tracker import audit
from tracker.accounts.models import Post
from tracker.audit import Actor
from tracker.drafting import queries, whom
from tracker.drafting.readiness import NOBODY, Named, People, people_of
from tracker.errors import Refused
from tracker.extensions import db
from tracker.organisations.models import Body, Organisation
from tracker.plan.catalogue import PlanTemplate, Point, plan_template
from tracker.plan.cells import Due, due_written
from tracker.plan.facts import has_evidence, posts_of
from tracker.plan.models import Action, ActionHelper, BoardLook, HistoricOwner, Plan
from tracker.plan.progress import Milestone
from tracker.plan.reviewers import objection

WORDS = (
    "title",
    "promise",
    "problem",
    "why_it_should_work",
    "success",
    "also_held_in",
    "resources_promised",
    "theory_tags",
)


@dataclass(frozen=True)
class Frame:
    """What a plan is called, from when to when it runs, and which post answers for it."""

    title: str
    since: date
    until: date
    sponsor: Post | None = None


def start(
    organisation: Organisation,
    template: PlanTemplate,
    frame: Frame,
    by: Actor,
    supersedes: Plan | None = None,
) -> Plan:
    """Begin a plan: a draft with one action for each point of its template, owned by nobody yet."""
    queries.hold(organisation)
    if supersedes and not queries.is_in_force(supersedes, organisation.id):
        raise Refused("Only an adopted plan of this organisation can be replaced", "supersedes_id")
    plan = Plan(
        organisation_id=organisation.id,
        template=template.key,
        supersedes_id=supersedes.id if supersedes else None,
    )
    _frame(plan, frame)
    audit.record(by, "began a plan", plan, template=template.key)
    db.session.add_all(
        HistoricOwner(plan_id=plan.id, name=name) for name in template.historic_owners
    )
    db.session.add_all(_action(plan, point, point.title) for point in template.points)
    return plan


def edit_plan(plan: Plan, frame: Frame, by: Actor) -> None:
    """Change a draft's frame. An action that began with the plan goes on doing so."""
    _hold_in_the_making(plan.id)
    moving = queries.actions_beginning_with(plan)
    early = [action.reference for action in moving if action.due and action.due < frame.since]
    if early:
        raise Refused(f"Due before that day: {', '.join(early)}. Change when it is due.", "since")
    _frame(plan, frame)
    for action in moving:
        action.start = plan.since
    since, until = plan.since.isoformat(), plan.until.isoformat()
    audit.record(by, "edited a plan", plan, since=since, until=until)


def _frame(plan: Plan, frame: Frame) -> None:
    if frame.until < frame.since:
        raise Refused("The plan must end after it begins", "until")
    _refuse_from_elsewhere(plan.organisation_id, frame.sponsor, field="sponsor_post_id")
    if queries.has_draft_called(frame.title, plan):
        raise Refused("There is a draft with this title. Give this one another.", "title")
    plan.title, plan.since, plan.until = frame.title, frame.since, frame.until
    plan.sponsor_post_id = frame.sponsor.id if frame.sponsor else None


def match_owners(plan: Plan, matches: Mapping[str, Post | Body | None], by: Actor) -> None:
    """Say which post or group here does now what each historic owner did.

    A point's owner is the first of its historic owners that is a post here; the rest help. Whom
    somebody has since chosen on an action itself stays.
    """
    _hold_in_the_making(plan.id)
    _refuse_from_elsewhere(plan.organisation_id, *matches.values())
    owners = whom.historic_owners_of(plan.id)
    before = {owner.name: (owner.post_id, owner.body_id) for owner in owners}
    after = {name: _ids_of(named) for name, named in matches.items()}
    for owner in owners:
        owner.post_id, owner.body_id = after.get(owner.name, NOBODY)
    template = plan_template(plan.template)
    for action, people in whom.actions_with_people(plan.id):
        names = template.point(action.point).owners if action.point else ()
        if people == people_of(names, before):
            _put(action, people_of(names, after))
    flag_modified(plan, "state")  # another version: whoever has the old page open is told
    audit.record(by, "matched owners", plan, matched=len(set(after.values()) - {NOBODY}))


def add_body(plan: Plan, name: str, by: Actor) -> Body:
    """Name a group that is no post, so that it can help."""
    queries.hold(db.session.get_one(Organisation, plan.organisation_id))
    if whom.has_body(plan.organisation_id, name):
        raise Refused("This group is here already", "name")
    body = Body(organisation_id=plan.organisation_id, name=name)
    audit.record(by, "added a body", body)
    return body


def add_action(plan: Plan, point: str | None, title: str, by: Actor, reference: str = "") -> Action:
    """Another action under a point of the template, or a local one.

    It gets the next reference that is free, unless it comes with one of its own.
    """
    _hold_in_the_making(plan.id)
    template = plan_template(plan.template)
    if point and point not in {each.number for each in template.points}:
        raise Refused("Choose a point of the plan, or a local action", "point")
    taken = queries.references_of(plan.id)
    action = _action(plan, template.point(point) if point else None, title, taken)
    action.reference = reference or action.reference
    audit.record(by, "added an action", action, reference=action.reference)
    return action


def _action(plan: Plan, point: Point | None, title: str, taken: Collection[str] = ()) -> Action:
    """An action with the first reference that is free under its point, and in its place."""
    points = plan_template(plan.template).points
    prefix, place = (point.number, points.index(point)) if point else ("L", len(points))
    number = next(n for n in count(1) if f"{prefix}.{n}" not in taken)
    return Action(
        plan_id=plan.id,
        organisation_id=plan.organisation_id,
        position=1000 * place + number,
        point=point.number if point else None,
        reference=f"{prefix}.{number}",
        title=title,
        theory_tags=list(point.theory_tags) if point else [],
        named_in_template="; ".join(point.owners) if point else "",
        start=plan.since,
    )


def reword(action: Action, words: Mapping[str, Any], by: Actor) -> None:
    """Say what the action is, and why it should work."""
    _hold_in_the_making(action.plan_id)
    for column in WORDS:
        setattr(action, column, words[column])
    audit.record(by, "worded an action", action)


def assign(
    action: Action,
    owner: Post | None,
    reviewer: Post | None,
    helpers: Collection[Post | Body],
    today: date,
    by: Actor,
) -> None:
    """Say who owns the action, who reviews it and who helps."""
    _hold_in_the_making(action.plan_id)
    _refuse_from_elsewhere(action.organisation_id, owner, field="owner_post_id")
    _refuse_from_elsewhere(action.organisation_id, reviewer, field="reviewer_post_id")
    _refuse_from_elsewhere(action.organisation_id, *helpers, field="helping")
    (owner_id, _), (reviewer_id, _) = _ids_of(owner), _ids_of(reviewer)
    refusal = objection(owner_id, reviewer_id, posts_of(action.organisation_id, today))
    if refusal:
        raise Refused(refusal, "reviewer_post_id")
    named = frozenset(_ids_of(helper) for helper in helpers)
    action.reviewer_post_id = reviewer_id
    _put(action, People(owner_id, named - {(owner_id, None)}))
    flag_modified(action, "owner_post_id")  # another version, though only a helper has changed
    audit.record(by, "assigned an action", action, owner=owner_id, reviewer=reviewer_id)


def _put(action: Action, people: People) -> None:
    if people.owner and people.owner == action.reviewer_post_id:
        raise Refused(
            f"The post that would own {action.reference} reviews it."
            f" Choose another reviewer for {action.reference} first."
        )
    action.owner_post_id = people.owner
    helpers = {(helper.post_id, helper.body_id): helper for helper in whom.helpers_of(action.id)}
    for named in helpers.keys() - people.helpers:
        db.session.delete(helpers[named])
    for post_id, body_id in people.helpers - helpers.keys():
        db.session.add(ActionHelper(action_id=action.id, post_id=post_id, body_id=body_id))


def schedule(action: Action, start: date, due: Due, check_in_days: int, by: Actor) -> None:
    """Say when it begins, when it is due and how often its owner checks in."""
    _hold_in_the_making(action.plan_id)
    last_day, words = due
    if last_day and last_day < start:
        raise Refused("It must be due after it begins", "kind" if words else "due")
    action.start, action.due, action.due_words = start, last_day, words
    action.check_in_days = check_in_days
    audit.record(by, "scheduled an action", action, due=due_written(last_day, words))


def remove_milestone(action: Action, milestone: Milestone, by: Actor) -> None:
    """Take a milestone out of a draft."""
    _hold_in_the_making(action.plan_id)
    if has_evidence(milestone):
        raise Refused("There is evidence for this milestone already, so it stays")
    audit.record(by, "removed a milestone", milestone, action.organisation_id, action=action.id)
    db.session.delete(milestone)


def remove_action(action: Action, by: Actor) -> None:
    """Take an action out of a draft, with all that hangs on it. Only the record keeps it."""
    _hold_in_the_making(action.plan_id)
    if queries.is_spoken_of(action.id):
        raise Refused("Something has been said of this action already, so it stays in the plan")
    audit.record(by, "removed an action", action, reference=action.reference)
    for belonging in queries.belongings_of(action.id):
        db.session.delete(belonging)
    db.session.flush()
    db.session.delete(action)


def consult(plan: Plan, by: Actor) -> None:
    """Show the draft to the staff network. It can still be changed."""
    _hold_in_the_making(plan.id)
    if plan.state == "consulting":
        raise Refused("This plan is out for consultation already")
    if not queries.references_of(plan.id):
        raise Refused("This plan has no actions. Add one first.")
    plan.state = "consulting"
    audit.record(by, "began to consult", plan)


def adopt(plan: Plan, on: date, meeting: str, today: date, by: Actor) -> None:
    """Make the draft the plan. What it replaces closes on the same day."""
    _hold_in_the_making(plan.id)
    if plan.state != "consulting":
        raise Refused("Put the plan out for consultation first")
    if on > today:
        raise Refused("The day it was adopted must be today or in the past", "on")
    drafted = queries.draft_actions(plan, today)
    unready = sum(bool(action.readiness.lacks) for action in drafted)
    if unready or not drafted:
        raise Refused(f"{unready} of {len(drafted)} actions are not ready. Mend them first.")
    if plan.supersedes_id:
        _close(db.session.get_one(Plan, plan.supersedes_id), on, by)
    plan.state, plan.adopted_on, plan.adopted_by = "adopted", on, meeting
    audit.record(by, "adopted a plan", plan, on=on.isoformat(), actions=len(drafted))


def _close(plan: Plan, on: date, by: Actor) -> None:
    queries.hold(plan)
    if plan.state != "adopted":
        return
    if plan.adopted_on and on < plan.adopted_on:
        raise Refused("The plan that it replaces was adopted later than that", "on")
    plan.state, plan.closed_on = "closed", on
    audit.record(by, "closed a plan", plan, on=on.isoformat())


def publish(plan: Plan, on: date, by: Actor) -> None:
    """Let anybody read the plan, without an account. It is not taken back."""
    queries.hold(plan)
    if plan.state != "adopted":
        raise Refused("Only an adopted plan can be published")
    if plan.published_on:
        raise Refused("This plan is published already")
    plan.published_on = on
    audit.record(by, "published a plan", plan, on=on.isoformat())


def note_board_look(plan: Plan, on: date, meeting: str, today: date, by: Actor) -> BoardLook:
    """Keep the day on which the board looked at the plan."""
    queries.hold(plan)
    if plan.adopted_on is None:
        raise Refused("The board looks at a plan once it is adopted")
    if on > today:
        raise Refused("The day must be today or in the past", "on")
    if on < plan.adopted_on:
        raise Refused("The plan was adopted later than that", "on")
    if queries.board_looked(plan.id, on):
        raise Refused("That the board looked on this day is noted already", "on")
    look = BoardLook(plan_id=plan.id, on=on, meeting=meeting)
    audit.record(by, "noted a board look", look, plan.organisation_id, plan=plan.id)
    return look


def _hold_in_the_making(plan_id: int) -> None:
    plan = db.session.get_one(Plan, plan_id)
    queries.hold(plan)
    if plan.state not in queries.IN_THE_MAKING:
        raise Refused("This plan is adopted. It is changed on its own pages now, with a reason.")


def _refuse_from_elsewhere(
    organisation_id: int, *named: Post | Body | None, field: str | None = None
) -> None:
    """Only a post or a group of this organisation, still there, can be named in its plan."""
    for each in named:
        if each and (each.organisation_id != organisation_id or each.closed_on):
            raise Refused("Choose a post or a group of this organisation", field)


def _ids_of(named: Post | Body | None) -> Named:
    post = named.id if isinstance(named, Post) else None
    return post, named.id if isinstance(named, Body) else None
