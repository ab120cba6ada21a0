"""What somebody owes: a plain value that every feature makes and the home page merges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["due", "review", "answer", "coming"]


@dataclass(frozen=True)
class Duty:
    """One line of what a person owes, which sorts by the day it is due.

    `verb` and `thing` make the sentence ("Check in" + "on 8.1 Independent panel members");
    `endpoint` and `values` make the address to do it at. `note` is what stands before the date,
    such as "Post vacant".
    """

    kind: Kind
    verb: str
    thing: str
    endpoint: str
    values: Mapping[str, object] = field(hash=False)
    due: date
    note: str = ""

    def __lt__(self, other: "Duty") -> bool:
        return (self.due, self.thing, self.verb) < (other.due, other.thing, other.verb)


LATE_AFTER = 14  # days past due


def when(duty: Duty, today: date) -> str:
    """The day of a duty as its line says it: "Due: 11 November, 12 days ago"."""
    note = f"{duty.note}. " if duty.note else ""
    if duty.kind == "coming":
        return f"{note}{duty.due:%A} {_day(duty.due, today)}, {_ahead(duty.due, today)}"
    if duty.kind == "review":
        return f"{note}Sent {_day(duty.due, today)}, {_ago(duty.due, today)}"
    if duty.due >= today:
        return f"{note}By {duty.due:%A} {_day(duty.due, today)}, {_ahead(duty.due, today)}"
    late = "Late" if (today - duty.due).days > LATE_AFTER else "Due"
    return f"{note}{late}: {_day(duty.due, today)}, {_ago(duty.due, today)}"


def _day(on: date, today: date) -> str:
    year = "" if on.year == today.year else f" {on.year}"
    return f"{on.day} {on:%B}{year}"


def _ago(on: date, today: date) -> str:
    days = (today - on).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _ahead(on: date, today: date) -> str:
    days = (on - today).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
