"""The pages on which an organisation is added, changed, placed and closed, and its bodies are."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.extensions import db
from tracker.forms import ConfirmForm, Form
from tracker.organisations.locks import hold
from tracker.organisations.models import Body, Organisation
from tracker.organisations.operations import add_body as name_body
from tracker.organisations.operations import place
from tracker.organisations.queries import (
    children_of,
    count_of,
    edges_of,
    named,
    parent_of,
    successor_of,
    tree_below,
)
from tracker.pages import csv_response, day, page_of
from tracker.permissions import Permission
from tracker.places import forms, operations, queries
from tracker.web import actor, requires, today

blueprint = Blueprint("places", __name__)
BODY_COLUMNS = ("Group", "Closed")


def page(name: str, form: Form, **shown: Any):
    return render_template(f"places/{name}.html", form=form, **shown), form.status


def to_organisation(organisation_id: int):
    return redirect(url_for("organisations.show_organisation", organisation_id=organisation_id))


@blueprint.get("/organisations/<int:organisation_id>/tree")
@requires(Permission.VIEW_ORGANISATION, on=Organisation)
def show_tree(organisation):
    """All that answer to it, as at the day asked for."""
    on = day_asked()
    return render_template(
        "places/show_tree.html",
        organisation=organisation,
        on=on,
        above=parent_of(organisation, on),
        tree=tree_below(organisation, on),
    )


def day_asked() -> date:
    """The day of the address, or today where it names none."""
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today()


@blueprint.route("/organisations/<int:organisation_id>/add", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_ORGANISATIONS, on=Organisation)
def add_organisation(organisation):
    """Another organisation, under this one unless another is named."""
    form = forms.AddForm(parent=organisation.code, kind="trust")
    if form.validate_on_submit():
        with form.showing_refusals():
            parent = named(form.parent.data, "parent")
            asked = (form.code.data, form.name.data, form.kind.data, form.opened.data)
            added = operations.add(*asked, parent, by=actor())
            db.session.commit()
            flash(f"{added.name} is added")
            return to_organisation(added.id)
    return page("add_organisation", form, organisation=organisation)


@blueprint.route("/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_ORGANISATIONS, on=Organisation)
def edit_organisation(organisation):
    form = forms.EditForm(obj=organisation)
    if form.validate_on_submit():
        with form.showing_refusals():
            hold(organisation)
            form.check_version(organisation)
            operations.edit(organisation, form.answers(), by=actor())
            db.session.commit()
            return to_organisation(organisation.id)
    return page(
        "edit_organisation", form, organisation=organisation, successor=successor_of(organisation)
    )


@blueprint.route("/organisations/<int:organisation_id>/close", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_ORGANISATIONS, on=Organisation)
def close_organisation(organisation):
    form = forms.CloseForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            successor = named(form.successor.data, "successor")
            operations.close(organisation, form.on.data, successor, by=actor())
            db.session.commit()
            flash(f"{organisation.name} closes on {day(organisation.closed)}")
            return to_organisation(organisation.id)
    children = children_of(organisation, today())
    return page("close_organisation", form, organisation=organisation, children=children)


@blueprint.route("/organisations/<int:organisation_id>/place", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_ORGANISATIONS, on=Organisation)
def place_organisation(organisation):
    """Whom it answers to, from a day on."""
    form = forms.PlaceForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            parent = named(form.parent.data, "parent")
            place(organisation, parent, form.since.data, today(), by=actor())
            db.session.commit()
            above = parent.name if parent else "nobody"
            flash(f"{organisation.name} answers to {above} from {day(form.since.data)}")
            return to_organisation(organisation.id)
    return page("place_organisation", form, organisation=organisation, edges=edges_of(organisation))


@blueprint.get("/organisations/<int:organisation_id>/groups")
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def list_bodies(organisation):
    query = bodies_asked_for(organisation)
    return render_template(
        "places/list_bodies.html",
        organisation=organisation,
        page=page_of(query, (Body.name, Body.id)),
        total=count_of(query),
    )


@blueprint.get("/organisations/<int:organisation_id>/groups.csv")
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def download_bodies(organisation):
    bodies = db.session.scalars(bodies_asked_for(organisation).order_by(Body.name, Body.id))
    rows = [(body.name, body.closed_on) for body in bodies]
    return csv_response(f"groups-{organisation.code}", BODY_COLUMNS, rows)


def bodies_asked_for(organisation):
    closed = request.args.get("closed") == "yes"
    return queries.bodies_of(organisation, request.args.get("q", "")[:100], closed)


@blueprint.route("/organisations/<int:organisation_id>/groups/add", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def add_body(organisation):
    form = forms.NewBodyForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            name_body(organisation, form.name.data, by=actor())
            db.session.commit()
            return to_bodies(organisation.id)
    return page("add_body", form, organisation=organisation)


@blueprint.route("/groups/<int:body_id>/edit", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Body)
def edit_body(body):
    form = forms.BodyForm(obj=body)
    if form.validate_on_submit():
        with form.showing_refusals():
            hold(body)
            form.check_version(body)
            operations.rename_body(body, form.name.data, by=actor())
            db.session.commit()
            return to_bodies(body.organisation_id)
    return page("edit_body", form, body=body)


@blueprint.route("/groups/<int:body_id>/close", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Body)
def close_body(body):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.close_body(body, today(), by=actor())
            db.session.commit()
            flash(f"{body.name} is closed")
            return to_bodies(body.organisation_id)
    return page("close_body", form, body=body)


def to_bodies(organisation_id: int):
    return redirect(url_for(".list_bodies", organisation_id=organisation_id))
