"""What matching knows of leaders and mentees: plain values, and nothing it need not know.

Ethnicity is not among them, so that no score and no order can turn on it.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import NamedTuple

from tracker.errors import Refused

TRAVELS = ("here", "icb", "region")  # how far somebody comes to meet, nearest first
GRADES = (*"1234567", "8a", "8b", "8c", "8d", "9", "VSM")  # Agenda for Change, then very senior
MOST_PLACES = 3
MOST_NAMED = 3  # goals wanted, goals offered, and leaders named

PairIds = tuple[int, int]  # a leader's id and a mentee's


class Area(NamedTuple):
    """Where an organisation lies: the name of its region and its integrated care board, by id."""

    region: str | None
    icb: int | None


@dataclass(frozen=True)
class Leader:
    """A senior leader who offers to mentor.

    People and organisations are ids. Whatever is None is not known, and what rests on it is not
    checked. `matrix_line`: people whose work they direct, or who direct theirs, outside the line.
    """

    id: int
    organisation: int
    region: str | None
    capacity: int
    directorate: int | None = None
    remote: bool = False
    icb: int | None = None
    travels: str | None = None  # one of TRAVELS
    profession: str | None = None
    family: str | None = None  # of professions that are near to one another
    grade: str | None = None
    availability: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    manager: int | None = None
    managers_manager: int | None = None
    matrix_line: frozenset[int] = frozenset()
    leads_organisation: bool = False  # a chief executive, whose directorate is the whole trust
    new_to_it: bool = False  # is briefed before any offer

    def __post_init__(self) -> None:
        if not 1 <= self.capacity <= MOST_PLACES:
            raise Refused(f"A leader takes 1 to {MOST_PLACES} mentees, not {self.capacity}")
        if len(self.offers) > MOST_NAMED:
            raise Refused(f"A leader offers up to {MOST_NAMED} goals, not {len(self.offers)}")
        _check_person(self)


@dataclass(frozen=True)
class Mentee:
    """Somebody who looks for a mentor. `wants` and `names` are in order, the dearest first.

    `weeks_waited`: in the pool without a mentor. `left_out`: how many lists were drawn without
    them. `excludes` is never told to a leader.
    """

    id: int
    organisation: int
    region: str | None
    directorate: int | None = None
    remote: bool = False
    icb: int | None = None
    travels: str | None = None
    profession: str | None = None
    family: str | None = None
    grade: str | None = None
    availability: frozenset[str] = frozenset()
    wants: tuple[str, ...] = ()
    names: tuple[int, ...] = ()
    excludes: frozenset[int] = frozenset()
    excludes_organisations: frozenset[int] = frozenset()
    manager: int | None = None
    managers_manager: int | None = None
    matrix_line: frozenset[int] = frozenset()
    weeks_waited: int = 0
    left_out: int = 0

    def __post_init__(self) -> None:
        for chosen, what in ((self.wants, "goals"), (self.names, "leaders")):
            if len(chosen) > MOST_NAMED:
                raise Refused(f"A mentee names up to {MOST_NAMED} {what}, not {len(chosen)}")
            if len(set(chosen)) < len(chosen):
                raise Refused(f"A mentee names the same one twice among their {what}")
        if self.weeks_waited < 0 or self.left_out < 0:
            raise Refused("Nobody has waited less than no time")
        _check_person(self)

    @property
    def unchecked(self) -> tuple[str, ...]:
        """What is not known of them, so that a rule could not be checked."""
        known = (self.manager, self.managers_manager, self.directorate)
        if None not in known:
            return ()
        names = ("manager", "manager's manager", "directorate")
        return tuple(name for name, value in zip(names, known, strict=True) if value is None)


@dataclass(frozen=True)
class Pool:
    """Everybody there is to match, and what is settled about pairs of them.

    `locks` are made again; `active` are the pairs that live now, here or elsewhere, and take a
    place each; `declined` are those that ended or were declined; `suggested` is the list before.
    """

    leaders: tuple[Leader, ...] = ()
    mentees: tuple[Mentee, ...] = ()
    locks: frozenset[PairIds] = frozenset()
    active: frozenset[PairIds] = frozenset()
    declined: frozenset[PairIds] = frozenset()
    suggested: frozenset[PairIds] = frozenset()

    def __post_init__(self) -> None:
        _refuse_twice((leader.id for leader in self.leaders), "leader")
        _refuse_twice((mentee.id for mentee in self.mentees), "mentee")
        _refuse_twice((mentee for _, mentee in self.locks), "locked mentee")
        here = {leader.id for leader in self.leaders}, {mentee.id for mentee in self.mentees}
        if any(leader not in here[0] or mentee not in here[1] for leader, mentee in self.locks):
            raise Refused("A locked pair has somebody who is not in the pool")
        places = self.places_free
        for leader, wanted in Counter(leader for leader, _ in self.locks).items():
            if wanted > places[leader]:
                raise Refused("A leader has more locked pairs than places. Unlock one of them")
        if self.matched_already & {mentee for _, mentee in self.locks}:
            raise Refused("Somebody who has a mentor is locked to another. Unlock that pair")

    @property
    def places_free(self) -> dict[int, int]:
        """Of each leader, what the active pairs leave of their capacity."""
        taken = Counter(leader for leader, _ in self.active)
        return {one.id: max(0, one.capacity - taken[one.id]) for one in self.leaders}

    @property
    def matched_already(self) -> set[int]:
        return {mentee for _, mentee in self.active}


def fingerprint(*of: object) -> str:
    """A SHA-256 of these values that the order of people and of sets does not change."""
    return hashlib.sha256(_plain(of).encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Pool):
        people = (sorted(map(_plain, value.leaders)), sorted(map(_plain, value.mentees)))
        pairs = (value.locks, value.active, value.declined, value.suggested)
        return repr((people, [sorted(some) for some in pairs]))
    if isinstance(value, frozenset):
        return repr(sorted(value))
    if isinstance(value, Leader | Mentee):
        kind = type(value)
        return "|".join([kind.__name__, *(_plain(getattr(value, name)) for name in _NAMES[kind])])
    if isinstance(value, tuple):
        return "(" + ",".join(map(_plain, value)) + ")"
    return repr(value)


_NAMES = {kind: [field.name for field in fields(kind)] for kind in (Leader, Mentee)}


def _check_person(one: Leader | Mentee) -> None:
    if one.id < 0:
        raise Refused("A person's number is nought or more")
    if one.grade is not None and one.grade not in GRADES:
        raise Refused(f"{one.grade} is not a grade. Give an Agenda for Change band, or VSM")
    if one.travels is not None and one.travels not in TRAVELS:
        raise Refused(f"{one.travels} is not how far somebody can come to meet")


def _refuse_twice(ids: Iterable[int], what: str) -> None:
    if any(count > 1 for count in Counter(ids).values()):
        raise Refused(f"The same {what} is there twice")
