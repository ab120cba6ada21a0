"""Who puts themselves forward to be an officer, and who agrees."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.kept import SPECIAL_CATEGORY, Act, Goes, Kept


class Backing(Model):
    """A member is for somebody as officer. Whoever is for themselves has put themselves forward."""

    __kept__ = Kept(
        what="Who is for whom as officer of a network that has none",
        why="So that a network whose last officer has gone can go on without management",
        basis=SPECIAL_CATEGORY,
        seen_by="That somebody has put themselves forward: the network’s members. Who agrees with"
        " them: the service alone",
        how_long="Until there is an officer.",
        goes=(Goes("given_on", 90, Act.DELETE, "it was given"),),
        columns={"To know who is for whom": "network_id candidate_id person_id given_on"},
        subject="candidate_id",
        author="person_id",
        within="network_id",
        with_person=True,
        special_category=True,
    )
    __tablename__ = "officer_backing"
    __table_args__ = (UniqueConstraint("network_id", "candidate_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    given_on: Mapped[date]
