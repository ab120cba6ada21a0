"""The pages on which networks and panels are found, added, changed and closed."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select

from tracker.extensions import db
from tracker.forms import ConfirmForm, Form
from tracker.networks import forms, operations, queries
from tracker.networks.queries import Asked
from tracker.organisations.locks import hold
from tracker.organisations.models import Network, Organisation, Panel
from tracker.organisations.queries import count_of
from tracker.pages import csv_response, page_of
from tracker.permissions import Permission, Role
from tracker.web import actor, leave_for, requires, standing, today

blueprint = Blueprint("networks", __name__)
KINDS: dict[str, queries.Kind] = {"network": Network, "panel": Panel}
KIND_WORDS = {"network": "Staff network", "panel": "Expert panel"}
COLUMNS = ("Name", "What it is", "Covers", "Closed", "Members")


def page(name: str, form: Form, **shown: Any):
    return render_template(f"networks/{name}.html", form=form, **shown), form.status


def to_list(organisation_id: int | None):
    return redirect(url_for(".list_networks", organisation_id=organisation_id))


def administered() -> set[int]:
    """The organisations that the person on this page administers."""
    return {id_ for id_, roles in standing().roles.items() if Role.ADMINISTRATOR in roles}


@blueprint.get("/organisations/<int:organisation_id>/networks")
@requires(Permission.VIEW_ORGANISATION, on=Organisation)
def list_networks(organisation):
    """Their names and what they cover; to the administrator, how many belong to each."""
    asked, counted = networks_asked_for(), is_told_how_many(organisation)
    place = queries.covering(organisation, asked)
    by_kind = request.args.get("sort") == "kind"
    order = (place.c.name, place.c.kind, place.c.id)
    listed = page_of(select(place), (place.c.kind, *order[::2]) if by_kind else order)
    return render_template(
        "networks/list_networks.html",
        organisation=organisation,
        asked=asked,
        by_kind=by_kind,
        counted=counted,
        page=listed,
        lines=queries.lines(listed.rows, counted),
        total=count_of(select(place)),
        kinds=KIND_WORDS,
    )


@blueprint.get("/organisations/<int:organisation_id>/networks.csv")
@requires(Permission.VIEW_ORGANISATION, on=Organisation)
def download_networks(organisation):
    place = queries.covering(organisation, networks_asked_for())
    found = db.session.execute(select(place).order_by(place.c.name, place.c.kind, place.c.id))
    counted = is_told_how_many(organisation)
    rows = [
        (each.name, KIND_WORDS[each.kind], "; ".join(each.covers), each.closed_on, each.members)
        for each in queries.lines(found, counted)
    ]
    told = len(COLUMNS) if counted else -1  # the last column is the administrator's
    return csv_response(f"networks-{organisation.code}", COLUMNS[:told], [r[:told] for r in rows])


def networks_asked_for() -> Asked:
    kind = request.args.get("kind", "")
    return Asked(
        words=request.args.get("q", "")[:100],
        kind=kind if kind in KINDS else "",
        closed=request.args.get("closed") == "yes",
    )


def is_told_how_many(organisation: Organisation) -> bool:
    return leave_for(Permission.ADMINISTER_PEOPLE, organisation) is not None


@blueprint.route("/organisations/<int:organisation_id>/networks/add", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def add_network(organisation):
    """A network or a panel at home here."""
    form = forms.AddForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.add(
                KINDS[form.kind.data],
                form.name.data,
                organisation,
                by=actor(),
                covers=queries.named(form.codes()),
                within=administered(),
            )
            db.session.commit()
            flash(f"{form.name.data} is added. Name who begins it.")
            return to_list(organisation.id)
    return page("add_network", form, organisation=organisation)


@blueprint.route("/networks/<int:network_id>/edit", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Network)
def edit_network(network):
    return edit(network)


@blueprint.route("/panels/<int:panel_id>/edit", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Panel)
def edit_panel(panel):
    return edit(panel)


def edit(place: Network | Panel):
    now = {"name": place.name, "version": place.version, "covers": codes_beside_home(place)}
    form = forms.EditForm(data=now)
    if form.validate_on_submit():
        with form.showing_refusals():
            hold(place)
            form.check_version(place)
            covers = queries.named(form.codes())
            operations.edit(place, form.name.data, covers, by=actor(), within=administered())
            db.session.commit()
            return to_list(place.organisation_id)
    return page("edit_network", form, place=place, covers=codes_beside_home(place))


def codes_beside_home(place: Network | Panel) -> str:
    covered = queries.organisations_covered(place)
    return "\n".join(each.code for each in covered if each.id != place.organisation_id)


@blueprint.route("/networks/<int:network_id>/close", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Network)
def close_network(network):
    return close(network)


@blueprint.route("/panels/<int:panel_id>/close", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Panel)
def close_panel(panel):
    return close(panel)


def close(place: Network | Panel):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.close(place, today(), by=actor())
            db.session.commit()
            flash(f"{place.name} is closed")
            return to_list(place.organisation_id)
    return page("close_network", form, place=place)
