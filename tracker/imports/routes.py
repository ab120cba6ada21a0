"""The pages on which figures are brought in, and on which it is seen what was brought in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from tracker import uploads
from tracker.errors import OutOfDate, Refused
from tracker.extensions import begin_writing, db
from tracker.imports import operations, queries, wording
from tracker.imports.forms import (
    ChooseFileForm,
    QuestionsForm,
    answers_in,
    point_out_half_answers,
    questions_about,
)
from tracker.imports.queries import PURPOSE
from tracker.organisations.models import Organisation
from tracker.pages import csv_response, page_of
from tracker.permissions import Permission
from tracker.uploads import Upload
from tracker.web import actor, requires, standing, today
from tracker.wres import importing
from tracker.wres.cells import FIRST_YEAR
from tracker.wres.importing import Kind, Reading
from tracker.wres.models import DataVersion
from tracker.wres.preview import Preview
from tracker.wres.wres_return import template_csv

blueprint = Blueprint("imports", __name__)


@blueprint.route("/organisations/<int:organisation_id>/imports/add", methods=["GET", "POST"])
@requires(Permission.IMPORT_FIGURES, on=Organisation)
def add_import(organisation):
    """Choose the file."""
    form = ChooseFileForm()
    if form.validate_on_submit():
        chosen = form.file.data
        content = chosen.read()
        begin_writing()
        upload = uploads.keep(content, chosen.filename, PURPOSE, by=actor())
        db.session.commit()
        return redirect(to_preview(organisation, upload))
    return show_choice(organisation, form)


def show_choice(organisation: Organisation, form: ChooseFileForm) -> str:
    return render_template(
        "imports/add_import.html",
        organisation=organisation,
        form=form,
        year=latest_return(),
        waiting=queries.files_waiting(actor()),
    )


@blueprint.get("/organisations/<int:organisation_id>/imports/template.csv")
@requires(Permission.IMPORT_FIGURES, on=Organisation)
def download_template(organisation):
    """The WRES return of the organisation, with its counts still to be typed."""
    year = latest_return()
    name = f"wres-return-{organisation.code}-{year}.csv"
    return Response(
        template_csv(organisation.code, year),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def latest_return() -> int:
    """The last year whose 31 March is past, which is the one to make a return for."""
    year = today().year
    return year if today() > date(year, 3, 31) else year - 1


@blueprint.route(
    "/organisations/<int:organisation_id>/imports/<int:upload_id>", methods=["GET", "POST"]
)
@requires(Permission.IMPORT_FIGURES, on=Organisation)
def preview_import(organisation, upload_id):
    """What a file would do, what is to be mended or decided, and the button that accepts it."""
    upload = waiting(upload_id) or abort(404)
    try:
        preview, form = look_at(upload, upload.answers)
    except Refused as gone:
        return choose_again(organisation, gone)
    if form.validate_on_submit():
        kept = upload.answers | form.decisions()
        act = ACTS.get(request.form.get("act", ""), check_again)
        return act(organisation, upload, form, kept)
    point_out_half_answers(form, preview)
    return show_preview(organisation, upload, preview, form)


def waiting(upload_id: int) -> Upload | None:
    return uploads.waiting(upload_id, PURPOSE, actor())


def look_at(
    upload: Upload, kept: Mapping[str, Any], **settings: Any
) -> tuple[Preview, QuestionsForm]:
    """The file as it stands beside what we keep, and what is asked about it."""
    reading = reading_of(upload, kept)
    places = queries.organisations()
    preview = queries.preview_of(reading, answers_in(kept), standing(), places)
    theirs = [
        queries.known(place) for place in places if queries.may_import(reading, standing(), place)
    ]
    return preview, questions_about(preview, theirs, kept, latest_year(), **settings)


def reading_of(upload: Upload, kept: Mapping[str, Any]) -> Reading:
    return importing.read(
        uploads.content_of(upload),
        upload.file_name,
        latest_year=latest_year(),
        year=int(kept["year"]) if kept.get("year") else None,
    )


def latest_year() -> int:
    """The last WRES year that figures can be of."""
    return today().year + 1


def check_again(organisation, upload, form, kept):
    """Keep what was decided, and take the mended file if there is one."""
    upload_id, chosen = upload.id, form.file.data
    content = chosen.read() if chosen else None
    begin_writing()
    upload = waiting(upload_id)
    if upload is None:
        return redirect(to_history(organisation))
    operations.decide(upload, kept, by=actor())
    if content is None:
        db.session.commit()
        return redirect(to_preview(organisation, upload))
    mended = operations.mend(upload, content, chosen.filename, by=actor())
    db.session.commit()
    put_away(upload_id)
    return redirect(to_preview(organisation, mended))


def accept(organisation, upload, form, kept):
    """Accept the file; where that is refused, show it as it stands now, the answers kept."""
    upload_id = upload.id
    preview = queries.preview_of(reading_of(upload, kept), answers_in(kept), standing())
    begin_writing()
    upload = waiting(upload_id)
    if upload is None:  # another press of the button, or another window, was first
        return redirect(to_history(organisation))
    try:
        version = operations.accept(preview, form.seen.data, by=actor())
    except Refused as refusal:
        db.session.rollback()
        return show_refusal(organisation, upload, kept, refusal)
    db.session.commit()
    put_away(upload_id)
    figures = wording.counted(version.figure_count, "figure")
    flash(f"{figures} accepted as data version {version.id}.")
    place_id = queries.place_to_see(version, organisation, today())
    return redirect(url_for(".show_version", organisation_id=place_id, version_id=version.id))


def throw_away(organisation, upload, _form, _kept):
    name = upload.file_name
    put_away(upload.id)
    flash(f"{name} is thrown away. Nothing was saved from it.")
    return redirect(to_history(organisation))


def put_away(upload_id: int) -> None:
    """Delete a file that has done its work, only once that is safely kept: what is left behind
    when the service stops in between is said to be imported already, and deleted within a day."""
    begin_writing()
    upload = waiting(upload_id)
    if upload is not None:
        uploads.throw_away(upload, by=actor())
        db.session.commit()


ACTS = {"again": check_again, "accept": accept, "throw away": throw_away}


def show_refusal(organisation, upload, kept, refusal):
    preview, form = look_at(upload, kept, formdata=None)
    form.refuse(refusal)
    status = 409 if isinstance(refusal, OutOfDate) else 200
    return show_preview(organisation, upload, preview, form), status


def show_preview(organisation, upload, preview, form):
    already = queries.version_made_by(preview)
    return render_template(
        "imports/preview_import.html",
        organisation=organisation,
        upload=upload,
        preview=preview,
        questions=form,
        already=already,
        place_id=already and queries.place_to_see(already, organisation, today()),
        words=wording.InWords(preview, already is not None, queries.next_version()),
        replaced=queries.versions_replaced(preview),
        targets=queries.targets_resting_on(preview),
        about_code=wording.about_code,
        place_of=wording.place_of,
        replaces=wording.replaces,
    )


def choose_again(organisation, refusal):
    """The file that waited is gone: ask for it, and say why."""
    form = ChooseFileForm(formdata=None)
    form.refuse(refusal)
    return show_choice(organisation, form), 410


SORTED = {  # how a list of data versions can be sorted: by what, and whether descending
    "newest": ((DataVersion.id,), True),
    "oldest": ((DataVersion.id,), False),
    "file": ((DataVersion.file_name, DataVersion.id), False),
    "figures": ((DataVersion.figure_count, DataVersion.id), True),
}


@blueprint.get("/organisations/<int:organisation_id>/imports")
@requires(Permission.VIEW_MEASURES, on=Organisation)
def list_imports(organisation):
    """The data versions with figures of the organisation, or of one that answers to it."""
    order, descending = SORTED.get(request.args.get("sort", ""), SORTED["newest"])
    page = page_of(versions_asked_for(organisation), order, descending)
    return render_template(
        "imports/list_imports.html",
        organisation=organisation,
        page=page,
        about=queries.about_versions([version.id for version in page.rows]),
        kinds=list(Kind),
        years=range(latest_year(), FIRST_YEAR - 1, -1),
        waiting=queries.files_waiting(actor()),
    )


@blueprint.get("/organisations/<int:organisation_id>/imports.csv")
@requires(Permission.VIEW_MEASURES, on=Organisation)
def download_imports(organisation):
    versions = db.session.scalars(
        versions_asked_for(organisation).order_by(DataVersion.id.desc())
    ).all()
    about = queries.about_versions([version.id for version in versions])
    rows = [wording.history_row(version, about[version.id]) for version in versions]
    return csv_response(f"imports-{organisation.code}", wording.HISTORY, rows)


def versions_asked_for(organisation):
    kind, year = request.args.get("kind", ""), request.args.get("year", "")
    return queries.versions_in(
        organisation,
        today(),
        kind=kind if kind in list(Kind) else "",
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
    )


@blueprint.get("/organisations/<int:organisation_id>/imports/versions/<int:version_id>")
@requires(Permission.VIEW_MEASURES, on=Organisation)
def show_version(organisation, version_id):
    """What one data version held, and what has taken its place."""
    version = queries.version_with_figures_of(organisation, version_id, today()) or abort(404)
    page = page_of(
        queries.organisations_in(version, organisation, today()),
        (Organisation.name, Organisation.id),
    )
    return render_template(
        "imports/show_version.html",
        organisation=organisation,
        version=version,
        about=queries.about_versions([version.id])[version.id],
        page=page,
        holdings=queries.holdings_of(version, [place.id for place in page.rows]),
    )


def to_history(organisation):
    return url_for(".list_imports", organisation_id=organisation.id)


def to_preview(organisation, upload):
    return url_for(".preview_import", organisation_id=organisation.id, upload_id=upload.id)
