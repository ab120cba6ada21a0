"""What setting and changing a target asks: figures to measure from, and what was changed since."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.wres.exports import in_order
from tracker.wres.models import Figure, Target, TargetChange, TargetPhase
from tracker.wres.promising import may_be_promised
from tracker.wres.queries import current_figures, figures_where
from tracker.wres.registry import indicators
from tracker.wres.shown import Shown, Subject
from tracker.wres.trends import main_subjects, newest


def figure_of(organisation_id: int, figure_id: int) -> Shown | None:
    """A figure of this organisation that nothing has replaced."""
    found = figures_where(Figure.organisation_id == organisation_id, Figure.id == figure_id)
    return found[0] if found else None


def figures_alike(figure: Shown) -> list[Shown]:
    """Every year of the same figure that was counted in the same way, the oldest first."""
    names = ("organisation_id", *Subject._fields, "basis", "definition")
    return figures_where(*(getattr(Figure, name) == getattr(figure, name) for name in names))


def latest_alike(figure: Shown) -> Shown:
    """The newest of them; the figure itself where it has been replaced and nothing is left."""
    return max([figure, *figures_alike(figure)], key=lambda each: each.as_at)


def figures_to_promise(organisation_id: int) -> list[Shown]:
    """The newest year of every figure that a target can be set for: first those that stand for an
    indicator, then its parts."""
    held: dict[Subject, list[Shown]] = defaultdict(list)
    for figure in filter(may_be_promised, current_figures(organisation_id)):
        held[figure.subject].append(figure)
    main = {main_subjects(about)[0] for about in indicators()}
    found = in_order(newest(figures) for figures in held.values())
    return sorted(found, key=lambda figure: figure.subject not in main)


def has_target(baseline: Shown, measure: str, due: date) -> bool:
    """Whether the same is promised of the same figure by the same day."""
    theirs = ("organisation_id", *Subject._fields, "basis")
    same = select(Target.id).where(
        *(getattr(Target, name) == getattr(baseline, name) for name in theirs),
        Target.measure == measure,
        Target.due == due,
        Target.withdrawn_on.is_(None),
    )
    return db.session.scalar(same.limit(1)) is not None


def target_of(organisation_id: int, target_id: int) -> Target | None:
    return db.session.scalar(
        select(Target).where(Target.organisation_id == organisation_id, Target.id == target_id)
    )


def phases_of(target_id: int) -> Sequence[TargetPhase]:
    return db.session.scalars(select(TargetPhase).where(TargetPhase.target_id == target_id)).all()


@dataclass(frozen=True)
class Changed:
    """A change of a target after it was set, who made it and why."""

    target_id: int
    at: datetime
    by: str
    field: str
    before: str
    after: str
    reason: str


def changes_of(target_id: int) -> list[Changed]:
    """The newest first."""
    found = db.session.execute(
        select(TargetChange, Person.name)
        .outerjoin(Person, Person.id == TargetChange.by_id)
        .where(TargetChange.target_id == target_id)
        .order_by(TargetChange.id.desc())
    )
    return [
        Changed(
            each.target_id,
            each.at,
            name or "command line",
            each.field,
            each.before,
            each.after,
            each.reason,
        )
        for each, name in found
    ]
