"""Who stands above people: by the posts they hold, and by what they said when they enrolled."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import Row, literal, select

from tracker.accounts.models import Holding, Person, Post
from tracker.accounts.queries import on_the_day
from tracker.extensions import db
from tracker.mentoring.line import Addresses, Found, Line, between, next_held
from tracker.mentoring.models import DeclaredLine, Enrolment


def found_between(
    pairs: Collection[tuple[int, int]], on: date, declared: bool = True
) -> dict[tuple[int, int], Found]:
    """What is found of each leader and colleague. As many questions for many as for one.

    What somebody declared when they enrolled is theirs: leave it out of what another is told.
    """
    people = {id_ for pair in pairs for id_ in pair}
    lines = _by_posts(people, on)
    if declared:
        lines = _with_what_they_say(lines)
    return {(one, other): between(lines[one], lines[other]) for one, other in pairs}


def found_of(leader_id: int, colleague_id: int, on: date, declared: bool = True) -> Found:
    """The same of two people."""
    pair = leader_id, colleague_id
    return found_between([pair], on, declared)[pair]


def _by_posts(people: Collection[int], on: date) -> dict[int, Line]:
    emails = dict(
        db.session.execute(select(Person.id, Person.email).where(Person.id.in_(people))).all()
    )
    held = db.session.execute(
        select(Holding.person_id, Holding.post_id).where(
            Holding.person_id.in_(people), on_the_day(Holding, on)
        )
    ).all()
    above = _above({row.post_id for row in held})
    holders = _holders(above, on)
    posts: dict[int, list[int]] = defaultdict(list)
    for person_id, post_id in held:
        posts[person_id].append(post_id)
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


def _above(posts: Collection[int]) -> dict[int, int | None]:
    """These posts and all above them, each with the one it answers to."""
    line = select(Post.id, Post.line_post_id).where(Post.id.in_(posts)).cte(recursive=True)
    line = line.union(select(Post.id, Post.line_post_id).join(line, Post.id == line.c.line_post_id))
    return dict(db.session.execute(select(line.c.id, line.c.line_post_id)).all())


def _holders(posts: Collection[int], on: date) -> dict[int, Addresses]:
    rows = db.session.execute(
        select(Holding.post_id, Person.email)
        .join(Person, Person.id == Holding.person_id)
        .where(Holding.post_id.in_(posts), on_the_day(Holding, on))
    )
    found: dict[int, set[str]] = defaultdict(set)
    for post_id, email in rows:
        found[post_id].add(email)
    return {post_id: frozenset(emails) for post_id, emails in found.items()}


def declared_line_of(person_id: int) -> DeclaredLine | None:
    """What somebody said of their managers who is in no pool."""
    return db.session.scalar(select(DeclaredLine).where(DeclaredLine.person_id == person_id))


def _said_by(people: Collection[int]) -> Iterator[Row]:
    """A person, their manager, the manager's manager, and a second line, by address."""
    for kind, matrix in ((Enrolment, Enrolment.matrix_line), (DeclaredLine, literal(""))):
        said = select(kind.person_id, kind.manager_email, kind.managers_manager_email, matrix)
        yield from db.session.execute(said.where(kind.person_id.in_(people)))


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
