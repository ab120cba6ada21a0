"""What a person owes, and which plans anybody may read."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, select, true

from tracker.accounts.queries import posts_held_by
from tracker.arrangements import queries as arrangements
from tracker.audit import AuditEntry
from tracker.confirming import queries as confirming
from tracker.coordinating import queries as coordinating
from tracker.duties import Duty
from tracker.extensions import db
from tracker.handing_over import queries as handing_over
from tracker.nominating import queries as nominating
from tracker.organisations.models import Organisation
from tracker.pairs import queries as pairs
from tracker.permissions import Standing
from tracker.plan import owing as plan
from tracker.plan.models import Plan
from tracker.programmes import queries as programmes
from tracker.releases import queries as releases
from tracker.reports.record_queries import tells_what_they_belong_to
from tracker.succession import queries as succession

# Every feature that somebody can owe something in.
OWED: list[Callable[[Standing, date], list[Duty]]] = [
    plan.duties_of,
    handing_over.duties_of,
    confirming.duties_of,
    succession.duties_of,
    nominating.duties_of,
    pairs.duties_of,
    coordinating.duties_of,
    arrangements.duties_of,
    programmes.duties_of,
    releases.duties_of,
]


@dataclass(frozen=True)
class Home:
    """What somebody owes, by kind and the oldest first, and where they stand."""

    posts: list[tuple[str, str]]
    duties: dict[str, list[Duty]] = field(default_factory=dict)
    last: AuditEntry | None = None

    @property
    def needing(self) -> list[Duty]:
        """What needs the person now, not what is coming."""
        kinds = ("due", "review", "answer")
        return [duty for kind in kinds for duty in self.duties.get(kind, [])]


def home(standing: Standing, today: date) -> Home:
    duties: dict[str, list[Duty]] = defaultdict(list)
    for duties_of in OWED:
        for duty in duties_of(standing, today):
            duties[duty.kind].append(duty)
    owed = {kind: sorted(each) for kind, each in duties.items()}
    assert standing.person_id is not None
    return Home(
        posts_held_by(standing.person_id, today) if standing.posts else [],
        owed,
        last=None if owed else last_act_of(standing.person_id, standing.confirmed),
    )


def last_act_of(person_id: int, confirmed: bool) -> AuditEntry | None:
    """The last thing a person did to something of an organisation's, not to their own account."""
    return db.session.scalar(
        select(AuditEntry)
        .where(
            AuditEntry.person_id == person_id,
            AuditEntry.organisation_id.is_not(None),
            AuditEntry.capacity != "own account",
            true() if confirmed else ~tells_what_they_belong_to(),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )


def published_plans(today: date) -> Select:
    """The plans that anybody may read, with whose they are."""
    return (
        select(Plan, Organisation.name, Organisation.code)
        .join(Organisation, Organisation.id == Plan.organisation_id)
        .where(Plan.published_on <= today)
    )
