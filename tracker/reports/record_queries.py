"""The record: what is asked of it, and the lines that whoever asks may see."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from tracker.accounts.models import Grant, Person
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.organisations.models import Kind, Organisation
from tracker.organisations.queries import ids_below
from tracker.pages import LONDON
from tracker.reports import things
from tracker.reports.shown import (
    ANONYMOUS,
    MENTORING_THINGS,
    NETWORK,
    OF_A_NETWORK,
    OF_A_PAIR,
    Line,
    Shown,
    line_of,
)
from tracker.standing import after_a_name

# Acts that belong to no organisation, which the national administrator sees. Who belongs to a
# network is not among them: only its own officers know that.
OF_THE_WHOLE = ("sign_in", "person", "seal", "backup")
NEWEST_FIRST = (AuditEntry.at, AuditEntry.id)


@dataclass(frozen=True)
class Asked:
    """Which acts somebody wants to see; what is empty asks nothing."""

    did: str = ""
    who: str = ""
    capacity: str = ""
    thing: str = ""
    number: str = ""
    since: date | None = None
    until: date | None = None
    wrong: Sequence[str] = field(default=())  # what was typed as a day and is none

    @property
    def in_address(self) -> dict[str, str]:
        """The same as an address asks it."""
        asked = {
            "did": self.did,
            "who": self.who,
            "capacity": self.capacity,
            "thing": self.thing,
            "number": self.number,
            "from": self.since.isoformat() if self.since else "",
            "to": self.until.isoformat() if self.until else "",
        }
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class Choices:
    """What there is to choose from on a record."""

    did: list[tuple[str, str]]  # as the record has it, in words
    capacities: list[tuple[str, str]]
    things: list[tuple[str, str]]


def record_of(organisation: Organisation, today: date, asked: Asked | None = None) -> Select:
    """The acts in an organisation and all below it, as far as others may see them.

    What somebody did for their network, or nobody can tell of, comes without a name, so that
    asking for a name never finds it. Mentoring is not among them.
    """
    query = (
        select(
            AuditEntry.at,
            AuditEntry.actor,
            AuditEntry.capacity,
            AuditEntry.did,
            AuditEntry.thing,
            AuditEntry.thing_id,
            Person.name.label("name"),
            Organisation.name.label("place"),
        )
        .select_from(AuditEntry)
        .outerjoin(Person, and_(Person.id == AuditEntry.person_id, may_be_named()))
        .outerjoin(Organisation, Organisation.id == AuditEntry.organisation_id)
        .where(_theirs(organisation, today), ~is_mentoring(), ~is_confirmation())
    )
    return query.where(*_conditions(asked)) if asked else query


def lines_of(rows: Iterable[Row], places: Collection[int]) -> list[Line]:
    """The rows of a record as they are shown; `places` are those whose people may be named."""
    lines = [line for row in rows if (line := line_of(*row))]
    told = things.in_words([line.to for line in lines if line.shown == Shown.NAMED], places)
    return [
        replace(line, what=told.get(line.to) or things.kind_in_words(line.thing)) for line in lines
    ]


def may_be_named() -> ColumnElement[bool]:
    """The rows that are shown with who did them: `shown.how_shown`, asked of the database."""
    capacity = AuditEntry.capacity
    return ~or_(capacity.contains(NETWORK), capacity.in_((*OF_A_NETWORK, ANONYMOUS)))


def is_mentoring() -> ColumnElement[bool]:
    """The rows that are only counted: `shown.how_shown`, asked of the database."""
    return or_(AuditEntry.thing.in_(MENTORING_THINGS), AuditEntry.capacity.in_(OF_A_PAIR))


def is_confirmation() -> ColumnElement[bool]:
    """That somebody was confirmed after a reset, which stood on this record once: whoever gives
    it knows the person from a network or from mentoring."""
    return and_(AuditEntry.thing == "person", AuditEntry.did == "confirmed somebody after a reset")


def mentoring_acts_in(organisation: Organisation, today: date) -> int:
    """How many acts are left out. Of all of them, whatever is asked for: not of one person's."""
    query = select(func.count(AuditEntry.id)).where(_theirs(organisation, today), is_mentoring())
    return db.session.scalar(query) or 0


