"""Daily seals: what proves, later, that the record still says what it said.

A seal keeps the id and the SHA-256 of every row of one day, and a hash over these and the seal
before. It is made an hour after the day has ended, when nothing is on its way any more. Days are
those of UTC. Neither table points at the record by a foreign key: a seal speaks of what was there,
whether or not it still is.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    and_,
    exists,
    func,
    insert,
    inspect,
    or_,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from tracker import audit
from tracker.audit import ANONYMOUS, Actor, AuditEntry
from tracker.extensions import Model, db
from tracker.kept import NOT_PERSONAL, SERVICE_ALONE, Kept

WAIT = timedelta(hours=1)
DAY = timedelta(days=1)
AT_ONCE = 1000  # rows held in memory
COLUMNS = AuditEntry.__table__.columns
SHOWN = 12  # characters of a hash that are printed: enough to tell two seals apart


class Seal(Model):
    """What was on the record of one day, and of all days before."""

    __kept__ = Kept(
        what="The daily seals over the record",
        why="So that a change of the record behind the service’s back is found out",
        basis=NOT_PERSONAL,
        seen_by="The administrators, who see the beginning of the latest on the record’s page",
        how_long="As long as the record itself.",
        columns={
            "To know which day is sealed, and when that was done": "day made_at rows",
            "To prove the rows of the day and every seal before": "previous hash",
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True)  # 1, 2, 3 ..., without a gap
    day: Mapped[date] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    rows: Mapped[int]
    previous: Mapped[str] = mapped_column(
        String(64)
    )  # the hash of the seal before, if there is one
    hash: Mapped[str] = mapped_column(String(64))

    @property
    def shown(self) -> str:
        """The beginning of the hash, as it is printed."""
        return self.hash[:SHOWN]


class SealedRow(Model):
    """What one row of the record was when its day was sealed."""

    __kept__ = Kept(
        what="A fingerprint of each row of the record",
        why="So that the first row that was changed, removed or added can be named",
        basis=NOT_PERSONAL,
        seen_by=SERVICE_ALONE,
        how_long="As long as the record itself.",
        columns={"To prove the row as it was that day": "entry_id seal_id sha256"},
    )

    entry_id: Mapped[int] = mapped_column(primary_key=True)
    seal_id: Mapped[int] = mapped_column(index=True)
    sha256: Mapped[str] = mapped_column(String(64))


GUARDED = {AuditEntry: ("id",), Seal: ("id", "day"), SealedRow: ("entry_id",)}


def guard(connection: Connection) -> None:
    """Make the database refuse to change the record and its seals, as far as they are made."""
    made = set(inspect(connection).get_table_names())
    for model, keys in GUARDED.items():
        if model.__tablename__ in made:
            audit.guard(connection, model.__tablename__, keys)


# Making seals.


def seal_until(now: datetime, by: Actor) -> list[Seal]:
    """Seal every day that ended an hour ago or more and is not sealed yet, in order.

    Asks for a writing transaction. When somebody else seals the same days at the same time, theirs
    count and nothing is done here.
    """
    last = (now.astimezone(UTC) - WAIT).date() - DAY
    made: list[Seal] = []
    try:
        with db.session.begin_nested():
            for day in days_to_seal(last):
                made.append(_seal(day, now))
            if made:
                days = {"days": len(made), "rows": sum(seal.rows for seal in made)}
                audit.record(by, "sealed the record", made[-1], **days)
    except IntegrityError:
        return []
    return made


def days_to_seal(last: date) -> Iterator[date]:
    """From the day after the latest seal, or else the first of the record, to `last`."""
    sealed = db.session.scalar(select(func.max(Seal.day)))
    first = sealed + DAY if sealed else _first_day()
    if first:
        yield from (first + DAY * number for number in range((last - first).days + 1))


def _first_day() -> date | None:
    first = db.session.scalar(select(func.min(AuditEntry.at)))
    return first.date() if first else None


def _seal(day: date, now: datetime) -> Seal:
    """The seal is written after its rows: their number is in it, and it is never changed."""
    before = latest()
    number, previous = (before.id + 1, before.hash) if before else (1, "")
    chain, rows = _begin_chain(day, now, previous), 0
    for batch in _in_batches(_entries(of_day(day))):
        sealed = [(entry.id, sha256_of(entry)) for entry in batch]
        for each in sealed:
            _add_to_chain(chain, *each)
        rows += len(sealed)
        keys = ("entry_id", "seal_id", "sha256")
        db.session.execute(
            insert(SealedRow),
            [dict(zip(keys, (id_, number, sha), strict=True)) for id_, sha in sealed],
        )
    seal = Seal(
        id=number, day=day, made_at=now, rows=rows, previous=previous, hash=chain.hexdigest()
    )
    db.session.add(seal)
    db.session.flush()
    return seal


def latest() -> Seal | None:
    return db.session.scalar(select(Seal).order_by(Seal.id.desc()).limit(1))


def of_day(day: date) -> ColumnElement[bool]:
    """The rows that are sealed with a day.

    What is anonymous has the first instant of its week, whenever in the week it was done: it is
    sealed with the Sunday.
    """
    start = _midnight(day)
    anonymous = AuditEntry.capacity == ANONYMOUS
    usual = and_(AuditEntry.at >= start, AuditEntry.at < start + DAY, ~anonymous)
    if day.isoweekday() < 7:
        return usual
    return or_(
        usual, and_(AuditEntry.at >= start - 6 * DAY, AuditEntry.at < start + DAY, anonymous)
    )


def _before(day: date) -> ColumnElement[bool]:
    """The rows of earlier days; of earlier weeks, where they are anonymous."""
    usual = and_(AuditEntry.at < _midnight(day), AuditEntry.capacity != ANONYMOUS)
    return or_(usual, AuditEntry.at < _midnight(audit.monday_of(day)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _entries(where: ColumnElement[bool]) -> Select:
    return select(*COLUMNS).where(where).order_by(AuditEntry.id)


def _in_batches(query: Select) -> Iterator[list[Row]]:
    streamed = db.session.execute(query, execution_options={"yield_per": AT_ONCE})
    yield from (list(batch) for batch in streamed.partitions())


def sha256_of(entry: Any) -> str:
    """The hash of a row of the record, in words that are the same on every database."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    kept = {column.key: getattr(entry, column.key) for column in COLUMNS} | {"at": at}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _begin_chain(day: date, made_at: datetime, previous: str):
    made = made_at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(f"{day.isoformat()} {made} {previous}\n".encode())


