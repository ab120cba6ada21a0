"""Showing a code from an authenticator app, and setting one up."""

from contextlib import contextmanager
from datetime import UTC, datetime

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user

from tracker.accounts.models import Person
from tracker.accounts.standing import standing_of
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.second_factor import codes, forms, operations, queries
from tracker.second_factor.drawing import picture_of
from tracker.second_factor.keys import Keys
from tracker.second_factor.whom import is_made_up, needs_second_factor
from tracker.signing_in.entering import STEPS, Arrival, arriving, let_in
from tracker.signing_in.operations import strengthen
from tracker.signing_in.proving import recently_proved
from tracker.signing_in.yours import YOU, Yours
from tracker.web import actor, is_public, public, signed_in, standing, today

blueprint = Blueprint("second_factor", __name__)
# What is open to somebody who has to set one up before they go on.
MEANWHILE = ("second_factor.set_up", "signing_in.prove_it_is_you", "static")


def step_on_the_way_in(arrival: Arrival) -> str | None:
    """Where a code is asked for, or an app set up by whoever must have one and has none."""
    if arrival.strong:
        return None
    if queries.factor_of(arrival.person_id):
        return url_for("second_factor.enter_code")
    person = db.session.get_one(Person, arrival.person_id)
    return url_for("second_factor.set_up_on_arrival") if must_have_one(person) else None


STEPS.append(step_on_the_way_in)
YOU.append(
    Yours(
        "Second factor",
        "second_factor.show_second_factor",
        "A code from your phone after your password, and codes for when it is lost.",
        30,
    )
)


def must_have_one(person: Person) -> bool:
    """Whom the demonstration made need none, where there is one: in development alone."""
    if not current_app.config["SECOND_FACTOR_REQUIRED"]:
        return False
    if current_app.config["DEMONSTRATION"] and is_made_up(person.email):
        return False
    is_here = current_user.is_authenticated and current_user.id == person.id
    return needs_second_factor(standing() if is_here else standing_of(person.id, today()))


@blueprint.before_app_request
def ask_whoever_was_trusted_with_more_since():
    """Somebody may have been given a role since they came in that asks for more than a password:
    until they have set up a second factor they are led to nothing else."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or is_public(view) or request.endpoint in MEANWHILE:
        return None
    if not current_user.is_authenticated or g.sign_in.second_factor:
        return None
    return redirect(url_for("second_factor.set_up")) if must_have_one(current_user) else None


def keys() -> Keys:
    return Keys(current_app.config["SECRET_KEY"])


def now() -> datetime:
    return datetime.now(UTC)


def coming_in() -> tuple[Arrival, Person] | None:
    """Who is half-way in, and has not been switched off meanwhile."""
    arrival = arriving()
    person = queries.active_person(arrival.person_id) if arrival else None
    return (arrival, person) if arrival and person else None


def themselves(person: Person) -> Actor:
    return Actor(person.id, person.name, "own account")


@contextmanager
def counting_wrong_codes(form):
    """Show what is refused, and keep the count of what was wrong."""
    with form.showing_refusals():
        try:
            yield
        except Refused:
            db.session.commit()
            raise


def offered_secret(person: Person) -> str:
    """The secret on this person's page, the same until an app has it. Sealed in the cookie."""
    secret = keys().unseal(person.id, session.get("offered_secret", ""))
    if secret is None:
        secret = codes.new_secret()
        session["offered_secret"] = keys().seal(person.id, secret)
    return secret


@blueprint.route("/second-factor", methods=["GET", "POST"])
@public
def enter_code():
    coming = coming_in()
    if coming is None:
        return redirect(url_for("signing_in.sign_in"))
    arrival, person = coming
    form = forms.CodeForm()
    if form.validate_on_submit():
        with counting_wrong_codes(form):
            operations.take_code(person, form.code.data, now(), keys(), by=themselves(person))
            db.session.commit()
            return let_in(arrival, second_factor=True)
    return render_template("second_factor/enter_code.html", form=form)


@blueprint.route("/second-factor/recovery-code", methods=["GET", "POST"])
@public
def enter_recovery_code():
    coming = coming_in()
    if coming is None:
        return redirect(url_for("signing_in.sign_in"))
    arrival, person = coming
    form = forms.RecoveryCodeForm()
    if form.validate_on_submit():
        with counting_wrong_codes(form):
            operations.take_code(person, form.code.data, now(), keys(), by=themselves(person))
            left = queries.codes_left(person.id)
            db.session.commit()
            response = let_in(arrival, second_factor=True)
            flash(words_on_codes_left(left))
            return response
    return render_template("second_factor/enter_recovery_code.html", form=form)


def words_on_codes_left(left: int) -> str:
    if left == 0:
        return "That was your last recovery code. Make new ones under Second factor."
    return f"That recovery code is used up. You have {left} left."


