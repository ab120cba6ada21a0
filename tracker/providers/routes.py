"""To a provider and back."""

from datetime import UTC, datetime

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    session,
    url_for,
)
from flask_login import current_user

from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.providers import connecting, operations, queries
from tracker.providers.connecting import Account, NotSignedIn, OutOfReach, the_provider
from tracker.providers.forms import UnlinkForm
from tracker.signing_in.entering import arrive
from tracker.signing_in.proving import recently_proved
from tracker.web import actor, public, signed_in

blueprint = Blueprint("providers", __name__)


@blueprint.record
def know_the_provider(state):
    connecting.init_app(state.app)


@blueprint.get("/sign-in/provider")
@public
def begin():
    """A link and not a form: a form may not lead away from here."""
    provider = the_provider() or abort(404)
    if current_user.is_authenticated:
        return redirect(url_for("reports.show_home"))
    db.session.rollback()  # nothing is held in the database while the provider is asked
    try:
        return connecting.way_there(provider, url_for(".finish", _external=True))
    except OutOfReach as fault:
        note(fault)
        return render_template("providers/begin.html", provider=provider), 503


@blueprint.get("/sign-in/provider/callback")
@public
def finish():
    """Where the provider sends people back to. It may write, though it is a GET."""
    provider = the_provider() or abort(404)
    try:
        account = connecting.account_shown(provider)
    except NotSignedIn:
        return page_of_finish(provider, "not signed in", 400)
    except OutOfReach as fault:
        note(fault)
        return page_of_finish(provider, "out of reach", 502)
    person_id = person_of(account)
    if person_id is None:
        return page_of_finish(provider, "unknown", 403)
    return arrive(person_id, way="provider", strong=account.strong)


def note(fault: OutOfReach) -> None:
    """For whoever runs the service: what kind of fault, without what the provider said."""
    kind = type(fault.__cause__).__name__
    current_app.logger.warning("The sign-in provider is out of reach: %s", kind)


def page_of_finish(provider, reason, code):
    return render_template("providers/finish.html", provider=provider, reason=reason), code


def person_of(account: Account) -> int | None:
    """By issuer and subject alone, or by an invitation opened in this browser. Never by e-mail."""
    known = queries.identity_of(account.issuer, account.subject)
    if known and known.unlinked_at is None:
        return known.person_id if queries.is_active(known.person_id) else None
    invitation_id = session.pop("invitation", None)
    return person_invited(invitation_id, account) if isinstance(invitation_id, int) else None


def person_invited(invitation_id: int, account: Account) -> int | None:
    begin_writing()
    at = datetime.now(UTC)
    invitation = queries.open_invitation(invitation_id, at)
    if invitation is None:
        return None
    person = db.session.get_one(Person, invitation.person_id)
    by = Actor(person.id, person.name, "own account")
    try:
        operations.accept_invitation(invitation, account.issuer, account.subject, at, by=by)
    except Refused:
        db.session.rollback()
        return None
    db.session.commit()
    return person.id


@blueprint.route("/you/provider", methods=["GET", "POST"])
@signed_in
@recently_proved
def unlink():
    form = UnlinkForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.unlink(current_user, datetime.now(UTC), by=actor())
            db.session.commit()
            flash("Unlinked. From now on you sign in with your e-mail address and password.")
            return redirect(url_for(".unlink"))
    return render_template(
        "providers/unlink.html",
        form=form,
        provider=the_provider(),
        linked=queries.linked_accounts(current_user.id),
    )
