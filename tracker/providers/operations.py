"""Linking a provider's account to a person, and undoing it."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from tracker import audit
from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.providers import queries
from tracker.providers.models import Identity
from tracker.signing_in import operations as signing_in
from tracker.signing_in.models import SingleUseLink

UNKNOWN = "This account is not known here"


def accept_invitation(
    invitation: SingleUseLink, issuer: str, subject: str, at: datetime, by: Actor
) -> Identity:
    """Link the account to whoever was invited, and use the invitation up. It works once."""
    try:
        signing_in.use(invitation.id, by, at)
    except Refused as used_or_late:
        raise Refused(UNKNOWN) from used_or_late
    identity = queries.identity_of(issuer, subject) or Identity(issuer=issuer, subject=subject)
    if identity.person_id and identity.unlinked_at is None:
        raise Refused(UNKNOWN)
    identity.person_id, identity.linked_at, identity.unlinked_at = invitation.person_id, at, None
    try:
        audit.record(by, "linked a provider's account", identity, person=invitation.person_id)
    except IntegrityError as first_by_another:
        raise Refused(UNKNOWN) from first_by_another
    return identity


def unlink(person: Person, at: datetime, by: Actor) -> None:
    """Have the provider open this person's account no more. Their password has to."""
    linked = queries.linked_accounts(person.id)
    if not linked:
        raise Refused("No account of a provider is linked to yours")
    if not person.password_hash:
        raise Refused("Set a password first: without one you could not sign in any more")
    for identity in linked:
        identity.unlinked_at = at
        audit.record(by, "unlinked a provider's account", identity, person=person.id)
