"""The pages on which a network or a panel looks after its members."""

from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from tracker.accounts.models import Person
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.forms import ConfirmForm, Form
from tracker.membership import forms, operations, queries
from tracker.membership.queries import Place
from tracker.organisations.models import Network, Panel
from tracker.pages import csv_response, page_of
from tracker.permissions import Permission
from tracker.signing_in.proving import recently_proved
from tracker.web import actor, requires, today

blueprint = Blueprint("membership", __name__)
WAYS = {  # a network's pages and a panel's, which are alike
    "network": {
        "list": "membership.list_network_members",
        "download": "membership.download_network_members",
        "add": "membership.add_network_member",
        "show": "membership.show_network_member",
        "end": "membership.end_network_member",
        "leave": "belonging.leave_network",
        "record": "membership.show_network_record",
        "record_download": "membership.download_network_record",
    },
    "panel": {
        "list": "membership.list_panel_members",
        "download": "membership.download_panel_members",
        "add": "membership.add_panel_member",
        "show": "membership.show_panel_member",
        "end": "membership.end_panel_member",
        "leave": "belonging.leave_panel",
        "record": "membership.show_panel_record",
        "record_download": "membership.download_panel_record",
    },
}
WARNING = (
    "Confidential. To belong to a staff network may tell somebody's ethnicity, which the law"
    " protects specially. Keep this file no longer than you need it."
)
COLUMNS = ("Name", "E-mail address", "Since", "Officer since")
ACT_COLUMNS = ("When", "Did", "About", "Who", "In what capacity")


def way(place: Place, name: str, **more: Any) -> str:
    return address(place.__tablename__, place.id, name, **more)


def address(kind: str, id_: int, name: str, **more: Any) -> str:
    return url_for(WAYS[kind][name], **more | {f"{kind}_id": id_})


def page(name: str, form: Form, place: Place, **shown: Any):
    shown |= {"place": place, "kind": place.__tablename__, "ways": partial(way, place)}
    return render_template(f"membership/{name}.html", form=form, **shown), form.status


@blueprint.get("/networks/<int:network_id>/members")
@requires(Permission.ADMINISTER_NETWORK, on=Network)
def list_network_members(network):
    return list_members(network)


@blueprint.get("/panels/<int:panel_id>/members")
@requires(Permission.ADMINISTER_PANEL, on=Panel)
def list_panel_members(panel):
    return list_members(panel)


def list_members(place: Place):
    member = members_asked_for(place)
    by_day = request.args.get("sort") == "since"
    order = (member.c.since if by_day else member.c.name, member.c.person_id)
    return page(
        "list_network_members",
        ConfirmForm(),
        place,
        page=page_of(select(member), order),
        by_day=by_day,
        waiting=queries.waiting_in(place),
        asked={name: request.args.get(name, "") for name in ("q", "role")},
    )


def members_asked_for(place: Place):
    return queries.members_of(place, request.args.get("q", "")[:100], request.args.get("role", ""))


@blueprint.route("/networks/<int:network_id>/members/download", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_NETWORK, on=Network)
@recently_proved
def download_network_members(network):
    return download_members(network)


@blueprint.route("/panels/<int:panel_id>/members/download", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PANEL, on=Panel)
@recently_proved
def download_panel_members(panel):
    return download_members(panel)


