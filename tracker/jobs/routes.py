"""How far the long work is that somebody asked for. Their own, and nobody else's."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.extensions import db
from tracker.jobs import operations, queries
from tracker.jobs.forms import CancelForm
from tracker.jobs.models import IN_WORDS, Job
from tracker.pages import csv_response, page_of
from tracker.web import actor, signed_in

blueprint = Blueprint("jobs", __name__)

MOST_ROWS = 10_000


@blueprint.get("/jobs")
@signed_in
def list_jobs():
    query = queries.jobs_of(current_user.id, request.args.get("state", ""))
    newest_first = request.args.get("sort") != "oldest"
    page = page_of(query, (Job.id,), descending=newest_first)
    return render_template(
        "jobs/list_jobs.html", page=page, states=IN_WORDS, newest_first=newest_first
    )


@blueprint.get("/jobs.csv")
@signed_in
def download_jobs():
    query = queries.jobs_of(current_user.id, request.args.get("state", ""))
    jobs = db.session.scalars(query.order_by(Job.id.desc()).limit(MOST_ROWS))
    rows = ((job.title, job.asked_at.isoformat(), job.state, job.says) for job in jobs)
    return csv_response("long-work", ("What", "Asked for", "State", "How far it is"), rows)


@blueprint.get("/jobs/<int:job_id>")
@signed_in
def show_job(job_id):
    return render_template("jobs/show_job.html", job=own(job_id), form=CancelForm())


@blueprint.get("/jobs/<int:job_id>/progress")
@signed_in
def show_progress(job_id):
    """The same for the script of the page, which asks again and again."""
    job = own(job_id)
    told = {"says": job.says, "state": job.state, "ended": job.has_ended}
    return told | {"steps": job.steps, "steps_done": job.steps_done}


@blueprint.post("/jobs/<int:job_id>/cancel")
@signed_in
def cancel_job(job_id):
    if CancelForm().validate_on_submit():
        operations.cancel(own(job_id), by=actor())
        db.session.commit()
    return redirect(url_for(".show_job", job_id=job_id))


def own(job_id: int) -> Job:
    return queries.job_of(current_user.id, job_id) or abort(404)
