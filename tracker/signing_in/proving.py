"""Asking again, before something that a borrowed screen should not be enough for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps

from flask import g, redirect, request, session, url_for
from flask_login import current_user

from tracker.extensions import begin_writing, db
from tracker.signing_in import operations
from tracker.web import View, actor, way_back

RECENT = timedelta(minutes=10)

# Buttons without a page of their own, and the page on which they stand.
BACK_TO = {
    "signing_in.end_sign_in": "signing_in.list_sign_ins",
    "signing_in.end_other_sign_ins": "signing_in.list_sign_ins",
}

# Other ways to show who one is than a password: each is given a person and says the address of its
# page, or None where that is not their way. Its view ends with `return proved()`.
PROOFS: list[Callable[[int], str | None]] = []


def recently_proved(view: View) -> View:
    """For what a borrowed screen should not be enough for: asks again after ten minutes.

    Stands below `@requires` or `@signed_in`. Whoever is asked comes back to the page; what they
    sent meanwhile is not kept, and the page that asks says so.

        @blueprint.route("/you/password", methods=["GET", "POST"])
        @signed_in
        @recently_proved
        def change_password(): ...
    """

    @wraps(view)
    def guarded(*things, **url):
        if g.sign_in.proved_at > datetime.now(UTC) - RECENT:
            return view(*things, **url)
        page = BACK_TO.get(request.endpoint or "")
        session["to_prove"] = [url_for(page) if page else way_back(), request.method == "POST"]
        other = next(filter(None, (proof(current_user.id) for proof in PROOFS)), None)
        return redirect(other or url_for("signing_in.prove_it_is_you"))

    return guarded


def something_was_lost() -> bool:
    """Whether the person pressed a button that was not heard, because they were asked first."""
    return bool((session.get("to_prove") or ("", False))[1])


def proved():
    """Note that they have shown it, and go back to where they were. Commits."""
    begin_writing()
    token = operations.prove(g.sign_in.sign_in_id, by=actor(), now=datetime.now(UTC))
    db.session.commit()
    session["sign_in"] = token
    where_to, _ = session.pop("to_prove", None) or (None, False)
    return redirect(where_to or url_for("signing_in.show_you"))
