"""Who stands, and how many are for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import Grant, Person
from tracker.duties import Duty
from tracker.extensions import db
from tracker.membership.queries import OFFICER, has_officer
from tracker.organisations.models import Network
from tracker.permissions import Standing
from tracker.succession.models import Backing

ENOUGH = 2  # others who agree, or all the others where there are fewer


@dataclass(frozen=True)
class Candidate:
    """Somebody who has put themselves forward."""

    id: int
    name: str
    since: date
    agreed: int  # how many others are for them
    is_backed: bool  # by whoever looks


def is_led(network: Network) -> bool:
    return bool(db.session.scalar(select(has_officer(network.id))))


def members_in_use(network_id: int) -> Select:
    """The ids of everybody who belongs and has an account in use."""
    return (
        select(Grant.person_id)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.network_id == network_id, Grant.until.is_(None), Person.active)
        .distinct()
    )


def others_needed(network_id: int) -> int:
    """How many besides a candidate have to agree."""
    members = db.session.scalar(
        select(func.count()).select_from(members_in_use(network_id).subquery())
    )
    return min(ENOUGH, max(0, (members or 0) - 1))


def candidates_of(network_id: int, person_id: int) -> list[Candidate]:
    """Whoever stands and belongs, in the order in which they put themselves forward."""
    stands, backs = aliased(Backing), aliased(Backing)
    here = members_in_use(network_id)
    of_others = (
        select(func.count())
        .where(
            backs.network_id == network_id,
            backs.candidate_id == stands.candidate_id,
            backs.person_id != stands.candidate_id,
            backs.person_id.in_(here),
        )
        .scalar_subquery()
    )
    mine = exists().where(
        backs.network_id == network_id,
        backs.candidate_id == stands.candidate_id,
        backs.person_id == person_id,
    )
    rows = db.session.execute(
        select(Person.id, Person.name, stands.given_on, of_others, mine)
        .join(stands, stands.candidate_id == Person.id)
        .where(
            stands.network_id == network_id,
            stands.person_id == stands.candidate_id,
            stands.candidate_id.in_(here),
        )
        .order_by(stands.id)
    )
    return [Candidate(*row) for row in rows]


def backing_of(network_id: int, candidate_id: int, person_id: int) -> Backing | None:
    return db.session.scalar(
        select(Backing).where(
            Backing.network_id == network_id,
            Backing.candidate_id == candidate_id,
            Backing.person_id == person_id,
        )
    )


def without_officer(network_ids: Collection[int]) -> list[tuple[int, str]]:
    """Which of some open networks have nobody to look after them: id and name."""
    rows = db.session.execute(
        select(Network.id, Network.name)
        .where(Network.id.in_(network_ids), Network.closed_on.is_(None), ~has_officer(Network.id))
        .order_by(Network.name)
    )
    return [(row[0], row[1]) for row in rows]


def duties_of(standing: Standing, today: date) -> list[Duty]:
    """The networks of somebody that have no officer. Of others nothing is asked."""
    member_only = [id_ for id_, roles in standing.networks.items() if OFFICER not in roles]
    if not member_only:
        return []
    return [
        Duty(
            "answer",
            "Choose",
            f"an officer for {name}, which has none",
            "succession.choose_officer",
            {"network_id": id_},
            today,
        )
        for id_, name in without_officer(member_only)
    ]
