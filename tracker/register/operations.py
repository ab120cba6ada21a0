"""The count as it is published, which stays as it was said."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.mentoring.models import Programme
from tracker.organisations.locks import hold
from tracker.register import queries, telling
from tracker.register.models import PublishedCount


def check_day(
    programme: Programme, as_at: date, today: date, before: Sequence[PublishedCount]
) -> None:
    """Whether a count as at a day can be published, after those that were."""
    if as_at > today:
        raise Refused("Choose today or an earlier day", "as_at")
    if as_at < programme.launched_on:
        raise Refused("Choose a day on or after the launch", "as_at")
    if before and as_at <= before[-1].as_at:
        raise Refused("A count as at this day or a later one has been published already", "as_at")


def publish(
    programme: Programme, as_at: date, now: datetime, today: date, by: Actor
) -> PublishedCount:
    """Freeze the count as at a day and publish it. What was published before stays as it was."""
    hold(programme)
    before = queries.lately_published(programme.id)
    check_day(programme, as_at, today, before)
    counted = queries.counted(programme, as_at)
    content = queries.content_of(programme, counted, before)
    behind = {code: list(ids) for code, ids in queries.ids_behind(counted).items()}
    made = PublishedCount(
        programme_id=programme.id,
        organisation_id=programme.organisation_id,
        as_at=as_at,
        published_at=now,
        published_by_id=by.person_id,
        content=content,
        sha256=hashlib.sha256(telling.as_text(content).encode()).hexdigest(),
        behind=behind,
    )
    audit.record(by, "published a count", made, as_at=as_at.isoformat(), sha256=made.sha256)
    return made
