"""What a pair keeps for itself: agreement, goals, promises, what was learned, private notes."""

from datetime import UTC, date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.kept import SPECIAL_CATEGORY, YEAR, Act, Goes, Kept
from tracker.mentoring.models import WITH_THE_PROGRAMME, one_of
from tracker.mentoring.states import Side

PAIR = "The two of the pair, and nobody else"
GOAL_STATES = ("not started", "under way", "reached", "let go")
KINDS = {
    "introduce": "An introduction",
    "shadow": "Shadowing, or coming along",
    "assignment": "An assignment",
    "support": "Support for an application",
}
CHECK_INS = ("trial", "end")


class Agreement(Model):
    """One version of what the pair agree. It holds once both have signed it."""

    __kept__ = Kept(
        what="Agreements of pairs",
        why="So that both know what they can expect, and what stays between them",
        basis=SPECIAL_CATEGORY,
        seen_by=PAIR,
        how_long=WITH_THE_PROGRAMME,
        columns={
            "To know what was agreed": "pairing_id number purpose first_contact between cancelling"
            " race manager_told",
            "To know who wrote and who signed it": "author_id made_at leader_signed_at"
            " mentee_signed_at",
        },
        author="author_id",
        within="pairing_id",
        personal_text="purpose between cancelling race",
        unlisted=True,
        special_category=True,
    )
    __tablename__ = "pairing_agreement"
    __table_args__ = (
        UniqueConstraint("pairing_id", "number"),
        CheckConstraint(one_of("first_contact", Side), name="first_contact"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairing.id"), index=True)
    number: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(500))
    first_contact: Mapped[str] = mapped_column(String(6))
    between: Mapped[str] = mapped_column(String(300))
    cancelling: Mapped[str] = mapped_column(String(300))
    race: Mapped[str] = mapped_column(String(500))
    manager_told: Mapped[bool]  # the mentee's choice
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    leader_signed_at: Mapped[datetime | None]
    mentee_signed_at: Mapped[datetime | None]

    @property
    def holds(self) -> bool:
        return self.signed_at is not None

    @property
    def signed_at(self) -> datetime | None:
        """When the second of the two signed; None until then."""
        if self.leader_signed_at is None or self.mentee_signed_at is None:
            return None
        return max(self.leader_signed_at, self.mentee_signed_at)


class Goal(Model):
    __kept__ = Kept(
        what="Goals of pairs",
        why="So that a pair knows what it works towards",
        basis=SPECIAL_CATEGORY,
        seen_by=PAIR,
        how_long=WITH_THE_PROGRAMME,
        columns={"To know what, by when, and how far": "pairing_id words due state"},
        within="pairing_id",
        personal_text="words",
        unlisted=True,
        special_category=True,
    )
    __tablename__ = "pair_goal"
    __table_args__ = (CheckConstraint(one_of("state", GOAL_STATES), name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairing.id"), index=True)
    words: Mapped[str] = mapped_column(String(200))
    due: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12), default="not started")


class Commitment(Model):
    """Something that the leader will do for the mentee. It is kept once the mentee says so."""

    __kept__ = Kept(
        what="What leaders promise those whom they mentor",
        why="So that mentoring opens doors, and is not talk alone",
        basis=SPECIAL_CATEGORY,
        seen_by=PAIR + "; how many were kept: counts of ten and more",
        how_long=WITH_THE_PROGRAMME,
        columns={
            "To know what was promised": "pairing_id kind words due",
            "To know whether it was kept": "said_on confirmed_on",
        },
        within="pairing_id",
        personal_text="words",
        unlisted=True,
        special_category=True,
    )
    __tablename__ = "pair_commitment"
    __table_args__ = (CheckConstraint(one_of("kind", KINDS), name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairing.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(String(200))
    due: Mapped[date | None]
    said_on: Mapped[date | None]  # the leader says that it is done
    confirmed_on: Mapped[date | None]  # the mentee says so too


class Insight(Model):
    """What the leader learned and will do. It goes nowhere until the mentee agrees to it."""

    __kept__ = Kept(
        what="What leaders learned",
        why="So that what a leader learned changes what they do",
        basis=SPECIAL_CATEGORY,
        seen_by=PAIR + "; the leader may take it to their objective once the mentee has agreed",
        how_long=WITH_THE_PROGRAMME,
        columns={
            "To know what was learned, and what follows": "pairing_id learned will_do written_on",
            "To share nothing that the mentee has not agreed to": "agreed_on",
        },
        within="pairing_id",
        personal_text="learned will_do",
        unlisted=True,
        special_category=True,
    )
    __tablename__ = "pair_insight"

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairing.id"), unique=True)
    learned: Mapped[str] = mapped_column(String(1000))
    will_do: Mapped[str] = mapped_column(String(1000))
    written_on: Mapped[date]
    agreed_on: Mapped[date | None]


class PrivateNote(Model):
    """A note that its author alone can read: the database holds it sealed, and not the key."""

    __kept__ = Kept(
        what="Private notes",
        why="So that somebody in a pair can think in writing",
        basis=SPECIAL_CATEGORY,
        seen_by="Its author alone: no partner, no administrator, and in no export",
        goes=(Goes("ended_on", 90, Act.DELETE, "the mentoring ended"),),
        how_long="While the pair lasts.",
        columns={
            "To keep what its author wrote": "pairing_id author_id sealed written_on",
            "To delete it in time": "ended_on",
        },
        author="author_id",
        within="pairing_id",
        secret="sealed",
        unlisted=True,
        special_category=True,
    )
    __tablename__ = "private_note"
    __table_args__ = (UniqueConstraint("pairing_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairing.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    written_on: Mapped[date]
    ended_on: Mapped[date | None]  # when its pair did


class Pulse(Model):
    """How it goes, from 1 to 5, of which nobody can tell whose it is."""

    __kept__ = Kept(
        what="How mentoring goes, from 1 to 5",
        why="To learn how a programme goes, from enough answers that nobody is found in them",
        basis=SPECIAL_CATEGORY,
        seen_by="Nobody one by one: averages of ten answers and more",
        how_long=WITH_THE_PROGRAMME,
        columns={"To work out how it goes": "programme_id side check_in score week"},
        special_category=True,
    )
    __tablename__ = "mentoring_pulse"
    __table_args__ = (
        CheckConstraint("score between 1 and 5", name="score"),
        CheckConstraint(one_of("side", Side), name="side"),
        CheckConstraint(one_of("check_in", CHECK_INS), name="check_in"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("mentoring_programme.id"), index=True)
    side: Mapped[str] = mapped_column(String(6))
    check_in: Mapped[str] = mapped_column(String(10))
    score: Mapped[int]
    week: Mapped[date]  # its Monday


class PulseGiven(Model):
    """That somebody answered, so that nobody answers twice; not what they answered."""

    __kept__ = Kept(
        what="Who said how their mentoring goes",
        why="So that everybody answers once",
        basis=SPECIAL_CATEGORY,
        seen_by="The person themself",
        goes=(Goes("week", YEAR, Act.DELETE, "it was given"),),
        columns={"To ask each person once": "pairing_id person_id check_in week"},
        subject="person_id",
        within="pairing_id",
        unlisted=True,
        special_category=True,
    )
    __tablename__ = "mentoring_pulse_given"
    __table_args__ = (UniqueConstraint("pairing_id", "person_id", "check_in"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairing.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    check_in: Mapped[str] = mapped_column(String(10))
    week: Mapped[date]
