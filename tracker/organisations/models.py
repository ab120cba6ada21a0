"""Organisations and what stands beside them: bodies, staff networks and panels."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import Model, db
from tracker.kept import FOR_GOOD, NOT_PERSONAL, Kept


class Kind(StrEnum):
    NATIONAL = "national"
    REGION = "region"
    ICB = "icb"
    TRUST = "trust"
    OTHER = "other"


class Organisation(Model):
    """A body of the NHS. Its place in the tree is in its edges, each with its dates."""

    __kept__ = Kept(
        what="Organisations",
        why="Everything here belongs to one",
        basis=NOT_PERSONAL,
        seen_by="Everybody who has signed in; those with a published plan: everybody",
        how_long=FOR_GOOD,
        columns={
            "To name it, as the Organisation Data Service does": "code name kind opened closed"
            " successor_id",
            "To find whom it answers to": "region_code icb_code",
            "To tell what is made up from what is real": "fictional",
            "To keep two changes at once apart": "version",
        },
        known_by="name",
    )

    __table_args__ = (
        CheckConstraint("kind in ('national', 'region', 'icb', 'trust', 'other')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    opened: Mapped[date | None]
    closed: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    # As the list of the Organisation Data Service names them; the edges are made from these.
    region_code: Mapped[str | None] = mapped_column(String(10))
    icb_code: Mapped[str | None] = mapped_column(String(10))
    fictional: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    def __repr__(self) -> str:
        return f"<Organisation {self.code}: {self.name}>"

    @property
    def organisation_id(self) -> int:
        """An organisation belongs to itself."""
        return self.id

    def is_open(self, on: date) -> bool:
        return (self.opened is None or self.opened <= on) and (
            self.closed is None or on <= self.closed
        )


class OrganisationEdge(Model):
    """Whom an organisation answers to, from one day to another. One parent at a time."""

    __kept__ = Kept(
        what="Which organisation answers to which",
        why="A role above counts below, and a report is drawn as things stood on its day",
        basis=NOT_PERSONAL,
        seen_by="Everybody who has signed in",
        how_long=FOR_GOOD,
        columns={"To know who answered to whom, and when": "child_id parent_id since until"},
    )

    __table_args__ = (
        Index(
            "uq_organisation_edge_one_parent_now",
            "child_id",
            unique=True,
            sqlite_where=db.text("until is null"),
            postgresql_where=db.text("until is null"),
        ),
        CheckConstraint("child_id <> parent_id", name="not_itself"),
        CheckConstraint("until is null or since is null or since <= until", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    since: Mapped[date | None]
    until: Mapped[date | None]

    child: Mapped[Organisation] = relationship(foreign_keys=[child_id], lazy="raise")
    parent: Mapped[Organisation] = relationship(foreign_keys=[parent_id], lazy="raise")


class Body(Model):
    """A group that is no post and can help with an action: 'Local HR network'."""

    __kept__ = Kept(
        what="Groups that help with actions",
        why="Some helpers are no post: 'Local HR network'",
        basis=NOT_PERSONAL,
        seen_by="Everybody who may see the organisation’s plan",
        how_long=FOR_GOOD,
        columns={
            "To name the group": "organisation_id name closed_on",
            "To keep two changes at once apart": "version",
        },
        known_by="name",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Network(Model):
    """A staff network. Its members are grants, which its own officers give.

    `organisation_id` is where it is at home: that organisation's administrator names its first
    officer, once, and sees no more of it than any other colleague does.
    """

    __kept__ = Kept(
        what="Staff networks",
        why="They speak for themselves, and their first officer is named by an administrator, once",
        basis=NOT_PERSONAL,
        seen_by="Everybody who has signed in; who belongs to one: its own officers or members",
        how_long=FOR_GOOD,
        columns={
            "To name it": "organisation_id name closed_on",
            "To let the first be named only once": "has_had_an_officer",
            "To keep two changes at once apart": "version",
        },
        known_by="name",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    has_had_an_officer: Mapped[bool] = mapped_column(default=False)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    covers: Mapped[list["NetworkCover"]] = relationship(lazy="raise")

    @property
    def network_id(self) -> int:
        """A network is its own."""
        return self.id


class NetworkCover(Model):
    __kept__ = Kept(
        what="Which organisations a network speaks in",
        why="To know where its voice counts",
        basis=NOT_PERSONAL,
        seen_by="Everybody who has signed in",
        how_long=FOR_GOOD,
        columns={"To know where it counts": "network_id organisation_id"},
    )

    __table_args__ = (UniqueConstraint("network_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


class Panel(Model):
    """An expert panel. Its members are grants, which they give themselves after the first.

    `organisation_id` is where it is at home: that organisation's administrator names its first
    member, once.
    """

    __kept__ = Kept(
        what="Expert panels",
        why="They speak for themselves, and their first member is named by an administrator, once",
        basis=NOT_PERSONAL,
        seen_by="Everybody who has signed in; who belongs to one: its own officers or members",
        how_long=FOR_GOOD,
        columns={
            "To name it": "organisation_id name closed_on",
            "To let the first be named only once": "has_had_a_member",
            "To keep two changes at once apart": "version",
        },
        known_by="name",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    has_had_a_member: Mapped[bool] = mapped_column(default=False)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    covers: Mapped[list["PanelCover"]] = relationship(lazy="raise")

    @property
    def panel_id(self) -> int:
        """A panel is its own."""
        return self.id


class PanelCover(Model):
    __kept__ = Kept(
        what="Which organisations a panel looks at",
        why="To know where its voice counts",
        basis=NOT_PERSONAL,
        seen_by="Everybody who has signed in",
        how_long=FOR_GOOD,
        columns={"To know where it counts": "panel_id organisation_id"},
    )

    __table_args__ = (UniqueConstraint("panel_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