def download_members(place: Place):
    """A form's answer and no link, for that somebody took the list is written down."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        asked = {name: request.args.get(name) for name in ("q", "role")}
        return page("download_network_members", form, place, asked=asked)
    operations.note_download(place, "members", by=actor())
    db.session.commit()
    member = members_asked_for(place)
    found = db.session.execute(select(member).order_by(member.c.name, member.c.person_id))
    rows: list[tuple] = [(row.name, row.email, row.since, row.officer_since) for row in found]
    return confidential(place, "members", COLUMNS, rows)


@blueprint.route("/networks/<int:network_id>/members/add", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_NETWORK, on=Network)
def add_network_member(network):
    return add_member(network)


@blueprint.route("/panels/<int:panel_id>/members/add", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PANEL, on=Panel)
def add_panel_member(panel):
    return add_member(panel)


def add_member(place: Place):
    form = forms.EmailForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            person = operations.add_member(place, form.email.data, today(), by=actor())
            db.session.commit()
            flash(f"{person.name} belongs to it now")
            return redirect(way(place, "list"))
    return page("add_network_member", form, place)


@blueprint.get("/networks/<int:network_id>/members/<int:person_id>")
@requires(Permission.ADMINISTER_NETWORK, on=Network)
def show_network_member(network, person_id):
    return show_member(network, person_id)


@blueprint.get("/panels/<int:panel_id>/members/<int:person_id>")
@requires(Permission.ADMINISTER_PANEL, on=Panel)
def show_panel_member(panel, person_id):
    return show_member(panel, person_id)


def show_member(place: Place, person_id: int):
    member = queries.member_of(place, person_id) or abort(404)
    return page("show_network_member", ConfirmForm(), place, member=member)


@blueprint.post("/networks/<int:network_id>/members/<int:person_id>/make-officer")
@requires(Permission.ADMINISTER_NETWORK, on=Network)
def make_officer(network, person_id):
    return change(network, person_id, operations.make_officer, "{} is an officer now")


@blueprint.post("/networks/<int:network_id>/members/<int:person_id>/step-down")
@requires(Permission.ADMINISTER_NETWORK, on=Network)
def step_down(network, person_id):
    return change(network, person_id, operations.step_down, "{} is a member now, and no officer")


@blueprint.post("/networks/<int:network_id>/members/<int:person_id>/end")
@requires(Permission.ADMINISTER_NETWORK, on=Network)
def end_network_member(network, person_id):
    return change(network, person_id, operations.end, "{} does not belong to it any more")


@blueprint.post("/panels/<int:panel_id>/members/<int:person_id>/end")
@requires(Permission.ADMINISTER_PANEL, on=Panel)
def end_panel_member(panel, person_id):
    return change(panel, person_id, operations.end, "{} does not belong to it any more")


def change(place: Place, person_id: int, operate, done: str):
    """Change how somebody belongs. Whoever does not is not told apart from nobody."""
    form = ConfirmForm()
    member = queries.member_of(place, person_id) or abort(404)
    if form.validate_on_submit():
        person = db.session.get_one(Person, person_id)
        with form.showing_refusals():
            operate(place, person, today(), by=actor())
            db.session.commit()
            flash(done.format(person.name))
            theirs = person_id == current_user.id
            return redirect(url_for("belonging.list_own") if theirs else way(place, "list"))
    return page("show_network_member", form, place, member=member)


@blueprint.get("/networks/<int:network_id>/record")
@requires(Permission.ADMINISTER_NETWORK, on=Network)
def show_network_record(network):
    return show_record(network)


@blueprint.get("/panels/<int:panel_id>/record")
@requires(Permission.ADMINISTER_PANEL, on=Panel)
def show_panel_record(panel):
    return show_record(panel)


def show_record(place: Place):
    """What was done to its membership, by whom and when."""
    asked, oldest = record_asked_for(), request.args.get("sort") == "oldest"
    query = queries.record_of(place, asked["q"], asked["did"])
    return page(
        "show_network_record",
        ConfirmForm(),
        place,
        page=page_of(query, (AuditEntry.id,), descending=not oldest),
        asked=asked,
        oldest=oldest,
        kinds_of_acts=queries.done_to(place),
    )


def record_asked_for() -> dict[str, str]:
    return {name: request.args.get(name, "")[:100] for name in ("q", "did")}


@blueprint.route("/networks/<int:network_id>/record/download", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_NETWORK, on=Network)
@recently_proved
def download_network_record(network):
    return download_record(network)


@blueprint.route("/panels/<int:panel_id>/record/download", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PANEL, on=Panel)
@recently_proved
def download_panel_record(panel):
    return download_record(panel)


def download_record(place: Place):
    """As of the members: whoever came and went is named in it."""
    form, asked = ConfirmForm(), record_asked_for()
    if not form.validate_on_submit():
        return page("download_network_record", form, place, asked=asked)
    operations.note_download(place, "record", by=actor())
    db.session.commit()
    query = queries.record_of(place, asked["q"], asked["did"]).order_by(AuditEntry.id.desc())
    acts = [
        (act.at.isoformat(), act.did, whose or place.name, doer or act.actor, act.capacity)
        for act, doer, whose in db.session.execute(query)
    ]
    return confidential(place, "record", ACT_COLUMNS, acts)


def confidential(place: Place, name: str, columns: tuple[str, ...], rows: list[tuple]):
    """A file that names who belongs; of a network it begins by saying what that may tell."""
    lines: list[tuple] = [columns, *rows]
    if isinstance(place, Network):
        lines.insert(0, (WARNING,))
    return csv_response(f"{name}-{place.id}", lines[0], lines[1:])


@blueprint.route("/networks/<int:network_id>/first-officer", methods=["GET", "POST"])
@requires(Permission.NAME_FIRST_OFFICER, on=Network)
def name_first_officer(network):
    return name_first(network, operations.name_first_officer)


@blueprint.route("/panels/<int:panel_id>/first-member", methods=["GET", "POST"])
@requires(Permission.NAME_FIRST_PANEL_MEMBER, on=Panel)
def name_first_member(panel):
    return name_first(panel, operations.name_first_member)


def name_first(place: Place, operate):
    form = forms.EmailForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            person = operate(place, form.email.data, today(), by=actor())
            db.session.commit()
            flash(f"{person.name} begins it, and is told so by mail")
            home = place.organisation_id
            return redirect(url_for("networks.list_networks", organisation_id=home))
    return page("name_first_officer", form, place)