def _add_to_chain(chain, entry_id: int, sha256: str) -> None:
    chain.update(f"{entry_id} {sha256}\n".encode())


# Proving the record against them.


@dataclass(frozen=True)
class Finding:
    """What a look at the whole record came to."""

    difference: str | None  # the first thing that is not as it was sealed
    seals: int = 0
    rows: int = 0
    latest: Seal | None = None
    unsealed: int = 0  # rows of days that are not sealed yet
    unsealed_since: datetime | None = None

    @property
    def holds(self) -> bool:
        return self.difference is None


def verify(printed: str = "") -> Finding:
    """Prove the rows against the seals, and the seals against one another.

    Names the first thing that differs, in the order of days. `printed` is the beginning of a seal
    that somebody noted elsewhere: without it, nobody can tell that the last seals were taken away
    together with their rows.
    """
    made = list(db.session.scalars(select(Seal).order_by(Seal.day)))
    difference = next(_differences(made, printed), None)
    if difference:
        return Finding(difference, len(made), latest=made[-1] if made else None)
    unsealed, since = _unsealed()
    return Finding(
        None,
        seals=len(made),
        rows=sum(seal.rows for seal in made),
        latest=made[-1] if made else None,
        unsealed=unsealed,
        unsealed_since=since,
    )


def _differences(made: list[Seal], printed: str) -> Iterator[str]:
    yield from _first_differences(made)
    for before, seal in pairwise([None, *made]):
        assert seal
        yield from _differences_of_chain(before, seal)
        yield from _differences_of_rows(seal)
    yield from _rows_of_no_seal()
    if printed and not any(seal.hash.startswith(printed.lower()) for seal in made):
        yield (
            f"No seal begins with {printed}. If it was printed by this service, seals were taken"
            " away from the end, or made anew."
        )


def _first_differences(made: list[Seal]) -> Iterator[str]:
    """What is older than the first seal."""
    if made and (first := made[0]).id > 1:
        yield f"The seal before that of {_told(first.day)} is gone: it was the first."
    if made and (added := _first_unsealed(_before(made[0].day))):
        yield _added(added, "before the first day that is sealed")


def _differences_of_chain(before: Seal | None, seal: Seal) -> Iterator[str]:
    if before and seal.day != before.day + DAY:
        yield f"The seal of {_told(before.day + DAY)} is gone."
    if seal.previous != (before.hash if before else ""):
        yield f"The seal of {_told(seal.day)} does not follow from the one before it."


def _differences_of_rows(seal: Seal) -> Iterator[str]:
    """What is not as the seal says, by id; then what came to its day afterwards."""
    chain, rows = _begin_chain(seal.day, seal.made_at, seal.previous), 0
    sealed = (
        select(SealedRow.entry_id, SealedRow.sha256, *COLUMNS)
        .outerjoin(AuditEntry, AuditEntry.id == SealedRow.entry_id)
        .where(SealedRow.seal_id == seal.id)
        .order_by(SealedRow.entry_id)
    )
    for batch in _in_batches(sealed):
        for row in batch:
            rows += 1
            _add_to_chain(chain, row.entry_id, row.sha256)
            if row.id is None:
                yield f"Row {row.entry_id} of {_told(seal.day)} was removed."
            elif sha256_of(row) != row.sha256:
                yield f"Row {row.entry_id} of {_told(seal.day)} was changed."
    if rows != seal.rows or chain.hexdigest() != seal.hash:
        yield f"The seal of {_told(seal.day)} was changed: its rows do not come to its hash."
    if added := _first_unsealed(of_day(seal.day)):
        yield _added(added, f"to {_told(seal.day)}")


def _first_unsealed(where: ColumnElement[bool]) -> int | None:
    return db.session.scalar(
        select(AuditEntry.id).where(where, _is_unsealed()).order_by(AuditEntry.id).limit(1)
    )


def _is_unsealed() -> ColumnElement[bool]:
    return ~exists().where(SealedRow.entry_id == AuditEntry.id)


def _added(entry_id: int, where_to: str) -> str:
    return f"Row {entry_id} was added {where_to}, after that had been sealed."


def _rows_of_no_seal() -> Iterator[str]:
    lost = db.session.scalar(
        select(func.min(SealedRow.entry_id)).where(~exists().where(Seal.id == SealedRow.seal_id))
    )
    if lost is not None:
        yield f"Row {lost} was sealed, and its seal is gone."


def _unsealed() -> tuple[int, datetime | None]:
    """How many rows no seal speaks of yet, and since when."""
    count, since = db.session.execute(
        select(func.count(), func.min(AuditEntry.at)).where(_is_unsealed())
    ).one()
    return count, since


def _told(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
