"""Bringing in the lists of organisations, and hanging them together."""

from collections.abc import Mapping
from datetime import date, timedelta

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.organisations import queries
from tracker.organisations.locks import hold, hold_the_tree
from tracker.organisations.models import Body, Organisation, OrganisationEdge
from tracker.organisations.ods import OdsOrganisation, Reading
from tracker.organisations.tree import would_be_circular
from tracker.pages import day

KEPT = ("name", "kind", "region_code", "icb_code", "opened", "closed")


def bring_in(reading: Reading, on: date, by: Actor) -> queries.Changes:
    """Add and change what a list says, all or nothing. The same list again changes nothing.

    The national body and the regions, which no list has, are added where they are missing.
    """
    if reading.faults:
        raise Refused(f"Nothing was brought in. {reading.faults[0]}")
    hold_the_tree()
    changes = queries.changes_in(reading)
    implied = queries.parents_implied()
    for listed in (*queries.missing_places(), *changes.new):
        add(listed, by)
    for organisation, listed in changes.changed:
        update(organisation, listed, by)
    note_successors(reading.successors, by)
    hang_together(on, by, implied)
    counts = {"new": len(changes.new), "changed": len(changes.changed), "same": changes.same}
    audit.record(by, "brought in a list", queries.national(), **counts)
    return changes


def add(listed: OdsOrganisation, by: Actor, fictional: bool = False) -> Organisation:
    organisation = Organisation(
        code=listed.code,
        fictional=fictional,
        **{name: getattr(listed, name) for name in KEPT},
    )
    audit.record(by, "added an organisation", organisation, code=listed.code)
    return organisation


def update(organisation: Organisation, listed: OdsOrganisation, by: Actor) -> None:
    """Take over what the list says now. What it leaves out stays as it was."""
    changed = queries.differences(organisation, listed)
    for name in changed:
        setattr(organisation, name, getattr(listed, name))
    audit.record(by, "changed an organisation", organisation, fields=changed)


def note_successors(successors: Mapping[str, str], by: Actor) -> None:
    """Say which organisation took over from which."""
    known = queries.organisations_by_code({*successors, *successors.values()})
    for old, new in successors.items():
        for code in (old, new):
            if code not in known:
                raise Refused(f"No organisation has the code {code}. Bring in its list first.")
        if known[old].successor_id != known[new].id:
            if queries.took_over_from(known[old], known[new]):
                raise Refused(f"{old} took over from {new}, or is it. Mend the list.")
            known[old].successor_id = known[new].id
            audit.record(by, "named a successor", known[old], successor=new)


def hang_together(on: date, by: Actor, implied_before: Mapping[int, int] | None = None) -> None:
    """Make the edges that the codes imply: trust to board, board to region, region to the top.

    Only what the codes imply otherwise than before is moved: a place given by hand stays until
    the lists say something new.
    """
    before = implied_before or {}
    last = queries.last_edges()
    for child_id, parent_id in queries.parents_implied().items():
        if before.get(child_id) == parent_id and child_id in last:
            continue
        edge = last.get(child_id)
        if edge and edge.parent_id == parent_id and edge.until is None:
            continue
        since = _day_free(edge, on) if edge else None
        if edge:
            _end(edge, since)
        new = OrganisationEdge(child_id=child_id, parent_id=parent_id, since=since)
        audit.record(by, "placed an organisation", new, child_id, parent=parent_id)


def _day_free(last: OrganisationEdge, on: date) -> date:
    """The first day from `on` at which another edge can follow the last."""
    if last.until:
        return max(on, last.until + timedelta(days=1))
    return max(on, last.since or on)


def _end(edge: OrganisationEdge, since: date | None) -> None:
    """End an edge on the day before another follows it. One that began on that day never was."""
    if since is None or edge.since == since:
        db.session.delete(edge)
    elif edge.until is None:
        edge.until = since - timedelta(days=1)
    db.session.flush()


def place(
    child: Organisation, parent: Organisation | None, since: date, today: date, by: Actor
) -> None:
    """Put an organisation under another, or under nobody, from a day on.

    What it answered to until then ends the day before. The past is not rewritten: the day comes
    after the one on which the present place began, unless that is today or still to come.
    """
    hold_the_tree()
    last = queries.last_edges().get(child.id)
    present = last if last and last.until is None else None
    if (present.parent_id if present else None) == (parent.id if parent else None):
        above = parent.name if parent else "nobody"
        raise Refused(f"{child.name} answers to {above} already", "parent")
    if parent:
        _refuse_above(child, parent, since)
    if last:
        _refuse_rewriting(last, since, today)
        _end(last, since)
    if parent:
        db.session.add(OrganisationEdge(child_id=child.id, parent_id=parent.id, since=since))
    parent_id = parent.id if parent else None
    audit.record(by, "placed an organisation", child, parent=parent_id, since=since.isoformat())


def _refuse_above(child: Organisation, parent: Organisation, since: date) -> None:
    if would_be_circular(queries.edges(), child.id, parent.id, since):
        raise Refused(f"{parent.name} answers to {child.name}, so it cannot be above it", "parent")
    if parent.closed and parent.closed < since:
        raise Refused(f"{parent.name} closed on {day(parent.closed)}. Choose another.", "parent")


def _refuse_rewriting(last: OrganisationEdge, since: date, today: date) -> None:
    """Another place begins after the last one, or with it while that is not yet history."""
    if last.until and since <= last.until:
        raise Refused(f"Its last place ended on {day(last.until)}. Choose a later day.", "since")
    if last.until or last.since is None or since > last.since:
        return
    if since < last.since or since < today:
        raise Refused(f"Its present place began on {day(last.since)}. Choose a later day.", "since")


def add_body(organisation: Organisation, name: str, by: Actor) -> Body:
    """Name a group that is no post, so that it can help with actions."""
    hold(organisation)
    if queries.has_body_called(name, organisation.id):
        raise Refused("There is a group of this name already", "name")
    body = Body(organisation_id=organisation.id, name=name)
    audit.record(by, "added a body", body)
    return body
