"""The record of who did what, when and in which capacity. Rows are only ever added."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, Index, String, insert
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.kept import SPECIAL_CATEGORY, Kept


@dataclass(frozen=True)
class Actor:
    """Whoever does a thing: a person, or something with a name of its own."""

    person_id: int | None
    name: str
    capacity: str = ""  # the role or relation that gave leave: 'equality lead'


COMMAND_LINE = Actor(None, "command line", "every scope")
JOB = Actor(None, "job", "every scope")
NOBODY = Actor(None, "nobody")
ANONYMOUS = "anonymous"  # the capacity of an act of which nobody can tell whose it was, or when


class AuditEntry(Model):
    """One act. Ids, codes, dates and numbers only: no personal text, for it is never erased."""

    __kept__ = Kept(
        what="The record of who did what",
        why="So that nobody can change what was promised or said without it being seen",
        basis=SPECIAL_CATEGORY,
        seen_by="The administrators of the organisation and of those above it; what was done for a"
        " staff network without the name",
        how_long="As long as the service: nobody can change or remove a row. It holds numbers and"
        " codes, no names and nothing that anybody typed: an erased person is in it as a number.",
        columns={
            "To know who acted, when and by what leave": "at person_id actor capacity",
            "To know what was done to what": "did thing thing_id organisation_id details",
        },
        subject="person_id",
        special_category=True,  # "as network officer"
    )

    __table_args__ = (Index("ix_audit_entry_thing", "thing", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    actor: Mapped[str] = mapped_column(String(40))
    capacity: Mapped[str] = mapped_column(String(60))
    did: Mapped[str] = mapped_column(String(60))
    thing: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[str] = mapped_column(String(40))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


def record(
    by: Actor, did: str, thing: Any, organisation_id: int | None = None, **details: Any
) -> AuditEntry:
    """Write down an act, in the transaction of the act itself.

    `thing` is flushed first, so a new one has its id. Its `organisation_id` says whose record it
    is, unless another is given.
    """
    db.session.add(thing)
    db.session.flush()
    entry = AuditEntry(
        **_act(by, did, thing.__tablename__),
        thing_id=str(thing.id),
        organisation_id=organisation_id or getattr(thing, "organisation_id", None),
        details=details,
    )
    db.session.add(entry)
    return entry


def record_all(
    by: Actor,
    did: str,
    kind: type[Model],
    details: Mapping[int, Mapping[str, Any]],
    organisation_id: int | None,
) -> None:
    """Write down the same act on many things of one kind, by their ids, all at once.

    For things that are made or changed together; otherwise `record` each.
    """
    act, place = _act(by, did, kind.__tablename__), {"organisation_id": organisation_id}
    rows = [{**act, **place, "thing_id": str(id_), "details": of} for id_, of in details.items()]
    if rows:
        db.session.execute(insert(AuditEntry), rows)


def _act(by: Actor, did: str, thing: str) -> dict[str, Any]:
    return {
        "person_id": by.person_id,
        "actor": "person" if by.person_id else by.name,
        "capacity": by.capacity,
        "did": did,
        "thing": thing,
    }


def record_by_name(by: Actor, did: str, thing: str, thing_id: str, **details: Any) -> AuditEntry:
    """Write down an act on something that is no row, such as a backup."""
    entry = AuditEntry(**_act(by, did, thing), thing_id=thing_id, details=details)
    db.session.add(entry)
    return entry


def record_unattributed(did: str, thing: Any, week: date) -> AuditEntry:
    """Write down an act of which nobody may learn whose it was, or when in the week of a day.

    The week has to be going on still: one that has ended is sealed. The id is drawn by lot below
    nought: one that counts on would stand between two others, and say when it was written.
    """
    db.session.add(thing)
    db.session.flush()
    entry = AuditEntry(
        id=-1 - secrets.randbelow(2**31 - 1),
        at=datetime.combine(monday_of(week), time(), UTC),
        person_id=None,
        actor=NOBODY.name,
        capacity=ANONYMOUS,
        did=did,
        thing=thing.__tablename__,
        thing_id=str(thing.id),
        organisation_id=getattr(thing, "organisation_id", None),
        details={},
    )
    db.session.add(entry)
    return entry


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


# The database itself refuses to change the record. Put back after every migration, because
# SQLite forgets a table's triggers when the table is made anew.
REFUSAL = "the audit record is only ever added to"


def guard(
    connection: Connection, table: str = "audit_entry", keys: Sequence[str] = ("id",)
) -> None:
    """Make the database refuse to change or delete what is on the record.

    `keys` are the columns of which each alone is different in every row.
    """
    guards = {"sqlite": guards_of_sqlite, "postgresql": guards_of_postgresql}
    for statement in guards[connection.dialect.name](table, keys):
        connection.exec_driver_sql(statement)


def guards_of_sqlite(table: str, keys: Sequence[str]) -> list[str]:
    taken = " or ".join(f"{key} = new.{key}" for key in keys)
    return [
        f"""create trigger if not exists {table}_no_{verb} before {verb} on {table} {when}
            begin select raise(abort, '{REFUSAL}'); end"""
        for verb, when in (
            ("update", ""),
            ("delete", ""),
            # 'insert or replace' deletes the row before, of which SQLite tells no trigger
            ("insert", f"when exists (select 1 from {table} where {taken})"),
        )
    ]


def guards_of_postgresql(table: str, _keys: Sequence[str]) -> list[str]:
    return [
        f"""create or replace function refuse_audit_change() returns trigger language plpgsql as
            $$ begin raise exception '{REFUSAL}'; end $$""",
        f"""create or replace trigger {table}_no_change before update or delete on {table}
            for each row execute function refuse_audit_change()""",
        f"""create or replace trigger {table}_no_truncate before truncate on {table}
            for each statement execute function refuse_audit_change()""",
    ]
