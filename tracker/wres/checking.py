"""What the rows of a file must satisfy among themselves: none twice, none alone, sums that add."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from tracker.wres.bands import TOTAL, WORKFORCE, Place
from tracker.wres.figures import Row
from tracker.wres.findings import Fault, fault_at, in_words
from tracker.wres.vocabulary import (
    PERCENTAGE,
    named,
    people_at,
    staff_groups,
    subsets,
)

GROUPS = ("white", "bme", "unknown")


@dataclass(frozen=True)
class Entry:
    """A row and its number in the file."""

    number: int
    row: Row


class Block(NamedTuple):
    """What a file replaces whole: an organisation's indicator in a year, on one basis."""

    organisation: str
    year: int
    indicator: str
    basis: str


Placed = Mapping[Place, Entry]  # the rows of one block


def block_of(row: Row) -> Block:
    return Block(row.organisation, row.year, row.indicator, row.basis)


def in_blocks(entries: Iterable[Entry]) -> dict[Block, list[Entry]]:
    blocks: dict[Block, list[Entry]] = defaultdict(list)
    for entry in entries:
        blocks[block_of(entry.row)].append(entry)
    return dict(blocks)


def placed(entries: Iterable[Entry]) -> dict[Place, Entry]:
    return {entry.row.place: entry for entry in entries}


def faults_among(
    entries: Sequence[Entry], half_read: Collection[tuple[str, str]]
) -> Iterator[Fault]:
    """The faults of rows that are right one by one.

    `half_read` names each organisation and indicator of which a row was not read, so that nobody
    is told that it is missing.
    """
    yield from repeated(entries)
    for block, members in in_blocks(entries).items():
        rows = placed(members)
        yield from too_many(block, rows)
        yield from said_twice(block, rows)
        if (block.organisation, block.indicator) not in half_read:
            yield from alone(block, rows)
            yield from not_adding_up(rows)


def repeated(entries: Iterable[Entry]) -> Iterator[Fault]:
    first: dict[tuple[Block, Place], Entry] = {}
    for entry in entries:
        row = entry.row
        earlier = first.setdefault((block_of(row), row.place), entry)
        if earlier is not entry:
            yield fault_at(
                [earlier.number, entry.number],
                "",
                f"both give {row.organisation}, {row.year}, indicator {row.indicator}, "
                f"{named(row.place)}",
                remedy="Keep the one that is right.",
            )


def too_many(block: Block, rows: Placed) -> Iterator[Fault]:
    """A numerator above its denominator."""
    for some, everybody in subsets(block.indicator):
        if some not in rows or everybody not in rows:
            continue
        few, many = rows[some], rows[everybody]
        for group in GROUPS:
            count, limit = getattr(few.row, group), getattr(many.row, group)
            if count is not None and limit is not None and count > limit:
                yield fault_at(
                    [few.number],
                    group,
                    f"{count:,} {people_at(block.indicator, some)} is more than "
                    f"{limit:,} {people_at(block.indicator, everybody)}",
                    value=str(count),
                    remedy=f"Check whether it has changed places with row {many.number}.",
                )


def said_twice(block: Block, rows: Placed) -> Iterator[Fault]:
    """A percentage beside the counts that give it."""
    counts = [entry.number for place, entry in rows.items() if place[1] != PERCENTAGE]
    given = [entry.number for place, entry in rows.items() if place[1] == PERCENTAGE]
    if counts and given:
        yield fault_at(
            sorted(given + counts),
            "item",
            f"{block.organisation} has both counts and a percentage for indicator "
            f"{block.indicator} of {block.year}",
            value=PERCENTAGE,
            remedy="Keep the counts, or the percentage.",
        )


def alone(block: Block, rows: Placed) -> Iterator[Fault]:
    """A numerator without its denominator; and, of the first pair, the other way about."""
    pairs = subsets(block.indicator)
    for there, missing in (*pairs, *(pair[::-1] for pair in pairs[:1])):
        if there in rows and missing not in rows:
            wanted = named(missing)
            yield fault_at(
                [rows[there].number],
                "item",
                f"there is no row of {wanted} to set beside {named(there)}",
                value=there[1],
                remedy=f"Add {wanted} for {block.organisation}, {block.year}, "
                f"indicator {block.indicator}, or leave this row out.",
            )


def not_adding_up(rows: Placed) -> Iterator[Fault]:
    """Bands that do not add to the total of their part, or parts to the workforce."""
    for part, items in staff_groups().items():
        bands = [rows[part, item] for item in items if (part, item) in rows]
        if bands and (part, TOTAL) in rows:
            yield from differences("bands", bands, rows[part, TOTAL])
    if WORKFORCE in rows:
        parts = [standing_for(part, rows) for part in staff_groups()]
        everybody = list(chain.from_iterable(parts))
        yield from differences("parts", everybody, rows[WORKFORCE], some_missing=not all(parts))


def standing_for(part: str, rows: Placed) -> list[Entry]:
    """The row of a part's total, or else the rows of its bands."""
    if (part, TOTAL) in rows:
        return [rows[part, TOTAL]]
    return [rows[part, item] for item in staff_groups()[part] if (part, item) in rows]


def differences(
    what: str, summands: Sequence[Entry], total: Entry, some_missing: bool = False
) -> Iterator[Fault]:
    """Where the summands miss the total; with some missing, only where they pass it."""
    numbers = sorted(entry.number for entry in (*summands, total))
    for group in GROUPS:
        says = getattr(total.row, group)
        if says is None:
            continue
        adds = sum(getattr(entry.row, group) or 0 for entry in summands)
        if adds > says or (adds < says and not some_missing):
            gap = f"{abs(says - adds):,} {'below' if adds < says else 'above'}"
            yield fault_at(
                numbers,
                group,
                f"the {what} add to {adds:,}, the total says {says:,}",
                value=f"{says:,} (total)",
                remedy=f"The {what} are {gap} the total: mend one of them, or the total.",
            )


def without_totals(entries: Iterable[Entry]) -> Iterator[str]:
    """Staff groups that have no total, nor all the bands that would add to one."""
    for block, members in in_blocks(entries).items():
        rows = placed(members)
        for part, items in staff_groups().items():
            missing = [item for item in items if (part, item) not in rows]
            if (part, TOTAL) not in rows and 0 < len(missing) < len(items):
                yield (
                    f"{block.organisation}, {block.year}, {part}: no total, and no rows for "
                    f"{in_words(missing)} to add to one, so none is worked out"
                )
