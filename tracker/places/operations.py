"""Organisations and bodies changed by hand, one at a time."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.organisations.locks import hold, hold_the_tree
from tracker.organisations.models import Body, Kind, Organisation, OrganisationEdge
from tracker.organisations.queries import (
    has_body_called,
    national,
    organisation_with_code,
    took_over_from,
)

CHANGED_BY_HAND = ("name", "kind", "opened", "closed")


def add(
    code: str, name: str, kind: str, opened: date, parent: Organisation | None, by: Actor
) -> Organisation:
    """Add an organisation that no list has, under another from the day it opened."""
    hold_the_tree()
    if organisation_with_code(code):
        raise Refused(f"There is an organisation with the code {code} already", "code")
    if parent and not parent.is_open(opened):
        raise Refused(f"{parent.name} is not open on that day", "parent")
    organisation = Organisation(code=code, name=name, kind=_kind(kind), opened=opened)
    audit.record(by, "added an organisation", organisation, code=code)
    if parent:
        edge = OrganisationEdge(child_id=organisation.id, parent_id=parent.id, since=opened)
        audit.record(by, "placed an organisation", edge, organisation.id, parent=parent.id)
    return organisation


def _kind(kind: str) -> str:
    """Whoever has a role in the national body has it everywhere, so there is only the one."""
    if kind == Kind.NATIONAL and national():
        raise Refused("There is a national body already", "kind")
    return kind


def edit(organisation: Organisation, answers: Mapping[str, Any], by: Actor) -> None:
    """Change its name, its kind and its days. What is open again has no successor."""
    if answers["kind"] != organisation.kind:
        if organisation.kind == Kind.NATIONAL:
            raise Refused("The national body stays the national body", "kind")
        _kind(answers["kind"])
    if answers["opened"] and answers["closed"] and answers["closed"] < answers["opened"]:
        raise Refused("It closed before it opened. Change one of the days.", "closed")
    changed = [name for name in CHANGED_BY_HAND if getattr(organisation, name) != answers[name]]
    for name in changed:
        setattr(organisation, name, answers[name])
    if organisation.closed is None:
        organisation.successor_id = None
    audit.record(by, "changed an organisation", organisation, fields=changed)


def close(organisation: Organisation, on: date, successor: Organisation | None, by: Actor) -> None:
    """Say on which day it closed or will, and who took over."""
    hold_the_tree()
    if organisation.closed:
        raise Refused("It is closed already. Change the day on its own page.")
    if organisation.kind == Kind.NATIONAL:
        raise Refused("The national body stays open: everything else answers to it")
    if organisation.opened and on < organisation.opened:
        raise Refused("It opened later than that", "on")
    if successor:
        if took_over_from(organisation, successor):
            raise Refused(
                f"{organisation.name} took over from {successor.name}, or is it."
                " Choose another successor.",
                "successor",
            )
        organisation.successor_id = successor.id
    organisation.closed = on
    code = successor.code if successor else None
    audit.record(by, "closed an organisation", organisation, on=on.isoformat(), successor=code)


def rename_body(body: Body, name: str, by: Actor) -> None:
    hold(db.session.get_one(Organisation, body.organisation_id))
    if has_body_called(name, body.organisation_id, besides=body.id):
        raise Refused("There is a group of this name already", "name")
    body.name = name
    audit.record(by, "renamed a body", body)


def close_body(body: Body, on: date, by: Actor) -> None:
    """Name it for no more actions. Those that it helps with keep it."""
    hold(body)
    if body.closed_on:
        raise Refused("This group is closed already")
    body.closed_on = on
    audit.record(by, "closed a body", body, on=on.isoformat())
