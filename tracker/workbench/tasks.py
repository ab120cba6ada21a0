"""Drawing a list of a large pool, as long work."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker import jobs
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.jobs.registry import Progress
from tracker.mentoring.models import Programme
from tracker.workbench import drawing, operations
from tracker.workbench.pool_queries import pool_of

STEPS = 3


@jobs.work("draw a list", title="Drawing a list of pairs")
def draw_list(
    progress: Progress,
    programme_id: int,
    settings: Mapping[str, Any],
    raised: bool,
    seen: int | None,
    because: str,
    on: str,
    person_id: int,
    capacity: str,
) -> dict[str, str]:
    """The work as a job does it, for the person who asked. Begun twice, it keeps one list."""
    progress.of(STEPS)
    pool = pool_of(programme_with(programme_id), date.fromisoformat(on))
    progress.step()
    drawn = drawing.draw(pool, drawing.settings_of(settings), raised)
    progress.step()
    begin_writing()
    by = Actor(person_id, "person", capacity)
    run = operations.keep(programme_with(programme_id), drawn, seen, because, by)
    db.session.commit()
    progress.step()
    return {
        "says": f"{run.matched:,} of {run.mentees:,} people matched",
        "href": f"/mentoring/programmes/{programme_id}/workbench",
        "link": "See the list",
    }


def programme_with(programme_id: int) -> Programme:
    found = db.session.get(Programme, programme_id, options=Programme.loaded_with)
    if found is None:
        raise Refused("This programme is not there any more")
    return found
