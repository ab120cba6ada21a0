"""How the database is brought from one shape to the next, on SQLite and on PostgreSQL.

SQLite changes a table by making it anew. With foreign keys on that fails or takes the rows that
point at it along, so they are off while it is done and checked before it is kept.
"""

import sqlalchemy as sa
from alembic import context
from flask import current_app

from tracker import audit
from tracker.extensions import UTCDateTime, db


def show_type(kind, thing, _autogenerate):
    """Migrations stand on their own: what the service calls an instant is a DateTime to them."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run():
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            switch_foreign_keys(connection, "OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=show_type,
            **current_app.extensions["migrate"].configure_args,
        )
        with connection.begin():
            with context.begin_transaction():
                context.run_migrations()
            if sqlite:
                check_foreign_keys(connection)
            if sa.inspect(connection).has_table(audit.AuditEntry.__tablename__):
                audit.guard(connection)
        if sqlite:
            switch_foreign_keys(connection, "ON")


def switch_foreign_keys(connection, state):
    """Only outside a transaction does SQLite listen to this."""
    connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={state}")


def check_foreign_keys(connection):
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"Rows would point at nothing: {broken[:5]}")


run()
