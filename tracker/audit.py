"""The record of who did what, when and in which capacity. Rows are only ever added."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db


@dataclass(frozen=True)
class Actor:
    """Whoever does a thing: a person, or something with a name of its own."""

    person_id: int | None
    name: str
    capacity: str = ""  # the role or relation that gave leave: 'equality lead'


COMMAND_LINE = Actor(None, "command line", "every scope")
JOB = Actor(None, "job", "every scope")
NOBODY = Actor(None, "nobody")


class AuditEntry(Model):
    """One act. Ids, codes, dates and numbers only: no personal text, for it is never erased."""

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
        person_id=by.person_id,
        actor="person" if by.person_id else by.name,
        capacity=by.capacity,
        did=did,
        thing=thing.__tablename__,
        thing_id=str(thing.id),
        organisation_id=organisation_id or getattr(thing, "organisation_id", None),
        details=details,
    )
    db.session.add(entry)
    return entry


# The database itself refuses to change the record. Put back after every migration, because
# SQLite forgets a table's triggers when the table is made anew.
REFUSAL = "the audit record is only ever added to"
GUARDS = {
    "sqlite": [
        f"""create trigger if not exists audit_entry_no_{verb} before {verb} on audit_entry {when}
            begin select raise(abort, '{REFUSAL}'); end"""
        for verb, when in (
            ("update", ""),
            ("delete", ""),
            # 'insert or replace' deletes the row before, of which SQLite tells no trigger
            ("insert", "when exists (select 1 from audit_entry where id = new.id)"),
        )
    ],
    "postgresql": [
        f"""create or replace function refuse_audit_change() returns trigger language plpgsql as
            $$ begin raise exception '{REFUSAL}'; end $$""",
        """create or replace trigger audit_entry_no_change before update or delete on audit_entry
            for each row execute function refuse_audit_change()""",
        """create or replace trigger audit_entry_no_truncate before truncate on audit_entry
            for each statement execute function refuse_audit_change()""",
    ],
}


def guard(connection: Connection) -> None:
    """Make the database refuse to change or delete what is on the record."""
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)
