"""Lists that the matching drew, with what went in, and what the Centre decided of pairs."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.accounts.models import Person
from tracker.extensions import Model
from tracker.kept import SPECIAL_CATEGORY, Kept
from tracker.mentoring.models import WITH_THE_PROGRAMME, Programme

CENTRE = "The Leadership Centre of the programme"


class MatchRun(Model):
    """A list that was drawn, and all that is needed to draw it again.

    `input` is what the matching was told: numbers of people and codes, no name and no words of
    theirs. `settings` are the weights and the rest of what the Centre may change.
    """

    __kept__ = Kept(
        what="Lists drawn by the matching",
        why="So that a list can be read, held against the one before, and drawn again",
        basis=SPECIAL_CATEGORY,
        seen_by=CENTRE,
        how_long=WITH_THE_PROGRAMME,
        columns={
            "To know which list it is, and who drew it": "programme_id number previous_id because"
            " made_at made_by_id released_on",
            "To draw it again": "settings raised rules_version solver input fingerprint seconds",
            "To hold it against the one before": "leaders mentees places matched total worst"
            " fifth_percentile longest_wait price",
        },
        author="made_by_id",
        within="programme_id",
        unlisted=True,
        special_category=True,
    )
    __table_args__ = (UniqueConstraint("programme_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("mentoring_programme.id"), index=True)
    number: Mapped[int]  # 1, 2 ... in the programme
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("match_run.id"))
    because: Mapped[str] = mapped_column(String(20), default="asked for")
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    released_on: Mapped[date | None]  # the first day on which a pair of it was released
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    raised: Mapped[bool] = mapped_column(default=False)  # the worst match as good as can be
    price: Mapped[int | None]  # what the total lost by that
    rules_version: Mapped[int]
    solver: Mapped[str] = mapped_column(String(40))
    input: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True, deferred_raiseload=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    seconds: Mapped[float]
    leaders: Mapped[int]
    mentees: Mapped[int]
    places: Mapped[int]  # that were free
    matched: Mapped[int]
    total: Mapped[int]
    worst: Mapped[int | None]  # score; None where nobody was matched
    fifth_percentile: Mapped[int | None]
    longest_wait: Mapped[int | None]  # weeks, of those left without; None where nobody was

    programme: Mapped[Programme] = relationship(lazy="raise")
    made_by: Mapped[Person | None] = relationship(lazy="raise")
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file

    @property
    def organisation_id(self) -> int:
        return self.programme.organisation_id

    @property
    def people(self) -> int:
        return self.leaders + self.mentees

    @property
    def unmatched(self) -> int:
        return self.mentees - self.matched

    @property
    def weights(self) -> dict[str, float]:
        return self.settings["weights"]


class Suggestion(Model):
    """A pair of a list: the Centre alone knows of it. `parts` are points, in the order of PARTS."""

    __kept__ = Kept(
        what="Pairs that the matching suggested",
        why="So that the Centre can read, explain and approve them",
        basis=SPECIAL_CATEGORY,
        seen_by=CENTRE,
        how_long=WITH_THE_PROGRAMME,
        columns={
            "To know who was suggested to be with whom": "run_id leader_id mentee_id",
            "To explain it": "score parts rank locked steps_back as_before",
        },
        subject="leader_id mentee_id",
        held="run_id leader_id mentee_id score parts rank locked steps_back as_before",
        within="run_id",
        unlisted=True,
        special_category=True,
    )
    __tablename__ = "match_suggestion"
    __table_args__ = (UniqueConstraint("run_id", "mentee_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id"))
    leader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    score: Mapped[int]
    parts: Mapped[list[int]] = mapped_column(JSON)
    rank: Mapped[int | None]  # on the mentee's list of leaders; None where a lock put it there
    locked: Mapped[bool] = mapped_column(default=False)
    steps_back: Mapped[bool] = mapped_column(default=False)
    as_before: Mapped[bool] = mapped_column(default=False)  # the list before had it too


class LeftOut(Model):
    """Somebody for whom a list found nobody, and why: counts, and whom to recruit."""

    __kept__ = Kept(
        what="People for whom the matching found nobody",
        why="So that they are told why, and the leaders who are wanted can be found",
        basis=SPECIAL_CATEGORY,
        seen_by=CENTRE,
        how_long=WITH_THE_PROGRAMME,
        columns={"To know for whom, and why": "run_id mentee_id reasons"},
        subject="mentee_id",
        within="run_id",
        unlisted=True,
        special_category=True,
    )
    __tablename__ = "match_left_out"
    __table_args__ = (UniqueConstraint("run_id", "mentee_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id"))
    mentee_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON)


class Override(Model):
    """What a co-ordinator decided of two people, with its price and why. It holds until lifted."""

    __kept__ = Kept(
        what="What the Centre decided of pairs: locked, ruled out, another leader given",
        why="So that every list after it keeps to it, and it is known why",
        basis=SPECIAL_CATEGORY,
        seen_by=CENTRE,
        how_long=WITH_THE_PROGRAMME,
        columns={
            "To know what was decided of whom": "programme_id run_id kind leader_id mentee_id",
            "To know why, and at what price": "reason people points",
            "To know who decided, and until when": "made_at by_id lifted_on lifted_by_id",
        },
        subject="leader_id mentee_id",
        author="by_id lifted_by_id",
        personal_text="reason",
        held="programme_id run_id kind leader_id mentee_id reason people points made_at by_id"
        " lifted_on lifted_by_id",
        within="programme_id",
        unlisted=True,
        special_category=True,
    )
    __tablename__ = "match_override"
    __table_args__ = (CheckConstraint("kind in ('lock', 'exclude', 'swap')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("mentoring_programme.id"), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id"), index=True)
    kind: Mapped[str] = mapped_column(String(7))
    leader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    people: Mapped[int]  # who are left without a leader by it
    points: Mapped[int]  # that the total loses
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_on: Mapped[date | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    programme: Mapped[Programme] = relationship(lazy="raise")
    leader: Mapped[Person] = relationship(foreign_keys=[leader_id], lazy="raise")
    mentee: Mapped[Person] = relationship(foreign_keys=[mentee_id], lazy="raise")
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id], lazy="raise")
    run: Mapped[MatchRun] = relationship(lazy="raise")
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file

    @property
    def locks(self) -> bool:
        """Whether it makes a pair, and does not rule one out."""
        return self.kind != "exclude"

    @property
    def organisation_id(self) -> int:
        return self.programme.organisation_id


MatchRun.loaded_with = (
    joinedload(MatchRun.programme).joinedload(Programme.organisation),
    joinedload(MatchRun.made_by),
)
Override.loaded_with = (
    joinedload(Override.programme),
    joinedload(Override.leader),
    joinedload(Override.mentee),
    joinedload(Override.by),
    joinedload(Override.run),
)
