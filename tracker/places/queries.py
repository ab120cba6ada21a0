"""Which bodies an organisation has."""

from sqlalchemy import Select, select

from tracker.organisations.models import Body, Organisation
from tracker.organisations.queries import with_words


def bodies_of(organisation: Organisation, words: str, closed: bool) -> Select:
    """The bodies of an organisation with these words in their names: open ones, or closed ones."""
    shut = Body.closed_on.is_not(None)
    return select(Body).where(
        Body.organisation_id == organisation.id,
        shut if closed else Body.closed_on.is_(None),
        *with_words(words, Body.name),
    )
