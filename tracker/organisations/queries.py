"""Which organisations there are, and how they hang together on a day."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import and_, or_, select

from tracker.extensions import db
from tracker.organisations.models import (
    NetworkCover,
    Organisation,
    OrganisationEdge,
    PanelCover,
)

NATIONAL_CODE = "X24"


def stands(edge, on: date):
    """The edges that hold on a day."""
    return and_(
        or_(edge.since.is_(None), edge.since <= on), or_(edge.until.is_(None), edge.until >= on)
    )


def below(organisation_ids: Collection[int], on: date) -> dict[int, set[int]]:
    """For each organisation named, itself and all that answer to it on the day.

    An organisation outside the tree answers to nobody.
    """
    root = (
        select(Organisation.id.label("top"), Organisation.id.label("id"))
        .where(Organisation.id.in_(organisation_ids))
        .cte("tree", recursive=True)
    )
    further = (
        select(root.c.top, OrganisationEdge.child_id)
        .join(OrganisationEdge, OrganisationEdge.parent_id == root.c.id)
        .where(stands(OrganisationEdge, on))
    )
    tree = root.union(further)
    found: dict[int, set[int]] = {id_: set() for id_ in organisation_ids}
    for top, below_it in db.session.execute(select(tree.c.top, tree.c.id)):
        found[top].add(below_it)
    return found


def parent_of(organisation: Organisation, on: date) -> Organisation | None:
    return db.session.scalar(
        select(Organisation)
        .join(OrganisationEdge, OrganisationEdge.parent_id == Organisation.id)
        .where(OrganisationEdge.child_id == organisation.id, stands(OrganisationEdge, on))
    )


def children_of(organisation: Organisation, on: date) -> list[Organisation]:
    return list(
        db.session.scalars(
            select(Organisation)
            .join(OrganisationEdge, OrganisationEdge.child_id == Organisation.id)
            .where(OrganisationEdge.parent_id == organisation.id, stands(OrganisationEdge, on))
            .order_by(Organisation.name)
        )
    )


def organisation_with_code(code: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).where(Organisation.code == code))


def organisations_by_code(codes: Iterable[str] | None = None) -> dict[str, Organisation]:
    """Every organisation, or those with the codes given."""
    query = select(Organisation)
    if codes is not None:
        query = query.where(Organisation.code.in_(list(codes)))
    return {organisation.code: organisation for organisation in db.session.scalars(query)}


def covered_by_networks(network_ids: Collection[int]) -> list[tuple[int, int]]:
    """Pairs of a network and an organisation that it covers."""
    return _covered(NetworkCover.network_id, NetworkCover.organisation_id, network_ids)


def covered_by_panels(panel_ids: Collection[int]) -> list[tuple[int, int]]:
    """Pairs of a panel and an organisation that it covers."""
    return _covered(PanelCover.panel_id, PanelCover.organisation_id, panel_ids)


def _covered(place, organisation, ids):
    if not ids:
        return []
    return db.session.execute(select(place, organisation).where(place.in_(ids))).tuples().all()
