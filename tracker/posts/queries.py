"""Posts with whoever holds them, and the line between them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.accounts.models import Holding, Person, Post
from tracker.accounts.queries import holders_of, lock
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.organisations.queries import line_above, with_words

# What a post has to do elsewhere; each feature above says its own: "owns 3 open actions".
WORK: list[Callable[[int, date], list[str]]] = []


@dataclass(frozen=True)
class PostLine:
    """A post as a line of a list, in the order of `lines`."""

    id: int
    organisation_id: int
    title: str
    senior_leader: bool
    closed_on: date | None
    line_post_id: int | None
    line_title: str | None
    line_place_id: int | None
    line_place: str | None
    holder: str  # empty while it is vacant
    acting: bool
    since: date | None  # the holder's first day
    last_held: date | None  # the last day of the last holder of a vacant post; none: never held

    @property
    def vacant_since(self) -> date | None:
        return self.last_held + timedelta(days=1) if self.last_held else None

    @property
    def line(self) -> str:
        """The post that it answers to, with its organisation where that is another."""
        if self.line_title is None:
            return ""
        elsewhere = self.line_place_id != self.organisation_id
        return f"{self.line_title}, {self.line_place}" if elsewhere else self.line_title


def _nearest_holding(which: ColumnElement[bool], today: date) -> Subquery:
    """The holdings of some posts so far, ranked: acting before not, held before ended."""
    held = or_(Holding.until.is_(None), Holding.until >= today)
    rank = case((and_(held, Holding.acting), 0), (held, 1), else_=2)
    order = (rank, func.coalesce(Holding.until, today).desc(), Holding.since.desc(), Holding.id)
    nearest = func.row_number().over(partition_by=Holding.post_id, order_by=order)
    columns = (Holding.post_id, Holding.person_id, Holding.since, Holding.until, Holding.acting)
    return (
        select(*columns, held.label("held"), nearest.label("nearest"))
        .where(Holding.since <= today, Holding.post_id.in_(select(Post.id).where(which)))
        .subquery()
    )


def lines(which: ColumnElement[bool], today: date) -> Subquery:
    """The posts that `which` picks, each with whoever holds it and what it answers to."""
    holding = _nearest_holding(which, today)
    above, place = Post.__table__.alias("above"), Organisation.__table__.alias("place")
    return (
        select(
            Post.id,
            Post.organisation_id,
            Post.title,
            Post.senior_leader,
            Post.closed_on,
            Post.line_post_id,
            above.c.title.label("line_title"),
            above.c.organisation_id.label("line_place_id"),
            place.c.name.label("line_place"),
            case((holding.c.held, Person.name), else_="").label("holder"),
            func.coalesce(and_(holding.c.held, holding.c.acting), False).label("acting"),
            case((holding.c.held, holding.c.since)).label("since"),
            case((~holding.c.held, holding.c.until)).label("last_held"),
        )
        .outerjoin(holding, and_(holding.c.post_id == Post.id, holding.c.nearest == 1))
        .outerjoin(Person, Person.id == holding.c.person_id)
        .outerjoin(above, above.c.id == Post.line_post_id)
        .outerjoin(place, place.c.id == above.c.organisation_id)
        .where(which)
        .subquery("post_line")
    )


def found(organisation_id: int, words: str, today: date) -> Subquery:
    """The organisation's posts whose title or holder has these words."""
    all_of_them = lines(Post.organisation_id == organisation_id, today)
    these = with_words(words, all_of_them.c.title, all_of_them.c.holder)
    return select(all_of_them).where(*these).subquery("found")


def kinds(posts: Subquery) -> dict[str, ColumnElement[bool]]:
    """What a list of posts can be narrowed to."""
    is_open = posts.c.closed_on.is_(None)
    return {
        "open": is_open,
        "vacant": and_(is_open, posts.c.holder == ""),
        "acting": and_(is_open, posts.c.acting),
        "senior": and_(is_open, posts.c.senior_leader),
        "no-line": and_(is_open, posts.c.line_post_id.is_(None)),
        "closed": ~is_open,
    }


