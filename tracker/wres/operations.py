"""Setting, changing and withdrawing an organisation's own targets."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.wres import queries, target_queries
from tracker.wres.models import Target, TargetChange, TargetPhase
from tracker.wres.promising import differences, refuse_unmeasurable, refuse_unsound
from tracker.wres.saying import day
from tracker.wres.targets import Promise


def set_target(
    organisation: Organisation,
    figure_id: int,
    measure: str,
    promise: Promise,
    today: date,
    by: Actor,
) -> Target:
    """Promise something of a figure, measured from a year of it that is held."""
    db.session.get(Organisation, organisation.id, with_for_update=True)  # two at once: in turn
    baseline = target_queries.figure_of(organisation.id, figure_id)
    if baseline is None:
        raise Refused("Choose a baseline from the figures that are held", "baseline")
    refuse_unmeasurable(baseline, measure)
    refuse_unsound(promise, baseline, target_queries.latest_alike(baseline), today)
    if target_queries.has_target(baseline, measure, promise.due):
        raise Refused("There is a target for this by that day already. Change that one", "due")
    target = Target(
        organisation_id=organisation.id,
        **baseline.subject._asdict(),
        basis=baseline.basis,
        measure=measure,
        baseline_figure_id=baseline.id,
        value=promise.value,
        due=promise.due,
        kind=promise.kind,
        tolerance=promise.tolerance,
    )
    audit.record(by, "set a target", target, **_on_record(promise), figure=baseline.id)
    _keep_phases(target, promise)
    return target


def change_target(target: Target, promise: Promise, reason: str, today: date, by: Actor) -> None:
    """Promise something else of the same figure. What was promised before stays on the record."""
    [line] = queries.target_lines(Target.id == target.id)
    _refuse_withdrawn(target)
    refuse_unsound(promise, line.baseline, target_queries.latest_alike(line.baseline), today)
    changes = list(differences(line, promise, line.unit))
    if not changes:
        raise Refused("Nothing is different from what was promised before")
    for field, before, after in changes:
        _keep_change(target, field, before, after, reason, by)
    target.value, target.due = promise.value, promise.due
    target.kind, target.tolerance = promise.kind, promise.tolerance
    flag_modified(target, "value")  # so that its version moves on with its points alone
    _keep_phases(target, promise)
    audit.record(by, "changed a target", target, **_on_record(promise))


def withdraw_target(target: Target, reason: str, on: date, by: Actor) -> None:
    """No longer promise it. It stays on the record, with the reason."""
    _refuse_withdrawn(target)
    target.withdrawn_on = on
    _keep_change(target, "withdrawn", "", on.isoformat(), reason, by)
    audit.record(by, "withdrew a target", target, on=on.isoformat())


def _refuse_withdrawn(target: Target) -> None:
    if target.withdrawn_on:
        raise Refused(f"This target was withdrawn on {day(target.withdrawn_on)}")


def _keep_phases(target: Target, promise: Promise) -> None:
    """In place of those there were."""
    for phase in target_queries.phases_of(target.id):
        db.session.delete(phase)
    db.session.add_all(
        TargetPhase(target_id=target.id, on=phase.on, value=phase.value) for phase in promise.phases
    )


def _keep_change(
    target: Target, field: str, before: str, after: str, reason: str, by: Actor
) -> None:
    db.session.add(
        TargetChange(
            target_id=target.id,
            at=datetime.now(UTC),
            by_id=by.person_id,
            field=field,
            before=before,
            after=after,
            reason=reason,
        )
    )


def _on_record(promise: Promise) -> dict[str, Any]:
    """A promise as the audit record holds it."""
    return {
        "value": promise.value,
        "due": promise.due.isoformat(),
        "kind": promise.kind,
        "tolerance": promise.tolerance,
        "phases": [[phase.on.isoformat(), phase.value] for phase in promise.phases],
    }
