"""Choosing a list of people and posts, and what it would do."""

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for

from tracker import jobs, uploads
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.organisations.models import Organisation
from tracker.organisations.rows import MAX_BYTES
from tracker.permissions import Permission
from tracker.staff_lists import operations, queries, reading
from tracker.staff_lists.forms import AcceptForm, ChooseForm
from tracker.staff_lists.operations import Chosen
from tracker.staff_lists.reading import PURPOSE, Reading
from tracker.uploads import Upload
from tracker.web import actor, requires, today

blueprint = Blueprint("staff_lists", __name__)
LONG = 1000  # entries: more than this are brought in by a worker


@blueprint.route("/organisations/<int:organisation_id>/staff-lists/add", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def add_staff_list(organisation):
    """Choose the file."""
    form = ChooseForm()
    if form.validate_on_submit():
        chosen = form.file.data
        with chosen.stream as file:
            content = file.read(MAX_BYTES + 1)
        begin_writing()
        upload = uploads.keep(content, chosen.filename, PURPOSE, by=actor())
        db.session.commit()
        where_to = {"organisation_id": organisation.id, "upload_id": upload.id}
        return redirect(url_for(".preview_staff_list", **where_to))
    shown = {"columns": reading.COLUMNS, "organisation": organisation}
    return render_template("staff_lists/add_staff_list.html", form=form, **shown)


@blueprint.get("/organisations/<int:organisation_id>/staff-lists/template.csv")
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def download_template(organisation):
    """The columns, and one row to show what belongs in them."""
    response = Response(reading.template_csv(), mimetype="text/csv")
    name = f"people-and-posts-{organisation.code}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.route(
    "/organisations/<int:organisation_id>/staff-lists/<int:upload_id>", methods=["GET", "POST"]
)
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def preview_staff_list(organisation, upload_id):
    """What the list would do, and the button that does it."""
    upload = waiting(upload_id)
    form = AcceptForm()
    try:
        listed = reading.read(uploads.content_of(upload), upload.file_name)
    except Refused as gone:
        flash(str(gone))
        return redirect(url_for(".add_staff_list", organisation_id=organisation.id))
    if form.validate_on_submit():
        if form.throw_away.data:
            return throw_away(organisation, upload_id)
        with form.showing_refusals():
            return bring_in(organisation, listed, upload_id, form)
        db.session.rollback()
        upload = waiting(upload_id)
    preview = queries.preview_of(organisation, listed, today())
    form.seen.data = form.seen.raw_data = preview.seen
    shown = {"organisation": organisation, "upload": upload, "preview": preview, "form": form}
    return render_template("staff_lists/preview_staff_list.html", **shown), form.status


def waiting(upload_id: int) -> Upload:
    return uploads.waiting(upload_id, PURPOSE, actor()) or abort(404)


def bring_in(organisation: Organisation, listed: Reading, upload_id: int, form: AcceptForm):
    """Do all of it, and let the file go: at once, or where the list is long as long work.
    Somebody who pressed twice finds it gone."""
    if len(listed.entries) > LONG:
        return bring_in_as_long_work(organisation, upload_id, form)
    begin_writing()
    chosen = Chosen(waiting(upload_id), listed, form.seen.data, form.invite.data)
    done = operations.accept(organisation, chosen, today(), actor(), datetime.now(UTC))
    db.session.commit()
    flash(f"{done}.")
    return redirect(url_for("people.list_people", organisation_id=organisation.id))


def bring_in_as_long_work(organisation: Organisation, upload_id: int, form: AcceptForm):
    begin_writing()
    waiting(upload_id)
    by = actor()
    job = jobs.operations.ask(
        "staff list",
        by,
        organisation.id,
        place_id=organisation.id,
        upload_id=upload_id,
        person_id=by.person_id,
        capacity=by.capacity,
        seen=form.seen.data,
        invite=form.invite.data,
    )
    db.session.commit()
    jobs.tasks.start(job.id)
    return redirect(url_for("jobs.show_job", job_id=job.id))


def throw_away(organisation: Organisation, upload_id: int):
    begin_writing()
    uploads.throw_away(waiting(upload_id), by=actor())
    db.session.commit()
    return redirect(url_for(".add_staff_list", organisation_id=organisation.id))
