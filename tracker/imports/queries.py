"""What bringing a file in would do, and what was brought in before."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select

from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.organisations.queries import below, ids_below
from tracker.permissions import Permission, Standing, may
from tracker.uploads import Upload
from tracker.wres.checking import Block
from tracker.wres.codes import Known
from tracker.wres.comparing import COMPARED, Key
from tracker.wres.importing import Kind, Reading
from tracker.wres.models import DataVersion, Figure, Target, VersionScope
from tracker.wres.preview import Answers, Preview, check_against

PURPOSE = "figures"  # of the files that wait to be accepted here
STANDARD = "WRES"

# Before a file is accepted


def preview_of(
    reading: Reading, answers: Answers, standing: Standing, places: Sequence[Row] | None = None
) -> Preview:
    """What accepting a file would do, for somebody of this standing.

    `places` are the `organisations` there are, from a caller who needs them too.
    """
    places = organisations() if places is None else places
    codes = {row.organisation for row in reading.rows} | set(answers.mapping.values())
    return check_against(
        reading,
        known={place.code: known(place) for place in places},
        importable={place.code for place in places if may_import(reading, standing, place)},
        current=current_figures(codes & {place.code for place in places}, reading),
        answers=answers,
    )


def has_been_overtaken(preview: Preview) -> bool:
    """Whether figures that the file would replace, or is judged by, changed since it was read."""
    codes = {key.organisation for key in preview.figures}
    seen = {key: figure for key, figure in preview.current.items() if key.organisation in codes}
    return current_figures(codes, preview.reading) != seen


def organisations() -> Sequence[Row]:
    """Every organisation, as the rules and the preview ask for it."""
    return db.session.execute(
        select(
            Organisation.id.label("organisation_id"),
            Organisation.code,
            Organisation.name,
            Organisation.opened,
            Organisation.closed,
        ).order_by(Organisation.name)
    ).all()


def known(place: Row) -> Known:
    return Known(place.code, place.name, place.opened, place.closed)


def may_import(reading: Reading, standing: Standing, place: Row) -> bool:
    national = reading.kind is Kind.NATIONAL_FIGURES
    leave = Permission.IMPORT_NATIONAL_FIGURES if national else Permission.IMPORT_FIGURES
    return may(standing, leave, place) is not None


def current_figures(codes: Collection[str], reading: Reading) -> dict[Key, Row]:
    """The figures we keep of these organisations, in a file's years and the years before them."""
    key = [getattr(Figure, name) for name in Key._fields[1:]]
    numbers = [getattr(Figure, name) for name in COMPARED]
    found = db.session.execute(
        select(Organisation.code, *key, *numbers, Figure.id, Figure.version_id, Figure.hidden)
        .join(Organisation, Organisation.id == Figure.organisation_id)
        .where(
            is_current(),
            Organisation.code.in_(codes),
            Figure.year.in_({year - back for year in reading.years for back in (0, 1)}),
            Figure.indicator.in_({row.indicator for row in reading.rows}),
        )
    )
    return {Key(*row[: len(Key._fields)]): row for row in found}


def organisation_ids(codes: Collection[str]) -> dict[str, int]:
    """The ids of organisations by their codes."""
    pairs = select(Organisation.code, Organisation.id).where(Organisation.code.in_(codes))
    return dict(db.session.execute(pairs).all())


def is_current() -> ColumnElement[bool]:
    return and_(Figure.standard == STANDARD, Figure.superseded_by_id.is_(None))


def versions_replaced(preview: Preview) -> list[int]:
    """The data versions that would lose figures to this file."""
    blocks = {effect.block for effect in preview.effects}
    return sorted({figure.version_id for figure in kept_in(preview, blocks)})


def targets_resting_on(preview: Preview) -> int:
    """How many targets are measured from a figure of which this file says something else."""
    changing = {each.block for each in preview.effects if each.changed or each.gone}
    figures = {figure.id for figure in kept_in(preview, changing)}
    if not figures:
        return 0
    baselines = select(Target.baseline_figure_id).where(Target.withdrawn_on.is_(None))
    return sum(baseline in figures for baseline in db.session.scalars(baselines))


def kept_in(preview: Preview, blocks: Collection[Block]) -> list[Any]:
    """The rows of current figures in these blocks, as `current_figures` found them."""
    return [figure for key, figure in preview.current.items() if key.block in blocks]


def version_made_by(preview: Preview) -> DataVersion | None:
    """The data version that this same file made, if nothing has replaced any of it since."""
    return db.session.scalar(select(DataVersion).where(DataVersion.fingerprint == preview.identity))


def next_version() -> int:
    """The number that the next data version should have, if nobody comes first."""
    return (db.session.scalar(select(func.max(DataVersion.id))) or 0) + 1


