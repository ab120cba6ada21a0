"""Signing in and out."""

from flask import Blueprint, redirect, render_template, session, url_for
from flask_login import current_user, login_user, logout_user

from tracker.accounts import operations, queries
from tracker.accounts.forms import SignInForm, SignOutForm
from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import begin_writing, db, login_manager
from tracker.web import actor, public

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in():
    if current_user.is_authenticated:
        return redirect(url_for("reports.show_home"))
    form = SignInForm()
    if form.validate_on_submit():
        try:
            return let_in(operations.check_password(form.email.data, form.password.data))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("accounts/sign_in.html", form=form)


def let_in(person_id):
    """Begin a session of the person's own: nothing of the one before goes on."""
    begin_writing()
    person = db.session.get_one(Person, person_id)
    where_to = session.pop("next", None) or url_for("reports.show_home")
    session.clear()
    themselves = Actor(person.id, person.name, "own account")
    session["sign_in"] = operations.sign_in(person, by=themselves)
    db.session.commit()
    login_user(person)
    return redirect(where_to)


@blueprint.route("/sign-out", methods=["GET", "POST"])
@public
def sign_out():
    form = SignOutForm()
    if form.validate_on_submit():
        operations.sign_out(session.get("sign_in", ""), by=actor())
        db.session.commit()
        logout_user()
        session.clear()
        response = redirect(url_for("reports.show_front_page"))
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response
    return render_template("accounts/sign_out.html", form=form)


@login_manager.user_loader
def load_person(person_id):
    token = session.get("sign_in")
    if not token or not person_id.isdecimal():
        return None
    return queries.person_signed_in(int(person_id), operations.hash_of(token))


@blueprint.record_once
def offer_standing(state):
    """Permissions are asked below accounts, which alone knows who somebody is."""
    state.app.extensions["standing_of"] = queries.standing_of
