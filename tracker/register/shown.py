"""The published count as a picture with its words."""

from collections.abc import Mapping
from typing import Any

from tracker import charts
from tracker.charts import Bar, Drawing
from tracker.register.telling import Told

ON_THE_WAY = ("claimed", "confirmed", "met", "working", "ended")


def drawn(content: Mapping[str, Any]) -> Drawing:
    """How far the arrangements have come: a bar for each figure, a hidden one in words."""
    bars = [_bar(each) for each in _figures(content)]
    said = "; ".join(f"{bar.name.lower()}: {bar.words}" for bar in bars)
    title = f"How far mentoring has come, as at {content['as_at']}"
    return charts.bars(title, f"Numbers of pairs. {said[:1].upper()}{said[1:]}.", bars)


def _bar(figure: Mapping[str, Any]) -> Bar:
    """Where its change is hidden, as long as what was told last, with the day of that."""
    last = figure["last"]
    if last is None:
        return Bar(figure["name"], figure["value"], figure["shown"])
    return Bar(figure["name"], last["value"], Told(**last).words)


def rows(content: Mapping[str, Any]) -> list[list[str]]:
    """The same as a table has it."""
    return [[each["name"], each["shown"]] for each in _figures(content)]


def _figures(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    figures = {each["code"]: each for each in content["figures"]}
    return [figures[code] for code in ON_THE_WAY]
