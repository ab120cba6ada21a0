"""What is kept about one person: the rows that are about them, and those that they wrote."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Select, or_, select

from tracker.accounts.models import Person
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.governance.register import Entry, entry_of, erasable, register, target_of
from tracker.pages import day, instant

SHOWN = 5  # of each table on the page of everything; a table's own page shows them all


@dataclass(frozen=True)
class Section:
    """The newest rows of a table that are about somebody, or that they wrote."""

    entry: Entry
    rows: list[dict[str, Any]]
    more: bool


def about(person_id: int, confirmed: bool) -> list[Section]:
    """Everything kept about a person, table by table, with the newest rows of each."""
    found = []
    for entry in with_people(confirmed):
        query = rows_about(entry, person_id).order_by(entry.table.c.id.desc()).limit(SHOWN + 1)
        rows = told(entry, db.session.execute(query), person_id)
        if rows:
            found.append(Section(entry, rows[:SHOWN], len(rows) > SHOWN))
    return found


def everything(person_id: int, confirmed: bool) -> dict[str, Any]:
    """The same, all of it, for a program to read."""
    found = {}
    for entry in with_people(confirmed):
        query = rows_about(entry, person_id).order_by(entry.table.c.id.desc())
        rows = told(entry, db.session.execute(query), person_id)
        kept = entry.kept
        if rows:
            found[entry.name] = {
                "what": kept.what,
                "why": kept.why,
                "basis": kept.basis,
                "how long": kept.retention,
                "rows": [{name: in_json(value) for name, value in row.items()} for row in rows],
            }
    return found


def with_people(confirmed: bool = True) -> list[Entry]:
    """The tables whose rows are somebody's, or were written by somebody.

    After an administrator reset a sign-in it may be the administrator who looks: until somebody
    confirmed the person, what could say that they belong to a network stays shut.
    """
    return [
        entry
        for entry in register()
        if (entry.kept.subject or entry.kept.author)
        and (confirmed or not entry.kept.special_category)
    ]


def with_name(name: str, confirmed: bool) -> Entry | None:
    return next((entry for entry in with_people(confirmed) if entry.name == name), None)


def rows_about(entry: Entry, person_id: int) -> Select:
    """The rows that are the person's or that they wrote, with the names of what these link to.

    No secret is ever asked for.
    """
    links = (*entry.columns("subject"), *entry.columns("author"))
    columns, source = list(_shown(entry)), entry.table
    for link, known_by in _named_links(entry):
        other = target_of(link).alias()
        source = source.outerjoin(other, other.c.id == link)  # type: ignore[assignment]
        columns.append(other.c[known_by])
    return select(*columns).select_from(source).where(or_(*(link == person_id for link in links)))


def told(entry: Entry, rows: Iterable[Sequence[Any]], person_id: int) -> list[dict[str, Any]]:
    """Rows of `rows_about` as a person may have them: other people are "somebody else".

    What was said of them in confidence is left out, unless it was they who said it.
    """
    shown, named = list(_shown(entry)), [link.name for link, _known_by in _named_links(entry)]
    numbered = {Person.__tablename__, *(each.name for each in erasable())}
    found = []
    for row in rows:
        values = dict(zip([column.name for column in shown], row, strict=False))
        names = dict(zip(named, row[len(shown) :], strict=True))
        wrote_it = any(values[name] == person_id for name in entry.kept.marked("author"))
        left_out = {
            *(() if wrote_it else entry.kept.marked("held")),
            *_numbers(entry, values, numbered),
        }
        found.append(
            {
                column.name: _told(column, values[column.name], names, person_id)
                for column in shown
                if column.name not in left_out
            }
        )
    return found


def _numbers(entry: Entry, values: dict[str, Any], numbered: Collection[str]) -> set[str]:
    """The numbers that are not told. They count on with what is done to others: by those of two
    letters one would know how many others got between them. Only that is numbered which somebody
    may want erased by its number: an account, a text.
    """
    unnumbered = {"id"} if entry.name not in numbered else set()
    if entry.model is not AuditEntry:
        return unnumbered
    told = values["thing"] in numbered and values["thing"] != Person.__tablename__
    return unnumbered if told else unnumbered | {"thing_id"}


def _told(column: Column, value: Any, names: dict[str, Any], person_id: int) -> Any:
    if value is None:
        return None
    if column.foreign_keys and target_of(column).name == "person":
        return "you" if value == person_id else "somebody else"
    if isinstance(value, dict) and "person" in value:  # of an act on the record
        whom = "you" if value["person"] == person_id else "somebody else"
        return value | {"person": whom}
    return {"id": value, "name": names[column.name]} if names.get(column.name) else value


def _shown(entry: Entry) -> Iterable[Column]:
    secret = entry.kept.marked("secret")
    return (column for column in entry.table.c if column.name not in secret)


def _named_links(entry: Entry) -> list[tuple[Column, str]]:
    """The links to things that have a name, and the column that holds it.

    Never to a person; nor to what others typed, such as an action's title today: it is not the
    person's, who may have no leave to see it any more. Such a thing has its number.
    """
    found = []
    for column in _shown(entry):
        target = entry_of(target_of(column).name) if column.foreign_keys else None
        name = target.kept.known_by if target and target.name != "person" else ""
        if target and name and name not in target.kept.marked("personal_text"):
            found.append((column, name))
    return found


def in_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def in_words(value: Any) -> str:
    """A value as a page says it."""
    if value is None or isinstance(value, bool):
        return {True: "Yes", False: "No", None: "none"}[value]
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, dict) and set(value) == {"id", "name"}:
        return f"{value['name']} (number {value['id']})"
    if isinstance(value, dict):
        parts = (f"{column_in_words(name)}: {in_words(part)}" for name, part in value.items())
        return "; ".join(parts)
    return "\n".join(map(in_words, value)) if isinstance(value, list) else str(value)


def column_in_words(name: str) -> str:
    """organisation_id -> Organisation"""
    if name == "thing_id":
        return "Number of the thing"
    return name.removesuffix("_id").replace("_", " ").capitalize() if name != "id" else "Number"
