"""Pairings with every step they took, meetings without their content, and concerns."""

from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.accounts.models import Person
from tracker.extensions import Model, db
from tracker.kept import SIX_YEARS, SPECIAL_CATEGORY, Act, Goes, Kept
from tracker.mentoring.models import WITH_THE_PROGRAMME, Enrolment, Place, Programme, one_of
from tracker.mentoring.states import LIVE, Ending, Refusal, State, Track

PAIR = "The two of the pair"
DATES = PAIR + "; the Leadership Centre: dates and states"
IS_LIVE = db.text(one_of("state", LIVE))


class Pairing(Model):
    """A leader and a mentee. Its place and its mentee can be in one live pairing at a time.

    A local arrangement that is claimed has no mentee yet: they confirm by a link of their own.
    """

    __kept__ = Kept(
        what="Pairs of a leader and a mentee",
        why="To bring them together, and to count what came of it",
        basis=SPECIAL_CATEGORY,
        seen_by=DATES + "; a co-ordinator of either’s organisation, while they may object",
        how_long=WITH_THE_PROGRAMME,
        columns={
            "To know who, and how they were found": "programme_id organisation_id track"
            " leader_id mentee_id leader_enrolment_id mentee_enrolment_id place_id run_id"
            " leader_organisation_id mentee_organisation_id",
            "To know where it stands": "state since approved_on released_on expires_on chased_on"
            " paused_until",
            "To know what was decided, and by whom": "approved_by_id objected_by_id objected_on"
            " steps_back",
            "To count new ones apart": "began_on",
            "To learn from how it ended": "refusal ending ended_on",
            "To know that a line of management was looked at": "line_accepted_on line_accepted",
            "To keep two changes at once apart": "version",
        },
        subject="leader_id mentee_id",
        author="approved_by_id objected_by_id",
        within="programme_id",
        unlisted=True,
        special_category=True,
    )
    __table_args__ = (
        CheckConstraint(one_of("track", Track), name="track"),
        CheckConstraint(one_of("state", State), name="state"),
        CheckConstraint(f"refusal is null or {one_of('refusal', Refusal)}", name="refusal"),
        CheckConstraint(f"ending is null or {one_of('ending', Ending)}", name="ending"),
        CheckConstraint("mentee_id is null or leader_id <> mentee_id", name="two_people"),
        CheckConstraint(
            f"not ({one_of('state', LIVE)}) or (place_id is not null and mentee_id is not null)",
            name="live_has_place",
        ),
        Index(
            "uq_pairing_one_live_for_each_place",
            "place_id",
            unique=True,
            sqlite_where=IS_LIVE,
            postgresql_where=IS_LIVE,
        ),
        Index(
            "uq_pairing_one_live_for_each_mentee",
            "programme_id",
            "mentee_id",
            unique=True,
            sqlite_where=IS_LIVE,
            postgresql_where=IS_LIVE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("mentoring_programme.id"), index=True)
    # The programme's own, whose Leadership Centre looks after the pair.
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    track: Mapped[str] = mapped_column(String(7))
    state: Mapped[str] = mapped_column(String(20))
    since: Mapped[date]  # in this state
    leader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    mentee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    leader_enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    mentee_enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("mentor_place.id"), index=True)
    leader_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    mentee_organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )
    run_id: Mapped[int | None]  # the run of the matching that suggested it
    approved_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    objected_on: Mapped[date | None]
    objected_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    released_on: Mapped[date | None]
    expires_on: Mapped[date | None]  # the last day on which an offer can be answered
    chased_on: Mapped[date | None]
    began_on: Mapped[date | None]  # of a local one: before the launch makes it existing
    paused_until: Mapped[date | None]
    steps_back: Mapped[bool] = mapped_column(default=False)  # a chief executive's own trust
    refusal: Mapped[str | None] = mapped_column(String(20))
    ending: Mapped[str | None] = mapped_column(String(30))
    ended_on: Mapped[date | None]
    line_accepted_on: Mapped[date | None]  # the co-ordinator looked at a line that arose
    line_accepted: Mapped[str | None] = mapped_column(String(64))  # a hash of the line as it was
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    programme: Mapped[Programme] = relationship(lazy="raise")
    leader: Mapped[Person] = relationship(foreign_keys=[leader_id], lazy="raise")
    mentee: Mapped[Person | None] = relationship(foreign_keys=[mentee_id], lazy="raise")
    leader_enrolment: Mapped[Enrolment] = relationship(
        foreign_keys=[leader_enrolment_id], lazy="raise"
    )
    mentee_enrolment: Mapped[Enrolment | None] = relationship(
        foreign_keys=[mentee_enrolment_id], lazy="raise"
    )
    place: Mapped[Place | None] = relationship(lazy="raise")
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file

    def __repr__(self) -> str:
        return f"<Pairing {self.id}>"

    @property
    def local_ids(self) -> frozenset[int | None]:
        """Where the two work: a co-ordinator of either may object."""
        return frozenset({self.leader_organisation_id, self.mentee_organisation_id})

    def partner_of(self, person_id: int) -> Person | None:
        return self.mentee if person_id == self.leader_id else self.leader


