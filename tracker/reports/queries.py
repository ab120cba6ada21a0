"""What a person owes, and which plans anybody may read."""

from dataclasses import dataclass
from datetime import date

from tracker.duties import Duty
from tracker.permissions import Standing


@dataclass(frozen=True)
class Home:
    """A person's duties by kind, the oldest first."""

    duties: dict[str, list[Duty]]


def home(standing: Standing, today: date) -> Home:
    return Home({})


def published_plans() -> list:
    return []
