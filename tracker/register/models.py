"""Counts that were published."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.kept import FOR_GOOD, SPECIAL_CATEGORY, Kept


class PublishedCount(Model):
    """A count as it was published, and the hash of its text. Only ever added to."""

    __kept__ = Kept(
        what="Counts of mentoring that were published",
        why="So that what was said of a programme can be held against what is said later",
        basis=SPECIAL_CATEGORY,
        seen_by="The counts: everybody. The ids behind them: the Leadership Centre",
        how_long=FOR_GOOD,
        columns={
            "To know which programme, as at which day": "programme_id organisation_id as_at",
            "To know who published it, and when": "published_by_id published_at",
            "To show what was said, and that it is unchanged": "content sha256",
            "To show which pairs are behind each number": "behind",
        },
        author="published_by_id",
        special_category=True,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("mentoring_programme.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    as_at: Mapped[date]
    published_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # see counting.published
    sha256: Mapped[str] = mapped_column(String(64))
    behind: Mapped[dict[str, Any]] = mapped_column(JSON)  # code of a number -> ids of pairings
