"""What a co-ordinator's day is made of, in the words that the pages use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    OFFER = "offer"
    FIRST = "first"
    SILENT = "silent"
    CHECK_IN = "check-in"
    PAUSE = "pause"
    LINE = "line"


@dataclass(frozen=True)
class Said:
    """A kind of task: its name in a filter, what it is, and what can be done about it."""

    name: str
    what: str
    advice: str


KINDS: Mapping[Kind, Said] = {
    Kind.LINE: Said(
        "In one line",
        "In one line of management",
        "Look at it with them. It is yours to say that it can go on, or to end it.",
    ),
    Kind.OFFER: Said(
        "Unanswered",
        "Offer not answered",
        "They are reminded once by mail. On its last day it ends by itself and the place is free.",
    ),
    Kind.FIRST: Said(
        "No first meeting",
        "No first meeting",
        "Ring whoever was to make the first contact, as their agreement says.",
    ),
    Kind.SILENT: Said(
        "Silent",
        "No sign of life",
        "Both were written to. Ring them: it may be going well without the service.",
    ),
    Kind.CHECK_IN: Said(
        "Check-in due",
        "Check-in after the trial not given by both",
        "Ask how it goes. What they answer is seen as an average alone.",
    ),
    Kind.PAUSE: Said(
        "Pause over",
        "Pause is over",
        "Ask whether they go on, pause for longer, or end it.",
    ),
}


@dataclass(frozen=True)
class Terms:
    """How long a programme waits, as the days before today on which its limits fall."""

    first_before: date
    silent_before: date
    task_before: date

    @classmethod
    def of(cls, today: date, first: int, nudge: int, task: int) -> "Terms":
        return cls(*(today - timedelta(days=days) for days in (first, nudge, task)))


def days_between(since: date, today: date) -> int:
    return max(0, (today - since).days)
