"""Which programmes there are, who is enrolled, and which places are free."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import Holding, Person, Post
from tracker.accounts.queries import on_the_day
from tracker.extensions import db
from tracker.mentoring.lines import Reports
from tracker.mentoring.models import Enrolment, Place, Programme
from tracker.mentoring.states import Side
from tracker.organisations.models import Kind, Organisation
from tracker.organisations.queries import edges
from tracker.organisations.tree import chain


def above(organisation_ids: Collection[int], on: date) -> dict[int, list[int]]:
    """For each organisation, itself and whom it answers to on the day, upwards. One question."""
    parents = {edge.child_id: edge.parent_id for edge in edges() if edge.stands(on)}
    return {id_: chain(id_, parents) for id_ in organisation_ids}


def regions_of(organisation_ids: Collection[int], on: date) -> dict[int, str | None]:
    """The name of the region that each organisation belongs to on the day; None outside them."""
    named = dict(
        db.session.execute(
            select(Organisation.id, Organisation.name).where(Organisation.kind == Kind.REGION)
        ).all()
    )
    chains = above(organisation_ids, on)
    return {
        id_: next((named[up] for up in ups if up in named), None) for id_, ups in chains.items()
    }


def programme_with(programme_id: int) -> Programme | None:
    return db.session.get(Programme, programme_id, options=Programme.loaded_with)


def open_programmes(organisation_ids: Collection[int], on: date) -> list[Programme]:
    """The programmes that cover any of these organisations and have not closed, newest first."""
    covering = {up for ups in above(organisation_ids, on).values() for up in ups}
    return list(
        db.session.scalars(
            select(Programme)
            .where(
                Programme.organisation_id.in_(covering),
                or_(Programme.closed_on.is_(None), Programme.closed_on >= on),
            )
            .options(*Programme.loaded_with)
            .order_by(Programme.launched_on.desc(), Programme.id.desc())
        )
    )


def covers(programme: Programme, organisation_id: int, on: date) -> bool:
    """Whether an organisation is the programme's own or below it on the day."""
    return programme.organisation_id in above([organisation_id], on)[organisation_id]


def programme_at(programme_id: int, organisation_id: int, on: date) -> Programme | None:
    """The programme, if it covers the organisation. It may have closed."""
    programme = db.session.get(Programme, programme_id, options=Programme.loaded_with)
    return programme if programme and covers(programme, organisation_id, on) else None


def programme_for(programme_id: int, organisation_id: int, on: date) -> Programme | None:
    """The programme, if it covers the organisation and has not closed."""
    programme = programme_at(programme_id, organisation_id, on)
    return programme if programme and programme.is_open(on) else None


def enrolment_of(programme_id: int, person_id: int, side: Side) -> Enrolment | None:
    return db.session.scalar(
        select(Enrolment)
        .where(
            Enrolment.programme_id == programme_id,
            Enrolment.person_id == person_id,
            Enrolment.side == side,
        )
        .options(*Enrolment.loaded_with)
    )


def enrolments_of(person_id: int) -> list[Enrolment]:
    """Everything that a person is enrolled in, newest first."""
    return list(
        db.session.scalars(
            select(Enrolment)
            .where(Enrolment.person_id == person_id)
            .options(*Enrolment.loaded_with)
            .order_by(Enrolment.id.desc())
        )
    )


def places_of(enrolment_id: int) -> list[Place]:
    """A leader's places, those withdrawn among them, in order."""
    return list(
        db.session.scalars(
            select(Place).where(Place.enrolment_id == enrolment_id).order_by(Place.number)
        )
    )


def reports_of(programme_id: int, person_ids: Collection[int], on: date) -> dict[int, Reports]:
    """To whom each of these people answers: as they said in a programme, and by their posts.

    Three questions, however many they are.
    """
    emails = dict(
        db.session.execute(select(Person.id, Person.email).where(Person.id.in_(person_ids))).all()
    )
    said, held = _as_they_said(programme_id, person_ids), _by_posts(person_ids, on)
    return {
        id_: Reports(
            email,
            *(frozenset(said[id_, each]) for each in ("manager", "above", "declared")),
            *(frozenset(held[id_, each]) for each in ("posts", "line", "above")),
        )
        for id_, email in emails.items()
    }


def _as_they_said(programme_id: int, person_ids: Collection[int]) -> dict:
    said: dict[tuple[int, str], set[str]] = defaultdict(set)
    rows = db.session.execute(
        select(
            Enrolment.person_id,
            Enrolment.manager_email,
            Enrolment.managers_manager_email,
            Enrolment.matrix_line,
        ).where(Enrolment.programme_id == programme_id, Enrolment.person_id.in_(person_ids))
    )
    for person_id, manager, above_manager, declared in rows:
        said[person_id, "manager"] |= {manager.lower()} if manager else set()
        said[person_id, "above"] |= {above_manager.lower()} if above_manager else set()
        said[person_id, "declared"] |= set(declared.lower().split())
    return said


def _by_posts(person_ids: Collection[int], on: date) -> dict:
    held: dict[tuple[int, str], set[int]] = defaultdict(set)
    line = aliased(Post)
    rows = db.session.execute(
        select(Holding.person_id, Post.id, Post.line_post_id, line.line_post_id)
        .join(Post, Post.id == Holding.post_id)
        .outerjoin(line, line.id == Post.line_post_id)
        .where(Holding.person_id.in_(person_ids), on_the_day(Holding, on))
    )
    for person_id, post_id, line_post_id, above_id in rows:
        held[person_id, "posts"].add(post_id)
        held[person_id, "line"] |= {line_post_id} if line_post_id else set()
        held[person_id, "above"] |= {above_id} if above_id else set()
    return held
