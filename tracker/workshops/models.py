"""Workshops that prepare leaders, and who has a place at them."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.accounts.models import Person
from tracker.extensions import Model
from tracker.kept import NOT_PERSONAL, SPECIAL_CATEGORY, Kept
from tracker.mentoring.models import CENTRE, WITH_THE_PROGRAMME, Programme
from tracker.organisations.models import Organisation

MOST_PLACES = 500


class Workshop(Model):
    """A workshop for leaders who work at an organisation or below it."""

    __kept__ = Kept(
        what="Workshops for leaders who mentor",
        why="So that a leader who is new to it is prepared before anybody is offered to them",
        basis=NOT_PERSONAL,
        seen_by="The leaders whom it is for, and the co-ordinators there",
        how_long=WITH_THE_PROGRAMME,
        columns={
            "To know whom it is for": "programme_id organisation_id",
            "To know when and where it is, and for how many": "starts_at minutes place places"
            " called_off_on",
            "To keep two changes at once apart": "version",
        },
        known_by="place",
    )
    __table_args__ = (
        CheckConstraint(f"places between 1 and {MOST_PLACES}", name="places"),
        CheckConstraint("minutes > 0", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("mentoring_programme.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(default=120)
    place: Mapped[str] = mapped_column(String(200))
    places: Mapped[int]
    called_off_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    programme: Mapped[Programme] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class Booking(Model):
    """A leader's place at a workshop. One that was given up stays, and can be taken again."""

    __kept__ = Kept(
        what="Places booked at workshops",
        why="So that nobody comes who has no place, and a leader who came counts as prepared",
        basis=SPECIAL_CATEGORY,
        seen_by=CENTRE + ", and the co-ordinators who hold the workshop",
        how_long=WITH_THE_PROGRAMME,
        columns={
            "To know whose place it is": "workshop_id enrolment_id person_id",
            "To know whether it is theirs still, and whether they came": "booked_on given_up_on"
            " attended",
            "To remind them once": "reminded_on",
        },
        subject="person_id",
        within="workshop_id",
        unlisted=True,
        special_category=True,
    )
    __tablename__ = "workshop_booking"
    __table_args__ = (UniqueConstraint("workshop_id", "enrolment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    booked_on: Mapped[date]
    given_up_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    attended: Mapped[bool | None]  # None until a co-ordinator said so

    person: Mapped[Person] = relationship(lazy="raise")


Workshop.loaded_with = (joinedload(Workshop.programme), joinedload(Workshop.organisation))
