"""Drawing a list: at once, or of a large pool as long work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker import jobs
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.jobs.registry import Progress
from tracker.mentoring.models import Programme
from tracker.mentoring.weights import Settings
from tracker.workbench import drawing, operations
from tracker.workbench.pool_queries import people_in_pool, pool_of

STEPS = 3
AT_ONCE = 1000  # people whose list is drawn while one waits; of more, a worker is asked for it


@dataclass(frozen=True)
class Made:
    """Where to see what came of drawing a list, and what to say of it."""

    endpoint: str
    values: dict[str, Any]
    says: str = ""


def draw_or_ask(
    programme: Programme,
    settings: Settings,
    raised: bool,
    seen: int | None,
    because: str,
    today: date,
    by: Actor,
) -> Made:
    """A list is drawn and kept at once; of a large pool, it is asked for as long work."""
    if people_in_pool(programme.id, today) > AT_ONCE:
        job = jobs.operations.ask(
            "draw a list",
            by=by,
            organisation_id=programme.organisation_id,
            programme_id=programme.id,
            settings=drawing.written(settings),
            raised=raised,
            seen=seen,
            because=because,
            on=today.isoformat(),
            person_id=by.person_id,
            capacity=by.capacity,
        )
        db.session.commit()
        jobs.tasks.start(job.id)
        return Made("jobs.show_job", {"job_id": job.id})
    drawn = drawing.draw(pool_of(programme, today), settings, raised)
    run = operations.keep(programme, drawn, seen, because, by)
    db.session.commit()
    return Made(
        "workbench.show_workbench",
        {"mentoring_programme_id": programme.id},
        f"List {run.number} is drawn. Nobody is told of it until you release a pair",
    )


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
