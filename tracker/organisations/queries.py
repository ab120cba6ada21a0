"""Which organisations there are, and how they hang together on a day."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import aliased

from tracker.errors import Refused
from tracker.extensions import db
from tracker.organisations.models import (
    Body,
    Kind,
    Network,
    NetworkCover,
    Organisation,
    OrganisationEdge,
)
from tracker.organisations.ods import OdsOrganisation, Reading, places
from tracker.organisations.tree import Branch, Edge, chain, grown

NATIONAL_CODE = "X24"


def stands(edge, on: date | BindParameter[date]):
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


def ids_below(organisation_id: int, on: date) -> Select:
    """An organisation and all that answer to it on the day, to be asked within a question."""
    root = select(literal(organisation_id).label("id")).cte(recursive=True)
    further = select(OrganisationEdge.child_id)
    further = further.join(root, OrganisationEdge.parent_id == root.c.id)
    return select(root.union(further.where(stands(OrganisationEdge, on))).c.id)


@dataclass(frozen=True)
class Changes:
    """What bringing in a list would do."""

    new: list[OdsOrganisation]
    changed: list[tuple[Organisation, OdsOrganisation]]
    same: int


def changes_in(reading: Reading) -> Changes:
    known = organisations_by_code(listed.code for listed in reading.organisations)
    new = [listed for listed in reading.organisations if listed.code not in known]
    changed = [
        (known[listed.code], listed)
        for listed in reading.organisations
        if listed.code in known and differences(known[listed.code], listed)
    ]
    return Changes(new, changed, len(reading.organisations) - len(new) - len(changed))


def missing_places() -> list[OdsOrganisation]:
    """The national body and the regions, as far as they are not here yet."""
    known = organisations_by_code(place.code for place in places())
    return [place for place in places() if place.code not in known]


def differences(organisation: Organisation, listed: OdsOrganisation) -> list[str]:
    """The names of what a list says otherwise. What it is silent on is no difference."""
    told = ("name", "kind", "region_code", "icb_code", "opened", "closed")
    return [
        name
        for name in told
        if getattr(listed, name) is not None
        and getattr(listed, name) != getattr(organisation, name)
    ]


def last_edges() -> dict[int, OrganisationEdge]:
    """Child -> the edge that began last, which may have ended or be yet to begin."""
    edges = select(OrganisationEdge).order_by(
        func.coalesce(OrganisationEdge.since, date.min), OrganisationEdge.id
    )
    return {edge.child_id: edge for edge in db.session.scalars(edges)}


def edges() -> list[Edge]:
    """Every edge there is or was, as the sums take them."""
    kept = select(
        OrganisationEdge.child_id,
        OrganisationEdge.parent_id,
        OrganisationEdge.since,
        OrganisationEdge.until,
    )
    return [Edge(*row) for row in db.session.execute(kept)]


def tree_below(root: Organisation, on: date) -> Branch:
    """The organisation and all that answer to it on a day. One question."""
    rows = db.session.execute(
        select(OrganisationEdge.parent_id, Organisation)
        .join(Organisation, Organisation.id == OrganisationEdge.child_id)
        .where(stands(OrganisationEdge, on))
        .order_by(Organisation.name, Organisation.id)
    )
    return grown(root, [(row[0], row[1]) for row in rows])


def edges_of(organisation: Organisation) -> list:
    """Whom the organisation has answered to, the latest first: parent_id, name, since, until."""
    parent = aliased(Organisation)
    return list(
        db.session.execute(
            select(
                OrganisationEdge.parent_id,
                parent.name,
                OrganisationEdge.since,
                OrganisationEdge.until,
            )
            .join(parent, parent.id == OrganisationEdge.parent_id)
            .where(OrganisationEdge.child_id == organisation.id)
            .order_by(
                func.coalesce(OrganisationEdge.since, date.min).desc(), OrganisationEdge.id.desc()
            )
        )
    )


def took_over_from(later: Organisation, earlier: Organisation) -> bool:
    """Whether one is the other, or was taken over by it, also through others."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.successor_id).where(
            Organisation.successor_id.is_not(None)
        )
    )
    successors = {row[0]: row[1] for row in rows if row[1]}
    return later.id in chain(earlier.id, successors)


