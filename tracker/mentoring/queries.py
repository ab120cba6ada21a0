"""Which programmes there are, who is enrolled, and which places are free."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import or_, select

from tracker.extensions import db
from tracker.mentoring.models import Enrolment, Place, Programme
from tracker.mentoring.profiles import Area
from tracker.mentoring.states import Side
from tracker.organisations.models import Kind, Organisation
from tracker.organisations.queries import edges
from tracker.organisations.tree import chain


def above(organisation_ids: Collection[int], on: date) -> dict[int, list[int]]:
    """For each organisation, itself and whom it answers to on the day, upwards. One question."""
    parents = {edge.child_id: edge.parent_id for edge in edges() if edge.stands(on)}
    return {id_: chain(id_, parents) for id_ in organisation_ids}


def areas_of(organisation_ids: Collection[int], on: date) -> dict[int, Area]:
    """Where each organisation lies on the day; a board and a region lie in themselves."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.kind).where(
            Organisation.kind.in_([Kind.REGION, Kind.ICB])
        )
    ).all()
    regions = {row.id: row.name for row in rows if row.kind == Kind.REGION}
    boards = {row.id for row in rows if row.kind == Kind.ICB}
    return {
        id_: Area(
            next((regions[up] for up in ups if up in regions), None),
            next((up for up in ups if up in boards), None),
        )
        for id_, ups in above(organisation_ids, on).items()
    }


def regions_of(organisation_ids: Collection[int], on: date) -> dict[int, str | None]:
    """The name of the region that each organisation belongs to on the day; None outside them."""
    return {id_: area.region for id_, area in areas_of(organisation_ids, on).items()}


def programme_with(programme_id: int) -> Programme | None:
    return db.session.get(Programme, programme_id, options=Programme.loaded_with)


def open_programmes(organisation_ids: Collection[int], on: date) -> list[Programme]:
    """The programmes that cover any of these organisations and have not closed, newest first."""
    return open_above(above(organisation_ids, on), on)


def open_above(ups_of: Mapping[int, Collection[int]], on: date) -> list[Programme]:
    """The same, for whoever has asked already what stands above them."""
    covering = {up for ups in ups_of.values() for up in ups}
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
