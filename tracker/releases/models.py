"""What a local co-ordinator says of an approved pair before it is released."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.kept import SPECIAL_CATEGORY, Kept
from tracker.mentoring.models import WITH_THE_PROGRAMME


class LocalYes(Model):
    """That a co-ordinator where one of the two works has nothing against a pair. An objection is
    on the pair itself."""

    __kept__ = Kept(
        what="That a local co-ordinator has nothing against a pair",
        why="So that a pair need not wait for the days in which somebody could object",
        basis=SPECIAL_CATEGORY,
        seen_by="The Leadership Centre of the programme, and the co-ordinators of either’s"
        " organisation",
        how_long=WITH_THE_PROGRAMME,
        columns={"To know who said so, for where": "pairing_id organisation_id person_id on"},
        author="person_id",
        unlisted=True,
        special_category=True,
    )
    __tablename__ = "match_local_yes"
    __table_args__ = (UniqueConstraint("pairing_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairing.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    on: Mapped[date]
