"""Signing in and out, choosing a password, and a person's own page."""

from datetime import UTC, datetime
from functools import wraps

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    session,
    url_for,
)
from flask_login import current_user, logout_user

from tracker import pages
from tracker.accounts import passwords
from tracker.accounts.queries import person_with_email, posts_held_by
from tracker.audit import NOBODY
from tracker.errors import Refused
from tracker.extensions import begin_writing, db, login_manager
from tracker.signing_in import forms, operations, proving, queries, throttling
from tracker.signing_in.entering import (
    arrive,
    counting,
    from_here,
    limits,
    themselves,
    whoever_signed_in,
)
from tracker.signing_in.models import SignIn
from tracker.signing_in.proving import recently_proved
from tracker.signing_in.queries import OpenLink
from tracker.signing_in.throttling import Try
from tracker.signing_in.yours import YOU
from tracker.web import View, actor, public, signed_in, today

blueprint = Blueprint("signing_in", __name__)


def page(name: str, form: forms.GuessableForm, **shown):
    return render_template(f"signing_in/{name}.html", form=form, **shown), form.status, form.headers


def now() -> datetime:
    return datetime.now(UTC)


def other_ways():
    """The providers by whom people may sign in, where there are any."""
    return current_app.extensions.get("sign_in_providers") or []


def by_password(email: str) -> tuple[Try, Try]:
    return Try("account", email.strip().lower()), from_here()


def kept_to_oneself(view: View) -> View:
    """No browser keeps the answer; nor, where the address holds a secret, does it tell that on.

    A page with a form goes on telling its address to us: over HTTPS the form is refused without.
    """

    @wraps(view)
    def guarded(**url):
        response = make_response(view(**url))
        response.headers["Cache-Control"] = "no-store"
        if url:
            response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in():
    if current_user.is_authenticated:
        return redirect(url_for("reports.show_home"))
    form = forms.SignInForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with counting(*by_password(form.email.data)):
                person_id = operations.check_password(form.email.data, form.password.data)
            return arrive(person_id, way="password")
    return page("sign_in", form, providers=other_ways())


@blueprint.route("/sign-out", methods=["GET", "POST"])
@public
def sign_out():
    form = forms.SignOutForm()
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
    return whoever_signed_in(int(person_id)) if person_id.isdecimal() else None


@blueprint.get("/invitations/<token>")
@public
@kept_to_oneself
def open_invitation(token):
    return follow(queries.link_with_secret("invitation", operations.hash_of(token), now()))


@blueprint.get("/resets/<token>")
@public
@kept_to_oneself
def open_reset(token):
    return follow(queries.link_with_secret("reset", operations.hash_of(token), now()))


def follow(link: OpenLink | None):
    """Remember the link in the session, and go on at an address that holds no secret."""
    if link is None or is_for_another(link):
        return stopped_at(link)
    session.pop("invitation", None)
    session.pop("reset", None)
    session[link.purpose] = link.id
    return redirect(url_for(".choose_password"))


def is_for_another(link: OpenLink) -> bool:
    return current_user.is_authenticated and current_user.id != link.person_id


def stopped_at(link: OpenLink | None):
    """The page for a link that is no good, or that is not for whoever is signed in here."""
    if link is None:
        return render_template("signing_in/_no_link.html"), 404
    return render_template("signing_in/_somebody_else.html"), 409


@blueprint.route("/choose-a-password", methods=["GET", "POST"])
@public
@kept_to_oneself
def choose_password():
    """Where a link leads: an invitation or a reset, used up by choosing."""
    purpose = "invitation" if "invitation" in session else "reset"
    link = queries.link_with_id(purpose, session.get(purpose), now())
    if link is None or is_for_another(link):
        return stopped_at(link)
    form = forms.PasswordForm(link.about)
    if form.validate_on_submit():
        chosen = passwords.hashed(form.password.data)
        begin_writing()
        by = themselves(link.person_id, link.name)
        try:
            person = operations.use(link.id, by, now())
        except Refused:
            return stopped_at(None)
        operations.set_password(person, chosen, by, now())
        db.session.commit()
        return arrive(person.id, way="password")
    return page("choose_password", form, link=link, providers=other_ways())


