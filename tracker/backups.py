"""Backups that are taken while people work, and the way back from one.

A backup is two files: the database, and beside it a manifest that says what must be in it. Both are
written under another name and take their own when they are whole, the manifest last: where there is
a manifest, there is a backup.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, NullPool, create_engine, func, inspect, select, table, text
from sqlalchemy.exc import SQLAlchemyError

from tracker.errors import Refused
from tracker.extensions import db

ROOT = Path(__file__).parent.parent
ENDINGS = {"sqlite": ".sqlite", "postgresql": ".dump"}
UNFINISHED = ".unfinished"
MIGRATIONS = "alembic_version"  # has a row from the start, so it says nothing of an empty database
CHUNK = 2**20


@dataclass(frozen=True)
class Backup:
    """A backup that is whole, and what its manifest says."""

    file: Path
    manifest: Mapping[str, Any]

    @property
    def rows(self) -> int:
        return sum(self.manifest["rows"].values())


# Taking one.


def take(folder: Path, now: datetime) -> Backup:
    """Copy the database as it is at one moment, while others go on writing."""
    kind = db.engine.dialect.name
    file = folder / f"tracker-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{ENDINGS[kind]}"
    if file.exists() or manifest_of(file).exists():
        raise Refused(f"{file} is there already. Wait a second, and take another.")
    with in_sentences(folder), finished(file) as unfinished:
        found = COPIES[kind](unfinished)
        sync(unfinished)
        manifest = {
            "file": file.name,
            "made_at": now.astimezone(UTC).isoformat(),
            "service_version": service_version(),
            "database": kind,
            "sha256": sha256_of(unfinished),
            "bytes": unfinished.stat().st_size,
            **found,
        }
    with in_sentences(folder), finished(manifest_of(file)) as unfinished:
        unfinished.write_text(json.dumps(manifest, indent=2) + "\n")
        sync(unfinished)
    return Backup(file, manifest)


def manifest_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.json")


@contextmanager
def finished(file: Path) -> Iterator[Path]:
    """A file to write, for its owner alone; it takes its name at the end, or is gone."""
    unfinished = file.with_name(f"{file.name}{UNFINISHED}")
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield unfinished
        unfinished.rename(file)
        sync(file.parent)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Wait until the disk has it."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def in_sentences(folder: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as fault:
        raise Refused(f"There is no folder {folder}. Make it first, or name another.") from fault
    except OSError as fault:
        raise Refused(f"Nothing was kept in {folder}: {fault.strerror}.") from fault
    except sqlite3.Error as fault:
        raise Refused(f"Nothing was kept in {folder}: the database says '{fault}'.") from fault


def copy_sqlite(target: Path) -> dict[str, Any]:
    """In one step, so that it is one moment; in WAL mode nobody who writes waits for it."""
    with (
        closing(sqlite3.connect(_file_of(db.engine.url))) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # no second file beside the copy
        [[sound]] = copy.execute("PRAGMA integrity_check(1)")
    if sound != "ok":
        raise Refused(f"Nothing was kept: the database is damaged ({sound}).")
    engine = create_engine(URL.create("sqlite", database=str(target)), poolclass=NullPool)
    with engine.connect() as connection:
        return contents(connection)


def copy_postgresql(target: Path) -> dict[str, Any]:
    """The rows are counted in the moment that is copied, whatever is written meanwhile."""
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        moment = connection.scalar(text("select pg_export_snapshot()"))
        found = contents(connection)
        options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}")
        run_program("pg_dump", *options, f"--file={target}")
    return found


COPIES = {"sqlite": copy_sqlite, "postgresql": copy_postgresql}


def contents(connection: Connection) -> dict[str, Any]:
    """What a database holds, as a manifest says it."""
    rows = counts(connection)
    if MIGRATIONS not in rows:
        raise Refused("There is nothing to back up: the database was not made yet.")
    return {
        "migration": migration_of(connection),
        "latest_seal": latest_seal(connection) if "seal" in rows else None,
        "rows": rows,
    }


def counts(connection: Connection) -> dict[str, int]:
    """Table -> its rows, by name."""
    names = sorted(inspect(connection).get_table_names())
    count = select(func.count())
    return {name: connection.scalar(count.select_from(table(name))) or 0 for name in names}


def migration_of(connection: Connection) -> str | None:
    return connection.scalar(text(f"select version_num from {MIGRATIONS}"))


def latest_seal(connection: Connection) -> dict[str, str] | None:
    latest = text("select day, hash from seal order by id desc limit 1")
    row = connection.execute(latest).first()
    return {"day": str(row.day), "hash": row.hash} if row else None


def run_program(name: str, *options: str) -> None:
    """A program of PostgreSQL on our database. The password is never where others can read it."""
    url = db.engine.url
    password = url.password or url.query.get("password")
    rest = {name: value for name, value in url.query.items() if name != "password"}
    open_to_all = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, rest
    )
    address = open_to_all.render_as_string(hide_password=False)
    secret = {"PGPASSWORD": str(password)} if password else {}
    try:
        subprocess.run(
            [name, *options, f"--dbname={address}"],
            env=os.environ | secret,
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as fault:
        raise Refused(
            f"{name} is not on this machine. It comes with the client programs of PostgreSQL, whose"
            " version must be that of the server or later."
        ) from fault
    except subprocess.CalledProcessError as fault:
        raise Refused(f"{name} did not finish. It says: {fault.stderr.strip()}") from fault


def sha256_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def service_version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


# Going back to one.


def read(file: Path) -> Backup:
    """A backup whose file is what its manifest says."""
    try:
        manifest = json.loads(manifest_of(file).read_text())
        named, sha256 = manifest["database"], manifest["sha256"]
    except FileNotFoundError:
        raise Refused(
            f"There is no {manifest_of(file).name} beside {file.name}. Without it nobody can tell"
            " whether the backup is whole."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise Refused(f"{manifest_of(file).name} is not a manifest of a backup.") from None
    if sha256_of(file) != sha256:
        raise Refused(f"{file.name} is not the file that was backed up: its SHA-256 is another.")
    if named != db.engine.dialect.name:
        raise Refused(
            f"{file.name} is a backup of {named}, and DATABASE_URL leads to"
            f" {db.engine.dialect.name}. Set DATABASE_URL to a database of the same kind."
        )
    return Backup(file, manifest)


def restore(backup: Backup) -> None:
    """Put a backup where there is nothing yet. What is there is never written over."""
    taken = rows_here()
    if taken:
        raise Refused(
            f"The database has rows already ({', '.join(taken)}). A backup is restored only into an"
            " empty one: name another in DATABASE_URL, or move this one away first."
        )
    db.session.remove()
    db.engine.dispose()
    RESTORES[db.engine.dialect.name](backup.file)


def rows_here() -> list[str]:
    """The first tables that have rows, if there is any; nothing where there is no database yet."""
    try:
        with db.engine.connect() as connection:
            found = counts(connection)
    except SQLAlchemyError as fault:
        raise Refused(f"The database does not answer as it should: {fault}") from fault
    return [name for name, rows in found.items() if rows and name != MIGRATIONS][:3]


def restore_sqlite(file: Path) -> None:
    target = _file_of(db.engine.url)
    with in_sentences(target.parent), finished(target) as unfinished:
        shutil.copyfile(file, unfinished)
        sync(unfinished)
        for beside in ("-wal", "-shm"):
            Path(f"{target}{beside}").unlink(missing_ok=True)


def restore_postgresql(file: Path) -> None:
    """All of it or nothing; tables that were made and are empty give way."""
    options = ("--single-transaction", "--exit-on-error", "--clean", "--if-exists", "--no-owner")
    run_program("pg_restore", *options, "--no-privileges", str(file))


RESTORES = {"sqlite": restore_sqlite, "postgresql": restore_postgresql}


def differences(backup: Backup) -> list[str]:
    """A sentence for each thing in the database that is not as the manifest says."""
    with db.engine.connect() as connection:
        found = contents(connection)
    said = backup.manifest
    wrong = [
        f"{name} has {found['rows'].get(name, 0):,} rows, and the backup had {rows:,}."
        for name, rows in said["rows"].items()
        if found["rows"].get(name, 0) != rows
    ]
    wrong += [
        f"The {words} is {found[key]}, and the backup had {said[key]}."
        for key, words in (("migration", "last migration"), ("latest_seal", "latest seal"))
        if found[key] != said[key]
    ]
    return wrong


def _file_of(url: URL) -> Path:
    assert url.database
    return Path(url.database)
