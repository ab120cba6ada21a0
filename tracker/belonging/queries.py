"""What somebody belongs to themselves."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, false, func, select

from tracker.accounts.models import Grant
from tracker.extensions import db
from tracker.membership.queries import OFFICER, has_officer
from tracker.organisations.models import Network, Panel
from tracker.permissions import Role


@dataclass(frozen=True)
class Own:
    """A network or a panel that somebody belongs to themselves."""

    kind: str
    id: int
    name: str
    since: date
    runs_it: bool  # an officer, or a member of a panel
    closed_on: date | None
    is_without_officer: bool  # an open network, whose members may choose one


def own(person_id: int) -> list[Own]:
    """What somebody belongs to, by name. One question for the networks, one for the panels."""
    found = []
    for kind, key, runs in (
        (Network, Grant.network_id, OFFICER),
        (Panel, Grant.panel_id, Role.PANEL_MEMBER),
    ):
        runs_it = func.max(case((Grant.role == runs, 1), else_=0))
        unled = ~has_officer(kind.id) if kind is Network else false()
        rows = db.session.execute(
            select(kind.id, kind.name, func.min(Grant.since), runs_it, kind.closed_on, unled)
            .join(Grant, key == kind.id)
            .where(Grant.person_id == person_id, Grant.until.is_(None))
            .group_by(kind.id, kind.name, kind.closed_on)
            .order_by(kind.name, kind.id)
        )
        found += [
            Own(kind.__tablename__, id_, name, since, bool(most), closed, bool(free) and not closed)
            for id_, name, since, most, closed, free in rows
        ]
    return found