@blueprint.route("/forgotten", methods=["GET", "POST"])
@public
def forgotten():
    """Whoever asks is told the same, and waits about as long, whether anybody has the address."""
    form = forms.ForgottenForm()
    if form.validate_on_submit():
        email = form.email.data.strip().lower()
        tries = Try("letter to", email), Try("letters from", from_here().key)
        with form.showing_refusals():
            throttling.hold_back(tries, now())
            passwords.matches("", None)  # dear enough to hide how little else differs
            begin_writing()
            throttling.count(tries, now())
            person = person_with_email(email)
            if person and person.active:
                operations.reset(person, by=NOBODY, now=now())
            db.session.commit()
            return redirect(url_for(".show_forgotten"))
    return page("forgotten", form)


@blueprint.get("/forgotten/sent")
@public
def show_forgotten():
    return render_template("signing_in/show_forgotten.html")


@blueprint.get("/you")
@signed_in
def show_you():
    return render_template(
        "signing_in/show_you.html",
        posts=posts_held_by(current_user.id, today()),
        roles=queries.roles_of(current_user.id, today()),
        yours=sorted(YOU, key=lambda each: each.place),
    )


@blueprint.get("/you/sign-ins")
@signed_in
def list_sign_ins():
    going_on = queries.sign_ins_of(current_user.id, now(), limits())
    order = SignIn.started_at, SignIn.id
    return render_template(
        "signing_in/list_sign_ins.html",
        page=pages.page_of(going_on, order, descending=True),
        others=queries.how_many(going_on) - 1,
        here=g.sign_in.sign_in_id,
        form=forms.EndForm(),
    )


@blueprint.post("/you/sign-ins/<int:sign_in_id>/end")
@signed_in
@recently_proved
def end_sign_in(sign_in_id):
    if forms.EndForm().validate_on_submit():
        there = queries.own_sign_in(current_user.id, sign_in_id) or abort(404)
        operations.end_sign_in(there, by=actor(), now=now())
        db.session.commit()
        flash("Ended. Whoever was signed in there is signed out.")
    return redirect(url_for(".list_sign_ins"))


@blueprint.post("/you/sign-ins/end-others")
@signed_in
@recently_proved
def end_other_sign_ins():
    if forms.EndForm().validate_on_submit():
        here = g.sign_in.sign_in_id
        operations.end_sign_ins(current_user, by=actor(), now=now(), kept=here)
        db.session.commit()
        flash("Ended. You are signed in here alone.")
    return redirect(url_for(".list_sign_ins"))


@blueprint.route("/you/password", methods=["GET", "POST"])
@signed_in
@recently_proved
def change_password():
    form = forms.ChangePasswordForm(queries.known_of(current_user))
    if not current_user.password_hash:  # a provider vouches for them, who did so just now
        del form.old
    if form.validate_on_submit():
        with form.showing_refusals():
            if "old" in form:
                with counting(*by_password(current_user.email)):
                    operations.check_own_password(current_user, form.old.data, field="old")
            chosen = passwords.hashed(form.password.data)
            begin_writing()
            here = g.sign_in.sign_in_id
            operations.set_password(current_user, chosen, by=actor(), now=now(), kept=here)
            db.session.commit()
            flash("Your password is changed. Wherever else you were signed in, you are signed out.")
            return redirect(url_for(".show_you"))
    return page("change_password", form)


@blueprint.route("/prove-it-is-you", methods=["GET", "POST"])
@signed_in
def prove_it_is_you():
    form = forms.ProveForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with counting(*by_password(current_user.email)):
                operations.check_own_password(current_user, form.password.data, field="password")
            return proving.proved()
    return page("prove_it_is_you", form, lost=proving.something_was_lost())
