"""The count of pairs that stands up: each number with what it means and the ids behind it.

Worked out from the steps that pairings took, so that the count as at an earlier day can be made
again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.mentoring.directions import words_of
from tracker.mentoring.states import CONFIRMED, State, Track

# Both have said yes. Whatever came to one of these never goes back to where one side alone spoke.
AGREED = frozenset({*CONFIRMED, State.ENDED})
WORKING = 3  # meetings
NOWHERE = "Outside the regions"


@dataclass(frozen=True)
class Figure:
    """A number of the count: what it is called, what it means, and what it is a part of."""

    code: str
    name: str
    definition: str
    of: str = ""  # the code of its denominator; "target": the leaders hoped for


FIGURES = (
    Figure(
        "claimed",
        "Claimed",
        "Local arrangements that a leader has told of and that the colleague has not confirmed."
        " They are no part of the confirmed ones.",
    ),
    Figure(
        "confirmed",
        "Confirmed",
        "Pairs to which both the leader and the colleague have said yes, those that have ended"
        " since among them.",
    ),
    Figure("met", "Met", "Confirmed pairs that have met at least once, as both say.", "confirmed"),
    Figure(
        "working",
        "Working",
        "Confirmed pairs that have met three times or more, as both say, those that have ended"
        " since among them.",
        "confirmed",
    ),
    Figure("ended", "Ended", "Confirmed pairs that have ended, for whatever reason.", "confirmed"),
    Figure("new", "New", "Confirmed pairs that began on or after the day of launch.", "confirmed"),
    Figure(
        "existing",
        "Existing",
        "Confirmed pairs that were mentoring before the day of launch, as the leader says.",
        "confirmed",
    ),
    Figure(
        "local",
        "Found locally",
        "Confirmed pairs in which the leader found the colleague.",
        "confirmed",
    ),
    Figure(
        "matched",
        "Matched",
        "Confirmed pairs that the Leadership Centre brought together from the pool.",
        "confirmed",
    ),
    Figure(
        "leaders",
        "Leaders who mentor",
        "Leaders in a confirmed pair, each counted once, those whose pair has ended since among"
        " them: to leave these out would tell how few have ended.",
        "target",
    ),
)


def figures_of(direction: str) -> tuple[Figure, ...]:
    """The figures as a programme in which this one mentors that one has them."""
    *others, leaders = FIGURES
    return (*others, replace(leaders, name=words_of(direction).leaders))


SPLITS = (("new", "existing"), ("local", "matched"))


@dataclass(frozen=True)
class Pair:
    """What is counted of a pairing, beside its steps."""

    id: int
    leader_id: int
    track: Track
    existing: bool  # it began before the programme was launched
    region: str | None  # of the leader's organisation
    met: tuple[date, ...] = ()  # meetings that both say were held


@dataclass(frozen=True)
class Step:
    """A pairing came to a state on a day."""

    pairing_id: int
    on: date
    state: State


@dataclass(frozen=True)
class Count:
    """Numbers as at a day: the ids behind each, and how many leaders these are."""

    as_at: date
    ids: Mapping[str, tuple[int, ...]]
    regions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    leaders: int = 0

    def number(self, code: str) -> int:
        return self.leaders if code == "leaders" else len(self.ids[code])


def states_at(steps: Iterable[Step], as_at: date) -> dict[int, State]:
    """Where each pairing stood at the end of a day; one that began later is not there.

    The steps of a pairing come in the order in which they were taken.
    """
    return {step.pairing_id: step.state for step in steps if step.on <= as_at}


def count(
    pairs: Iterable[Pair], steps: Iterable[Step], as_at: date, regions: Sequence[str] = ()
) -> Count:
    """The count as at the end of a day, from the steps that were taken by then.

    `regions` are those of the programme, each of which is there whether it has a pair or not: one
    that is missing would tell that it has none.
    """
    states = states_at(steps, as_at)
    there = sorted((pair for pair in pairs if pair.id in states), key=lambda pair: pair.id)
    agreed = [pair for pair in there if states[pair.id] in AGREED]

    def held(pair: Pair) -> int:
        return sum(on <= as_at for on in pair.met)

    ids = {
        "claimed": _ids(pair for pair in there if states[pair.id] == State.CLAIMED),
        "confirmed": _ids(agreed),
        "met": _ids(pair for pair in agreed if held(pair) >= 1),
        "working": _ids(pair for pair in agreed if held(pair) >= WORKING),
        "ended": _ids(pair for pair in agreed if states[pair.id] == State.ENDED),
        "new": _ids(pair for pair in agreed if not pair.existing),
        "existing": _ids(pair for pair in agreed if pair.existing),
        "local": _ids(pair for pair in agreed if pair.track == Track.LOCAL),
        "matched": _ids(pair for pair in agreed if pair.track == Track.MATCHED),
        "leaders": _ids(agreed),
    }
    leaders = len({pair.leader_id for pair in agreed})
    return Count(as_at, ids, _by_region(agreed, regions), leaders)


def _ids(pairs: Iterable[Pair]) -> tuple[int, ...]:
    return tuple(pair.id for pair in pairs)


def _by_region(agreed: Sequence[Pair], names: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """By the name of the region, those outside any last. All are of the one region in which the
    whole programme is, or outside where it is in none."""
    if len(names) < 2:
        return {name: _ids(agreed) for name in names or [NOWHERE]}
    regions = {name: _ids(pair for pair in agreed if pair.region == name) for name in sorted(names)}
    return regions | {NOWHERE: _ids(pair for pair in agreed if pair.region not in regions)}
