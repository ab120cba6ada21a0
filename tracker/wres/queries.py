"""Figures and targets as they may be seen: a hidden figure's numbers go no further than here."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, tuple_

from tracker.accounts.models import Person
from tracker.errors import Refused
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.organisations.queries import NATIONAL_CODE, organisation_with_code
from tracker.wres.exports import Verdicts, as_object, in_order, verdicts_on
from tracker.wres.models import DataVersion, Figure, Target, TargetPhase
from tracker.wres.progress import Status
from tracker.wres.registry import indicator, indicators
from tracker.wres.shown import Counted, Shown, Subject, Version
from tracker.wres.standard import Indicator
from tracker.wres.targets import Phase, TargetLine, judged
from tracker.wres.trends import Trend, Whose, companion, main_subjects, main_trend, trend_in

ALWAYS_SHOWN = (
    *("id", "organisation_id", "indicator", "year", "part", "item", "basis", "definition"),
    *("unit", "period_start", "period_end", "as_at", "source", "hidden"),
)
NUMBERS = ("value", "low", "high", "white_rate", "bme_rate")
WORDS_OF, NUMBERS_OF, COUNTS_OF = (
    attrgetter(*names) for names in (ALWAYS_SHOWN, NUMBERS, Counted._fields)
)
COLUMNS = [getattr(Figure, name) for name in (*ALWAYS_SHOWN, *NUMBERS, *Counted._fields)]
VERSION = (
    DataVersion.id.label("version_id"),
    DataVersion.file_name,
    DataVersion.accepted_at,
    Person.name,
)


@dataclass(frozen=True)
class Doing:
    """Something that is being done about an indicator, and the page that says more."""

    title: str
    endpoint: str
    values: Mapping[str, Any]
    note: str = ""


linked: list[Callable[[int, str], Iterable[Doing]]] = []
"""Features above add how to ask, by organisation and indicator, what they do about it."""

IS_CURRENT = and_(Figure.standard == "WRES", Figure.superseded_by_id.is_(None))
ENGLAND = select(Organisation.id).where(Organisation.code == NATIONAL_CODE).scalar_subquery()


# Asked for most pages with figures on them, so it is put together once.
FIGURES = (
    select(*COLUMNS, *VERSION)
    .join(DataVersion, DataVersion.id == Figure.version_id)
    .outerjoin(Person, Person.id == DataVersion.accepted_by_id)
    .where(IS_CURRENT)
    .order_by(Figure.as_at, Figure.indicator, Figure.id)
)


def shown(figure: Figure | Row[*tuple[Any, ...]], version: Version | None = None) -> Shown:
    """The figure without what is hidden. Nothing else in the service makes a `Shown` of a row."""
    words = dict(zip(ALWAYS_SHOWN, WORDS_OF(figure), strict=True))
    if figure.hidden:
        return Shown(**words, version=version)
    numbers = dict(zip(NUMBERS, NUMBERS_OF(figure), strict=True))
    return Shown(**words, **numbers, version=version, counts=Counted(*COUNTS_OF(figure)))


def figures_where(*conditions: ColumnElement[bool]) -> list[Shown]:
    """Figures that nothing has replaced, with the files they came in, the oldest first."""
    found = db.session.execute(FIGURES.where(*conditions))
    return [shown(row, Version(*row[-len(VERSION) :])) for row in found]


def current_figures(organisation_id: int, year: int | None = None) -> list[Shown]:
    """Everything held of an organisation, or of one year."""
    in_year = [] if year is None else [Figure.year == year]
    return figures_where(Figure.organisation_id == organisation_id, *in_year)


def target_lines(*conditions: ColumnElement[bool]) -> list[TargetLine]:
    """Targets with their baselines and the points on the way, in the order of the indicators."""
    found = db.session.execute(
        select(Target, Figure, TargetPhase)
        .join(Figure, Figure.id == Target.baseline_figure_id)
        .outerjoin(TargetPhase, TargetPhase.target_id == Target.id)
        .where(*conditions)
        .order_by(Target.indicator, Target.due, Target.id, TargetPhase.on)
    )
    targets: dict[int, tuple[Target, Figure]] = {}
    phases: dict[int, list[Phase]] = defaultdict(list)
    for target, baseline, phase in found:
        targets[target.id] = (target, baseline)
        if phase:
            phases[target.id].append(Phase(phase.on, phase.value))
    return [
        target_line(target, baseline, phases[target.id]) for target, baseline in targets.values()
    ]


def target_line(target: Target, baseline: Figure, phases: Sequence[Phase]) -> TargetLine:
    return TargetLine(
        id=target.id,
        organisation_id=target.organisation_id,
        measure=target.measure,
        baseline=shown(baseline),
        value=target.value,
        due=target.due,
        kind=target.kind,
        tolerance=target.tolerance,
        phases=tuple(phases),
        version=target.version,
        withdrawn_on=target.withdrawn_on,
    )


def targets_of(organisation_id: int) -> list[TargetLine]:
    """What the organisation promises now: withdrawn targets are left out."""
    return target_lines(Target.organisation_id == organisation_id, Target.withdrawn_on.is_(None))


def figures_of_targets(*conditions: ColumnElement[bool]) -> list[Shown]:
    """Every year of the figures that these targets are set for."""
    of_a_target = (
        select(Target.id)
        .where(
            Target.organisation_id == Figure.organisation_id,
            Target.standard == Figure.standard,
            *(getattr(Target, name) == getattr(Figure, name) for name in Subject._fields),
            *conditions,
        )
        .exists()
    )
    # What is true in any case, so that not every organisation's figures are gone through.
    theirs = Figure.organisation_id.in_(select(Target.organisation_id).where(*conditions))
    return figures_where(theirs, of_a_target)


def measured_statuses(
    asked: Collection[tuple[int, date]], today: date
) -> dict[tuple[int, date], Status]:
    """By target and the day its action started, what the figures say of it. Two questions."""
    if not asked:
        return {}
    chosen = Target.id.in_({target_id for target_id, _ in asked})
    lines = {line.id: line for line in target_lines(chosen)}
    figures: dict[tuple[int, Subject], list[Shown]] = defaultdict(list)
    for figure in figures_of_targets(chosen):
        figures[figure.organisation_id, figure.subject].append(figure)
    return {
        (id_, started): judged(line, figures[line.organisation_id, line.subject], started, today)
        for id_, started in asked
        if (line := lines.get(id_))
    }


def targets_with_status(organisation_id: int, today: date) -> list[tuple[TargetLine, Status]]:
    """Every target of the organisation, withdrawn ones too, and what the figures say. Two
    questions."""
    theirs = Target.organisation_id == organisation_id
    figures = figures_of_targets(theirs)
    return [(line, judged(line, figures, None, today)) for line in target_lines(theirs)]


def figure_trend(target_id: int) -> Trend | None:
    """Every year of the figure that a target is set for, with England's. None: no such target."""
    lines = target_lines(Target.id == target_id)
    if not lines:
        return None
    [line] = lines
    organisation = db.session.get_one(Organisation, line.organisation_id)
    figures = _with_england(organisation.id, [line.subject])
    return trend_in(figures, lines, line.subject, whose(organisation))


