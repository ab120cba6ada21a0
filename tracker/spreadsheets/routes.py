"""The pages on which a plan's spreadsheet is brought back."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from tracker import uploads
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.permissions import Permission
from tracker.plan import exchange
from tracker.plan.catalogue import plan_template
from tracker.plan.exchange import Reading
from tracker.plan.models import Plan
from tracker.spreadsheets import operations, queries
from tracker.spreadsheets.forms import AcceptForm, ChooseForm
from tracker.uploads import Upload
from tracker.web import actor, requires, today

blueprint = Blueprint("spreadsheets", __name__)

PURPOSE = "spreadsheet of a plan"


@blueprint.route("/plans/<int:plan_id>/import", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Plan)
def import_actions(plan):
    """Choose the file."""
    form = ChooseForm()
    if form.validate_on_submit():
        with form.file.data.stream as file:
            content = file.read(exchange.MAX_BYTES + 1)
        begin_writing()
        upload = uploads.keep(content, form.file.data.filename, PURPOSE, by=actor())
        db.session.commit()
        return redirect(url_for(".preview_actions", plan_id=plan.id, upload_id=upload.id))
    return render_template("spreadsheets/import_actions.html", plan=plan, form=form)


@blueprint.route("/plans/<int:plan_id>/import/<int:upload_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Plan)
def preview_actions(plan, upload_id):
    """What the file would do, and the button that does it."""
    upload = uploads.waiting(upload_id, PURPOSE, actor()) or abort(404)
    form = AcceptForm()
    try:
        reading = reading_of(plan, upload)
    except Refused as gone:
        flash(str(gone))
        return redirect(url_for(".import_actions", plan_id=plan.id))
    if form.validate_on_submit():
        if form.throw_away.data:
            return throw_away(plan, upload_id)
        with form.showing_refusals():
            return take_in(plan, reading, upload_id, form)
    preview = queries.preview_of(plan, reading, today())
    form.seen.data = preview.seen
    shown = {"plan": plan, "upload": upload, "preview": preview, "form": form}
    return render_template("spreadsheets/preview_actions.html", **shown), form.status


def reading_of(plan: Plan, upload: Upload) -> Reading:
    points = [point.number for point in plan_template(plan.template).points]
    return exchange.read(uploads.content_of(upload), points)


def take_in(plan: Plan, reading: Reading, upload_id: int, form: AcceptForm):
    """Do all of it, and let the file go. Somebody who pressed twice finds it gone."""
    upload = uploads.waiting(upload_id, PURPOSE, actor()) or abort(404)
    done = operations.take_in(plan, reading, form.seen.data, form.reason.data, today(), by=actor())
    uploads.throw_away(upload, by=actor())
    db.session.commit()
    flash(f"Taken in: {len(done.new)} actions added, {len(done.changed)} changed.")
    return redirect(url_for("drafting.show_draft", plan_id=plan.id))


def throw_away(plan: Plan, upload_id: int):
    upload = uploads.waiting(upload_id, PURPOSE, actor()) or abort(404)
    uploads.throw_away(upload, by=actor())
    db.session.commit()
    return redirect(url_for(".import_actions", plan_id=plan.id))
