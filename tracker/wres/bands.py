"""The table behind indicator 1: bands and their totals, how they roll up, and what is hidden."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from tracker.wres.disclosure import Cell, hidden_cells, is_small
from tracker.wres.indicators import Counts, sum_of
from tracker.wres.standard import Indicator, Ladder

Place = tuple[str, str]  # a part and an item of it
Table = dict[Place, Counts]

TOTAL = "total"
WORKFORCE: Place = ("workforce", TOTAL)
NOBODY = Counts(0, 0, 0)


def with_totals(given: Mapping[Place, Counts], about: Indicator) -> Table:
    """The table with each total that the file leaves out and gives all the parts of."""
    table = dict(given)
    for part in _staff_groups(about):
        _add_up(table, (part, TOTAL), [(part, item) for item in _bands(part, about)])
    _add_up(table, WORKFORCE, [(part, TOTAL) for part in _staff_groups(about)])
    return table


def with_clusters(given: Mapping[Place, Counts], about: Indicator) -> Table:
    """The table with the clusters of each staff group whose bands add up to its total, and with
    the senior ones of all of them. A band that such a group leaves out has nobody in it."""
    table = dict(given)
    for part in _staff_groups(about):
        bands = {item: table.get((part, item), NOBODY) for item in _bands(part, about)}
        if sum_of(bands.values()) == table.get((part, TOTAL)):
            for cluster, items in _clusters(part, about).items():
                table[part, cluster] = sum_of(bands[item] for item in items)
    if about.ladder:
        _add_up(table, about.ladder.senior.place, _seniors(about.ladder))
    return table


def steps(table: Table, about: Indicator) -> Iterator[tuple[str, str, Place, Place]]:
    """The part and name of each step from a cluster to a higher one, and the two places."""
    if about.ladder is None:
        return
    for part in about.ladder.parts:
        for name, (lower, upper) in about.ladder.steps.items():
            if (part, lower) in table and (part, upper) in table:
                yield part, name, (part, lower), (part, upper)


def totals_behind(place: Place, about: Indicator) -> list[Place]:
    """The totals that a place is a part of: its staff group's, or those of all that climb."""
    part, _ = place
    ladder = about.ladder
    parts = ladder.parts if ladder and place == ladder.senior.place else [part]
    return [(part, TOTAL) for part in parts]


def hidden_places(table: Table, about: Indicator) -> frozenset[Place]:
    """The places of the table that are not to be shown: small themselves, or giving one away."""
    small = {place for place, counts in table.items() if is_small(counts.groups, about.threshold)}
    staff_groups = chain.from_iterable(_cells(part, table, about) for part in _staff_groups(about))
    wholes = _joined(WORKFORCE, tuple(staff_groups), table)
    hidden = hidden_cells(wholes, about.threshold) | small
    ladder = about.ladder
    if ladder and any(place in hidden for place in _seniors(ladder)):
        hidden |= {ladder.senior.place}
    return hidden


def _cells(part: str, table: Table, about: Indicator) -> tuple[Cell[Place], ...]:
    """A staff group as one cell with its clusters and their bands; as those, without a total."""
    loose = _bands(part, about)
    cells: list[Cell[Place]] = []
    for name, items in _clusters(part, about).items():
        cells += _joined((part, name), _ends(part, items, table), table)
        loose = [item for item in loose if item not in items]
    cells += _ends(part, loose, table)
    return _joined((part, TOTAL), tuple(cells), table)


def _ends(part: str, items: Iterable[str], table: Table) -> tuple[Cell[Place], ...]:
    return tuple(_cell((part, item), table) for item in items if (part, item) in table)


def _joined(place: Place, parts: tuple[Cell[Place], ...], table: Table) -> tuple[Cell[Place], ...]:
    """One cell of the parts, or the parts apart where the table has no sum of them."""
    return (_cell(place, table, parts),) if place in table else parts


def _cell(place: Place, table: Table, parts: tuple[Cell[Place], ...] = ()) -> Cell[Place]:
    return Cell(place, table[place].groups, parts)


def _add_up(table: Table, place: Place, parts: Sequence[Place]) -> None:
    """Put the sum of the parts in its place, unless one is lacking or the sum is there."""
    if place not in table and all(part in table for part in parts):
        table[place] = sum_of(table[part] for part in parts)


def _staff_groups(about: Indicator) -> list[str]:
    return [part for part in about.file_items if part != WORKFORCE[0]]


def _bands(part: str, about: Indicator) -> list[str]:
    return [item for item in about.file_items[part] if item != TOTAL]


def _clusters(part: str, about: Indicator) -> Mapping[str, Sequence[str]]:
    ladder = about.ladder
    return ladder.clusters if ladder and part in ladder.parts else {}


def _seniors(ladder: Ladder) -> list[Place]:
    return [(part, ladder.senior.cluster) for part in ladder.parts]