def trends_of(lines: Sequence[TargetLine], organisation: Organisation) -> dict[int, Trend]:
    """By target, every year of the figure that it is set for, with England's. One question."""
    figures = _with_england(organisation.id, [line.subject for line in lines])
    return {line.id: trend_in(figures, [line], line.subject, whose(organisation)) for line in lines}


def main_trends(organisation: Organisation) -> list[Trend]:
    """The figure that stands for each indicator, every year of it. Two questions."""
    subjects = [subject for about in indicators() for subject in main_subjects(about)]
    figures = _with_england(organisation.id, subjects)
    targets = targets_of(organisation.id)
    return [main_trend(about, figures, targets, whose(organisation)) for about in indicators()]


def doings(organisation_id: int, indicator: str) -> list[Doing]:
    """What is being done about an indicator, as the features above say."""
    return [doing for ask in linked for doing in ask(organisation_id, indicator)]


def whose(organisation: Organisation) -> Whose:
    return Whose(organisation.id, organisation.name, organisation.code == NATIONAL_CODE)


def indicator_trend(organisation: Organisation, about: Indicator) -> tuple[Trend, list[Shown]]:
    """The figure that stands for an indicator, and all of that indicator's. Two questions."""
    figures = figures_where(
        Figure.organisation_id.in_([organisation.id, ENGLAND]), Figure.indicator == about.number
    )
    lines = targets_of(organisation.id)
    own = [figure for figure in figures if figure.organisation_id == organisation.id]
    return main_trend(about, figures, lines, whose(organisation)), own


def figures_beside(organisation: Organisation, latest: Shown | None) -> list[tuple[str, Shown]]:
    """The figures of a year of all organisations of a kind, by name; itself among them.

    Fictional organisations are set beside fictional ones only, and real ones beside real ones.
    """
    if latest is None:
        return []
    found = db.session.execute(
        select(Organisation.name, Figure)
        .join(Organisation, Organisation.id == Figure.organisation_id)
        .where(
            IS_CURRENT,
            Figure.year == latest.year,
            Figure.basis == latest.basis,
            Figure.definition == latest.definition,
            *(getattr(Figure, name) == getattr(latest, name) for name in Subject._fields),
            Organisation.kind == organisation.kind,
            Organisation.fictional == organisation.fictional,
        )
        .order_by(Organisation.name)
    )
    return [(name, shown(figure)) for name, figure in found]


def _with_england(organisation_id: int, subjects: Collection[Subject]) -> list[Shown]:
    """Every year of these, and of what they are looked at beside."""
    beside = {companion(indicator(subject.indicator)) for subject in subjects} - {None}
    return figures_where(
        Figure.organisation_id.in_([organisation_id, ENGLAND]),
        tuple_(Figure.indicator, Figure.part, Figure.item).in_([*subjects, *beside]),
    )


def figures_to_export(
    organisation: Organisation, today: date, year: int | None = None
) -> list[tuple[Shown, Verdicts]]:
    """Every figure of an organisation, or of one year, with what its targets say of it."""
    held = current_figures(organisation.id)
    targets = targets_of(organisation.id)
    return [
        (figure, verdicts_on(figure, held, targets, today))
        for figure in in_order(held)
        if year in (None, figure.year)
    ]


def figures_for_show(code: str, year: int, today: date) -> list[dict[str, Any]]:
    """Every figure of a year as `flask wres show --json` prints it; [] when none is held."""
    organisation = organisation_with_code(code)
    if organisation is None:
        raise Refused(f"No organisation has the code {code[:10]}")
    return [
        as_object(code, figure, verdicts)
        for figure, verdicts in figures_to_export(organisation, today, year)
    ]
