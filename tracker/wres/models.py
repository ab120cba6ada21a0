"""Imported figures, the versions they came in, and organisations' own targets."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import Model, db
from tracker.kept import NOT_PERSONAL, PUBLIC_TASK, WITH_THE_PLAN, Kept
from tracker.organisations.models import Organisation


class DataVersion(Model):
    """One accepted file. It supersedes what it replaces and overwrites nothing."""

    __kept__ = Kept(
        what="Files of figures that were accepted",
        why="So that each figure can be traced to the file it came in",
        basis=PUBLIC_TASK,
        seen_by="Whoever may see the measures of an organisation in the file",
        how_long="As long as its figures.",
        columns={
            "To know what the file was": "kind standard year file_name figure_count answers",
            "To know the same file again": "sha256 fingerprint",
            "To know who accepted it, and when": "accepted_at accepted_by_id",
        },
        author="accepted_by_id",
        known_by="file_name",
    )

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

    __kept__ = Kept(
        what="Which organisations a file speaks of",
        why="To show a file where it belongs",
        basis=NOT_PERSONAL,
        seen_by="Whoever may see the measures of the organisation",
        how_long="As long as its figures.",
        columns={"To know where a file belongs": "version_id organisation_id"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("data_version.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


class Figure(Model):
    """One value of one indicator, with the counts it came from and the period it speaks of.

    Rates are 0 to 1, unrounded. `hidden` is the disclosure pattern, worked out once at import.
    """

    __kept__ = Kept(
        what="Figures",
        why="To show what changed: counts of people by group, never a row about a person",
        basis=PUBLIC_TASK,
        seen_by="Whoever may see the organisation’s measures; where a small number stands behind"
        " it, nobody without a recorded request",
        how_long="As long as the plan that is judged by it. A newer file supersedes, never"
        " overwrites.",
        columns={
            "To know where it came from and what has replaced it": "version_id superseded_by_id"
            " source",
            "To know what it measures, where": "organisation_id standard indicator year part item"
            " basis definition unit",
            "To show the sum and how sure it is": "white_numerator white_denominator bme_numerator"
            " bme_denominator unknown_numerator unknown_denominator white_rate bme_rate value low"
            " high",
            "To judge it at its own date": "period_start period_end as_at",
            "To let a small number point at nobody": "hidden",
        },
    )

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

    __kept__ = Kept(
        what="Targets",
        why="To say what an organisation promised of a figure",
        basis=NOT_PERSONAL,
        seen_by="Whoever may see the organisation’s measures",
        how_long=WITH_THE_PLAN,
        columns={
            "To know which figure": "organisation_id standard indicator part item basis measure"
            " baseline_figure_id",
            "To know what was promised": "value due kind tolerance withdrawn_on",
            "To keep two changes at once apart": "version",
        },
    )

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

    __kept__ = Kept(
        what="Points on the way to a target",
        why="To judge a figure by what was planned for its date",
        basis=NOT_PERSONAL,
        seen_by="Whoever may see the organisation’s measures",
        how_long=WITH_THE_PLAN,
        columns={"To know what was planned for when": "target_id on_day value"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), index=True)
    on: Mapped[date] = mapped_column("on_day")
    value: Mapped[float]


class TargetChange(Model):
    """A change of a target after it was set, and why. Never changed itself."""

    __kept__ = Kept(
        what="Changes of targets",
        why="A promise that was changed shows that it was, and why",
        basis=PUBLIC_TASK,
        seen_by="Whoever may see the organisation’s measures",
        how_long=WITH_THE_PLAN,
        columns={
            "To know who changed what, when": "target_id at by_id field before after",
            "To know why": "reason",
        },
        author="by_id",
        personal_text="reason",
        within="target_id",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    field: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(200))
    after: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(1000))
