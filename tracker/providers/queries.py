"""Which person a provider's account is, and who was invited."""

from datetime import datetime

from sqlalchemy import select

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.providers.models import Identity
from tracker.signing_in.models import SingleUseLink
from tracker.signing_in.queries import good


def identity_of(issuer: str, subject: str) -> Identity | None:
    """The account as we know it, unlinked ones too."""
    return db.session.scalar(
        select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)
    )


def is_active(person_id: int) -> bool:
    return db.session.scalar(select(Person.active).where(Person.id == person_id)) or False


def open_invitation(invitation_id: int, at: datetime) -> SingleUseLink | None:
    """The invitation, while it may be used and its person may come in."""
    return db.session.scalar(
        select(SingleUseLink)
        .join(Person, Person.id == SingleUseLink.person_id)
        .where(
            SingleUseLink.id == invitation_id,
            SingleUseLink.purpose == "invitation",
            *good(at),
            Person.active,
        )
    )


def linked_accounts(person_id: int) -> list[Identity]:
    return list(
        db.session.scalars(
            select(Identity)
            .where(Identity.person_id == person_id, Identity.unlinked_at.is_(None))
            .order_by(Identity.linked_at)
        )
    )
