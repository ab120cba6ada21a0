"""Long work, done by a worker, with its progress.

A feature declares what can be done, and may have small things done again and again:

    @jobs.work("retention", title="Keeping to the retention schedule")
    def keep_to_retention(progress, organisation_id): ...

    jobs.every("hour", "clear old files")(lambda now: uploads.clear_old(JOB))

A route asks for it in the transaction of its own, and starts it once that is committed:

    job = jobs.operations.ask("retention", by=actor(), organisation_id=organisation.id)
    ...                                             # the route commits
    jobs.tasks.start(job.id)
    return redirect(url_for("jobs.show_job", job_id=job.id))
"""

from tracker.jobs import operations, tasks
from tracker.jobs.registry import every, work
from tracker.jobs.routes import blueprint

__all__ = ["blueprint", "every", "operations", "tasks", "work"]