@blueprint.route("/second-factor/set-up", methods=["GET", "POST"])
@public
def set_up_on_arrival():
    """For who has no app yet. Whoever has one shows a code from it: a password is not enough."""
    coming = coming_in()
    if coming is None:
        return redirect(url_for("signing_in.sign_in"))
    arrival, person = coming
    if queries.factor_of(person.id):
        return redirect(url_for(".enter_code"))
    form = forms.SetUpForm()
    secret = offered_secret(person)
    if form.validate_on_submit():
        with form.showing_refusals():
            code, by = form.code.data, themselves(person)
            made = operations.set_up(person, secret, code, now(), keys(), by=by)
            db.session.commit()
            way_on = let_in(arrival, second_factor=True).location
            g.pop("csrf_token", None)  # it was the token of the session that has just ended
            session["next"] = way_on
            return page_of_new_codes(made)
    return page_of_set_up(form, person, secret)


@blueprint.route("/you/second-factor/set-up", methods=["GET", "POST"])
@signed_in
@recently_proved
def set_up():
    """A first app, or another in the place of the one there is, which shows a code once more."""
    replacing = queries.factor_of(current_user.id) is not None
    form = forms.ReplaceForm() if replacing else forms.SetUpForm()
    secret = offered_secret(current_user)
    if form.validate_on_submit():
        with counting_wrong_codes(form):
            told = (current_user, secret, form.code.data)
            if replacing:
                old = form.old_code.data
                made = operations.replace(*told, old, now(), keys(), by=actor())
            else:
                made = operations.set_up(*told, now(), keys(), by=actor())
                strengthen(current_user, g.sign_in.sign_in_id, by=actor(), now=now())
            session.pop("offered_secret", None)
            db.session.commit()
            return page_of_new_codes(made)
    return page_of_set_up(form, current_user, secret)


def page_of_set_up(form, person, secret):
    """With a secret on it, so no browser keeps it: not even one that is not signed in yet."""
    address = codes.address_of(secret, person.email)
    shown = {"picture": picture_of(address), "secret": codes.in_groups(secret)}
    must = must_have_one(person)
    page = render_template(
        "second_factor/set_up.html", form=form, address=address, must_have_one=must, **shown
    )
    return page, {"Cache-Control": "no-store"}


@blueprint.get("/you/second-factor")
@signed_in
def show_second_factor():
    return render_template(
        "second_factor/show_second_factor.html",
        factor=queries.factor_of(current_user.id),
        left=queries.codes_left(current_user.id),
        must_have_one=must_have_one(current_user),
    )


@blueprint.route("/you/second-factor/remove", methods=["GET", "POST"])
@signed_in
@recently_proved
def remove():
    if queries.factor_of(current_user.id) is None:
        return redirect(url_for(".show_second_factor"))
    form, must = forms.EitherCodeForm(), must_have_one(current_user)
    if form.validate_on_submit():
        with counting_wrong_codes(form):
            operations.remove(current_user, form.code.data, must, now(), keys(), by=actor())
            db.session.commit()
            flash("Your second factor is removed")
            return redirect(url_for(".show_second_factor"))
    return render_template("second_factor/remove.html", form=form, must_have_one=must)


@blueprint.route("/you/second-factor/recovery-codes", methods=["GET", "POST"])
@signed_in
@recently_proved
def renew_codes():
    if queries.factor_of(current_user.id) is None:
        return redirect(url_for(".show_second_factor"))
    form = forms.EitherCodeForm()
    if form.validate_on_submit():
        with counting_wrong_codes(form):
            code = form.code.data
            made = operations.renew_codes(current_user, code, now(), keys(), by=actor())
            db.session.commit()
            return page_of_new_codes(made)
    left = queries.codes_left(current_user.id)
    return render_template("second_factor/renew_codes.html", form=form, left=left)


def page_of_new_codes(made, form=None):
    """The only page that shows the codes. They travel with it, and are kept nowhere here."""
    together = " ".join(made)
    return render_template(
        "second_factor/keep_codes.html",
        codes=made,
        form=form or forms.KeptForm(formdata=None, codes=together),
        download=forms.DownloadForm(formdata=None, codes=together),
    )


@blueprint.post("/you/second-factor/recovery-codes/kept")
@signed_in
def keep_codes():
    form = forms.KeptForm()
    if form.validate_on_submit():
        operations.note_codes_kept(current_user, by=actor())
        db.session.commit()
        return redirect(session.pop("next", None) or url_for(".show_second_factor"))
    theirs = codes_of_theirs(form)
    if not theirs:
        return redirect(url_for(".show_second_factor"))
    form.codes.data = " ".join(theirs)
    return page_of_new_codes(theirs, form)


@blueprint.post("/you/second-factor/recovery-codes/download")
@signed_in
def download_codes():
    """The codes on the page they came from, as a text file; nothing that is not such a code."""
    form = forms.DownloadForm()
    theirs = codes_of_theirs(form) if form.validate_on_submit() else []
    if not theirs:
        return redirect(url_for(".show_second_factor"))
    text = render_template("second_factor/recovery_codes.txt", codes=theirs)
    name = "recovery-codes.txt"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return current_app.response_class(text, mimetype="text/plain", headers=headers)


def codes_of_theirs(form) -> list[str]:
    """Of the codes that came with a page, the ones that open this person's account."""
    came = [codes.as_written(code) for code in (form.codes.data or "").split()[:20]]
    hashes = {code: keys().hash_of(codes.as_meant(code)) for code in came}
    unused = queries.unused_among(current_user.id, set(hashes.values()))
    return [code for code in came if hashes[code] in unused]
