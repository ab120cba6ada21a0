"""How the database is brought from one shape to the next, on SQLite and on PostgreSQL.

SQLite changes a table by making it anew. With foreign keys on that fails or takes the rows that
point at it along, so they are off while it is done and checked before it is kept.
"""

from contextlib import contextmanager

from alembic import context
from flask import current_app

from tracker import seals
from tracker.extensions import UTCDateTime, db


def show_type(kind, thing, _autogenerate):
    """Migrations stand on their own: what the service calls an instant is a DateTime to them."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def is_ours(name, kind, _parents):
    """The queue of long work keeps its own tables, when it is in the same database."""
    return kind != "table" or not name.startswith("huey_")


def run():
    with db.engine.connect().execution_options(writing=True) as connection:
        if connection.dialect.name == "sqlite":
            with foreign_keys_off(connection), connection.begin():
                migrate(connection)
                check_foreign_keys(connection)
        else:
            with connection.begin():
                migrate(connection)


def migrate(connection):
    """All of it or nothing, with the record guarded again where its table was made anew."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_item=show_type,
        include_name=is_ours,
        **current_app.extensions["migrate"].configure_args,
    )
    context.run_migrations()
    seals.guard(connection)


@contextmanager
def foreign_keys_off(connection):
    """Only outside a transaction does SQLite listen to this."""
    pragma = connection.connection.dbapi_connection.execute
    pragma("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        pragma("PRAGMA foreign_keys=ON")


def check_foreign_keys(connection):
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"Rows would point at nothing: {broken[:5]}")


run()
