"""What anybody is told of a count, so that nobody is found in a small number or a small change."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import combinations
from typing import Any

from tracker.register.attacking import leaves_enough
from tracker.register.counting import FIGURES, SPLITS, Count, Figure, figures_of
from tracker.wres.disclosure import THRESHOLD

FEW = "fewer than ten"
HIDDEN = "hidden (small numbers)"
# Each figure that is no part of a split, after what it is a part of.
WHOLES = {
    "claimed": "",
    "confirmed": "",
    "met": "confirmed",
    "working": "met",
    "ended": "confirmed",
    "leaders": "confirmed",
}
REMEMBERED = 8  # published counts that are held against the next
OF_A_REGION = "Confirmed pairs whose leader works in this region."


@dataclass(frozen=True)
class Told:
    """What was published last of a number, and as at which day."""

    value: int
    as_at: str

    @property
    def day(self) -> str:
        on = date.fromisoformat(self.as_at)
        return f"{on.day} {on:%b %Y}"

    @property
    def words(self) -> str:
        return f"{self.value:,} on {self.day}"


def told_by(content: Mapping[str, Any] | None) -> dict[str, Told]:
    """What a published count, and those before it, told of each number, by its code."""
    if content is None:
        return {}
    figures = ((each["code"], each) for each in content["figures"])
    regions = ((region_code(each["region"]), each) for each in content["regions"])
    found = ((code, _told(each, content["as_at"])) for code, each in (*figures, *regions))
    return {code: told for code, told in found if told}


def _told(each: Mapping[str, Any], as_at: str) -> Told | None:
    if each["value"] is not None:
        return Told(each["value"], as_at)
    return Told(**each["last"]) if each["last"] else None


def hidden(counted: Count, told: Mapping[str, Told] | None = None) -> frozenset[str]:
    """The codes of numbers, those of regions among them, that are not shown.

    Whoever holds a count against those that were published before learns of each number how far
    it has come since. So a change is hidden as a number is: one below ten, nought too, and as many
    others as would give it away. Where the confirmed ones are hidden, so are all their parts.
    """
    new = _how_much_is_new(counted, told or {})
    alone = {code for code, number in new.items() if number < THRESHOLD}
    given_away = (_hidden_parts([(code, new[code]) for code in s]) for s in _parts(counted))
    found = _held_below(counted, told or {}, frozenset(alone.union(*given_away)))
    return frozenset(found.union(*_parts(counted)) if "confirmed" in found else found)


def _held_below(counted: Count, told: Mapping[str, Told], found: frozenset[str]) -> frozenset[str]:
    """With those that would tell from below how much a hidden number has grown: a part that has
    passed what was told last of its whole, and leaders who grew by more than the confirmed."""

    def beyond(code: str, whole: str) -> int:
        last = {each: told[each].value if each in told else 0 for each in (code, whole)}
        return counted.number(code) - last[code] - (counted.number(whole) - last[whole])

    for part, whole in WHOLES.items():
        if part == "leaders" or not whole:
            continue
        last = told[whole].value if whole in told else 0
        if whole in found and counted.number(part) > last:
            found |= {part}
    with_them = "confirmed" not in found and beyond("leaders", "confirmed") <= 0
    return found if with_them else found | {"leaders"}


def _how_much_is_new(counted: Count, told: Mapping[str, Told]) -> dict[str, int]:
    """Of each number what nobody knows: the whole, or how far it is from what was told last."""
    numbers = numbers_of(counted)
    known = {code: told[code].value for code in numbers if code in told}
    return {code: min(n, abs(n - known.get(code, 0))) for code, n in numbers.items()}


def numbers_of(counted: Count) -> dict[str, int]:
    """Every number of a count by its code, those of regions among them."""
    numbers = {figure.code: counted.number(figure.code) for figure in FIGURES}
    return numbers | {region_code(name): len(ids) for name, ids in counted.regions.items()}


def _parts(counted: Count) -> tuple[tuple[str, ...], ...]:
    """The ways in which the confirmed ones are parted. Each adds up to them."""
    regions = tuple(region_code(name) for name in counted.regions)
    return (*SPLITS, regions) if regions else SPLITS


def region_code(name: str) -> str:
    return f"region {name}"


def figures_behind(direction: str, ids: Mapping[str, Any]) -> dict[str, Figure]:
    """Every figure of which the pairs are known, those of regions among them, by its code."""
    figures = {figure.code: figure for figure in figures_of(direction)}
    regions = [code for code in ids if code not in figures]
    return figures | {code: Figure(code, code.capitalize(), OF_A_REGION) for code in regions}


def _hidden_parts(parts: Sequence[tuple[str, int]]) -> frozenset[str]:
    """Of parts whose sum is told, those that are hidden. They go by two and two, in an order that
    never changes: where one of two is small both are hidden, and the two after them as well where
    they are few together. To choose by size whom to hide would tell something of the sizes."""
    numbers, pairs = dict(parts), _by_two([code for code, _ in parts])
    small = [any(numbers[code] < THRESHOLD for code in pair) for pair in pairs]
    found: set[str] = set()
    for place, pair in enumerate(pairs):
        if not small[place]:
            continue
        together = list(pair)
        for further in pairs[place + 1 :] + pairs[:place]:
            if sum(numbers[code] for code in together) >= THRESHOLD:
                break
            together += further
        found.update(together)
    return frozenset(found)


def _by_two(codes: Sequence[str]) -> list[tuple[str, ...]]:
    """Two and two; the last three together where they are odd."""
    pairs = [tuple(codes[place : place + 2]) for place in range(0, len(codes), 2)]
    if len(pairs) > 1 and len(pairs[-1]) == 1:
        pairs[-2:] = [pairs[-2] + pairs[-1]]
    return pairs


def ranges(
    counted: Count,
    told: Mapping[str, Told],
    not_shown: frozenset[str],
    held: frozenset[str] = frozenset(),
) -> dict[str, tuple[int, int]]:
    """The numbers that a hidden one may be, where they are told: none to nine of one that was never
    told, and for the two parts of the confirmed ones of which one hardly changes, as those that
    were mentoring before, ten each. Told only where all ten may be so."""
    found: dict[str, tuple[int, int]] = {}
    for code, is_of in WHOLES.items():
        if code in told or code not in not_shown or code in held:
            continue
        if _says_nothing_else(code, is_of, told, not_shown, found):
            found[code] = (0, THRESHOLD - 1)
    for one, other in (*SPLITS, *(split[::-1] for split in SPLITS)):
        if one in held:
            continue
        least, known = (told[code].value if code in told else 0 for code in (one, other))
        number, whole = counted.number(one), counted.number("confirmed")
        new = whole - least - known
        if "confirmed" in not_shown or new < 2 * THRESHOLD - 1:
            continue
        if least <= number < least + THRESHOLD:
            most = least + THRESHOLD - 1
            found |= {one: (least, most), other: (whole - most, whole - least)}
    return found


def _says_nothing_else(
    code: str,
    whole: str,
    told: Mapping[str, Told],
    not_shown: frozenset[str],
    found: Mapping[str, tuple[int, int]],
) -> bool:
    """Whether a number that was never told is hidden for being small alone. Where one of ten or
    more may be hidden too, the words are the same for both."""
    if not whole:
        return True
    if code == "leaders":
        return whole not in told
    return whole not in not_shown or whole in found


def shown(
    number: int, is_told: bool, between: tuple[int, int] | None, last: Told | None
) -> dict[str, Any]:
    """A number and its words; no number where it is hidden. All that are hidden read alike,
    whether they are small or would give a small one away; and all whose change is hidden do.
    Where the numbers that it may be are told, these are what is between."""
    return {
        "value": number if is_told else None,
        "shown": f"{number:,}" if is_told else _instead(between, last),
        "between": None if is_told or between is None else list(between),
        "last": None if is_told or last is None else asdict(last),
        "difference": number - last.value if is_told and last else None,
        "change": _change(number, is_told, last),
    }


def _change(number: int, is_told: bool, last: Told | None) -> str:
    if last is None:
        return "not told before"
    return f"{number - last.value:+,} since {last.day}".replace("-", "−") if is_told else HIDDEN


def _instead(between: tuple[int, int] | None, last: Told | None) -> str:
    if between:
        least, most = between
        return f"{least:,} to {most:,}" if least else FEW
    return f"{last.words}, then {HIDDEN}" if last else HIDDEN


def _as_whole(value: Mapping[str, Any]) -> str:
    """A number as what another is of: as it was told last, where that is all there is."""
    return Told(**value["last"]).words if value["last"] else value["shown"]


def published(
    counted: Count, programme: Mapping[str, Any], before: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """What anybody may see of a count: plain values, with what was published before beside them.

    `programme` has id, title, direction, target and launched_on (as text); `before` are the counts
    that were published, in their order. As much is told as leaves ten whole values to every hidden
    number, of these counts too, when all of them are put together (see attacking).
    """
    told = told_by(before[-1] if before else None)
    rule, everything = hidden(counted, told), frozenset(numbers_of(counted))
    recent = list(before[-REMEMBERED:])
    for held in _ways_to_hold_back(counted):
        content = _content(counted, programme, recent, rule | held, held)
        if leaves_enough([*recent, content]):
            return content
    return _content(counted, programme, recent, everything, everything)


def _ways_to_hold_back(counted: Count) -> Iterator[frozenset[str]]:
    """What may be kept back besides, the less the earlier: none, one, two or all of the ways in
    which the confirmed ones are parted."""
    (new_or_existing, local_or_matched, *regions) = _parts(counted)
    parts = [local_or_matched, *regions, new_or_existing]
    for number in range(len(parts) + 1):
        for some in combinations(parts, number):
            yield frozenset(code for codes in some for code in codes)


def _content(
    counted: Count,
    programme: Mapping[str, Any],
    before: Sequence[Mapping[str, Any]],
    not_shown: frozenset[str],
    held: frozenset[str],
) -> dict[str, Any]:
    """The count with these numbers hidden; of those that are held no range is told either."""
    figures, told = figures_of(programme["direction"]), told_by(before[-1] if before else None)
    between = ranges(counted, told, not_shown, held)
    values = {
        code: shown(number, code not in not_shown, between.get(code), told.get(code))
        for code, number in numbers_of(counted).items()
    }
    of = {code: _as_whole(value) for code, value in values.items()}
    of |= {"target": f"{programme['target']:,}", "": ""}
    return {
        "programme": dict(programme),
        "as_at": counted.as_at.isoformat(),
        "published_before": before[-1]["as_at"] if before else None,
        "figures": [
            {
                "code": figure.code,
                "name": figure.name,
                "definition": figure.definition,
                "of": figure.of,
                "denominator": of[figure.of],
                **values[figure.code],
            }
            for figure in figures
        ],
        "regions": [{"region": name, **values[region_code(name)]} for name in counted.regions],
    }


def as_text(content: Mapping[str, Any]) -> str:
    """A published count as the very text whose hash is published."""
    return json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
