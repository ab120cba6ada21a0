"""How long an approved pair waits for a local co-ordinator to object, and when it need not."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from tracker.mentoring.working_days import working_days_after

LONGEST = 366  # days back that anybody is asked about


def last_day(approved_on: date, working_days: int) -> date:
    """The last day on which somebody may still object."""
    return working_days_after(approved_on, working_days)


def approved_until(working_days: int, today: date) -> date:
    """The latest day of approval whose last day is over."""
    day = today
    while last_day(day, working_days) >= today and (today - day).days < LONGEST:
        day -= timedelta(days=1)
    return day


def is_ready(pairing: Any, working_days: int, yes: Collection[int], today: date) -> bool:
    """Whether it may be released: nobody can object any more, or nobody does. `yes` are the
    organisations whose co-ordinator has nothing against it."""
    over = last_day(pairing.approved_on, working_days) < today
    return over or pairing.local_ids <= set(yes)
