"""What can be erased, what has had its time, and whose accounts are to go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from tracker.accounts.models import Grant, Holding, Person, Post
from tracker.extensions import db
from tracker.governance.register import (
    Entry,
    Rule,
    entry_of,
    erasable,
    rules,
    target_of,
    way_to_organisation,
)
from tracker.kept import ERASED_TEXT, LEAVERS_KEPT, Act
from tracker.organisations.models import Organisation
from tracker.organisations.queries import below, with_words
from tracker.permissions import Role

REASONS = ("asked by the person", "named somebody", "consent withdrawn", "sent in error")
BATCH = 500
MOST_TEXTS = 50  # of one person that are offered on one page


@dataclass(frozen=True)
class Text:
    """A text that can be erased, by where it is and how long. Its words are not told."""

    entry: Entry
    row_id: int
    column: str
    length: int
    where: str  # the title of what it is about, where that has one

    @property
    def key(self) -> str:
        return f"{self.entry.name}.{self.row_id}.{self.column}"


def texts_of(entry: Entry, row_id: int) -> list[Text]:
    """The texts of a row that are not empty and not erased yet."""
    return _texts(entry, entry.table.c.id == row_id)


def texts_by(person_id: int) -> list[Text]:
    """The newest texts that a person wrote, or that are about them, as an administrator may know.

    What would tell on somebody, by being there, is erased by its number alone.
    """
    found = []
    for entry in erasable():
        links = (*entry.columns("author"), *entry.columns("subject"))
        if links and not entry.kept.unlisted:
            found += _texts(entry, or_(*(link == person_id for link in links)))
    return found[:MOST_TEXTS]


def _texts(entry: Entry, which: ColumnElement[bool]) -> list[Text]:
    columns = entry.columns("personal_text")
    query = select(entry.table.c.id, *map(_length, columns)).where(which)
    query = _with_what_it_is_about(query, entry).order_by(entry.table.c.id.desc())
    return [
        Text(entry, row_id, column.name, length, where or "")
        for row_id, *lengths, where in db.session.execute(query.limit(MOST_TEXTS))
        for column, length in zip(columns, lengths, strict=True)
        if length
    ]


def _length(column):
    """Nought for what is erased already."""
    return case((column.like(f"{ERASED_TEXT} %"), 0), else_=func.length(column))


def _with_what_it_is_about(query: Select, entry: Entry) -> Select:
    for link in entry.columns("within"):
        above = entry_of(target_of(link).name)
        if above and above.kept.known_by:
            [name] = above.columns("known_by")
            joined = query.select_from(entry.table.join(above.table, above.table.c.id == link))
            return joined.add_columns(name)
    return query.add_columns(literal(""))


def texts_in(organisation: Organisation, entry: Entry, row_id: int, on: date) -> list[Text]:
    """The texts of a row, if it belongs to the organisation or to one below it."""
    place = organisation_of(entry, row_id)
    theirs = place in below([organisation.id], on)[organisation.id]
    return texts_of(entry, row_id) if theirs else []


def organisation_of(entry: Entry, row_id: int) -> int | None:
    """The organisation that a row belongs to, by what it is part of."""
    tables = list(way_to_organisation(entry))
    source: Any = tables[0]
    for part, above in pairwise(tables):
        known = entry_of(part.name)
        assert known
        [link] = known.columns("within")
        source = source.join(above, above.c.id == link)
    query = select(tables[-1].c.organisation_id).select_from(source)
    return db.session.scalar(query.where(tables[0].c.id == row_id))


def still_held(person: Person, on: date) -> list[str]:
    """The titles of the posts that a person holds today or is to hold."""
    held = select(Post.title).join(Holding, Holding.post_id == Post.id)
    ends_later = or_(Holding.until.is_(None), Holding.until >= on)
    return list(db.session.scalars(held.where(Holding.person_id == person.id, ends_later)))


def administered_by(person: Person) -> list[int]:
    """The organisations of which a person is an administrator, in the order of their ids."""
    theirs = select(Grant.organisation_id).where(
        Grant.person_id == person.id, Grant.role == Role.ADMINISTRATOR, Grant.until.is_(None)
    )
    return sorted(db.session.scalars(theirs))


def without_other_administrator(places: Sequence[int], person: Person, on: date) -> list[str]:
    """Those of the organisations that would have no administrator without this person."""
    others = select(Grant.id).where(
        Grant.organisation_id == Organisation.id,
        Grant.person_id != person.id,
        Grant.role == Role.ADMINISTRATOR,
        Grant.until.is_(None),
        Grant.since <= on,
    )
    alone = select(Organisation.name).where(Organisation.id.in_(places), ~others.exists())
    return list(db.session.scalars(alone))


def leavers(words: str) -> Select:
    """Those who left and whose accounts are not erased yet, with the organisation's name."""
    return (
        select(Person.id, Person.name, Person.left_on, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.left_on.is_not(None), Person.erased_on.is_(None))
        .where(*with_words(words, Person.name))
    )


def leaves_by(left_on: date) -> date:
    """The day on which the account of somebody who left is erased by itself."""
    return left_on + timedelta(days=LEAVERS_KEPT)


@dataclass(frozen=True)
class Due:
    """How many rows have had their time by one rule."""

    rule: Rule
    rows: int


def all_due(now: datetime) -> list[Due]:
    """By each rule, what would go now."""
    return [Due(rule, _count(rule, now)) for rule in rules()]


def _count(rule: Rule, now: datetime) -> int:
    return (
        db.session.scalar(
            select(func.count()).select_from(rule.entry.table).where(is_due(rule, now))
        )
        or 0
    )


def due(rule: Rule, now: datetime, after: int = 0) -> Sequence[int]:
    """The ids of the next rows whose time has come, a batch at a time."""
    table = rule.entry.table
    query = select(table.c.id).where(table.c.id > after, is_due(rule, now))
    query = query.order_by(table.c.id).limit(BATCH)
    return db.session.scalars(query).all()


def is_due(rule: Rule, now: datetime) -> ColumnElement[bool]:
    """Whether the time of a row has come, and nothing was done about it yet."""
    table, goes = rule.entry.table, rule.goes
    column = table.c[goes.after]
    before = now - timedelta(days=goes.days)
    is_day = not issubclass(column.type.python_type, datetime)
    late = column < (before.date() if is_day else before)
    if goes.act is Act.BLANK:
        return and_(late, or_(*(table.c[name] != "" for name in goes.columns.split())))
    return and_(late, table.c.erased_on.is_(None)) if goes.act is Act.ERASE else late
