"""The page on which the members of a network without an officer choose one."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.forms import ConfirmForm
from tracker.organisations.models import Network
from tracker.permissions import Permission
from tracker.succession import operations, queries
from tracker.web import actor, requires, today

blueprint = Blueprint("succession", __name__)


def page(network: Network, form: ConfirmForm):
    candidates = queries.candidates_of(network.id, current_user.id)
    return render_template(
        "succession/choose_officer.html",
        form=form,
        network=network,
        candidates=candidates,
        stands=current_user.id in {each.id for each in candidates},
        is_led=queries.is_led(network),
        needed=queries.others_needed(network.id),
    ), form.status


@blueprint.get("/networks/<int:network_id>/officer")
@requires(Permission.CHOOSE_OFFICER, on=Network)
def choose_officer(network):
    return page(network, ConfirmForm())


@blueprint.post("/networks/<int:network_id>/officer/stand")
@requires(Permission.CHOOSE_OFFICER, on=Network)
def stand(network):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            me = db.session.get_one(Person, current_user.id)
            done = operations.stand(network, me, today(), by=actor())
            db.session.commit()
            flash("You are its officer now" if done else "You have put yourself forward")
            return redirect(url_for(".choose_officer", network_id=network.id))
    return page(network, form)


@blueprint.post("/networks/<int:network_id>/officer/<int:person_id>/agree")
@requires(Permission.CHOOSE_OFFICER, on=Network)
def agree(network, person_id):
    form, candidate = ConfirmForm(), db.session.get(Person, person_id) or abort(404)
    if form.validate_on_submit():
        with form.showing_refusals():
            me = db.session.get_one(Person, current_user.id)
            done = operations.agree(network, candidate, me, today(), by=actor())
            db.session.commit()
            flash(f"{candidate.name} is its officer now" if done else "You have agreed")
            return redirect(url_for(".choose_officer", network_id=network.id))
    return page(network, form)


@blueprint.post("/networks/<int:network_id>/officer/withdraw")
@requires(Permission.CHOOSE_OFFICER, on=Network)
def withdraw(network):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            me = db.session.get_one(Person, current_user.id)
            operations.withdraw(network, me, by=actor())
            db.session.commit()
            flash("You stand no longer")
            return redirect(url_for(".choose_officer", network_id=network.id))
    return page(network, form)