def files_waiting(by: Actor) -> Sequence[Upload]:
    """The files that a person chose and has neither accepted nor thrown away."""
    return db.session.scalars(
        select(Upload)
        .where(Upload.person_id == by.person_id, Upload.purpose == PURPOSE)
        .order_by(Upload.id.desc())
    ).all()


# After it was accepted


def versions_in(
    organisation: Organisation, on: date, kind: str = "", year: int | None = None
) -> Select:
    """The data versions with figures of the organisation, or of one that answers to it."""
    scopes = select(VersionScope.version_id).where(
        VersionScope.organisation_id.in_(ids_below(organisation.id, on))
    )
    query = select(DataVersion).where(DataVersion.id.in_(scopes))
    if kind:
        query = query.where(DataVersion.kind == kind)
    if year:
        of_the_year = select(Figure.id).where(
            Figure.version_id == DataVersion.id, Figure.year == year
        )
        query = query.where(of_the_year.exists())
    return query


@dataclass(frozen=True)
class About:
    """What is to be said of a data version beside what it keeps itself.

    `current` counts its figures that no later version has replaced.
    """

    accepted_by: str
    organisations: int
    first_organisation: str
    current: int

    def state(self, version: DataVersion) -> str:
        if self.current == version.figure_count:
            return "current"
        return "partly superseded" if self.current else "superseded"


def about_versions(version_ids: Sequence[int]) -> dict[int, About]:
    scopes = (
        select(
            VersionScope.version_id,
            func.count().label("organisations"),
            func.min(Organisation.name).label("first_organisation"),
        )
        .join(Organisation, Organisation.id == VersionScope.organisation_id)
        .where(VersionScope.version_id.in_(version_ids))
        .group_by(VersionScope.version_id)
        .subquery()
    )
    current = (
        select(Figure.version_id, func.count().label("figures"))
        .where(Figure.version_id.in_(version_ids), is_current())
        .group_by(Figure.version_id)
        .subquery()
    )
    found = db.session.execute(
        select(
            DataVersion.id,
            func.coalesce(Person.name, "the command line"),
            scopes.c.organisations,
            scopes.c.first_organisation,
            func.coalesce(current.c.figures, 0),
        )
        .join(scopes, scopes.c.version_id == DataVersion.id)
        .outerjoin(current, current.c.version_id == DataVersion.id)
        .outerjoin(Person, Person.id == DataVersion.accepted_by_id)
    )
    return {id_: About(*rest) for id_, *rest in found}


def version_with_figures_of(
    organisation: Organisation, version_id: int, on: date
) -> DataVersion | None:
    """A data version, as far as it is one of this organisation or of one below it."""
    return db.session.scalar(versions_in(organisation, on).where(DataVersion.id == version_id))


def place_to_see(version: DataVersion, organisation: Organisation, on: date) -> int:
    """The organisation on whose pages a version is seen: this one, or else one it speaks of."""
    scopes = select(VersionScope.organisation_id).where(VersionScope.version_id == version.id)
    places = set(db.session.scalars(scopes))
    seen_here = places & below([organisation.id], on)[organisation.id]
    return organisation.id if seen_here else min(places)


def organisations_in(version: DataVersion, organisation: Organisation, on: date) -> Select:
    """The organisations a version speaks of, among those that answer to this one and itself."""
    return (
        select(Organisation)
        .join(VersionScope, VersionScope.organisation_id == Organisation.id)
        .where(
            VersionScope.version_id == version.id,
            Organisation.id.in_(ids_below(organisation.id, on)),
        )
    )


@dataclass(frozen=True)
class Holding:
    """What a version holds of one organisation, year and basis, and what replaced it."""

    year: int
    basis: str
    indicators: tuple[str, ...]
    figures: int
    superseded_by_id: int | None


def holdings_of(
    version: DataVersion, organisation_ids: Collection[int]
) -> dict[int, list[Holding]]:
    """Organisation -> what the version holds of it."""
    what = (Figure.organisation_id, Figure.year, Figure.basis, Figure.superseded_by_id)
    counted = db.session.execute(
        select(*what, Figure.indicator, func.count())
        .where(Figure.version_id == version.id, Figure.organisation_id.in_(organisation_ids))
        .group_by(*what, Figure.indicator)
        .order_by(Figure.year.desc(), Figure.basis, Figure.indicator)
    )
    alike: dict[tuple, list[tuple[str, int]]] = defaultdict(list)
    for *place, indicator, figures in counted:
        alike[tuple(place)].append((indicator, figures))
    holdings: dict[int, list[Holding]] = defaultdict(list)
    for (organisation_id, year, basis, superseded_by_id), members in alike.items():
        indicators = tuple(indicator for indicator, _ in members)
        figures = sum(figures for _, figures in members)
        holdings[organisation_id].append(
            Holding(year, basis, indicators, figures, superseded_by_id)
        )
    return holdings
