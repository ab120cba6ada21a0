"""Who has signed in, and on which devices."""

from sqlalchemy import select

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.signing_in.models import SignIn


def person_signed_in(person_id: int, token_hash: str) -> Person | None:
    """The person, while this sign-in of theirs has not ended."""
    return db.session.scalar(
        select(Person)
        .join(SignIn, SignIn.person_id == Person.id)
        .where(
            Person.id == person_id,
            Person.active,
            SignIn.token_hash == token_hash,
            SignIn.ended_at.is_(None),
        )
    )


def open_sign_in(token_hash: str) -> SignIn | None:
    return db.session.scalar(
        select(SignIn).where(SignIn.token_hash == token_hash, SignIn.ended_at.is_(None))
    )
