"""Whether a plan is still alive: when check-ins fall due, how late they are, what keeps moving.

A claim is dated and never recoloured. Its age runs from the last published check-in, not from
an edit.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

EVERY_DAYS = 90  # between check-ins
NEW_HOLDER_DAYS = 30  # from the day a new holder began to their first check-in


class Tier(StrEnum):
    """How long past its due day a check-in is."""

    UP_TO_DATE = "up to date"
    DUE = "due"
    LATE = "late"
    STALE = "stale"
    DORMANT = "dormant"


MORE_THAN_DAYS = {Tier.DORMANT: 180, Tier.STALE: 90, Tier.LATE: 14, Tier.DUE: -1}


@dataclass(frozen=True)
class ActionRecord:
    """What momentum needs to know of one action. `date_moves`: how often each date was moved."""

    last_check_in: date | None
    check_in_due: date
    owner_post_id: int | None
    owner_is_vacant: bool
    owner_changes: int
    date_moves: Sequence[int]


@dataclass(frozen=True)
class Momentum:
    """Counts over a plan's actions; `days_since_board_looked` is None when it never has."""

    actions: int
    checked_in_this_quarter: int
    owner_changes: int
    vacant_posts: int
    moved_more_than_once: int
    days_since_board_looked: int | None
    tiers: Mapping[Tier, int]


def check_in_due(
    last: date | None, began: date, held_since: date | None, every_days: int = EVERY_DAYS
) -> date:
    """The day the next check-in is due.

    `last` is the last one published, by whomever; `began` the day the action began. A holder who
    began since (`held_since`; None when the post is vacant) is given 30 days and owes nothing
    from before.
    """
    since = last or began
    if held_since and held_since > since:
        return held_since + timedelta(days=NEW_HOLDER_DAYS)
    return since + timedelta(days=every_days)


def tier_of(due: date, today: date) -> Tier:
    past_due = (today - due).days
    for tier, days in MORE_THAN_DAYS.items():
        if past_due > days:
            return tier
    return Tier.UP_TO_DATE


def due_words(due: date, today: date) -> str:
    """How late a check-in is, in words; nothing before its day."""
    tier, days = tier_of(due, today), (today - due).days
    if tier is Tier.UP_TO_DATE:
        return ""
    if tier is Tier.DUE:
        return f"Due {ago(days)}"
    return f"{tier.capitalize()}, by {in_days(days)}"


def said_words(said_on: date | None, today: date) -> str:
    """How old a claim is, in words; nothing where nothing was said."""
    return f"Said {ago((today - said_on).days)}" if said_on else ""


def ago(days: int) -> str:
    return f"{in_days(days)} ago" if days else "today"


def in_days(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"


def momentum_of(
    records: Iterable[ActionRecord], board_looked: date | None, today: date
) -> Momentum:
    records = list(records)
    quarter = quarter_start(today)
    tiers = Counter(tier_of(record.check_in_due, today) for record in records)
    return Momentum(
        actions=len(records),
        checked_in_this_quarter=sum(
            record.last_check_in is not None and record.last_check_in >= quarter
            for record in records
        ),
        owner_changes=sum(record.owner_changes for record in records),
        vacant_posts=len({r.owner_post_id for r in records if r.owner_is_vacant}),
        moved_more_than_once=sum(moves > 1 for record in records for moves in record.date_moves),
        days_since_board_looked=(today - board_looked).days if board_looked else None,
        tiers={tier: tiers[tier] for tier in Tier},
    )


def quarter_start(day: date) -> date:
    """The first day of the quarter, which is the same in calendar and financial years."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