class PairingEvent(Model):
    """A step of a pairing: the state it came to, on which day. Only ever added to: the count is
    worked out from these and agrees with the pairings."""

    __kept__ = Kept(
        what="The steps that pairs took",
        why="So that a count as at an earlier day can be made again",
        basis=SPECIAL_CATEGORY,
        seen_by=DATES,
        how_long=WITH_THE_PROGRAMME,
        columns={"To know what became of a pair, and when": "pairing_id at on state reason"},
        within="pairing_id",
        special_category=True,
    )
    __table_args__ = (CheckConstraint(one_of("state", State), name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairing.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(30))


class Meeting(Model):
    """A meeting of a pair: when, and whether each says that it was held. No content is kept."""

    __kept__ = Kept(
        what="Meetings of pairs",
        why="So that the pair keeps its rhythm, and a pair that meets is counted as one",
        basis=SPECIAL_CATEGORY,
        seen_by=DATES,
        how_long=WITH_THE_PROGRAMME,
        columns={
            "To know when, and where": "pairing_id starts_at minutes place",
            "To know whether it was held": "state held_on leader_said mentee_said",
            "To know what became of it": "moved_to_id",
            "To keep two changes at once apart": "version",
        },
        within="pairing_id",
        personal_text="place",
        unlisted=True,
        special_category=True,
    )
    __table_args__ = (
        CheckConstraint("state in ('planned', 'held', 'moved', 'missed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairing.id"), index=True)
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(default=60)
    place: Mapped[str] = mapped_column(String(200), default="")  # a room, or a link to a call
    state: Mapped[str] = mapped_column(String(8), default="planned")
    held_on: Mapped[date | None]  # once both say so
    leader_said: Mapped[bool | None]  # whether it was held
    mentee_said: Mapped[bool | None]
    moved_to_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    pairing: Mapped[Pairing] = relationship(lazy="raise")
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def leader_id(self) -> int:
        return self.pairing.leader_id

    @property
    def mentee_id(self) -> int | None:
        return self.pairing.mentee_id

    @property
    def organisation_id(self) -> int:
        return self.pairing.organisation_id


class Concern(Model):
    """Something that one of a pair tells their co-ordinator in private. The partner never sees
    that there is one; whoever handles it is in neither's line."""

    __kept__ = Kept(
        what="Concerns told to a co-ordinator",
        why="So that somebody in a pair can turn to a person in private",
        basis=SPECIAL_CATEGORY,
        seen_by="Whoever told it, and the co-ordinator who handles it",
        goes=(Goes("closed_on", SIX_YEARS, Act.DELETE, "it was closed"),),
        columns={
            "To know who told whom about which pair": "pairing_id author_id handler_id"
            " organisation_id",
            "To know what is asked for": "words ring",
            "To answer it": "raised_at first_answered_on closed_on outcome",
            "To keep two changes at once apart": "version",
        },
        author="author_id handler_id",
        personal_text="words outcome",
        unlisted=True,
        special_category=True,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairing.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    words: Mapped[str] = mapped_column(String(2000), default="")
    ring: Mapped[bool] = mapped_column(default=True)  # "ask them to call me"
    raised_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    first_answered_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(2000), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    pairing: Mapped[Pairing] = relationship(lazy="raise")
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file


Pairing.loaded_with = (
    joinedload(Pairing.programme),
    joinedload(Pairing.leader),
    joinedload(Pairing.mentee),
)
Meeting.loaded_with = (joinedload(Meeting.pairing).options(*Pairing.loaded_with),)
Concern.loaded_with = (joinedload(Concern.pairing).options(*Pairing.loaded_with),)
