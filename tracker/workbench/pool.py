"""The pool as the matching knows it, from what people said when they enrolled; and as it is kept.

Plain values in and out. People are numbers here, and so is whoever is named by an address alone.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import MISSING, fields, replace
from datetime import date
from typing import Any

from tracker.mentoring import catalogue, rules
from tracker.mentoring.columns import columns_of
from tracker.mentoring.profiles import GRADES, MOST_NAMED, Area, Leader, Mentee, PairIds, Pool

OTHERS_FROM = 2**32  # above every id, so that a stranger's number is never a colleague's
PAIRS = ("locks", "active", "declined", "suggested")


class Numbers:
    """The same address is the same number: a person's id, or one made from the address itself."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self.known = {email.strip().lower(): id_ for email, id_ in known.items()}

    def of(self, email: str | None) -> int | None:
        address = (email or "").strip().lower()
        return (self.known.get(address) or number_of(address)) if address else None

    def of_all(self, emails: str) -> frozenset[int]:
        return frozenset(number for each in emails.split() if (number := self.of(each)))


def number_of(words: str) -> int:
    """A number that only these words have, near enough, whoever else is in the pool."""
    digest = hashlib.sha256(words.encode()).digest()
    return OTHERS_FROM + int.from_bytes(digest[:6])


def leader_of(row: Any, numbers: Numbers, area: Area, places: int) -> Leader:
    """From an enrolment's row, with the person's own address among it."""
    return Leader(
        capacity=places,
        offers=frozenset(row.goals[:MOST_NAMED]),
        leads_organisation=row.leads_organisation,
        **_both(row, numbers, area),
    )


def mentee_of(
    row: Any,
    numbers: Numbers,
    area: Area,
    names: Iterable[int],
    excludes: Collection[int],
    excludes_organisations: Collection[int],
    today: date,
) -> Mentee:
    return Mentee(
        wants=tuple(dict.fromkeys(row.goals))[:MOST_NAMED],
        names=tuple(names)[:MOST_NAMED],
        excludes=frozenset(excludes),
        excludes_organisations=frozenset(excludes_organisations),
        weeks_waited=weeks_between(row.pooled_on, today),
        left_out=row.left_out,
        **_both(row, numbers, area),
    )


def _both(row: Any, numbers: Numbers, area: Area) -> dict[str, Any]:
    directorate = " ".join(row.directorate.lower().split())
    profession = row.profession if row.profession != catalogue.SOMETHING_ELSE else None
    return {
        "id": row.person_id,
        "organisation": row.organisation_id,
        "region": area.region,
        "icb": area.icb,
        "directorate": number_of(directorate) if directorate else None,
        "remote": row.remote,
        "travels": row.travels or None,
        "profession": profession or None,
        "family": catalogue.family_of(profession) if profession else None,
        "grade": row.grade if row.grade in GRADES else None,
        "availability": frozenset(row.availability),
        "manager": numbers.of(row.manager_email),
        "managers_manager": numbers.of(row.managers_manager_email),
        "matrix_line": numbers.of_all(row.matrix_line),
    }


def weeks_between(since: date | None, today: date) -> int:
    return max(0, (today - since).days // 7) if since else 0


def with_locks_that_hold(pool: Pool, wanted: Iterable[PairIds]) -> Pool:
    """The pool with those of the locks that can be: both are here, no rule forbids it, and the
    leader has a place. The later of two that cannot both be gives way."""
    columns, free = columns_of(pool), Counter(pool.places_free)
    leader_at = {one.id: position for position, one in enumerate(columns.leaders)}
    mentee_at = {one.id: position for position, one in enumerate(columns.mentees)}
    locks: dict[int, int] = {}
    for leader, mentee in wanted:
        here = leader in leader_at and mentee in mentee_at and mentee not in locks
        if not here or free[leader] < 1:
            continue
        if not rules.broken_by(columns, mentee_at[mentee], leader_at[leader]):
            locks[mentee] = leader
            free[leader] -= 1
    return replace(pool, locks=frozenset((leader, mentee) for mentee, leader in locks.items()))


def written(pool: Pool) -> dict[str, Any]:
    """A pool as JSON keeps it: what is as usual is left out."""
    people = {
        side: [_plain(one) for one in sorted(getattr(pool, side), key=lambda one: one.id)]
        for side in ("leaders", "mentees")
    }
    return people | {name: sorted(map(list, getattr(pool, name))) for name in PAIRS}


def read(kept: Mapping[str, Any]) -> Pool:
    """The pool that was written."""
    return Pool(
        leaders=tuple(_person(Leader, one) for one in kept["leaders"]),
        mentees=tuple(_person(Mentee, one) for one in kept["mentees"]),
        **{name: frozenset((leader, mentee) for leader, mentee in kept[name]) for name in PAIRS},
    )


def _plain(one: Leader | Mentee) -> dict[str, Any]:
    said = {each.name: getattr(one, each.name) for each in fields(one)}
    usual = {each.name: each.default for each in fields(one)}
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in said.items()
        if usual[name] is MISSING or value != usual[name]
    }


def _person(kind: type[Any], kept: Mapping[str, Any]) -> Any:
    usual: dict[str, Any] = {each.name: each.default for each in fields(kind)}
    made = {
        name: type(usual[name])(value) if isinstance(value, list) else value
        for name, value in kept.items()
    }
    return kind(**made)
