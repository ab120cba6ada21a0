"""Working days in England: no weekends, and no bank holidays.

Source of the dates: gov.uk/bank-holidays, England and Wales. They are data, in holidays.toml.
"""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

SATURDAY = 5


@cache
def bank_holidays() -> frozenset[date]:
    listed = tomllib.loads(Path(__file__).with_name("holidays.toml").read_text("utf-8"))
    return frozenset(day for year in listed.values() for day in year)


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays()


def working_days_after(day: date, days: int) -> date:
    """The working day that is so many after a day, which itself does not count."""
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day
