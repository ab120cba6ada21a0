"""Which programmes there are, and whose positive-action record is to be looked at."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from tracker.duties import Duty
from tracker.extensions import db
from tracker.mentoring.models import Programme
from tracker.organisations.models import Organisation
from tracker.organisations.queries import ids_below, with_words
from tracker.permissions import Role, Standing

COMING = timedelta(days=30)


def programmes_of(organisation_id: int, words: str, today: date) -> Select:
    """The programmes of an organisation and of those below it, with whose each is."""
    return (
        select(Programme, Organisation.name)
        .join(Organisation, Organisation.id == Programme.organisation_id)
        .where(
            Programme.organisation_id.in_(ids_below(organisation_id, today)),
            *with_words(words, Programme.title, Organisation.name),
        )
    )


def kinds(today: date) -> dict[str, ColumnElement[bool]]:
    """What the list can be asked to show."""
    is_open = or_(Programme.closed_on.is_(None), Programme.closed_on >= today)
    return {
        "open": is_open,
        "review": and_(is_open, or_(Programme.review_on.is_(None), Programme.review_on <= today)),
        "closed": Programme.closed_on < today,
        "all": Programme.id.is_not(None),
    }


def counts(query: Select, today: date) -> dict[str, int]:
    rows = query.subquery()
    chosen = {
        name: func.count(Programme.id).filter(condition) for name, condition in kinds(today).items()
    }
    asked = select(*chosen.values()).where(Programme.id.in_(select(rows.c.id)))
    return dict(zip(chosen, db.session.execute(asked).one(), strict=True))


# What is owed.


def duties_of(standing: Standing, today: date) -> list[Duty]:
    run = [id_ for id_, roles in standing.roles.items() if Role.LEADERSHIP_CENTRE in roles]
    if not run:
        return []
    due = select(Programme.id, Programme.title, Programme.review_on, Programme.launched_on).where(
        Programme.organisation_id.in_(run),
        or_(Programme.closed_on.is_(None), Programme.closed_on >= today),
        or_(Programme.review_on.is_(None), Programme.review_on <= today + COMING),
    )
    return [_review(*row, today) for row in db.session.execute(due)]


def _review(id_: int, title: str, review_on: date | None, launched_on: date, today: date) -> Duty:
    on = review_on or launched_on
    return Duty(
        kind="due" if on <= today else "coming",
        verb="Review" if review_on else "Write",
        thing=f"the positive-action record of {title}",
        endpoint="programmes.edit_positive_action",
        values={"mentoring_programme_id": id_},
        due=on,
    )
