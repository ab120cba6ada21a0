"""The queue between those who ask for long work and those who do it, by one address.

It says that a job is there, and nothing else: the row is the truth. What it holds is signed, so
that whoever can merely write to it has a worker do nothing.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey
from huey.api import TaskWrapper
from huey.serializer import SignedSerializer
from psycopg.errors import UniqueViolation
from sqlalchemy import make_url

NAME = "tracker"
AT_ONCE = "at-once:"  # for tests: whoever starts the work does it


def made_for(config: Mapping[str, Any], does: Callable[[int], None]) -> TaskWrapper:
    """What puts a job's id into the queue when it is called; a consumer calls `does` with it."""
    address = config["JOBS_URL"]
    signed = SignedSerializer(secret=config["SECRET_KEY"], salt="jobs")
    return _huey(address, results=False, serializer=signed).task(name="run_job")(does)


def _huey(address: str, **shared: Any) -> Huey:
    if address == AT_ONCE:
        return MemoryHuey(NAME, immediate=True, **shared)
    if address.startswith("redis"):
        return RedisHuey(NAME, url=address, **shared)
    url = make_url(address)
    if url.drivername == "sqlite":
        Path(url.database or "").parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return SqliteHuey(NAME, filename=url.database, **shared)
    written = url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        return PostgresHuey(NAME, dsn=written, connect_timeout=5, **shared)
    except UniqueViolation:  # somebody else made its tables at the same moment
        return PostgresHuey(NAME, dsn=written, connect_timeout=5, **shared)
