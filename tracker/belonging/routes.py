"""The pages on which somebody sees what they belong to, and leaves it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.accounts.models import Person
from tracker.belonging import queries
from tracker.extensions import db
from tracker.forms import ConfirmForm
from tracker.membership import operations as membership
from tracker.membership.queries import Place, member_of
from tracker.membership.routes import address
from tracker.organisations.models import Network, Panel
from tracker.signing_in.yours import YOU, Yours
from tracker.web import actor, signed_in, standing, today

blueprint = Blueprint("belonging", __name__)
YOU.append(
    Yours(
        "Your networks and panels",
        "belonging.list_own",
        "What you belong to. Nobody else sees this page.",
        50,
    )
)


@blueprint.get("/you/networks")
@signed_in
def list_own():
    """The networks and panels that the person on this page belongs to."""
    confirmed = standing().confirmed
    own = queries.own(current_user.id) if confirmed else []
    return render_template("belonging/list_own.html", own=own, way=address, confirmed=confirmed)


@blueprint.route("/you/networks/<int:network_id>/leave", methods=["GET", "POST"])
@signed_in
def leave_network(network_id):
    return leave(db.session.get(Network, network_id))


@blueprint.route("/you/panels/<int:panel_id>/leave", methods=["GET", "POST"])
@signed_in
def leave_panel(panel_id):
    return leave(db.session.get(Panel, panel_id))


def leave(place: Place | None):
    """Whoever does not belong to it learns nothing of it."""
    if place is None or not standing().confirmed:
        abort(404)
    if member_of(place, current_user.id) is None:
        abort(404)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            person = db.session.get_one(Person, current_user.id)
            membership.end(place, person, today(), by=actor())
            db.session.commit()
            flash(f"You have left {place.name}")
            return redirect(url_for(".list_own"))
    shown = render_template(
        "belonging/leave_network.html", form=form, place=place, kind=place.__tablename__
    )
    return shown, form.status
