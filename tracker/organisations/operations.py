"""Bringing in the lists of organisations, and hanging them together."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.organisations import queries
from tracker.organisations.models import (
    Body,
    Network,
    NetworkCover,
    Organisation,
    OrganisationEdge,
    Panel,
    PanelCover,
)
from tracker.organisations.ods import OdsOrganisation, Reading

KEPT = ("name", "kind", "region_code", "icb_code", "opened", "closed")


def bring_in(reading: Reading, on: date, by: Actor) -> queries.Changes:
    """Add and change what a list says, all or nothing. The same list again changes nothing.

    The national body and the regions, which no list has, are added where they are missing.
    """
    if reading.faults:
        raise Refused(f"Nothing was brought in. {reading.faults[0]}")
    changes = queries.changes_in(reading)
    for listed in (*queries.missing_places(), *changes.new):
        add(listed, by)
    for organisation, listed in changes.changed:
        update(organisation, listed, by)
    note_successors(reading.successors, by)
    hang_together(on, by)
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
            known[old].successor_id = known[new].id
            audit.record(by, "named a successor", known[old], successor=new)


def hang_together(on: date, by: Actor) -> None:
    """Make the edges that the codes imply: trust to board, board to region, region to the top."""
    standing = queries.edges_by_child(on)
    for child_id, parent_id in queries.parents_implied().items():
        edge = standing.get(child_id)
        if edge and edge.parent_id == parent_id:
            continue
        if edge and edge.since == on:  # put right on the same day
            edge.parent_id = parent_id
        elif edge:
            edge.until = on - timedelta(days=1)
            db.session.flush()
        if not edge or edge.since != on:
            edge = OrganisationEdge(
                child_id=child_id, parent_id=parent_id, since=on if edge else None
            )
        audit.record(by, "placed an organisation", edge, child_id, parent=parent_id)


def place(child: Organisation, parent: Organisation, since: date | None, by: Actor) -> None:
    """Put an organisation under another, from a day on."""
    if parent.id in queries.below([child.id], since or date.min)[child.id]:
        raise Refused(f"{parent.name} answers to {child.name}, so it cannot be above it.")
    edge = OrganisationEdge(child_id=child.id, parent_id=parent.id, since=since)
    audit.record(by, "placed an organisation", edge, child.id, parent=parent.id)


def add_body(organisation: Organisation, name: str, by: Actor) -> Body:
    body = Body(organisation_id=organisation.id, name=name)
    audit.record(by, "added a body", body)
    return body


def add_network(
    name: str, home: Organisation, by: Actor, covers: Iterable[Organisation] = ()
) -> Network:
    """Add a staff network, at home in one organisation, for that one and others it covers."""
    network = Network(name=name, organisation_id=home.id)
    audit.record(by, "added a network", network)
    for organisation in {home, *covers}:
        db.session.add(NetworkCover(network_id=network.id, organisation_id=organisation.id))
    return network


def add_panel(
    name: str, home: Organisation, by: Actor, covers: Iterable[Organisation] = ()
) -> Panel:
    """Add an expert panel, at home in one organisation, for that one and others it covers."""
    panel = Panel(name=name, organisation_id=home.id)
    audit.record(by, "added a panel", panel)
    for organisation in {home, *covers}:
        db.session.add(PanelCover(panel_id=panel.id, organisation_id=organisation.id))
    return panel
