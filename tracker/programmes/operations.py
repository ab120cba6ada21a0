"""A programme's terms, why it is lawful, and its end."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.mentoring.models import Programme
from tracker.organisations.locks import hold

CLOSED = "This programme has closed"


def change_terms(programme: Programme, terms: Mapping[str, Any], by: Actor) -> None:
    """Change how a programme goes, and whom people turn to. What has begun goes on as it was."""
    _refuse_closed(programme)
    if terms["chase_working_days"] >= terms["offer_working_days"]:
        raise Refused("Chase an offer before it expires", "chase_working_days")
    if terms["task_days"] <= terms["nudge_days"]:
        raise Refused("The co-ordinator gets a task later than the pair is reminded", "task_days")
    if terms["trial_meetings"] > terms["meetings"]:
        raise Refused("The trial has no more meetings than the whole", "trial_meetings")
    changed = _change(programme, terms)
    audit.record(by, "changed a programme's terms", programme, changed=changed)


def record_positive_action(
    programme: Programme, record: Mapping[str, Any], today: date, by: Actor
) -> None:
    """Write down why the programme is lawful positive action, and when that is looked at again."""
    _refuse_closed(programme)
    if record["review_on"] <= today:
        raise Refused("Choose a day that is to come", "review_on")
    changed = _change(programme, record)
    audit.record(by, "recorded positive action", programme, changed=changed)


def _change(programme: Programme, to: Mapping[str, Any]) -> list[str]:
    changed = sorted(name for name, value in to.items() if getattr(programme, name) != value)
    for name in changed:
        setattr(programme, name, to[name])
    return changed


def close(programme: Programme, today: date, by: Actor) -> None:
    """Nobody joins any more from tomorrow. Pairs that meet go on: no end is automatic."""
    hold(programme)
    if programme.closed_on:
        raise Refused("It is closed already")
    if today < programme.launched_on:
        raise Refused("It has not been launched yet. Wait for that day, then close it.")
    programme.closed_on = today
    audit.record(by, "closed a mentoring programme", programme, on=today.isoformat())


def _refuse_closed(programme: Programme) -> None:
    if programme.closed_on:
        raise Refused(CLOSED)
