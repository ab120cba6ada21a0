"""Imported figures, the versions they came in, and organisations' own targets."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import Model, db
from tracker.organisations.models import Organisation


class DataVersion(Model):
    """One accepted file. It supersedes what it replaces and overwrites nothing."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    standard: Mapped[str] = mapped_column(String(20), default="WRES")
    year: Mapped[int | None]
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    # same file, kind, year and choices: nothing would be new. Cleared once any of it is superseded.
    fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    figure_count: Mapped[int]
    accepted_at: Mapped[datetime]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    def __repr__(self) -> str:
        return f"<DataVersion {self.id}: {self.kind}>"


class VersionScope(Model):
    """An organisation that a data version speaks of."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("data_version.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


class Figure(Model):
    """One value of one indicator, with the counts it came from and the period it speaks of.

    Rates are 0 to 1, unrounded. `hidden` is the disclosure pattern, worked out once at import.
    """

    __table_args__ = (
        Index(
            "uq_figure_current",
            "organisation_id",
            "standard",
            "indicator",
            "year",
            "part",
            "item",
            "basis",
            "definition",
            unique=True,
            sqlite_where=db.text("superseded_by_id is null"),
            postgresql_where=db.text("superseded_by_id is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("data_version.id"), index=True)
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("data_version.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    standard: Mapped[str] = mapped_column(String(20), default="WRES")
    indicator: Mapped[str] = mapped_column(String(10))
    year: Mapped[int]
    part: Mapped[str] = mapped_column(String(30))
    item: Mapped[str] = mapped_column(String(40))
    basis: Mapped[str] = mapped_column(String(30))
    definition: Mapped[str] = mapped_column(String(10))
    unit: Mapped[str] = mapped_column(String(20))
    white_numerator: Mapped[int | None]
    white_denominator: Mapped[int | None]
    bme_numerator: Mapped[int | None]
    bme_denominator: Mapped[int | None]
    unknown_numerator: Mapped[int | None]
    unknown_denominator: Mapped[int | None]
    white_rate: Mapped[float | None]
    bme_rate: Mapped[float | None]
    value: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    period_start: Mapped[date]
    period_end: Mapped[date]
    as_at: Mapped[date]
    source: Mapped[str] = mapped_column(String(300))
    hidden: Mapped[bool]

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    version: Mapped[DataVersion] = relationship(foreign_keys=[version_id], lazy="raise")

    def __repr__(self) -> str:
        return f"<Figure {self.id}: {self.indicator} {self.part} {self.item} {self.year}>"


class Target(Model):
    """What an organisation promises of one figure, measured from a baseline it has imported."""

    __table_args__ = (
        CheckConstraint("kind in ('reach', 'at least', 'at most', 'toward')", name="kind"),
        CheckConstraint("measure in ('value', 'ratio', 'white rate', 'bme rate')", name="measure"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    standard: Mapped[str] = mapped_column(String(20), default="WRES")
    indicator: Mapped[str] = mapped_column(String(10))
    part: Mapped[str] = mapped_column(String(30))
    item: Mapped[str] = mapped_column(String(40))
    basis: Mapped[str] = mapped_column(String(30))
    measure: Mapped[str] = mapped_column(String(12))
    baseline_figure_id: Mapped[int] = mapped_column(ForeignKey("figure.id"), index=True)
    value: Mapped[float]
    due: Mapped[date]
    kind: Mapped[str] = mapped_column(String(10))
    tolerance: Mapped[float] = mapped_column(default=0.0)
    withdrawn_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    baseline: Mapped[Figure] = relationship(lazy="raise")
    phases: Mapped[list["TargetPhase"]] = relationship(
        lazy="raise", order_by="TargetPhase.on", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    def __repr__(self) -> str:
        return f"<Target {self.id}: {self.indicator}>"


class TargetPhase(Model):
    """A point on the way: what the figure should be by a day."""

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), index=True)
    on: Mapped[date] = mapped_column("on_day")
    value: Mapped[float]


class TargetChange(Model):
    """A change of a target after it was set, and why. Never changed itself."""

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    field: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(200))
    after: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(1000))
