"""Mentoring programmes, who enrols in them, and the places that leaders have."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.accounts.models import Person
from tracker.extensions import Model
from tracker.kept import FOR_GOOD, NOT_PERSONAL, SPECIAL_CATEGORY, YEAR, Act, Goes, Kept
from tracker.mentoring.profiles import TRAVELS
from tracker.mentoring.states import Direction, Enrolled, Side
from tracker.organisations.models import Organisation

WITH_THE_PROGRAMME = "As long as the programme, whose count rests on it."
CENTRE = "The person themself, and the Leadership Centre of the programme"


def one_of(column: str, values: Any) -> str:
    """A CHECK that a column holds one of the values of an enumeration."""
    return f"{column} in ({', '.join(repr(str(value)) for value in values)})"


class Programme(Model):
    """A mentoring programme, which covers an organisation and all below it."""

    __kept__ = Kept(
        what="Mentoring programmes",
        why="So that leaders and colleagues are brought together, and counted in a way that holds",
        basis=NOT_PERSONAL,
        seen_by="Everybody who may join it; its counts: everybody",
        how_long=FOR_GOOD,
        columns={
            "To name it and its scope": "organisation_id title direction target launched_on"
            " closed_on",
            "To know its usual terms": "meetings minutes months first_within_days"
            " offer_working_days chase_working_days objection_working_days trial_meetings"
            " nudge_days task_days floor",
            "To show why it is lawful": "need evidence proportionality review_on",
            "To tell people whom to turn to": "contact wellbeing_contact",
            "To keep two changes at once apart": "version",
        },
        known_by="title",
    )
    __tablename__ = "mentoring_programme"
    __table_args__ = (CheckConstraint(one_of("direction", Direction), name="direction"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    direction: Mapped[str] = mapped_column(String(12), default=Direction.TRADITIONAL.value)
    target: Mapped[int] = mapped_column(default=500)  # leaders hoped for
    launched_on: Mapped[date]
    closed_on: Mapped[date | None]
    meetings: Mapped[int] = mapped_column(default=6)
    minutes: Mapped[int] = mapped_column(default=60)
    months: Mapped[int] = mapped_column(default=6)
    first_within_days: Mapped[int] = mapped_column(default=30)
    offer_working_days: Mapped[int] = mapped_column(default=10)
    chase_working_days: Mapped[int] = mapped_column(default=5)
    objection_working_days: Mapped[int] = mapped_column(default=5)
    trial_meetings: Mapped[int] = mapped_column(default=2)
    nudge_days: Mapped[int] = mapped_column(default=60)
    task_days: Mapped[int] = mapped_column(default=90)
    floor: Mapped[int] = mapped_column(default=350)
    # The positive-action record (Equality Act 2010, section 158).
    need: Mapped[str] = mapped_column(String(2000), default="")
    evidence: Mapped[str] = mapped_column(String(2000), default="")
    proportionality: Mapped[str] = mapped_column(String(2000), default="")
    review_on: Mapped[date | None]
    contact: Mapped[str] = mapped_column(String(300), default="")
    wellbeing_contact: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file

    def is_open(self, on: date) -> bool:
        return self.closed_on is None or on <= self.closed_on


class Enrolment(Model):
    """Somebody in a programme, on one side of it. A person can be on both.

    `goals` and `availability` are codes of the catalogue, `matrix_line` e-mail addresses.
    A manager of whom nothing is kept is "not checked". A draft is the person's own.
    """

    __kept__ = Kept(
        what="Who offers to mentor, and who looks for a mentor",
        why="To bring the two together, and never two who are in one line of management",
        basis=SPECIAL_CATEGORY,
        seen_by=CENTRE + "; a co-ordinator where they work, but for their own words and their line"
        " of management; a leader sees of a mentee offered to them only what the mentee was shown"
        " when they enrolled",
        how_long=WITH_THE_PROGRAMME + " Of whom another named and who did not say yes: 180 days.",
        columns={
            "To know who is in which programme, and where they work": "programme_id person_id side"
            " organisation_id directorate",
            "To know where the enrolment stands": "state nominated_by_id nominated_on confirmed_on"
            " prepared_on"
            " pooled_on unavailable_until withdrawn_on left_out",
            "To match": "profession grade remote travels availability goals words capacity"
            " new_to_it leads_organisation",
            "To keep mentoring out of the line of management": "manager_email"
            " managers_manager_email matrix_line",
            "To let those who have done it help those who begin": "buddies",
            "To keep two changes at once apart": "version",
        },
        subject="person_id",
        author="nominated_by_id",
        personal_text="words directorate manager_email managers_manager_email matrix_line",
        unlisted=True,
        special_category=True,
    )
    __table_args__ = (
        UniqueConstraint("programme_id", "person_id", "side"),
        CheckConstraint(one_of("side", Side), name="side"),
        CheckConstraint(one_of("state", Enrolled), name="state"),
        CheckConstraint("capacity between 1 and 3", name="capacity"),
        CheckConstraint(one_of("travels", (*TRAVELS, "")), name="travels"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("mentoring_programme.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    side: Mapped[str] = mapped_column(String(6))
    state: Mapped[str] = mapped_column(String(12), default=Enrolled.DRAFT.value)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    directorate: Mapped[str] = mapped_column(String(120), default="")  # "" is not known
    nominated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    nominated_on: Mapped[date | None]  # since when another's naming waits; none once they said yes
    confirmed_on: Mapped[date | None]
    prepared_on: Mapped[date | None]
    pooled_on: Mapped[date | None]  # from which waiting counts
    unavailable_until: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    left_out: Mapped[int] = mapped_column(default=0)  # released lists that were without them
    profession: Mapped[str] = mapped_column(String(20), default="")
    grade: Mapped[str] = mapped_column(String(10), default="")
    remote: Mapped[bool] = mapped_column(default=False)
    travels: Mapped[str] = mapped_column(String(6), default="")  # "" is not said
    availability: Mapped[list[str]] = mapped_column(JSON, default=list)
    goals: Mapped[list[str]] = mapped_column(JSON, default=list)  # a mentee's in order
    words: Mapped[str] = mapped_column(String(200), default="")
    capacity: Mapped[int] = mapped_column(default=1)  # a leader's; a mentee's says nothing
    new_to_it: Mapped[bool] = mapped_column(default=True)
    leads_organisation: Mapped[bool] = mapped_column(default=False)  # a chief executive
    buddies: Mapped[bool] = mapped_column(default=False)
    manager_email: Mapped[str | None] = mapped_column(String(254))
    managers_manager_email: Mapped[str | None] = mapped_column(String(254))
    matrix_line: Mapped[str] = mapped_column(String(800), default="")  # spaces between
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    programme: Mapped[Programme] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file

    @property
    def run_by_id(self) -> int:
        """The organisation whose Leadership Centre runs the programme."""
        return self.programme.organisation_id

    @property
    def is_nomination(self) -> bool:
        """Whether somebody else named them, and they have not said yes to it."""
        return self.nominated_on is not None

    @property
    def is_open(self) -> bool:
        return self.state != Enrolled.WITHDRAWN

    def is_available(self, on: date) -> bool:
        return self.is_open and (self.unavailable_until is None or self.unavailable_until <= on)


class Preference(Model):
    """A leader whom a mentee would like, in order."""

    __kept__ = Kept(
        what="Leaders whom somebody would like",
        why="To match people with whom they would like, where that can be",
        basis=SPECIAL_CATEGORY,
        seen_by=CENTRE,
        how_long=WITH_THE_PROGRAMME,
        columns={"To know whom, in which order": "enrolment_id leader_id rank"},
        subject="leader_id",
        held="enrolment_id leader_id rank",
        within="enrolment_id",
        unlisted=True,
        special_category=True,
    )
    __tablename__ = "mentee_preference"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "leader_id"),
        UniqueConstraint("enrolment_id", "rank"),
        CheckConstraint("rank between 1 and 3", name="rank"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    rank: Mapped[int]


class Exclusion(Model):
    """A person or an organisation that somebody will not be matched with. No reason is asked."""

    __kept__ = Kept(
        what="Whom somebody will not be matched with",
        why="So that nobody is matched with whom they do not want. No reason is asked or kept",
        basis=SPECIAL_CATEGORY,
        seen_by=CENTRE + ". Never whoever is excluded",
        how_long=WITH_THE_PROGRAMME,
        columns={"To know who or what": "enrolment_id person_id organisation_id"},
        subject="person_id",
        held="enrolment_id person_id organisation_id",
        unlisted=True,
        special_category=True,
    )
    __tablename__ = "mentee_exclusion"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "person_id"),
        UniqueConstraint("enrolment_id", "organisation_id"),
        CheckConstraint("person_id is not null or organisation_id is not null", name="somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)


class EqualityRecord(Model):
    """That somebody says the programme is meant for them. Apart from everything else, for yes or
    no and for counts; in no score, and shown to no partner."""

    __kept__ = Kept(
        what="Equality records of mentoring",
        why="A programme under section 158 of the Equality Act 2010 is for those who say that it"
        " is meant for them, and is counted to see whether it reaches them",
        basis=SPECIAL_CATEGORY,
        seen_by="The person themself. Everybody else: counts of ten and more",
        goes=(Goes("declared_on", 3 * YEAR, Act.DELETE, "it was declared"),),
        columns={
            "To know that the programme is meant for them": "enrolment_id person_id eligible"
            " declared_on",
            "To count whom it reaches": "ethnicity",
        },
        subject="person_id",
        within="enrolment_id",
        unlisted=True,
        with_person=True,
        special_category=True,
    )
    __tablename__ = "equality_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    eligible: Mapped[bool]
    ethnicity: Mapped[str] = mapped_column(String(10), default="")  # a letter, or "" if not said
    declared_on: Mapped[date]


class DeclaredLine(Model):
    """Whom somebody names above them when they confirm what a leader arranged locally: they are in
    no pool, and said nothing of it when they enrolled."""

    __kept__ = Kept(
        what="Managers of people whose mentoring was arranged locally",
        why="So that mentoring is kept out of their line of management",
        basis=SPECIAL_CATEGORY,
        seen_by="The person themself. The Leadership Centre reads what was found, never whom they"
        " named",
        goes=(Goes("declared_on", 3 * YEAR, Act.DELETE, "it was said"),),
        columns={
            "To know whose line it is": "person_id declared_on",
            "To keep mentoring out of the line of management": "manager_email"
            " managers_manager_email",
        },
        subject="person_id",
        personal_text="manager_email managers_manager_email",
        unlisted=True,
        with_person=True,
        special_category=True,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    manager_email: Mapped[str | None] = mapped_column(String(254))
    managers_manager_email: Mapped[str | None] = mapped_column(String(254))
    declared_on: Mapped[date]


class Place(Model):
    """One of a leader's one to three places: a live pairing takes one."""

    __kept__ = Kept(
        what="Places that leaders have for mentees",
        why="So that no leader has more people than they offered to have",
        basis=NOT_PERSONAL,
        seen_by=CENTRE,
        how_long=WITH_THE_PROGRAMME,
        columns={"To know whose, and which of them": "enrolment_id number withdrawn_on"},
        within="enrolment_id",
    )
    __tablename__ = "mentor_place"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        CheckConstraint("number between 1 and 3", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    number: Mapped[int]
    withdrawn_on: Mapped[date | None]  # the leader offers fewer now

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")


Programme.loaded_with = (joinedload(Programme.organisation),)
Enrolment.loaded_with = (
    joinedload(Enrolment.programme).joinedload(Programme.organisation),
    joinedload(Enrolment.person),
    joinedload(Enrolment.organisation),
)
