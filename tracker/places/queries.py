"""Which bodies an organisation has."""

from sqlalchemy import Select, func, select

from tracker.organisations.models import Body, Organisation
from tracker.organisations.queries import escaped


def bodies_of(organisation: Organisation, words: str, closed: bool) -> Select:
    """The bodies of an organisation with these words in their names: open ones, or closed ones."""
    shut = Body.closed_on.is_not(None)
    query = select(Body).where(
        Body.organisation_id == organisation.id, shut if closed else Body.closed_on.is_(None)
    )
    for word in words.split()[:10]:
        like = f"%{escaped(word.lower())}%"
        query = query.where(func.lower(Body.name).like(like, escape="\\"))
    return query
