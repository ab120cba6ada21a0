"""What the register counts, and what of it was published."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from tracker.extensions import db
from tracker.mentoring.models import Programme
from tracker.mentoring.queries import regions_of
from tracker.mentoring.states import State, Track
from tracker.pairings.models import Meeting, Pairing, PairingEvent
from tracker.register import counting, telling
from tracker.register.counting import Count, Pair, Step
from tracker.register.models import PublishedCount


def counted(programme: Programme, as_at: date) -> Count:
    """The count of a programme as at the end of a day. Five questions for any number of pairs."""
    return counting.count(_pairs(programme, as_at), _steps(programme.id), as_at)


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
    programme: Programme, counted: Count, before: PublishedCount | None
) -> dict[str, Any]:
    """What anybody may see of a count, beside the one that was published before."""
    told = {
        "id": programme.id,
        "title": programme.title,
        "direction": programme.direction,
        "target": programme.target,
        "launched_on": programme.launched_on.isoformat(),
    }
    return telling.published(counted, told, before.content if before else None)


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


def all_published(programme_id: int) -> Select:
    return select(PublishedCount).where(PublishedCount.programme_id == programme_id)


def published_with_hash(programme_id: int, sha256: str) -> PublishedCount | None:
    return db.session.scalar(all_published(programme_id).where(PublishedCount.sha256 == sha256))


def pairings_of(ids: Collection[int]) -> Select:
    """Pairs by their numbers, with dates and states and nobody's name."""
    return select(Pairing.id, Pairing.track, Pairing.state, Pairing.since, Pairing.began_on).where(
        Pairing.id.in_(ids)
    )