def parents_implied() -> dict[int, int]:
    """Child -> parent, as the codes of the lists have it.

    A trust answers to its board, or to its region where it has none; a board to the region of
    most of its trusts; a region to the national body. Others have no place that follows.
    """
    everybody = organisations_by_code().values()
    ids = {organisation.code: organisation.id for organisation in everybody}
    regions_of_boards: dict[str, Counter[str]] = defaultdict(Counter)
    for one in everybody:
        if one.icb_code and one.region_code:
            regions_of_boards[one.icb_code][one.region_code] += 1
    parents = {}
    for one in everybody:
        above = {
            Kind.TRUST: one.icb_code if one.icb_code in ids else one.region_code,
            Kind.ICB: one.region_code or most_common(regions_of_boards[one.code]),
            Kind.REGION: NATIONAL_CODE,
        }.get(Kind(one.kind))
        if above and above in ids:
            parents[one.id] = ids[above]
    return parents


def most_common(counted: Counter) -> str | None:
    return min(counted, key=lambda code: (-counted[code], code), default=None)


def national() -> Organisation | None:
    return organisation_with_code(NATIONAL_CODE)


def found(words: str, kind: str, closed: bool, on: date) -> Select:
    """The organisations whose name or code has these words: open ones, or closed ones."""
    query = select(Organisation).where(*with_words(words, Organisation.name, Organisation.code))
    if kind:
        query = query.where(Organisation.kind == kind)
    is_closed = Organisation.closed.is_not(None) & (Organisation.closed < on)
    return query.where(is_closed if closed else ~func.coalesce(is_closed, False))


def with_words(words: str, *columns) -> list[ColumnElement[bool]]:
    """Each word is in one of the columns at least."""
    return [
        or_(
            *(
                func.lower(column).like(f"%{escaped(word.lower())}%", escape="\\")
                for column in columns
            )
        )
        for word in words.split()[:10]
    ]


def escaped(word: str) -> str:
    """A word as itself, though it has signs that a search would read otherwise."""
    for sign in ("\\", "%", "_"):
        word = word.replace(sign, f"\\{sign}")
    return word


def line_above(organisation: Organisation, on: date) -> list[Organisation]:
    """Whom the organisation answers to, and so on up, the nearest first. One question."""
    columns = (OrganisationEdge.child_id, OrganisationEdge.parent_id)
    stands_then = stands(OrganisationEdge, on)
    first = select(*columns).where(OrganisationEdge.child_id == organisation.id, stands_then)
    line = first.cte("line", recursive=True)
    further = select(*columns).join(line, line.c.parent_id == OrganisationEdge.child_id)
    line = line.union(further.where(stands_then))
    rows = db.session.execute(
        select(line.c.child_id, Organisation).join(
            Organisation, Organisation.id == line.c.parent_id
        )
    ).all()
    parents = {child_id: parent.id for child_id, parent in rows}
    found = {parent.id: parent for _, parent in rows}
    return [found[id_] for id_ in chain(organisation.id, parents)[1:]]


def networks_covering(organisation: Organisation) -> list[Network]:
    """The staff networks of the organisation that are not closed."""
    return list(
        db.session.scalars(
            select(Network)
            .join(NetworkCover)
            .where(NetworkCover.organisation_id == organisation.id, Network.closed_on.is_(None))
            .order_by(Network.name)
        )
    )


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


def named(code: str | None, field: str) -> Organisation | None:
    """The organisation with a code that somebody typed; None where nothing was typed."""
    if not code:
        return None
    found = organisation_with_code(code)
    if found is None:
        raise Refused(f"No organisation has the code {code}", field)
    return found


def organisations_by_code(codes: Iterable[str] | None = None) -> dict[str, Organisation]:
    """Every organisation, or those with the codes given."""
    query = select(Organisation)
    if codes is not None:
        query = query.where(Organisation.code.in_(list(codes)))
    return {organisation.code: organisation for organisation in db.session.scalars(query)}


def has_body_called(name: str, organisation_id: int, besides: int = 0) -> bool:
    """Whether there is an open body of that name, in whatever case."""
    same = select(Body.id).where(
        Body.organisation_id == organisation_id,
        func.lower(Body.name) == name.lower(),
        Body.closed_on.is_(None),
        Body.id != besides,
    )
    return db.session.scalar(same.limit(1)) is not None


def count_of(query: Select) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def successor_of(organisation: Organisation) -> Organisation | None:
    if organisation.successor_id is None:
        return None
    return db.session.get(Organisation, organisation.successor_id)
