"""Whether the service can do its work: its database, the shape of that, its worker, its mail."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import String, column, select, table
from sqlalchemy.exc import SQLAlchemyError

from tracker.extensions import db
from tracker.jobs.queries import last_heard_of_a_worker
from tracker.mail.queries import count_waiting

MIGRATIONS = Path(__file__).parents[2] / "migrations"
SILENT = timedelta(minutes=1)


def state_of_the_service(now: datetime) -> dict[str, str]:
    """Says 'ready' while people can use it. A silent worker is said, and stops nobody."""
    made = select(column("version_num", String)).select_from(table("alembic_version"))
    asked = select(made.scalar_subquery(), last_heard_of_a_worker(), count_waiting())
    try:
        version, heard, waiting = db.session.execute(asked).one()
    except SQLAlchemyError as fault:
        current_app.logger.error("Not ready: %s", type(fault).__name__)
        return {"status": "not ready", "database": "does not answer, or has no tables yet"}
    behind = version != newest_migration()
    return {
        "status": "not ready" if behind else "ready",
        "database": "answers",
        "migrations": "behind: run 'flask prepare'" if behind else "up to date",
        "worker": heard_of(heard, now),
        "mail": sent_or_waiting(waiting),
    }


@cache
def newest_migration() -> str | None:
    """It changes with the code, so it is read once."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def heard_of(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "none: no mail is sent and no long work done"
    seconds = max(0, round((now - at).total_seconds()))
    silent = " and silent since: no mail is sent and no long work done"
    return f"last heard of {seconds} seconds ago{silent if now - at > SILENT else ''}"


def sent_or_waiting(waiting: int) -> str:
    """Anybody reads this: to count single letters, before an act and after it, would tell to how
    many people it mattered, and so who belongs to a network."""
    hundreds = waiting // 100 * 100
    about = f"{hundreds:,} or more waiting" if hundreds else "fewer than 100 waiting"
    if current_app.config["MAIL_URL"]:
        return f"is sent, {about}"
    return f"waits, because MAIL_URL is not set, {about}"
