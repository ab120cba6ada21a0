"""Taking in a plan's spreadsheet: all of it or nothing."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from textwrap import shorten

from tracker import audit
from tracker.audit import Actor
from tracker.drafting.operations import add_action
from tracker.drafting.queries import hold
from tracker.errors import OutOfDate, Refused
from tracker.extensions import db
from tracker.plan import operations as living
from tracker.plan.exchange import Reading
from tracker.plan.models import Action, ActionChange, Plan
from tracker.plan.progress import MeasureLink
from tracker.spreadsheets import queries
from tracker.spreadsheets.preview import Preview, Step


def take_in(
    plan: Plan, reading: Reading, seen: str, reason: str, today: date, by: Actor
) -> Preview:
    """Do what a file says, if that is what the person was shown."""
    hold(plan)
    if plan.state == "closed":
        raise Refused("This plan is closed")
    preview = queries.preview_of(plan, reading, today)
    if preview.faults:
        raise Refused("Mend the faults in the file first. Nothing was changed.")
    if preview.seen != seen:
        raise OutOfDate(
            "The plan has changed since you looked. This is what the file would do now."
        )
    doing = [step for step in preview.steps if step.does_something]
    if not doing:
        raise Refused("This file says what the plan says already. There is nothing to take in.")
    if plan.state == "adopted":
        _change(plan, doing, reason, today, by)
    else:
        _fill_in(plan, doing, by)
    counts = {"new": len(preview.new), "changed": len(preview.changed), "same": preview.same}
    audit.record(by, "took in a spreadsheet", plan, **counts)
    return preview


# Of each column of sentences: what it is called on an action, and on a row.
SENTENCES = {
    "What the data show": ("problem", "data_show"),
    "Action": ("title", "action"),
    "Why it should work": ("why_it_should_work", "why"),
    "KPI or target": ("success", "target"),
}
LONGEST_NOTED = 120  # characters of a change that its record has room for


def _fill_in(plan: Plan, doing: Iterable[Step], by: Actor) -> None:
    """In a draft a file may say anything about an action, and add actions."""
    known = queries.actions_by_reference(plan.id)
    for step in doing:
        row = step.row
        action = known.get(row.ref.casefold()) or add_action(
            plan, row.point, row.action, by, reference=row.ref
        )
        columns = {change.column for change in step.changes}
        for column in columns & SENTENCES.keys():
            attribute, field = SENTENCES[column]
            setattr(action, attribute, getattr(row, field))
        if "Lead post" in columns:
            action.owner_post_id = step.owner
        if "Start" in columns and row.start:
            action.start = row.start
        if "Due" in columns:
            action.due, action.due_words = row.due, row.due_words
        if "WRES indicator(s)" in columns:
            _link(action, row.indicators)


def _link(action: Action, indicators: Collection[str]) -> None:
    """Tie an action to these indicators and no others. A file says no more than which they are."""
    links = queries.links_of(action.id)
    for link in links:
        if link.indicator not in indicators:
            db.session.delete(link)
    for indicator in set(indicators) - {link.indicator for link in links}:
        shape = {"role": "contributes to", "expected": "toward"}
        db.session.add(MeasureLink(action_id=action.id, indicator=indicator, **shape))


def _change(plan: Plan, doing: Iterable[Step], reason: str, today: date, by: Actor) -> None:
    """In an adopted plan a file changes commitments, each of which keeps the reason."""
    if not reason:
        raise Refused("Enter why these change", "reason")
    known = queries.actions_by_reference(plan.id)
    for step in doing:
        action, columns = known[step.row.ref.casefold()], {c.column for c in step.changes}
        _change_commitments(action, step, columns, reason, today, by)
        if "KPI or target" in columns:
            _change_target(action, step.row.target, reason, by)


def _change_commitments(action, step, columns, reason, today, by):
    wanted = {
        "due": step.row.due if "Due" in columns else action.due,
        "owner_post_id": step.owner if "Lead post" in columns else action.owner_post_id,
        "reviewer_post_id": action.reviewer_post_id,
    }
    if any(getattr(action, column) != value for column, value in wanted.items()):
        living.change(action, wanted, reason, today, by)
    if "Due" in columns:
        action.due_words = step.row.due_words


def _change_target(action: Action, target: str, reason: str, by: Actor) -> None:
    before, action.success = action.success, target
    noted = {
        name: shorten(text, LONGEST_NOTED, placeholder="…")
        for name, text in (("before", before), ("after", target))
    }
    change = ActionChange(
        action_id=action.id,
        at=datetime.now(UTC),
        by_id=by.person_id,
        field="KPI or target",
        reason=reason,
        **noted,
    )
    db.session.add(change)
