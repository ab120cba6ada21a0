"""Every change of what was promised, with its reason."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.plan.models import ActionChange
from tracker.plan.progress import Milestone, MilestoneMove


@dataclass(frozen=True)
class Change:
    """A change of what was promised, and why."""

    at: datetime
    by: str | None
    field: str
    before: str
    after: str
    reason: str

    @property
    def what(self) -> str:
        """The field as the beginning of a line."""
        return self.field[:1].upper() + self.field[1:]


def changes_of(action_id: int) -> list[Change]:
    """Changes of the action and moves of its milestones, the latest first. Two questions."""
    moved = db.session.execute(
        select(
            MilestoneMove.at,
            Person.name,
            Milestone.title,
            MilestoneMove.before,
            MilestoneMove.after,
            MilestoneMove.reason,
        )
        .join(Milestone, Milestone.id == MilestoneMove.milestone_id)
        .outerjoin(Person, Person.id == MilestoneMove.by_id)
        .where(Milestone.action_id == action_id)
    )
    moves = [
        Change(at, by, f"milestone: {title}", _full(before), _full(after), reason)
        for at, by, title, before, after, reason in moved
    ]
    found = [*commitments_changed(action_id), *moves]
    return sorted(found, key=lambda change: change.at, reverse=True)


def commitments_changed(action_id: int) -> list[Change]:
    """Changes of the action's own due date, owner, reviewer and stage, the latest first."""
    changed = db.session.execute(
        select(
            ActionChange.at,
            Person.name,
            ActionChange.field,
            ActionChange.before,
            ActionChange.after,
            ActionChange.reason,
        )
        .outerjoin(Person, Person.id == ActionChange.by_id)
        .where(ActionChange.action_id == action_id)
        .order_by(ActionChange.id.desc())
    )
    return [Change(at, by, field, *map(_in_words, rest)) for at, by, field, *rest in changed]


def _in_words(kept: str) -> str:
    """A day that was kept as such, in full; anything else as it is."""
    try:
        return _full(date.fromisoformat(kept))
    except ValueError:
        return kept


def _full(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
