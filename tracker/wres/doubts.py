"""What looks odd beside last year's figures, and may be right all the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from tracker.wres.checking import Block, Entry, in_blocks
from tracker.wres.comparing import Kept, Key, in_words, key_in, numbers_of
from tracker.wres.findings import Doubt, shown_column

# Differences smaller than these are left to chance: people, and rates from 0 to 1. Our judgement.
LEAST = {"people": 20, "rate": 0.03, "value": 0.03}
MUCH_CLOSER = 3  # times, before White and BME are said to look swapped


class Year(NamedTuple):
    """A row beside the figure of the year before, if we have it and it is of the same series."""

    entry: Entry
    before: Kept
    hidden: bool


def doubts_about(
    entries: Iterable[Entry],
    worked: Mapping[Key, Kept],
    current: Mapping[Key, Kept],
    names: Mapping[str, str],
) -> list[Doubt]:
    """A jump of more than half from last year; White and BME that look swapped beside it.

    Last year's figure is the file's own where it has one. Neither is asked across a break in
    series, and a swap never because a gap runs against the usual direction.
    """
    doubts: list[Doubt] = []
    for block, members in in_blocks(entries).items():
        pairs = [pair for entry in members for pair in with_last_year(entry, worked, current)]
        swapped = [pair for pair in pairs if looks_swapped(pair)]
        if swapped:
            doubts.append(swap_doubt(block, swapped, names))
        for pair in pairs:
            if pair not in swapped:
                doubts += jumps_in(block, pair, names)
    return doubts


def with_last_year(
    entry: Entry, worked: Mapping[Key, Kept], current: Mapping[Key, Kept]
) -> Iterator[Year]:
    key = key_in(entry.row)
    last = key._replace(year=key.year - 1)
    if last in worked:
        yield Year(entry, worked[last], hidden=False)
    elif last in current:
        yield Year(entry, current[last], hidden=current[last].hidden)


def looks_swapped(pair: Year) -> bool:
    """Whether White and BME both fit last year's figures much better the other way round."""
    groups = numbers_of(pair.entry.row)[:2]
    given = [number.given for number in groups]
    before = [getattr(pair.before, number.field) for number in groups]
    if len(groups) < 2 or None in given or None in before:
        return False
    straight = [abs(now - then) for now, then in zip(given, before, strict=True)]
    crossed = [abs(now - then) for now, then in zip(given, reversed(before), strict=True)]
    return (
        abs(before[0] - before[1]) >= LEAST[groups[0].unit]
        and all(cross < line for cross, line in zip(crossed, straight, strict=True))
        and MUCH_CLOSER * sum(crossed) < sum(straight)
    )


def swap_doubt(block: Block, pairs: Sequence[Year], names: Mapping[str, str]) -> Doubt:
    numbers = [number for pair in pairs for number in numbers_of(pair.entry.row)[:2]]
    white, bme = numbers[:2]
    return Doubt(
        key=key_for("swap", *block, *(number.given for number in numbers)),
        message=f"{title(block, names)}: White and BME may be swapped",
        rows=tuple(pair.entry.number for pair in pairs),
        column="White, BME",
        value=f"{shown(white.given, white.unit)}, {shown(bme.given, bme.unit)}",
        remedy="Both are much closer to last year’s figures the other way round. "
        "Swap them in the file, or say why they are right.",
    )


def jumps_in(block: Block, pair: Year, names: Mapping[str, str]) -> Iterator[Doubt]:
    row = pair.entry.row
    for number in numbers_of(row):
        before = getattr(pair.before, number.field)
        if number.given is None or before is None or not jumped(number.given, before, number.unit):
            continue
        change = moved(number.given, before, number.unit, pair.hidden)
        yield Doubt(
            key=key_for("jump", *block, row.part, row.item, number.column, number.given),
            message=f"{title(block, names)}: {in_words(row, number)} {change}",
            rows=(pair.entry.number,),
            column=shown_column(number.column),
            value=shown(number.given, number.unit),
            remedy="A change of more than half is often a typing error. "
            "Mend it, or say why it is right.",
        )


def jumped(given: float, before: float, unit: str) -> bool:
    return abs(given - before) > before / 2 and abs(given - before) >= LEAST[unit]


def moved(given: float, before: float, unit: str, hidden: bool) -> str:
    """ "fell from 802 to 344, by 57%"; a number hidden on every page stays hidden here."""
    way = "rose" if given > before else "fell"
    if hidden:
        return f"{way} from a hidden number to {shown(given, unit)}"
    by = f", by {abs(given - before) / before:.0%}" if before else ""
    return f"{way} from {shown(before, unit)} to {shown(given, unit)}{by}"


def shown(number: float | None, unit: str) -> str:
    if number is None:
        return ""
    return {"people": f"{number:,.0f}", "rate": f"{number:.1%}"}.get(unit, f"{number:.2f}")


def title(block: Block, names: Mapping[str, str]) -> str:
    name = names.get(block.organisation, block.organisation)
    return f"{name}, indicator {block.indicator}"


def key_for(kind: str, *parts: object) -> str:
    """The same for the same doubt about the same numbers, wherever in the file they stand."""
    return f"{kind}-{sha256(repr(parts).encode()).hexdigest()[:12]}"
