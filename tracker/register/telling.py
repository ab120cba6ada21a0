"""What anybody is told of a count, so that nobody is found in a small number or a small change."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tracker.register.counting import FIGURES, SPLITS, Count, Figure, figures_of
from tracker.wres.disclosure import THRESHOLD, Cell, hidden_cells

FEW = "fewer than ten"
HIDDEN = "hidden (small numbers)"
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
    whole = new["confirmed"]
    given_away = (_hidden_parts(whole, [(code, new[code]) for code in s]) for s in _parts(counted))
    found = alone.union(*given_away)
    return frozenset(found.union(*_parts(counted)) if "confirmed" in found else found)


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


def _hidden_parts(total: int, parts: Sequence[tuple[str, int]]) -> frozenset[str]:
    cells = tuple(Cell(code, (number,)) for code, number in parts)
    return hidden_cells([Cell("confirmed", (total,), cells)])


def ranges(
    counted: Count, told: Mapping[str, Told], not_shown: frozenset[str]
) -> dict[str, tuple[int, int]]:
    """For the two parts of the confirmed ones of which one hardly changes, as those that were
    mentoring before: the ten numbers that each may be. Told only where all ten may be so."""
    found: dict[str, tuple[int, int]] = {}
    for one, other in (*SPLITS, *(split[::-1] for split in SPLITS)):
        least, known = (told[code].value if code in told else 0 for code in (one, other))
        number, whole = counted.number(one), counted.number("confirmed")
        new = whole - least - known
        if "confirmed" in not_shown or new < 2 * THRESHOLD - 1:
            continue
        if least <= number < least + THRESHOLD:
            most = least + THRESHOLD - 1
            found |= {one: (least, most), other: (whole - most, whole - least)}
    return found


def shown(code: str, number: int, not_shown: frozenset[str], last: Told | None) -> dict[str, Any]:
    """A number and its words; no number where it is hidden. All parts that are hidden read alike,
    whether they are small or would give a small one away; and all whose change is hidden do."""
    is_told = code not in not_shown
    return {
        "value": number if is_told else None,
        "shown": f"{number:,}" if is_told else _instead(code, last),
        "last": None if is_told or last is None else asdict(last),
        "difference": number - last.value if is_told and last else None,
        "change": _change(number, is_told, last),
    }


def _change(number: int, is_told: bool, last: Told | None) -> str:
    if last is None:
        return "not told before"
    return f"{number - last.value:+,} since {last.day}".replace("-", "−") if is_told else HIDDEN


def _instead(code: str, last: Told | None) -> str:
    if last:
        return f"{last.words}, then {HIDDEN}"
    is_part = code.startswith("region ") or any(code in split for split in SPLITS)
    return HIDDEN if is_part else FEW


def _as_whole(value: Mapping[str, Any]) -> str:
    """A number as what another is of: as it was told last, where that is all there is."""
    return Told(**value["last"]).words if value["last"] else value["shown"]


def published(
    counted: Count, programme: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What anybody may see of a count: plain values, with what was published before beside them.

    `programme` has id, title, direction, target and launched_on (as text).
    """
    figures = figures_of(programme["direction"])
    told = told_by(before)
    not_shown = hidden(counted, told)
    values = {
        code: shown(code, number, not_shown, told.get(code))
        for code, number in numbers_of(counted).items()
    }
    for code, (least, most) in ranges(counted, told, not_shown).items():
        values[code]["shown"] = f"{least:,} to {most:,}" if least else FEW
    of = {code: _as_whole(value) for code, value in values.items()}
    of |= {"target": f"{programme['target']:,}", "": ""}
    return {
        "programme": dict(programme),
        "as_at": counted.as_at.isoformat(),
        "published_before": before["as_at"] if before else None,
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
