"""What a person owes, which plans anybody may read, and what is on the record."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select

from tracker.accounts.models import Person
from tracker.accounts.queries import posts_held_by
from tracker.audit import AuditEntry
from tracker.duties import Duty
from tracker.extensions import db
from tracker.membership import queries as membership
from tracker.organisations.models import Kind, Organisation
from tracker.organisations.queries import below
from tracker.permissions import Standing
from tracker.plan import queries as plan
from tracker.plan.models import Plan

# Every feature that somebody can owe something in.
OWED: list[Callable[[Standing, date], list[Duty]]] = [plan.duties_of, membership.duties_of]
# Acts that belong to no organisation, which the national administrator sees. Who belongs to a
# network is not among them: only its own officers know that.
OF_THE_WHOLE = ("sign_in", "person")


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
        posts_held_by(standing.person_id, today),
        owed,
        last=None if owed else last_act_of(standing.person_id),
    )


def last_act_of(person_id: int) -> AuditEntry | None:
    """The last thing a person did to something of an organisation's, not to their own account."""
    return db.session.scalar(
        select(AuditEntry)
        .where(
            AuditEntry.person_id == person_id,
            AuditEntry.organisation_id.is_not(None),
            AuditEntry.capacity != "own account",
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


def record_of(organisation: Organisation, today: date, did: str = "", thing: str = "") -> Select:
    """The acts in an organisation and all below it, with the name of whoever did each.

    What somebody did for their network is shown without the name: who belongs to one is theirs
    to say.
    """
    places = below([organisation.id], today)[organisation.id]
    theirs: ColumnElement[bool] = AuditEntry.organisation_id.in_(places)
    if organisation.kind == Kind.NATIONAL:
        whole = AuditEntry.organisation_id.is_(None) & AuditEntry.thing.in_(OF_THE_WHOLE)
        theirs = or_(theirs, whole)
    query = (
        select(AuditEntry, Person.name, Organisation.name)
        .outerjoin(
            Person,
            and_(Person.id == AuditEntry.person_id, AuditEntry.capacity.not_like("%network%")),
        )
        .outerjoin(Organisation, Organisation.id == AuditEntry.organisation_id)
        .where(theirs)
    )
    if did:
        query = query.where(AuditEntry.did == did)
    if thing:
        query = query.where(AuditEntry.thing == thing)
    return query


def acts_in(organisation: Organisation, today: date) -> list[str]:
    """The kinds of act that are on the record there."""
    acts = record_of(organisation, today).with_only_columns(AuditEntry.did).distinct()
    return sorted(db.session.scalars(acts))