def choices_in(organisation: Organisation, today: date) -> Choices:
    """What there is to choose from, in one question."""
    columns = (AuditEntry.did, AuditEntry.capacity, AuditEntry.thing)
    kinds = db.session.execute(
        record_of(organisation, today).with_only_columns(*columns).distinct()
    ).all()
    words: list[Callable[[str], str]] = [str, after_a_name, things.kind_in_words]
    return Choices(
        *(_by_words({row[place] for row in kinds}, of) for place, of in enumerate(words))
    )


def _by_words(kinds: Iterable[str], in_words: Callable[[str], str]) -> list[tuple[str, str]]:
    told = [(kind, in_words(kind)) for kind in kinds if kind]
    return sorted(((kind, text[:1].upper() + text[1:]) for kind, text in told), key=itemgetter(1))


def own_record_of(person_id: int, confirmed: bool) -> Select:
    """Everything that a person did, which is theirs to see whatever it was.

    Until somebody confirmed them after a reset it may be another who looks: what they did for a
    network or a panel, or in mentoring, is left out.
    """
    record = (
        select(
            AuditEntry.at,
            AuditEntry.capacity,
            AuditEntry.did,
            AuditEntry.thing,
            AuditEntry.thing_id,
            Organisation.name.label("place"),
        )
        .select_from(AuditEntry)
        .outerjoin(Organisation, Organisation.id == AuditEntry.organisation_id)
        .where(AuditEntry.person_id == person_id)
    )
    return record if confirmed else record.where(~tells_what_they_belong_to())


def own_acts(
    rows: Iterable[Sequence[Any]],
) -> list[tuple[datetime, str, str, str, str | None]]:
    """Rows of one's own record as one sees them: when, in what capacity, what, to what, where.

    Without numbers, which count on with what is done to others, and without other people's names.
    """
    acts = list(rows)
    told = things.in_words((thing, number) for _at, _as, _did, thing, number, _place in acts)
    return [
        (at, capacity, did, told[thing, number], place)
        for at, capacity, did, thing, number, place in acts
    ]


def tells_what_they_belong_to() -> ColumnElement[bool]:
    """The acts from which one reads that whoever did them is in a network, a panel or a pair."""
    capacity, place = AuditEntry.capacity, AuditEntry.organisation_id
    of_membership = and_(AuditEntry.thing == Grant.__tablename__, place.is_(None))
    panels = capacity.contains("panel")
    return or_(~may_be_named(), panels, is_mentoring(), of_membership, _of_a_message())


def _of_a_message() -> ColumnElement[bool]:
    return AuditEntry.thing == "message"


def _theirs(organisation: Organisation, today: date) -> ColumnElement[bool]:
    places = ids_below(organisation.id, today)
    theirs: ColumnElement[bool] = AuditEntry.organisation_id.in_(places)
    if organisation.kind == Kind.NATIONAL:
        whole = AuditEntry.organisation_id.is_(None) & AuditEntry.thing.in_(OF_THE_WHOLE)
        theirs = or_(theirs, whole)
    return theirs


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        column == wanted
        for column, wanted in (
            (AuditEntry.did, asked.did),
            (AuditEntry.capacity, asked.capacity),
            (AuditEntry.thing, asked.thing),
            (AuditEntry.thing_id, asked.number),
        )
        if wanted
    ]
    if asked.who:
        conditions.append(_named(asked.who))
    if asked.since:
        conditions.append(AuditEntry.at >= _in_london(asked.since, time.min))
    if asked.until:
        conditions.append(AuditEntry.at <= _in_london(asked.until, time.max))
    return conditions


def _named(who: str) -> ColumnElement[bool]:
    """By a part of a name; of what has a name of its own, such as the command line, by that."""
    itself: Any = AuditEntry.person_id.is_(None) & may_be_named()
    return or_(
        Person.name.icontains(who, autoescape=True),
        itself & AuditEntry.actor.icontains(who, autoescape=True),
    )


def _in_london(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, LONDON)
