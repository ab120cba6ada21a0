"""The pages of whoever runs a mentoring programme."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.extensions import db
from tracker.forms import ConfirmForm, Form
from tracker.mentoring import operations as mentoring
from tracker.mentoring.directions import words_of
from tracker.mentoring.models import Programme
from tracker.mentoring.states import Direction
from tracker.organisations.models import Organisation
from tracker.pages import chosen, csv_response, page_of
from tracker.permissions import Permission
from tracker.programmes import forms, operations, queries
from tracker.register import queries as register
from tracker.web import actor, requires, today

blueprint = Blueprint("programmes", __name__)
KINDS = {
    "open": "Open",
    "review": "Positive-action record to write or review",
    "closed": "Closed",
    "all": "All",
}
SORTS = {"newest": "Newest first", "title": "Name"}
ORDERS = {
    "newest": (Programme.launched_on, Programme.id),
    "title": (Programme.title, Programme.id),
}
COLUMNS = ("Id", "Programme", "Organisation", "Launched on", "Closed on", "Leaders hoped for")
MORE_COLUMNS = ("Who mentors whom", "Positive action to be reviewed on", "As at")


def page(name: str, form: Form, **shown: Any):
    return render_template(f"programmes/{name}.html", form=form, **shown), form.status


def to_programme(programme: Programme):
    return redirect(url_for(".show_programme", mentoring_programme_id=programme.id))


@blueprint.get("/organisations/<int:organisation_id>/mentoring/programmes")
@requires(Permission.RUN_MENTORING, on=Organisation)
def list_programmes(organisation):
    found = queries.programmes_of(organisation.id, request.args.get("q", "")[:100], today())
    kind, sort = chosen("show", KINDS), chosen("sort", SORTS)
    of_kind = found.where(queries.kinds(today())[kind])
    return render_template(
        "programmes/list_programmes.html",
        organisation=organisation,
        page=page_of(of_kind, ORDERS[sort], descending=sort == "newest"),
        counts=queries.counts(found, today()),
        kind=kind,
        sort=sort,
        kinds=KINDS,
        sorts=SORTS,
    )


@blueprint.get("/organisations/<int:organisation_id>/mentoring/programmes.csv")
@requires(Permission.RUN_MENTORING, on=Organisation)
def download_programmes(organisation):
    found = queries.programmes_of(organisation.id, request.args.get("q", "")[:100], today())
    of_kind = found.where(queries.kinds(today())[chosen("show", KINDS)])
    rows = (
        (
            *(each.id, each.title, name, each.launched_on, each.closed_on, each.target),
            *(words_of(each.direction).choice, each.review_on, today()),
        )
        for each, name in db.session.execute(of_kind.order_by(*ORDERS["title"]))
    )
    return csv_response(f"programmes-{organisation.code}", COLUMNS + MORE_COLUMNS, rows)


@blueprint.route(
    "/organisations/<int:organisation_id>/mentoring/programmes/add", methods=["GET", "POST"]
)
@requires(Permission.RUN_MENTORING, on=Organisation)
def open_programme(organisation):
    form = forms.OpenForm(data={"target": 500, "launched_on": today()})
    if form.validate_on_submit():
        with form.showing_refusals():
            programme = mentoring.open_programme(
                organisation,
                form.title.data,
                form.launched_on.data,
                by=actor(),
                target=form.target.data,
                direction=Direction(form.direction.data),
            )
            db.session.commit()
            flash(f"{programme.title} is open. Write its positive-action record next.")
            return to_programme(programme)
    return page("open_programme", form, organisation=organisation)


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>")
@requires(Permission.RUN_MENTORING, on=Programme)
def show_programme(programme):
    counted = register.counted(programme, today())
    return render_template(
        "programmes/show_programme.html",
        programme=programme,
        direction=words_of(programme.direction).choice,
        content=register.content_of(programme, counted),
        published=register.latest_published(programme.id),
        open=programme.is_open(today()),
    )


@blueprint.route("/mentoring/programmes/<int:mentoring_programme_id>/edit", methods=["GET", "POST"])
@requires(Permission.RUN_MENTORING, on=Programme)
def edit_programme(programme):
    form = forms.TermsForm(obj=programme)
    if form.validate_on_submit():
        with form.showing_refusals():
            form.check_version(programme)
            operations.change_terms(programme, form.answers(), by=actor())
            db.session.commit()
            flash("The terms are changed.")
            return to_programme(programme)
    return page("edit_programme", form, programme=programme)


@blueprint.route(
    "/mentoring/programmes/<int:mentoring_programme_id>/positive-action", methods=["GET", "POST"]
)
@requires(Permission.RUN_MENTORING, on=Programme)
def edit_positive_action(programme):
    form = forms.PositiveActionForm(obj=programme)
    if form.validate_on_submit():
        with form.showing_refusals():
            form.check_version(programme)
            operations.record_positive_action(programme, form.answers(), today(), by=actor())
            db.session.commit()
            flash("The positive-action record is saved.")
            return to_programme(programme)
    return page("edit_positive_action", form, programme=programme)


@blueprint.route(
    "/mentoring/programmes/<int:mentoring_programme_id>/close", methods=["GET", "POST"]
)
@requires(Permission.RUN_MENTORING, on=Programme)
def close_programme(programme):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.close(programme, today(), by=actor())
            db.session.commit()
            flash(f"{programme.title} closes today.")
            return to_programme(programme)
    return page("close_programme", form, programme=programme)
