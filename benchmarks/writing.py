"""Check-ins by two people at once on SQLite, each drafted and then published, as the pages do it.

The peer writes the same rows to the same database by bare sqlite3, without anybody's rules: what
the database can do. Neither pauses, so one may wait long for the other: a page gives up after five
seconds, which is counted.
"""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import NamedTuple

from bench.demonstration import action_of, actor, demonstration, service_in
from sqlalchemy.exc import OperationalError

from tracker.audit import Actor
from tracker.extensions import begin_writing, db
from tracker.plan import operations as living
from tracker.plan.models import Action
from tracker.web import today

WRITERS = {"people": "Chief People Officer", "nurse": "Chief Nurse"}
LASTS, LONGEST_START = 4, 60  # seconds
ANSWERS = {
    "said": "on course",
    "phase": "under way",
    "confidence": 4,
    "done": "Thirty trained.",
    "changed": "",
    "learned": "",
    "help_needed": "",
}
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "foreign_keys=ON")
DRAFT = """insert into check_in (action_id, author_id, on_behalf, phase, said, confidence, done,
    changed, learned, help_needed, figures_then, version)
    values (?, ?, 0, 'under way', 'on course', 4, 'Thirty trained.', '', '', '', '[]', 1)"""
PUBLISH = "update check_in set published_on = ?, published_at = ?, version = 2 where id = ?"
RECORD = """insert into audit_entry (at, person_id, actor, capacity, did, thing, thing_id,
    organisation_id, details) values (?, ?, 'person', '', ?, 'check_in', ?, null, '{}')"""

Writing = tuple[Path, int, Actor]  # where, on which action, by whom


class Done(NamedTuple):
    written: int
    longest: float  # seconds
    gave_up: int


def main() -> None:
    with demonstration() as app:
        folder = app.config["INSTANCE"]
        writings = [(folder, action_of(post), actor(who)) for who, post in WRITERS.items()]
        ours = at_once(check_ins, writings)
        peer = at_once(bare_rows, writings)
    for name, (written, longest, gave_up) in {"Bare rows": peer, "Check-ins": ours}.items():
        pace = f"{written / LASTS:6,.0f} a second by {len(writings)}"
        print(f"{name}: {pace}; the longest {longest:.2f} seconds; {gave_up} given up")
    print(f"Check-ins beside bare rows: {ours.written / peer.written:.3f}")


def at_once(write: Callable, writings: list[Writing]) -> Done:
    """What all of them write together."""
    context = get_context("spawn")
    ready = context.Barrier(len(writings), timeout=LONGEST_START)
    with ProcessPoolExecutor(len(writings), context, wait_for, (ready,)) as writers:
        written, longest, gave_up = zip(*writers.map(write, writings), strict=True)
    return Done(sum(written), max(longest), sum(gave_up))


def wait_for(ready: Barrier) -> None:
    """Nobody begins before everybody can."""
    global everybody_is_ready
    everybody_is_ready = ready.wait


def check_ins(writing: Writing) -> Done:
    folder, action_id, by = writing
    app = service_in(folder)

    def check_in():
        with app.app_context():
            for write in (draft, publish):
                begin_writing()
                write(db.session.get_one(Action, action_id, options=Action.loaded_with), by)
                db.session.commit()

    return timed(check_in)


def draft(action: Action, by: Actor) -> None:
    living.draft(action, ANSWERS, by)


def publish(action: Action, by: Actor) -> None:
    living.publish(action, today(), by)


def bare_rows(writing: Writing) -> Done:
    folder, action_id, by = writing
    connection = sqlite3.connect(folder / "tracker.db", isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"pragma {pragma}")

    def write():
        now = datetime.now(UTC).isoformat(" ")
        connection.execute("begin immediate")
        drafted = connection.execute(DRAFT, (action_id, by.person_id)).lastrowid
        connection.execute(RECORD, (now, by.person_id, "drafted a check-in", drafted))
        connection.execute("commit")
        connection.execute("begin immediate")
        connection.execute(PUBLISH, (now[:10], now[:26], drafted))
        connection.execute(RECORD, (now, by.person_id, "checked in", drafted))
        connection.execute("commit")

    return timed(write)


def timed(write: Callable[[], None]) -> Done:
    """One after another for as long as this lasts."""
    everybody_is_ready()
    took, gave_up = [0.0], 0
    end = time.perf_counter() + LASTS
    while (began := time.perf_counter()) < end:
        try:
            write()
            took.append(time.perf_counter() - began)
        except (OperationalError, sqlite3.OperationalError):
            gave_up += 1
    return Done(len(took) - 1, max(took), gave_up)


if __name__ == "__main__":
    main()
