"""What the rules ask about a person, as at a day: two questions, put together once for all pages.

Before them comes a third, whether the person is confirmed, where nobody has loaded the person yet.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from tracker.accounts.models import Delegation, Grant, Holding, Post
from tracker.accounts.queries import is_confirmed, is_vacant, on_the_day
from tracker.extensions import db
from tracker.organisations.models import (
    Kind,
    Network,
    NetworkCover,
    Organisation,
    OrganisationEdge,
    Panel,
    PanelCover,
)
from tracker.organisations.queries import stands
from tracker.permissions import Role, Standing

PERSON, ON = bindparam("person_id", type_=Integer), bindparam("on", type_=Date)
CONFIRMED, NOTHING = bindparam("confirmed", type_=Boolean), cast(null(), Integer)


def _roles() -> Select:
    """Each grant that counts, once for every organisation where it does: its own and those below,
    or those that its network or panel covers. A closed network covers nothing and is a row still.
    """
    given = (
        select(Grant.id, Grant.role, Grant.organisation_id, Grant.network_id, Grant.panel_id)
        .where(Grant.person_id == PERSON, on_the_day(Grant, ON))
        .where(or_(CONFIRMED, Grant.organisation_id.is_not(None)))
        .cte("given")
    )
    tree = _below(given.c.organisation_id)
    network = and_(Network.id == given.c.network_id, Network.closed_on.is_(None))
    panel = and_(Panel.id == given.c.panel_id, Panel.closed_on.is_(None))
    place = func.coalesce(tree.c.id, NetworkCover.organisation_id, PanelCover.organisation_id)
    return (
        select(*list(given.c)[1:], Organisation.kind, place.label("place"))
        .select_from(given)
        .outerjoin(Organisation, Organisation.id == given.c.organisation_id)
        .outerjoin(tree, tree.c.top == given.c.organisation_id)
        .outerjoin(Network, network)
        .outerjoin(NetworkCover, NetworkCover.network_id == Network.id)
        .outerjoin(Panel, panel)
        .outerjoin(PanelCover, PanelCover.panel_id == Panel.id)
        .order_by(given.c.id, place)
    )


def _below(tops: ColumnElement) -> CTE:
    """Each of these organisations with itself and all that answer to it, as pairs."""
    themselves = select(tops.label("top"), tops.label("id")).where(tops.is_not(None))
    tree = themselves.cte("tree", recursive=True)
    return tree.union(
        select(tree.c.top, OrganisationEdge.child_id)
        .join(OrganisationEdge, OrganisationEdge.parent_id == tree.c.id)
        .where(stands(OrganisationEdge, ON))
    )


def _posts() -> CompoundSelect:
    """The posts held, each with its organisation, those delegated, and the vacant ones whose duties
    come up to a post held: in its line, with only vacant ones between."""
    held = (
        select(Holding.id.label("holding"), Holding.post_id, Post.organisation_id)
        .join(Post, Post.id == Holding.post_id)
        .where(Holding.person_id == PERSON, on_the_day(Holding, ON))
        .cte("held")
    )
    delegated: Select = (
        select(literal_column("'delegated'"), Holding.id, Holding.post_id, NOTHING)
        .join(Delegation, Delegation.holding_id == Holding.id)
        .where(Delegation.person_id == PERSON, on_the_day(Delegation, ON), on_the_day(Holding, ON))
    )
    vacant = (Post.closed_on.is_(None), is_vacant(ON))
    direct = select(Post.id).join(held, Post.line_post_id == held.c.post_id).where(*vacant)
    line = direct.cte("vacant_line", recursive=True)
    line = line.union(select(Post.id).join(line, Post.line_post_id == line.c.id).where(*vacant))
    return union_all(
        select(literal_column("'held'").label("how"), *held.c),
        delegated,
        select(literal_column("'inherited'"), NOTHING, line.c.id, NOTHING),
    ).order_by("holding")


ROLES, POSTS = _roles(), _posts()


def standing_of(person_id: int | None, on: date) -> Standing:
    """Everything that the rules ask about a person, as at a day.

    Until somebody confirmed them after a reset it may be another who looks, so networks and
    panels, and whatever follows from them, are no part of it.
    """
    if person_id is None:
        return Standing()
    confirmed = is_confirmed(person_id)
    asked = {"person_id": person_id, "on": on}
    roles = db.session.execute(ROLES, asked | {"confirmed": confirmed}).all()
    posts = db.session.execute(POSTS, asked).all()
    held = {post.post_id: post.organisation_id for post in posts if post.how == "held"}
    return Standing(
        person_id=person_id,
        roles=_by_organisation(held.values(), roles),
        posts=frozenset(held),
        delegated_posts=frozenset(post.post_id for post in posts if post.how == "delegated"),
        inherited_posts=frozenset(post.post_id for post in posts if post.how == "inherited"),
        networks=_together((row.network_id, row.role) for row in roles if row.network_id),
        panels=frozenset(row.panel_id for row in roles if row.panel_id),
        boards=frozenset(
            row.organisation_id for row in roles if row.role == Role.VIEWER and row.organisation_id
        ),
        national=frozenset(Role(row.role) for row in roles if row.kind == Kind.NATIONAL),
        confirmed=confirmed,
    )


def _by_organisation(posts_in: Iterable[int], roles: Sequence[Row]):
    """A grant counts below its organisation too; a post and a membership only where they are.

    The person's own place comes first: where they hold a post, or else have a role.
    """
    held = ((organisation_id, Role.POST_HOLDER) for organisation_id in posts_in)
    given = ((row.organisation_id, row.role) for row in roles if row.organisation_id)
    by_place = sorted(roles, key=lambda row: (row.panel_id or 0, row.network_id or 0))
    counting = ((row.place, row.role) for row in by_place if row.place)
    return _together(chain(held, given, counting))


def _together(roles: Iterable[tuple[int, str]]) -> dict[int, frozenset[Role]]:
    found: dict[int, set[Role]] = defaultdict(set)
    for place, role in roles:
        found[place].add(Role(role))
    return {place: frozenset(theirs) for place, theirs in found.items()}
