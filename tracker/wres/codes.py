"""Whose figures a file holds: codes nobody has, organisations out of reach, or not open then."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from tracker.wres.checking import Entry
from tracker.wres.findings import Fault, in_rows

MAX_UNKNOWN = 100  # codes, which somebody can still decide one by one


@dataclass(frozen=True)
class Known:
    """An organisation we know, and the days it opened and closed, if it did."""

    code: str
    name: str
    opened: date | None = None
    closed: date | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


@dataclass(frozen=True)
class UnknownCode:
    """A code that no organisation has, and what is to become of its rows.

    `name` is what the file calls it; `read_as` is the organisation chosen instead.
    """

    code: str
    name: str
    rows: tuple[int, ...]
    nearest: Known | None
    read_as: Known | None = None
    left_out: bool = False

    @property
    def decided(self) -> bool:
        return self.left_out or self.read_as is not None

    @property
    def words(self) -> str:
        """What was decided, for the record; "" while it is not."""
        rows = in_rows(self.rows).lower()
        if self.left_out:
            return f"{self.code}: {rows} left out"
        return f"{self.code}: {rows} read as {self.read_as}" if self.read_as else ""


Members = Mapping[str, Sequence[Entry]]  # the rows of each organisation, by code


def by_organisation(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    members: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        members[entry.row.organisation].append(entry)
    return dict(members)


def unknown_codes(
    entries: Iterable[Entry],
    names: Mapping[str, str],
    known: Mapping[str, Known],
    mapping: Mapping[str, str],
    left_out: Collection[str],
) -> list[UnknownCode]:
    """The codes of a file that nobody has, with what was decided about each."""
    codes = sorted(known)
    return [
        UnknownCode(
            code=code,
            name=names.get(code, ""),
            rows=tuple(entry.number for entry in members),
            nearest=nearest(code, codes, known),
            read_as=known.get(mapping.get(code, "")),
            left_out=code in left_out,
        )
        for code, members in by_organisation(entries).items()
        if code not in known
    ]


def nearest(code: str, codes: Sequence[str], known: Mapping[str, Known]) -> Known | None:
    """The organisation whose code begins most like this one, by two letters at least.

    `codes` are sorted, so it is a neighbour of the place where the code would stand.
    """
    place = bisect_left(codes, code)
    best = max(
        codes[max(place - 1, 0) : place + 1], key=lambda other: alike(code, other), default=""
    )
    return known[best] if alike(code, best) >= 2 else None


def alike(code: str, other: str) -> int:
    """How many letters two codes begin with alike."""
    pairs = zip(code, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def settled(
    entries: Iterable[Entry], known: Mapping[str, Known], unknown: Iterable[UnknownCode]
) -> list[Entry]:
    """The rows of organisations we know, those read as another under its code."""
    read_as = {code: code for code in known}
    read_as |= {
        each.code: each.read_as.code for each in unknown if each.read_as and not each.left_out
    }
    return [
        replace(entry, row=replace(entry.row, organisation=read_as[entry.row.organisation]))
        for entry in entries
        if entry.row.organisation in read_as
    ]


def too_many_unknown(unknown: Sequence[UnknownCode]) -> Iterator[Fault]:
    if len(unknown) > MAX_UNKNOWN:
        yield Fault(
            message=f"{len(unknown):,} codes are of no organisation we know",
            column="organisation",
            remedy="Check the codes in the file, and that the organisations have been imported.",
        )


def out_of_scope(
    members: Members, known: Mapping[str, Known], importable: Collection[str] | None
) -> Iterator[Fault]:
    """The organisations whose figures this person may not import; `importable` None is all."""
    for code, entries in members.items():
        if importable is not None and code not in importable:
            rows = [entry.number for entry in entries]
            yield Fault(
                message=f"{in_rows(rows)}: you may not import figures of {known[code]}",
                rows=tuple(rows),
                column="organisation",
                value=code,
                remedy="Take its rows out of the file, or ask its equality lead to import them.",
            )


def not_open(members: Members, known: Mapping[str, Known]) -> Iterator[Fault]:
    """The organisations that were open on no day of the year their figures are of."""
    for code, year, rows in by_year(members):
        organisation = known[code]
        first, last = days_of(year)
        if organisation.closed and organisation.closed < first:
            when = f"closed on {in_full(organisation.closed)}, before {in_full(first)}"
        elif organisation.opened and organisation.opened > last:
            when = f"opened on {in_full(organisation.opened)}, after {in_full(last)}"
        else:
            continue
        yield Fault(
            message=f"{in_rows(rows)}: {organisation} {when}, so it has no figures for {year}",
            rows=tuple(rows),
            column="organisation",
            value=code,
            remedy="Use the code of the organisation that was open then, or take the rows out.",
        )


def closing(members: Members, known: Mapping[str, Known]) -> Iterator[str]:
    """A note on each organisation that closed within the year its figures are of."""
    for code, year, _ in by_year(members):
        closed = known[code].closed
        first, last = days_of(year)
        if closed and first <= closed < last:
            yield f"{known[code]} closed on {in_full(closed)}, within the year of these figures"


def by_year(members: Members) -> Iterator[tuple[str, int, list[int]]]:
    """Each organisation and year of a file, with the numbers of its rows."""
    for code, entries in members.items():
        years: dict[int, list[int]] = defaultdict(list)
        for entry in entries:
            years[entry.row.year].append(entry.number)
        for year, rows in sorted(years.items()):
            yield code, year, rows


def days_of(year: int) -> tuple[date, date]:
    """The first and last day that figures of a WRES year can speak of."""
    return date(year - 1, 4, 1), date(year, 3, 31)


def in_full(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
