"""Signing in and out, and the posts and roles that say what a person may do."""

import hashlib
import secrets
from datetime import UTC, date, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker import audit
from tracker.accounts import queries
from tracker.accounts.models import Delegation, Grant, Holding, Person, Post, SignIn
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.organisations.models import Network, Organisation, Panel
from tracker.permissions import Role

WRONG = "The e-mail address or the password is not right"
LONGEST_PASSWORD = 200

hasher = PasswordHasher()


def check_password(email: str, password: str) -> int:
    """The person's id, if the password is theirs. As slow for an address that nobody has."""
    person = queries.person_with_email(email)
    known = person.password_hash if person and person.active else None
    try:
        hasher.verify(known or _decoy(), password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError) as wrong:
        raise Refused(WRONG) from wrong
    if person is None or known is None:
        raise Refused(WRONG)
    return person.id


@cache
def _decoy() -> str:
    """A hash that no password opens, made as dearly as the real ones."""
    return hasher.hash(secrets.token_hex())


def sign_in(person: Person, by: Actor) -> str:
    """Begin a sign-in and give the secret for the cookie, of which only a hash is kept."""
    token = secrets.token_urlsafe(32)
    started = SignIn(person_id=person.id, token_hash=hash_of(token), started_at=datetime.now(UTC))
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


def add_person(name: str, email: str, password: str | None, by: Actor) -> Person:
    if queries.person_with_email(email):
        raise Refused("Somebody already has this e-mail address", field="email")
    password_hash = hasher.hash(password) if password else None
    person = Person(name=name.strip(), email=email.strip().lower(), password_hash=password_hash)
    audit.record(by, "added a person", person)
    return person


def add_post(
    organisation: Organisation,
    title: str,
    by: Actor,
    line_post: Post | None = None,
    senior_leader: bool = False,
) -> Post:
    post = Post(
        organisation_id=organisation.id,
        title=title,
        line_post_id=line_post.id if line_post else None,
        senior_leader=senior_leader,
    )
    audit.record(by, "added a post", post)
    return post


def hold(post: Post, person: Person, since: date, by: Actor, acting: bool = False) -> Holding:
    """Put a person in a post. Nobody holds it beside another unless one of them is acting."""
    if not acting and queries.substantive_holding(post, since):
        raise Refused(f"Somebody else holds {post.title} on that day. End that holding first.")
    holding = Holding(post_id=post.id, person_id=person.id, since=since, acting=acting)
    audit.record(by, "gave a post", holding, post.organisation_id, post=post.id, person=person.id)
    return holding


def end_holding(holding: Holding, until: date, by: Actor) -> None:
    post = db.session.get_one(Post, holding.post_id)
    if until < holding.since:
        raise Refused("A holding cannot end before it began", field="until")
    holding.until = until
    audit.record(by, "ended a holding", holding, post.organisation_id, until=until.isoformat())


def delegate(holding: Holding, person: Person, since: date, by: Actor) -> Delegation:
    """Let somebody draft on behalf of a post's holder. They cannot submit."""
    if person.id == holding.person_id:
        raise Refused("Name somebody other than the holder")
    delegation = Delegation(holding_id=holding.id, person_id=person.id, since=since)
    audit.record(by, "named a delegate", delegation, holding=holding.id, person=person.id)
    return delegation


def grant(
    person: Person,
    role: Role,
    place: Organisation | Network | Panel,
    since: date,
    by: Actor,
    until: date | None = None,
) -> Grant:
    """Give a person a role in a place. An administrator's has no end."""
    if role is Role.ADMINISTRATOR and until:
        raise Refused("An administrator's role is given without an end")
    given = Grant(
        person_id=person.id,
        role=role.value,
        since=since,
        until=until,
        given_by_id=by.person_id,
        **{f"{place.__tablename__}_id": place.id},
    )
    audit.record(by, "gave a role", given, role=role.value, person=person.id)
    return given


def end_grant(given: Grant, until: date, by: Actor) -> None:
    """End a role, unless that would leave an organisation with no administrator."""
    if given.role == Role.ADMINISTRATOR and not queries.other_administrators(given, until):
        raise Refused("This is the last administrator. Give somebody else the role first.")
    given.until = until - timedelta(days=1)
    audit.record(by, "ended a role", given, role=given.role, person=given.person_id)
