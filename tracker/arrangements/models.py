"""Local arrangements that one side has told of."""

from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import Model
from tracker.kept import SPECIAL_CATEGORY, Act, Goes, Kept
from tracker.mentoring.models import WITH_THE_PROGRAMME
from tracker.pairings.models import Pairing

KEPT_DAYS = 90  # whom a leader named, unless they confirm before


class LocalClaim(Model):
    """Whom a leader says that they mentor, until that person has answered.

    Of one that was denied the name stays as long as of one that was not answered, so that the
    leader, who is told "not confirmed", does not learn of a denial by its going.
    """

    __kept__ = Kept(
        what="Whom leaders say that they mentor, before it is confirmed",
        why="So that the colleague can say whether it is so, and it counts only if they do",
        basis=SPECIAL_CATEGORY,
        seen_by="The leader who told of it, and the colleague once they have an account",
        how_long=WITH_THE_PROGRAMME + " Name and address are blanked once it is confirmed.",
        goes=(Goes("told_at", KEPT_DAYS, Act.BLANK, "it was told of", "name email"),),
        columns={
            "To know which arrangement it is, and who told of it": "pairing_id leader_id told_at"
            " taken_back_at",
            "To write to the colleague": "name email",
            "To let the link to it work once": "token_hash sent_at expires_at answered_at",
        },
        subject="leader_id",
        within="pairing_id",
        personal_text="name email",
        secret="token_hash",
        unlisted=True,
        special_category=True,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairing.id"), unique=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), index=True)  # as accounts keep theirs
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    told_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    sent_at: Mapped[datetime | None]  # a letter was posted: there was an account by then
    expires_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]

    pairing: Mapped[Pairing] = relationship(lazy="raise")
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file

    @property
    def waits(self) -> bool:
        return self.answered_at is None and self.taken_back_at is None


LocalClaim.loaded_with = (joinedload(LocalClaim.pairing).options(*Pairing.loaded_with),)
