"""How an act on the record is shown: with a name, without one, by its week, or only counted.

What a person did for their staff network, or said through it, is theirs to tell. What was said
anonymously is nobody's. Mentoring is the pair's alone, so that its acts are on no list but the
person's own.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

ANONYMOUS = "anonymous"
# Acts for a network: the capacities that name one, and those that only its people act in.
NETWORK = "network"
OF_A_NETWORK = ("moderates it", "wrote it")
MENTORING_THINGS = (
    *("enrolment", "mentee_preference", "mentee_exclusion", "equality_record", "mentor_place"),
    "declared_line",
    *("pairing", "meeting", "concern", "pairing_agreement", "pair_goal", "pair_commitment"),
    *("pair_insight", "private_note", "mentoring_pulse", "mentoring_pulse_given"),
    *("workshop_booking",),
    *("match_run", "match_suggestion", "match_left_out", "match_override", "local_claim"),
    "match_local_yes",
)
OF_A_PAIR = ("is one of the pair", "handles it")
FEW = 10


class Shown(StrEnum):
    """What is said of an act."""

    NAMED = "with who did it"
    UNNAMED = "without a name"
    BY_WEEK = "without a name or a day"
    COUNTED = "in the count alone"


def how_shown(capacity: str, thing: str) -> Shown:
    if thing in MENTORING_THINGS or capacity in OF_A_PAIR:
        return Shown.COUNTED
    if capacity == ANONYMOUS:
        return Shown.BY_WEEK
    if NETWORK in capacity or capacity in OF_A_NETWORK:
        return Shown.UNNAMED
    return Shown.NAMED


def counted(number: int) -> str:
    """How many acts are left out, in words that tell nothing of a single one."""
    if number == 0:
        return "none so far"
    return f"fewer than {FEW} so far" if number < FEW else f"{number:,} so far"


@dataclass(frozen=True)
class Line:
    """An act, as much of it as may be shown."""

    shown: Shown
    at: datetime | None  # None where only the week is known
    week: date | None
    who: str
    capacity: str
    did: str
    thing: str
    thing_id: str
    place: str | None
    what: str = ""  # the thing in plain words

    @property
    def to(self) -> tuple[str, str]:
        return self.thing, self.thing_id

    @property
    def cells(self) -> tuple[str | None, ...]:
        """For a file."""
        act = (self.when, self.who, self.capacity, self.did)
        return *act, self.what, self.thing, self.thing_id, self.place

    @property
    def when(self) -> str:
        """For a file: the instant, or the week as 2026-W47."""
        if self.week:
            year, number, _day = self.week.isocalendar()
            return f"{year}-W{number:02}"
        return self.at.isoformat() if self.at else ""


UNKNOWN = {
    Shown.UNNAMED: "somebody for a staff network",
    Shown.BY_WEEK: "nobody can tell who",
}


def line_of(
    at: datetime,
    actor: str,
    capacity: str,
    did: str,
    thing: str,
    thing_id: str,
    name: str | None,
    place: str | None,
) -> Line | None:
    """The line of an act for others than whoever did it; None where it is only counted."""
    shown = how_shown(capacity, thing)
    if shown == Shown.COUNTED:
        return None
    by_week = shown == Shown.BY_WEEK
    return Line(
        shown=shown,
        at=None if by_week else at,
        week=at.date() if by_week else None,
        who=UNKNOWN.get(shown) or name or actor,
        capacity=capacity,
        did=did,
        thing=thing,
        thing_id=thing_id,
        place=place,
    )
