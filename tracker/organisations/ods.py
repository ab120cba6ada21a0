"""Reading the lists of the Organisation Data Service (ODS): trusts, care boards, successors.

Three files are known by what stands in them: the trust list `etr` (27 columns, no header), the
list of integrated care boards (ICB..CD, ICB..CDH, ICB..NM), and a list of successors (old, new),
which ODS leaves out. Faults are sentences that say the row, the column and what stands there.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path

from tracker.organisations.names import tidied
from tracker.organisations.rows import Row, Wrong, cells_of, lines_of, quoted, rows_made

CODE = re.compile(r"[A-Z0-9]{3}|[A-Z0-9]{5}")
ICB_CODE = re.compile(r"Q[A-Z0-9]{2}")
ICB_HEADER = re.compile(r"ICB\d\dCD,ICB\d\dCDH,ICB\d\dNM(,.*)?")
SUCCESSOR_HEADER = "OLD,NEW"

TRUST_CODE, NAME, REGION, ICB = "1, code", "2, name", "3, region", "4, integrated care board"
OPENED, CLOSED = "11, open date", "12, close date"
TRUST_COLUMNS = (
    *(TRUST_CODE, NAME, REGION, ICB),
    *(f"{number}, address" for number in range(5, 11)),
    *(OPENED, CLOSED),
    *(str(number) for number in range(13, 28)),  # telephone and others that nothing here reads
)


@dataclass(frozen=True)
class OdsOrganisation:
    """An organisation as a list gives it. `kind` is trust, icb, region or national."""

    code: str
    name: str
    kind: str
    region_code: str | None = None
    icb_code: str | None = None
    opened: date | None = None
    closed: date | None = None

    def is_open(self, on: date) -> bool:
        """Open from its first day to its last, both counted."""
        return (self.opened or on) <= on <= (self.closed or on)


@dataclass(frozen=True)
class Reading:
    """What a file says. `kind` is None when it is none of those known."""

    kind: str | None
    organisations: tuple[OdsOrganisation, ...] = ()
    successors: Mapping[str, str] = field(default_factory=dict)  # the new code by the old
    faults: tuple[str, ...] = ()


@cache
def places() -> tuple[OdsOrganisation, ...]:
    """The national body and the regions, which are in no list."""
    text = Path(__file__).with_name("places.toml").read_text(encoding="utf-8")
    return tuple(OdsOrganisation(**place) for place in tomllib.loads(text)["places"])


def regions_of_icbs(trusts: Iterable[OdsOrganisation]) -> dict[str, str]:
    """The region of each integrated care board: the one that most of its trusts lie in."""
    regions: dict[str, Counter[str]] = defaultdict(Counter)
    for trust in trusts:
        if trust.icb_code and trust.region_code:
            regions[trust.icb_code][trust.region_code] += 1
    return {icb: max(sorted(counts), key=counts.__getitem__) for icb, counts in regions.items()}


def read(content: bytes, file_name: str) -> Reading:
    """What a list says and what is wrong with it. Nothing is to be kept of one with a fault."""
    try:
        lines = lines_of(content, file_name)
        first = cells_of(1, lines[0])
    except Wrong as wrong:
        return Reading(kind=None, faults=(str(wrong),))
    header = ",".join(first).upper()
    if ICB_HEADER.fullmatch(header):
        return read_icbs(first, lines[1:])
    if header == SUCCESSOR_HEADER:
        return read_successors(lines[1:])
    if len(first) == len(TRUST_COLUMNS):
        return read_trusts(lines)
    return Reading(kind=None, faults=(not_known(file_name, len(first)),))


def not_known(file_name: str, columns: int) -> str:
    return (
        f"{file_name} is none of the lists that are read here: its first row has {columns} "
        f"{'column' if columns == 1 else 'columns'}. The list of trusts (etr) has "
        f"{len(TRUST_COLUMNS)} and no header, the list of integrated care boards begins with "
        "ICB24CD, ICB24CDH, ICB24NM, and a list of successors with old, new."
    )


def read_trusts(lines: Sequence[str]) -> Reading:
    trusts, faults = rows_made(lines, 1, TRUST_COLUMNS, key=TRUST_CODE, make=trust_of)
    return Reading("trusts", organisations=trusts, faults=faults)


def trust_of(row: Row) -> OdsOrganisation:
    opened, closed = row.value(OPENED, day), row.value(CLOSED, day)
    if opened and closed and closed < opened:
        row.refuse(CLOSED, f"{quoted(row.cells[CLOSED])} is before the open date")
    return OdsOrganisation(
        code=row.value(TRUST_CODE, organisation_code) or "",
        name=tidied(row.value(NAME, filled) or ""),
        kind="trust",
        region_code=row.value(REGION, region_if_any),
        icb_code=row.value(ICB, icb_if_any),
        opened=opened,
        closed=closed,
    )


def read_icbs(header: Sequence[str], lines: Sequence[str]) -> Reading:
    _, code, name, *_ = header

    def icb_of(row: Row) -> OdsOrganisation:
        return OdsOrganisation(
            code=row.value(code, icb_code) or "",
            name=tidied(row.value(name, filled) or ""),
            kind="icb",
        )

    icbs, faults = rows_made(lines, 2, header, key=code, make=icb_of)
    return Reading("integrated care boards", organisations=icbs, faults=faults)


def read_successors(lines: Sequence[str]) -> Reading:
    pairs, faults = rows_made(lines, 2, ("old", "new"), key="old", make=succession_of)
    successors = dict(pairs)
    return Reading("successors", successors=successors, faults=(*faults, *circles_in(successors)))


def succession_of(row: Row) -> tuple[str, str]:
    old = row.value("old", organisation_code) or ""
    new = row.value("new", organisation_code) or ""
    if old and old == new:
        row.refuse("new", f"{new!r} cannot be its own successor")
    return old, new


def circles_in(successors: Mapping[str, str]) -> Iterable[str]:
    """A sentence for each organisation that its own successors lead back to."""
    for start in successors:
        code, passed = successors[start], {start}
        while code in successors and code not in passed:
            passed.add(code)
            code = successors[code]
        if code == start:
            yield f"{start!r} is among its own successors. Leave one of these rows out."


# What a cell may hold


def filled(text: str) -> str:
    if not text:
        raise Wrong("the cell is empty")
    return text


def organisation_code(text: str) -> str:
    code = filled(text).upper()
    if not CODE.fullmatch(code):
        raise Wrong(f"{quoted(text)} is not a code of three or five letters and digits")
    return code


def icb_code(text: str) -> str:
    code = filled(text).upper()
    if not ICB_CODE.fullmatch(code):
        raise Wrong(f"{quoted(text)} is not a code of an integrated care board, such as QOP")
    return code


def icb_if_any(text: str) -> str | None:
    return icb_code(text) if text else None


def region_if_any(text: str) -> str | None:
    regions = {place.code: place.name for place in places() if place.kind == "region"}
    if not text:
        return None
    if text.upper() not in regions:
        known = ", ".join(f"{code} {name}" for code, name in regions.items())
        raise Wrong(f"{quoted(text)} is not a region of the NHS in England ({known})")
    return text.upper()


def day(text: str) -> date | None:
    """A day as ODS writes it, 20241231; None where there is none."""
    if not text:
        return None
    try:
        if len(text) != len("yyyymmdd"):
            raise ValueError
        return datetime.strptime(text, "%Y%m%d").date()
    except ValueError as error:
        raise Wrong(f"{quoted(text)} is not a date written yyyymmdd, such as 20241231") from error
