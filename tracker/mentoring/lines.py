"""Who stands above people: by the posts they hold, and by what they said when they enrolled."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Row, and_, literal, select, union_all

from tracker.accounts.models import Holding, Person, Post
from tracker.accounts.queries import on_the_day
from tracker.extensions import db
from tracker.mentoring.line import Addresses, Found, Line, between, next_held
from tracker.mentoring.models import DeclaredLine, Enrolment


def found_between(
    pairs: Collection[tuple[int, int]], on: date, declared: bool = True
) -> dict[tuple[int, int], Found]:
    """What is found of each leader and colleague. Three questions, for many as for one.

    What somebody declared when they enrolled is theirs: leave it out of what another is told.
    """
    people = {id_ for pair in pairs for id_ in pair}
    lines = _by_posts(people, on) if people else {}
    if declared and people:
        lines = _with_what_they_say(lines)
    return {(one, other): between(lines[one], lines[other]) for one, other in pairs}


def found_of(leader_id: int, colleague_id: int, on: date, declared: bool = True) -> Found:
    """The same of two people."""
    pair = leader_id, colleague_id
    return found_between([pair], on, declared)[pair]


def _by_posts(people: Collection[int], on: date) -> dict[int, Line]:
    held = and_(Holding.person_id == Person.id, on_the_day(Holding, on))
    rows = db.session.execute(
        select(Person.id, Person.email, Holding.post_id)
        .outerjoin(Holding, held)
        .where(Person.id.in_(people))
    ).all()
    emails = {row.id: row.email for row in rows}
    posts: dict[int, list[int]] = {id_: [] for id_ in emails}
    for row in rows:
        if row.post_id:
            posts[row.id].append(row.post_id)
    above, holders = _above({row.post_id for row in rows if row.post_id}, on)
    return {
        id_: _line(email, posts[id_], above, holders) if posts[id_] else Line(email)
        for id_, email in emails.items()
    }


def _line(
    email: str,
    posts: Iterable[int],
    above: dict[int, int | None],
    holders: dict[int, Addresses],
) -> Line:
    first = [next_held(post, above, holders, email) for post in posts]
    second = [next_held(post, above, holders, email) for post in first if post is not None]
    return Line(email, _of(first, holders) - {email}, _of(second, holders) - {email})


def _of(posts: Iterable[int | None], holders: dict[int, Addresses]) -> Addresses:
    return frozenset[str]().union(*(holders[post] for post in posts if post is not None))


def _above(posts: Collection[int], on: date) -> tuple[dict[int, int | None], dict[int, Addresses]]:
    """These posts and all above them, each with the one it answers to, and with who holds it."""
    if not posts:
        return {}, {}
    line = select(Post.id, Post.line_post_id).where(Post.id.in_(posts)).cte(recursive=True)
    line = line.union(select(Post.id, Post.line_post_id).join(line, Post.id == line.c.line_post_id))
    rows = db.session.execute(
        select(line.c.id, line.c.line_post_id, Person.email)
        .outerjoin(Holding, and_(Holding.post_id == line.c.id, on_the_day(Holding, on)))
        .outerjoin(Person, Person.id == Holding.person_id)
    ).all()
    found: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row.email:
            found[row.id].add(row.email)
    holders = {post_id: frozenset(emails) for post_id, emails in found.items()}
    return {row.id: row.line_post_id for row in rows}, holders


def declared_line_of(person_id: int) -> DeclaredLine | None:
    """What somebody said of their managers who is in no pool."""
    return db.session.scalar(select(DeclaredLine).where(DeclaredLine.person_id == person_id))


def _said_by(people: Collection[int]) -> Sequence[Row]:
    """A person, their manager, the manager's manager, and a second line, by address."""
    said = (
        select(kind.person_id, kind.manager_email, kind.managers_manager_email, matrix).where(
            kind.person_id.in_(people)
        )
        for kind, matrix in ((Enrolment, Enrolment.matrix_line), (DeclaredLine, literal("")))
    )
    return db.session.execute(union_all(*said)).all()


def _with_what_they_say(lines: dict[int, Line]) -> dict[int, Line]:
    lines = dict(lines)
    for id_, manager, further, matrix in _said_by(list(lines)):
        line = lines[id_]
        lines[id_] = replace(
            line,
            managers=_and(line.managers, manager),
            managers_managers=_and(line.managers_managers, further),
            matrix=line.matrix | frozenset(matrix.lower().split()),
        )
    return lines


def _and(known: Addresses | None, address: str | None) -> Addresses | None:
    return (known or frozenset()) | {address.lower()} if address else known
