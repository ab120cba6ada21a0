"""The standards of `standards/*.toml`, read once, as plain values.

A further standard, or an organisation's own measures, is a further file and no change of code.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from tracker.wres.standard import (
    DIRECTIONS,
    KINDS,
    Calendar,
    Day,
    Definition,
    EthnicCodes,
    Goal,
    Indicator,
    Item,
    Ladder,
    Note,
    Questions,
    Senior,
    Standard,
)


def indicator(number: str, standard: str = "WRES") -> Indicator:
    return standard_named(standard).indicators[number]


def indicators(standard: str = "WRES") -> tuple[Indicator, ...]:
    return tuple(standard_named(standard).indicators.values())


def standard_named(name: str) -> Standard:
    """KeyError when no file holds a standard of that name."""
    return standards()[name]


@cache
def standards() -> Mapping[str, Standard]:
    """Every standard that ships, by name."""
    folder = files("tracker.wres") / "standards"
    texts = [path.read_text("utf-8") for path in folder.iterdir() if path.name.endswith(".toml")]
    return MappingProxyType({each.name: each for each in map(parse, texts)})


def parse(text: str) -> Standard:
    """A standard from the text of its file; ValueError, KeyError or TypeError when it is wrong."""
    entry = _frozen(tomllib.loads(text))
    calendars = {name: _calendar(period) for name, period in entry["periods"].items()}
    described = [_indicator(each, calendars, entry["threshold"]) for each in entry["indicators"]]
    codes = entry.get("ethnicity")
    return Standard(
        name=entry["name"],
        title=entry["title"],
        indicators=MappingProxyType({each.number: each for each in described}),
        ethnicity=EthnicCodes(**codes) if codes else None,
        goals=tuple(_goal(each) for each in entry.get("goals", ())),
    )


def _calendar(entry: Mapping[str, Any]) -> Calendar:
    days = {name: Day(**rule) for name, rule in entry.items() if name != "words"}
    return Calendar(words=entry["words"], **days)


def _indicator(
    entry: Mapping[str, Any], calendars: Mapping[str, Calendar], threshold: int
) -> Indicator:
    if entry["kind"] not in KINDS or entry["direction"] not in DIRECTIONS:
        raise ValueError(f"indicator {entry['number']} has no known kind and direction")
    ladder = entry.get("ladder")
    read = {
        "calendar": calendars[entry["period"]],
        "items": _items(entry),
        "definitions": tuple(Definition(**each) for each in entry["definitions"]),
        "notes": tuple(Note(**each) for each in entry.get("notes", ())),
        "questions": tuple(Questions(**each) for each in entry.get("questions", ())),
        "ladder": Ladder(**{**ladder, "senior": Senior(**ladder["senior"])}) if ladder else None,
    }
    plain = {name: value for name, value in entry.items() if name != "period"}
    return Indicator(**{"threshold": threshold} | plain | read)


def _items(indicator_entry: Mapping[str, Any]) -> Mapping[str, Item]:
    """What an item does not say of itself is as the indicator is; but an item that says which way
    is good for it has its own parity, or none."""
    items = {}
    for name, entry in indicator_entry.get("items", {}).items():
        inherited = ("unit",) if "direction" in entry else ("unit", "direction", "parity")
        defaults = {each: indicator_entry[each] for each in inherited if each in indicator_entry}
        items[name] = Item(**{**defaults, **entry})
    return MappingProxyType(items)


def _goal(entry: Mapping[str, Any]) -> Goal:
    by_year = {
        name: {int(year): share for year, share in entry[name].items()}
        for name in ("points", "baseline")
    }
    return Goal(**{**entry, **by_year})


def _frozen(value: Any) -> Any:
    """Lists as tuples and tables as read-only mappings, all the way down."""
    if isinstance(value, dict):
        return MappingProxyType({name: _frozen(each) for name, each in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    return value
