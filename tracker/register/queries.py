"""What the register counts, and what of it was published."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from tracker.extensions import db
from tracker.mentoring.models import Programme
from tracker.mentoring.queries import above, regions_of
from tracker.mentoring.states import State, Track
from tracker.organisations.models import Kind, Organisation
from tracker.organisations.queries import below
from tracker.pairings.models import Meeting, Pairing, PairingEvent
from tracker.register import counting, telling
from tracker.register.counting import Count, Pair, Step
from tracker.register.models import PublishedCount


def counted(programme: Programme, as_at: date) -> Count:
    """The count of a programme as at the end of a day. As many questions for many pairs."""
    regions = _regions_of(programme, as_at)
    return counting.count(_pairs(programme, as_at), _steps(programme.id), as_at, regions)


def _regions_of(programme: Programme, as_at: date) -> list[str]:
    """The regions that a programme covers, or the one in which it is; none where it is in none."""
    place = programme.organisation_id
    covered = below([place], as_at)[place] | set(above([place], as_at)[place])
    return list(
        db.session.scalars(
            select(Organisation.name)
            .where(Organisation.id.in_(covered), Organisation.kind == Kind.REGION)
            .order_by(Organisation.name)
        )
    )


def _pairs(programme: Programme, as_at: date) -> list[Pair]:
    rows = db.session.execute(
        select(
            Pairing.id,
            Pairing.leader_id,
            Pairing.track,
            Pairing.began_on,
            Pairing.leader_organisation_id,
        ).where(Pairing.programme_id == programme.id)
    ).all()
    regions = regions_of({row.leader_organisation_id for row in rows}, as_at)
    met = _met(programme.id)
    return [
        Pair(
            id=row.id,
            leader_id=row.leader_id,
            track=Track(row.track),
            existing=row.began_on is not None and row.began_on < programme.launched_on,
            region=regions[row.leader_organisation_id],
            met=tuple(met[row.id]),
        )
        for row in rows
    ]


def _met(programme_id: int) -> dict[int, list[date]]:
    """The days on which each pair met, as both say."""
    rows = db.session.execute(
        select(Meeting.pairing_id, Meeting.held_on)
        .join(Pairing, Pairing.id == Meeting.pairing_id)
        .where(
            Pairing.programme_id == programme_id,
            Meeting.state == "held",
            Meeting.leader_said.is_(True),
            Meeting.mentee_said.is_(True),
            Meeting.held_on.is_not(None),
        )
    )
    met: dict[int, list[date]] = defaultdict(list)
    for pairing_id, held_on in rows:
        assert held_on
        met[pairing_id].append(held_on)
    return met


def _steps(programme_id: int) -> Iterator[Step]:
    rows = db.session.execute(
        select(PairingEvent.pairing_id, PairingEvent.on, PairingEvent.state)
        .join(Pairing, Pairing.id == PairingEvent.pairing_id)
        .where(Pairing.programme_id == programme_id)
        .order_by(PairingEvent.id)
    )
    return (Step(row.pairing_id, row.on, State(row.state)) for row in rows)


def content_of(
    programme: Programme, counted: Count, before: Sequence[PublishedCount] = ()
) -> dict[str, Any]:
    """What anybody may see of a count, beside those that were published before, in their order."""
    told = {
        "id": programme.id,
        "title": programme.title,
        "direction": programme.direction,
        "target": programme.target,
        "launched_on": programme.launched_on.isoformat(),
    }
    return telling.published(counted, told, [each.content for each in before])


def ids_behind(counted: Count) -> dict[str, tuple[int, ...]]:
    """The pairs behind every number, those of regions among them."""
    return {**counted.ids, **{telling.region_code(r): ids for r, ids in counted.regions.items()}}


def latest_published(programme_id: int) -> PublishedCount | None:
    return db.session.scalar(
        select(PublishedCount)
        .where(PublishedCount.programme_id == programme_id)
        .order_by(PublishedCount.id.desc())
        .limit(1)
    )


def lately_published(programme_id: int) -> list[PublishedCount]:
    """The counts that the next is held against, in the order of their days."""
    newest = all_published(programme_id).order_by(PublishedCount.id.desc())
    return list(reversed(db.session.scalars(newest.limit(telling.REMEMBERED)).all()))


def all_published(programme_id: int) -> Select:
    return select(PublishedCount).where(PublishedCount.programme_id == programme_id)


def published_with_hash(programme_id: int, sha256: str) -> PublishedCount | None:
    return db.session.scalar(all_published(programme_id).where(PublishedCount.sha256 == sha256))


def pairings_of(ids: Collection[int]) -> Select:
    """Pairs by their numbers, with dates and states and nobody's name."""
    return select(Pairing.id, Pairing.track, Pairing.state, Pairing.since, Pairing.began_on).where(
        Pairing.id.in_(ids)
    )
