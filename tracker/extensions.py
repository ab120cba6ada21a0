"""The Flask extensions and the two databases, made here so that nothing has to import the app."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, g, has_request_context
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import DateTime, Engine, MetaData, event, insert
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator):
    """An instant. Kept in UTC and given back in UTC, though SQLite forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True
    python_type = datetime

    def process_bind_param(self, value, dialect):
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMES), type_annotation_map={datetime: UTCDateTime}
    )


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model
login_manager = LoginManager()
migrate = Migrate()
csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(url))
    db.init_app(app)
    login_manager.init_app(app)
    migrate.init_app(app, db, render_as_batch=True, compare_type=True)
    csrf.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            make_room(db.engine)
            embed(db.engine)


def make_room(engine: Engine) -> None:
    """The folder of an embedded database, for the service alone."""
    if engine.url.database and engine.url.database != ":memory:":
        Path(engine.url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def engine_options(url: str) -> dict:
    """Nothing waits for ever, and what somebody typed is in no error's message."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"timeout": 5}}
    limits = "-c statement_timeout=30000 -c lock_timeout=5000"
    connecting = {"options": limits, "connect_timeout": 5}
    return {"hide_parameters": True, "pool_pre_ping": True, "connect_args": connecting}


def embed(engine: Engine) -> None:
    """Make SQLite keep what it is told, many readers beside one writer.

    The driver's own transactions are switched off: it begins none before a read, so two reads in
    one request could see two different days. A writing transaction says so when it begins.
    """

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _record):
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=5000",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection):
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def insert_all(kind: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Add many rows at once, without an object for each. Gives their ids, in the same order."""
    if not rows:
        return []
    added = insert(kind).returning(kind.id, sort_by_parameter_order=True)
    return list(db.session.scalars(added, rows))


def begin_writing() -> None:
    """End the read so far and begin the write, so that what follows rests on what is true now.

    Everything loaded is forgotten and read again; the page's own thing at once, with the question
    whether the person may change it. On SQLite the write lock is taken here, after passwords are
    hashed and files parsed: a read cannot be turned into a write.
    """
    db.session.rollback()
    db.session.connection(execution_options={"writing": True})
    if has_request_context() and g.get("reload"):
        g.reload()