def in_order(posts: Subquery, sort: str) -> tuple[ColumnElement, ...]:
    """What a list is sorted by: columns that together differ for every row."""
    by_title = (func.lower(posts.c.title), posts.c.id)
    return {"holder": (posts.c.holder, *by_title), "newest": (posts.c.id,)}.get(sort, by_title)


def of_kind(posts: Subquery, kind: str) -> Select:
    return select(posts).where(kinds(posts)[kind])


def counts(posts: Subquery) -> dict[str, int]:
    """How many there are of each kind. One question."""
    counted = [func.count(case((which, 1))) for which in kinds(posts).values()]
    row = db.session.execute(select(*counted)).one()
    return dict(zip(kinds(posts), row, strict=True))


def post_lines(which: ColumnElement[bool], today: date) -> list[PostLine]:
    posts = lines(which, today)
    rows = db.session.execute(select(posts).order_by(*in_order(posts, "title")))
    return [PostLine(*row) for row in rows]


def posts_answering_to(post: Post, today: date) -> list[PostLine]:
    return post_lines(and_(Post.line_post_id == post.id, Post.closed_on.is_(None)), today)


def open_posts_of(organisation: Organisation, today: date) -> list[PostLine]:
    is_theirs = Post.organisation_id == organisation.id
    return post_lines(and_(is_theirs, Post.closed_on.is_(None)), today)


def line_of(post: Post) -> list[Post]:
    """The posts that a post answers to, the nearest first. An old circle is gone round once."""
    above = (
        select(Post.id, Post.line_post_id)
        .where(Post.id == post.line_post_id)
        .cte("line", recursive=True)
    )
    line = above.union(
        select(Post.id, Post.line_post_id).join(above, Post.id == above.c.line_post_id)
    )
    query = select(Post).where(Post.id.in_(select(line.c.id)))
    query = query.options(joinedload(Post.organisation)).execution_options(populate_existing=True)
    known = {each.id: each for each in db.session.scalars(query)}
    ordered: list[Post] = []
    while (next_id := (ordered[-1] if ordered else post).line_post_id) in known:
        assert next_id is not None
        ordered.append(known.pop(next_id))
    return ordered


def who_takes_on(post: Post, on: date) -> tuple[Post, str] | None:
    """Whoever has a post's duties on a day, with the post: the first up the line that is held."""
    way_up = [post]
    for above in line_of(post):
        if above.closed_on:
            break
        way_up.append(above)
    holders = holders_of([each.id for each in way_up], on)
    return next(((each, holders[each.id]) for each in way_up if each.id in holders), None)


def posts_to_answer_to(post: Post | None, organisation: Organisation, today: date) -> list[Post]:
    """Open posts of the organisation, and then of those above it; and the one it answers to now."""
    places = [organisation.id, *(each.id for each in line_above(organisation, today))]
    is_choice: ColumnElement[bool] = and_(
        Post.organisation_id.in_(places), Post.closed_on.is_(None)
    )
    if post:
        is_choice = and_(or_(is_choice, Post.id == post.line_post_id), Post.id != post.id)
    query = select(Post).where(is_choice).options(joinedload(Post.organisation))
    posts = db.session.scalars(query.order_by(func.lower(Post.title), Post.id)).all()
    nearest = {place: n for n, place in enumerate(places)}
    return sorted(posts, key=lambda each: nearest.get(each.organisation_id, len(places)))


def work_of(post: Post, today: date) -> list[str]:
    return [said for work_in in WORK for said in work_in(post.id, today)]


def holdings_of(post: Post) -> list[tuple[Holding, str]]:
    """Who holds, held or is to hold the post, the latest first."""
    rows = db.session.execute(
        select(Holding, Person.name)
        .join(Person, Person.id == Holding.person_id)
        .where(Holding.post_id == post.id)
        .order_by(Holding.since.desc(), Holding.id.desc())
    )
    return [(row[0], row[1]) for row in rows]


def lock_line(post: Post) -> None:
    """Read a post as it is now; whoever else changes a post of the organisation waits.

    Two changes that are sound alone can close a circle together, through posts of neither. All of
    a circle is of one organisation, for a line leads only upwards out of one.
    """
    lock(db.session.get_one(Organisation, post.organisation_id))
    lock(post)
