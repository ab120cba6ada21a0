"""Who can be named at an organisation, and who was named and has not answered."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from tracker.accounts.models import Grant, Holding, Person, Post
from tracker.accounts.queries import on_the_day
from tracker.duties import Duty
from tracker.extensions import db
from tracker.mentoring.models import Enrolment
from tracker.mentoring.states import Enrolled, Side
from tracker.permissions import Standing

KEPT_DAYS = 180  # of what nobody said yes to
ANSWER_IN = 14  # days within which somebody who was named is asked to answer


def people_at(
    organisation_ids: Collection[int], emails: Collection[str], on: date
) -> dict[str, Person]:
    """E-mail address -> person, of those who work there.

    They are looked after there, or hold a post or a role there. Belonging to a network there does
    not count: whether somebody does would be told by it.
    """
    granted = select(Grant.person_id).where(
        Grant.organisation_id.in_(organisation_ids), on_the_day(Grant, on)
    )
    holding = (
        select(Holding.person_id)
        .join(Post, Post.id == Holding.post_id)
        .where(Post.organisation_id.in_(organisation_ids), on_the_day(Holding, on))
    )
    people = db.session.scalars(
        select(Person).where(
            Person.email.in_(emails),
            Person.active,
            Person.erased_on.is_(None),
            or_(
                Person.organisation_id.in_(organisation_ids),
                Person.id.in_(granted),
                Person.id.in_(holding),
            ),
        )
    )
    return {person.email: person for person in people}


def where_they_work(person: Person, places: Collection[int], otherwise: int) -> int:
    """Of these places the one that looks after them; another where none of these does."""
    home = person.organisation_id
    return home if home is not None and home in places else otherwise


def known_to(programme_id: int, person_ids: Collection[int]) -> set[tuple[int, str]]:
    """Who has an enrolment of any kind already, and on which side: also one that they declined."""
    rows = db.session.execute(
        select(Enrolment.person_id, Enrolment.side).where(
            Enrolment.programme_id == programme_id, Enrolment.person_id.in_(person_ids)
        )
    )
    return {(row[0], row[1]) for row in rows}


def waiting_for(person_id: int) -> list[Enrolment]:
    """What somebody was named for and has not answered."""
    return list(
        db.session.scalars(
            select(Enrolment)
            .where(
                Enrolment.person_id == person_id,
                Enrolment.nominated_on.is_not(None),
                Enrolment.state == Enrolled.DRAFT,
            )
            .options(*Enrolment.loaded_with)
            .order_by(Enrolment.id)
        )
    )


def had_their_time(today: date) -> Sequence[Enrolment]:
    """Whom another named half a year ago and who never said yes, each held by one worker alone."""
    return _in_turn(Enrolment.nominated_on < today - timedelta(days=KEPT_DAYS))


def _in_turn(condition: ColumnElement[bool]) -> Sequence[Enrolment]:
    found = select(Enrolment).where(condition).order_by(Enrolment.id)
    return db.session.scalars(found.with_for_update(skip_locked=True)).all()


def named_by(enrolment: Enrolment) -> str | None:
    """The name of whoever named them."""
    return db.session.scalar(select(Person.name).where(Person.id == enrolment.nominated_by_id))


def unanswered(programme_id: int, organisation_ids: Collection[int] | None) -> int:
    """How many were named there, or anywhere, and have not answered. Who they are is nobody's to
    know yet."""
    waiting = select(func.count(Enrolment.id)).where(
        Enrolment.programme_id == programme_id,
        Enrolment.nominated_on.is_not(None),
        Enrolment.state == Enrolled.DRAFT,
    )
    if organisation_ids is not None:
        waiting = waiting.where(Enrolment.organisation_id.in_(organisation_ids))
    return db.session.scalar(waiting) or 0


# Asked for what everybody owes, so it is put together once.
NAMED = select(Enrolment.id, Enrolment.nominated_on).where(
    Enrolment.person_id == bindparam("person_id"),
    Enrolment.nominated_on.is_not(None),
    Enrolment.state == Enrolled.DRAFT,
)


def duties_of(standing: Standing, today: date) -> list[Duty]:
    """Questions that wait for whoever was named."""
    if standing.person_id is None or not standing.confirmed:
        return []
    rows = db.session.execute(NAMED, {"person_id": standing.person_id})
    return [
        Duty(
            kind="answer",
            verb="Answer",
            thing="a question about mentoring",
            endpoint="nominating.show_nomination",
            values={"enrolment_id": row[0]},
            due=row[1] + timedelta(days=ANSWER_IN),
        )
        for row in rows
        if row[1]
    ]


def in_words(side: str) -> str:
    return "to mentor somebody" if side == Side.LEADER else "to have a mentor"
