"""Letting people in and out."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from tracker import audit
from tracker.accounts import passwords
from tracker.accounts.models import Person
from tracker.accounts.queries import person_with_email
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.mail.operations import post
from tracker.signing_in import queries
from tracker.signing_in.models import SignIn, SingleUseLink

LINK_LASTS = timedelta(hours=24)
WRONG = "The e-mail address or the password is not right"


def check_password(email: str, password: str) -> int:
    """The person's id, if the password is theirs. As slow for an address that nobody has."""
    person = person_with_email(email)
    known = person.password_hash if person and person.active else None
    if not passwords.matches(password, known) or person is None:
        raise Refused(WRONG)
    return person.id


def sign_in(person: Person, by: Actor, way: str = "password", second_factor: bool = False) -> str:
    """Begin a sign-in and give the secret for the cookie, of which only a hash is kept."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    started = SignIn(
        person_id=person.id,
        token_hash=hash_of(token),
        way=way,
        second_factor=second_factor,
        started_at=now,
        seen_at=now,
        proved_at=now,
    )
    audit.record(by, "signed in", started)
    return token


def sign_out(token: str, by: Actor) -> None:
    """End the sign-in on the server, so that a copied cookie opens nothing."""
    sign_in_now = queries.open_sign_in(hash_of(token))
    if sign_in_now:
        sign_in_now.ended_at = datetime.now(UTC)
        audit.record(by, "signed out", sign_in_now)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite(person: Person, by: Actor, now: datetime) -> SingleUseLink:
    """Send somebody the link with which they come in for the first time."""
    link = _link("invitation", person, by, now)
    audit.record(by, "invited", link, person.organisation_id, person=person.id)
    post("invitation", person.id, by, link=link.id)
    return link


def reset(person: Person, by: Actor, now: datetime) -> SingleUseLink:
    """Send somebody a link for a new password, and tell them that an administrator did it.

    What is confidential stays shut to them until they are confirmed.
    """
    person.unconfirmed_since, person.password_hash = now, None
    link = _link("reset", person, by, now)
    audit.record(by, "reset a sign-in", link, person.organisation_id, person=person.id)
    post("reset_by_administrator", person.id, by)
    post("reset", person.id, by, link=link.id)
    return link


def _link(purpose: str, person: Person, by: Actor, now: datetime) -> SingleUseLink:
    return SingleUseLink(
        person_id=person.id,
        purpose=purpose,
        given_by_id=by.person_id,
        made_at=now,
        expires_at=now + LINK_LASTS,
    )
