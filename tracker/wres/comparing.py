"""A file beside the figures we keep: what accepting it would change."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from tracker.wres.checking import GROUPS, Block, Entry, in_blocks
from tracker.wres.figures import Row, Worked, work_out
from tracker.wres.findings import shown_column
from tracker.wres.registry import indicator
from tracker.wres.vocabulary import PERCENTAGE, named, people_at, subsets

COMPARED = (
    *(f"{group}_{side}" for group in GROUPS for side in ("numerator", "denominator")),
    "white_rate",
    "bme_rate",
    "value",
)


class Kept(Protocol):
    """A figure we keep: any object with the names of `Worked`, such as a row of the database."""

    @property
    def hidden(self) -> bool: ...


class Key(NamedTuple):
    """What tells a figure from every other that is current."""

    organisation: str
    year: int
    indicator: str
    part: str
    item: str
    basis: str
    definition: str

    @property
    def block(self) -> Block:
        return Block(self.organisation, self.year, self.indicator, self.basis)


def key_of(organisation: str, figure: Kept) -> Key:
    return Key(organisation, *(getattr(figure, name) for name in Key._fields[1:]))


def worked_from(entries: Iterable[Entry]) -> dict[Key, Worked]:
    """The figures that the rows of a file come to."""
    return {
        key_of(block.organisation, figure): figure
        for block, members in in_blocks(entries).items()
        for figure in work_out(entry.row for entry in members)
    }


class Number(NamedTuple):
    """One number of a row, and the name it has in the figure it goes into.

    `unit` is "people", "rate" (from 0 to 1) or "value" (in the unit of the figure).
    """

    column: str
    unit: str
    given: float | None
    field: str


def numbers_of(row: Row) -> list[Number]:
    """What a row gives: rates, or a value, or else counts of people."""
    if row.item == PERCENTAGE:
        rates = {"white": row.white_rate, "bme": row.bme_rate}
        return [Number(group, "rate", rate, f"{group}_rate") for group, rate in rates.items()]
    if row.value is not None:
        return [Number("value", "value", row.value, "value")]
    side = "denominator" if row.item == indicator(row.indicator).of else "numerator"
    return [Number(group, "people", getattr(row, group), f"{group}_{side}") for group in GROUPS]


def key_in(row: Row) -> Key:
    """The figure that a row's numbers go into; the whole workforce goes into that of the board."""
    described = indicator(row.indicator)
    part, item = row.part, row.item
    if item not in described.items:
        (first_part, _), _ = subsets(row.indicator)[0]
        part = first_part if item == described.of else part
        part, item = described.figure_parts.get(part, part), next(iter(described.items))
    definition = row.definition or described.definition_of(row.year, row.basis)
    return Key(row.organisation, row.year, row.indicator, part, item, row.basis, definition)


def in_words(row: Row, number: Number) -> str:
    """What a number is of: "BME cases", "White rate", "value"."""
    column = shown_column(number.column)
    if number.unit == "people":
        return f"{column} {people_at(row.indicator, row.place)}"
    return column if number.column == number.unit else f"{column} {number.unit}"


@dataclass(frozen=True)
class Effect:
    """What accepting would do to one organisation's indicator of a year, counted in figures."""

    block: Block
    new: int
    changed: int
    same: int
    gone: int

    @property
    def figures(self) -> int:
        return self.new + self.changed + self.same

    @property
    def words(self) -> str:
        differ = self.new + self.changed + self.gone
        if self.new == self.figures + self.gone:
            return "New"
        return f"Changes {differ} of {self.figures + self.gone}" if differ else "Same as now"


@dataclass(frozen=True)
class Change:
    """One number that would change. None: there is none, or there will be none.

    A number now kept from sight (`hidden`) is not given here either.
    """

    block: Block
    what: str
    unit: str
    now: float | None
    in_file: float | None
    hidden: bool = False

    @property
    def difference(self) -> float | None:
        return None if self.now is None or self.in_file is None else self.in_file - self.now


def effects_of(worked: Mapping[Key, Kept], current: Mapping[Key, Kept]) -> list[Effect]:
    """A file replaces whole every block it holds, so a figure it lacks would be gone."""
    kept = by_block(current)
    return [
        effect_on(block, figures, kept.get(block, {}))
        for block, figures in by_block(worked).items()
    ]


def effect_on(block: Block, given: Mapping[Key, Kept], kept: Mapping[Key, Kept]) -> Effect:
    alike = [same(given[key], kept[key]) for key in given.keys() & kept.keys()]
    return Effect(
        block=block,
        new=len(given) - len(alike),
        changed=alike.count(False),
        same=alike.count(True),
        gone=len(kept) - len(alike),
    )


def by_block(figures: Mapping[Key, Kept]) -> dict[Block, dict[Key, Kept]]:
    blocks: dict[Block, dict[Key, Kept]] = defaultdict(dict)
    for key, figure in figures.items():
        blocks[key.block][key] = figure
    return dict(blocks)


def same(figure: Kept, other: Kept) -> bool:
    return all(equal(getattr(figure, name), getattr(other, name)) for name in COMPARED)


def equal(number: float | None, other: float | None) -> bool:
    if number is None or other is None:
        return number is other
    return math.isclose(number, other, rel_tol=1e-12)


def changes_of(
    entries: Iterable[Entry], worked: Mapping[Key, Kept], current: Mapping[Key, Kept]
) -> list[Change]:
    """Each number of a file that is not the one we keep, and each figure the file takes away."""
    kept = by_block(current)
    changes: list[Change] = []
    for block, members in in_blocks(entries).items():
        figures = kept.get(block, {})
        for entry in members if figures else []:
            changes += changes_in(block, entry.row, figures.get(key_in(entry.row)))
        gone = sorted(key for key in figures if key not in worked)
        changes += [change(block, named((key.part, key.item)), figures[key]) for key in gone]
    return changes


def changes_in(block: Block, row: Row, figure: Kept | None) -> Iterator[Change]:
    for number in numbers_of(row):
        now = getattr(figure, number.field, None)
        if not equal(now, number.given):
            what = in_words(row, number)
            yield change(block, what, figure, number.field, number.unit, number.given)


def change(
    block: Block,
    what: str,
    figure: Kept | None,
    field: str = "value",
    unit: str = "value",
    in_file: float | None = None,
) -> Change:
    hidden = figure is not None and figure.hidden
    now = None if hidden else getattr(figure, field, None)
    return Change(block=block, what=what, unit=unit, now=now, in_file=in_file, hidden=hidden)
