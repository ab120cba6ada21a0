"""The page on which the members of a network without an officer choose one."""

from collections.abc import Callable

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
    def put_oneself_forward(me: Person) -> str:
        done = operations.stand(network, me, today(), by=actor())
        return "You are its officer now" if done else "You have put yourself forward"

    return change(network, put_oneself_forward)


@blueprint.post("/networks/<int:network_id>/officer/<int:person_id>/agree")
@requires(Permission.CHOOSE_OFFICER, on=Network)
def agree(network, person_id):
    candidate = db.session.get(Person, person_id) or abort(404)

    def be_for_them(me: Person) -> str:
        done = operations.agree(network, candidate, me, today(), by=actor())
        return f"{candidate.name} is its officer now" if done else "You have agreed"

    return change(network, be_for_them)


@blueprint.post("/networks/<int:network_id>/officer/withdraw")
@requires(Permission.CHOOSE_OFFICER, on=Network)
def withdraw(network):
    def stand_no_longer(me: Person) -> str:
        operations.withdraw(network, me, by=actor())
        return "You stand no longer"

    return change(network, stand_no_longer)


def change(network: Network, operate: Callable[[Person], str]):
    """Do what was asked, say what came of it, and show who stands."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            said = operate(db.session.get_one(Person, current_user.id))
            db.session.commit()
            flash(said)
            return redirect(url_for(".choose_officer", network_id=network.id))
    return page(network, form)
