"""Finding organisations, and bringing in the lists that name them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from tracker import uploads
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.organisations import ods, operations, queries
from tracker.organisations.forms import AcceptForm, ChooseListForm
from tracker.organisations.models import Kind, Organisation
from tracker.pages import csv_response, page_of
from tracker.permissions import Permission
from tracker.web import NAVIGATION, Entry, actor, of_their_place, requires, signed_in, today

blueprint = Blueprint("organisations", __name__)


def of_their_only_place(standing):
    return of_their_place(standing) if len(standing.roles) == 1 else None


def for_whoever_sees_several(standing):
    return {} if len(standing.roles) != 1 else None


NAVIGATION.append(
    Entry("Your organisation", "organisations.show_organisation", of_their_only_place)
)
NAVIGATION.append(
    Entry(
        "Organisations",
        "organisations.list_organisations",
        for_whoever_sees_several,
        stands_for_feature=True,
    )
)
PURPOSE = "list of organisations"
COLUMNS = ("Code", "Name", "Kind", "Opened", "Closed")
KIND_WORDS = {
    Kind.NATIONAL: "National body",
    Kind.REGION: "Region",
    Kind.ICB: "Integrated care board",
    Kind.TRUST: "Trust",
    Kind.OTHER: "Other",
}


@blueprint.app_context_processor
def offer_kind_words():
    return {"kind_words": KIND_WORDS}


@blueprint.get("/organisations")
@signed_in
def list_organisations():
    query, by_code = queries.found(*_asked()), request.args.get("sort") == "code"
    first = Organisation.code if by_code else Organisation.name
    return render_template(
        "organisations/list_organisations.html",
        page=page_of(query, (first, Organisation.id)),
        asked={name: request.args.get(name, "")[:100] for name in ("q", "kind", "closed", "sort")},
        national=queries.national(),
        total=queries.count_of(query),
    )


@blueprint.get("/organisations.csv")
@signed_in
def download_organisations():
    query = queries.found(*_asked()).order_by(Organisation.name, Organisation.id)
    rows = [(o.code, o.name, o.kind, o.opened, o.closed) for o in db.session.scalars(query)]
    return csv_response("organisations", COLUMNS, rows)


def _asked():
    kind = request.args.get("kind", "")
    closed = request.args.get("closed") == "yes"
    return request.args.get("q", "")[:100], kind if kind in list(Kind) else "", closed, today()


@blueprint.get("/organisations/<int:organisation_id>")
@requires(Permission.VIEW_ORGANISATION, on=Organisation)
def show_organisation(organisation):
    return render_template(
        "organisations/show_organisation.html",
        organisation=organisation,
        line=queries.line_above(organisation, today()),
        children=queries.children_of(organisation, today()),
        networks=queries.networks_covering(organisation),
        successor=queries.successor_of(organisation),
        edges=queries.edges_of(organisation),
    )


@blueprint.route("/organisations/<int:organisation_id>/lists", methods=["GET", "POST"])
@requires(Permission.IMPORT_ORGANISATIONS, on=Organisation)
def add_list(organisation):
    """Choose a list of the Organisation Data Service."""
    form = ChooseListForm()
    if form.validate_on_submit():
        chosen = form.file.data
        content = chosen.read()
        begin_writing()
        upload = uploads.keep(content, chosen.filename, PURPOSE, by=actor())
        db.session.commit()
        return redirect(
            url_for(".preview_list", organisation_id=organisation.id, upload_id=upload.id)
        )
    return render_template("organisations/add_list.html", organisation=organisation, form=form)


@blueprint.route(
    "/organisations/<int:organisation_id>/lists/<int:upload_id>", methods=["GET", "POST"]
)
@requires(Permission.IMPORT_ORGANISATIONS, on=Organisation)
def preview_list(organisation, upload_id):
    """What the list would do, and the button that does it."""
    upload = uploads.waiting(upload_id, PURPOSE, actor()) or abort(404)
    reading = ods.read(uploads.content_of(upload), upload.file_name)
    form = AcceptForm()
    if form.validate_on_submit():
        try:
            changes = operations.bring_in(reading, today(), by=actor())
            uploads.throw_away(upload, by=actor())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(f"{len(changes.new)} organisations added, {len(changes.changed)} changed.")
            return redirect(url_for(".list_organisations"))
    return render_template(
        "organisations/preview_list.html",
        organisation=organisation,
        upload=upload,
        reading=reading,
        changes=queries.changes_in(reading),
        form=form,
    )
