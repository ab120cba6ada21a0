"""Which networks and panels cover an organisation, and how many belong to each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, func, literal, select, union_all

from tracker.accounts.models import Grant
from tracker.errors import Refused
from tracker.extensions import db
from tracker.organisations.models import Network, NetworkCover, Organisation, Panel, PanelCover
from tracker.organisations.queries import organisations_by_code, with_words

Kind = type[Network] | type[Panel]
COVERS: dict[Kind, Any] = {Network: NetworkCover, Panel: PanelCover}
FEW = 10  # below this a number of members is a word


@dataclass(frozen=True)
class Asked:
    """Which networks and panels a list is to show."""

    words: str = ""
    kind: str = ""  # network, panel, or both
    closed: bool = False


@dataclass(frozen=True)
class Line:
    """A network or a panel, as an organisation's page shows it. Never who belongs to it."""

    kind: str
    id: int
    name: str
    organisation_id: int | None
    closed_on: date | None
    has_begun: bool  # it has had an officer, or a member
    covers: list[str] = field(default_factory=list)
    members: str = ""  # how many, in words; empty for those who are not told


def key_of(kind: Kind) -> str:
    return f"{kind.__tablename__}_id"


def covering(organisation: Organisation, asked: Asked) -> Subquery:
    """The networks and panels of an organisation, with what a `Line` needs of each."""
    kinds = [kind for kind in COVERS if asked.kind in ("", kind.__tablename__)]
    return union_all(*[_covering(kind, organisation, asked) for kind in kinds]).subquery("place")


def _covering(kind: Kind, organisation: Organisation, asked: Asked) -> Select:
    cover, shut = COVERS[kind], kind.closed_on.is_not(None)
    return (
        select(
            literal(kind.__tablename__).label("kind"),
            kind.id,
            kind.name,
            kind.organisation_id,
            kind.closed_on,
            _has_begun(kind).label("has_begun"),
        )
        .join(cover, getattr(cover, key_of(kind)) == kind.id)
        .where(
            cover.organisation_id == organisation.id,
            shut if asked.closed else ~shut,
            *with_words(asked.words, kind.name),
        )
    )


def lines(rows: Iterable[Sequence[Any]], counted: bool) -> list[Line]:
    """Rows of `covering` with what each covers, and about how many belong when it is `counted`.

    Two questions for any number of them, and two more for their members.
    """
    found = [Line(*row) for row in rows]
    names, numbers = {}, {}
    for kind in COVERS:
        word = kind.__tablename__
        ids = [line.id for line in found if line.kind == word]
        names[word] = _covered_names(kind, ids)
        numbers[word] = _numbers(kind, ids) if counted else {}
    return [
        replace(
            line,
            covers=names[line.kind][line.id],
            members=told(numbers[line.kind].get(line.id, 0)) if counted else "",
        )
        for line in found
    ]


def _has_begun(kind):
    return Network.has_had_an_officer if kind is Network else Panel.has_had_a_member


def _covered_names(kind, ids):
    cover, key = COVERS[kind], key_of(kind)
    rows = db.session.execute(
        select(getattr(cover, key), Organisation.name)
        .join(Organisation, Organisation.id == cover.organisation_id)
        .where(getattr(cover, key).in_(ids))
        .order_by(Organisation.name)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for place_id, name in rows:
        names[place_id].append(name)
    return names


def _numbers(kind, ids):
    place = getattr(Grant, key_of(kind))
    rows = db.session.execute(
        select(place, func.count(Grant.person_id.distinct()))
        .where(place.in_(ids), Grant.until.is_(None))
        .group_by(place)
    )
    return {row[0]: row[1] for row in rows}


def told(number: int) -> str:
    """A number of members as management is told it: "Fewer than ten", "10 to 19", "100 to 149".

    Nobody is found by a small number, nor by one that moves when one person leaves: so bands, of
    ten below a hundred and of fifty above.
    """
    if number < FEW:
        return "Fewer than ten"
    width = 10 if number < 100 else 50
    lowest = number - number % width
    return f"{lowest} to {lowest + width - 1}"


def organisations_covered(place: Network | Panel) -> list[Organisation]:
    """The organisations that it covers, its home first."""
    cover, key = COVERS[type(place)], key_of(type(place))
    return list(
        db.session.scalars(
            select(Organisation)
            .join(cover, cover.organisation_id == Organisation.id)
            .where(getattr(cover, key) == place.id)
            .order_by(Organisation.id != place.organisation_id, Organisation.code)
        )
    )


def covers_of(place: Network | Panel) -> list[Any]:
    cover, key = COVERS[type(place)], key_of(type(place))
    return list(db.session.scalars(select(cover).where(getattr(cover, key) == place.id)))


def named(codes: Iterable[str]) -> list[Organisation]:
    """The organisations with these codes."""
    asked = list(codes)
    known = organisations_by_code(asked)
    for code in asked:
        if code not in known:
            raise Refused(f"No organisation has the code {code}", "covers")
    return [known[code] for code in asked]


def has_name_at_home(kind: Kind, name: str, home_id: int, besides: int = 0) -> bool:
    """Whether another that is open has this name there, in whatever case."""
    same = select(kind.id).where(
        kind.organisation_id == home_id,
        func.lower(kind.name) == name.lower(),
        kind.closed_on.is_(None),
        kind.id != besides,
    )
    return db.session.scalar(same.limit(1)) is not None
