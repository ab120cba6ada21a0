"""Signing in and out."""

from flask import Blueprint, redirect, render_template, session, url_for
from flask_login import current_user, logout_user

from tracker.errors import Refused
from tracker.extensions import db, login_manager
from tracker.signing_in import operations, queries
from tracker.signing_in.entering import arrive
from tracker.signing_in.forms import SignInForm, SignOutForm
from tracker.web import actor, public

blueprint = Blueprint("signing_in", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in():
    if current_user.is_authenticated:
        return redirect(url_for("reports.show_home"))
    form = SignInForm()
    if form.validate_on_submit():
        try:
            person_id = operations.check_password(form.email.data, form.password.data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return arrive(person_id, way="password")
    return render_template("signing_in/sign_in.html", form=form)


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
    return render_template("signing_in/sign_out.html", form=form)


@login_manager.user_loader
def load_person(person_id):
    token = session.get("sign_in")
    if not token or not person_id.isdecimal():
        return None
    return queries.person_signed_in(int(person_id), operations.hash_of(token))
