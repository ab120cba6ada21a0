"""The templates that a plan can be made from. Each is a file of data in `templates/`."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("templates")

THEORY = ("hearts and minds", "confidence and capability to act", "taking accountability")
"""How change comes about, as NHS Providers put it. Each point works by one of these or more."""

INDICATORS = tuple("123456789")  # of WRES


@dataclass(frozen=True)
class Point:
    """One point of a template. Its owners are named as they were in the source."""

    number: str
    title: str
    summary: str
    owners: tuple[str, ...]
    theory_tags: tuple[str, ...]
    indicators: tuple[str, ...]  # of WRES, suggested; none: follow it by local measures


@dataclass(frozen=True)
class PlanTemplate:
    """A plan as its source has it, in our words. `key` is the name of its file."""

    key: str
    title: str
    year: int
    source: str
    summary: str
    points: tuple[Point, ...]

    @property
    def historic_owners(self) -> tuple[str, ...]:
        """Everybody named as an owner, once each, in the order of the points."""
        return tuple(dict.fromkeys(owner for point in self.points for owner in point.owners))

    def point(self, number: str) -> Point:
        """The point with this number. KeyError where there is none."""
        return {point.number: point for point in self.points}[number]


def plan_template(key: str) -> PlanTemplate:
    """The template with this key. KeyError where there is none."""
    return {template.key: template for template in plan_templates()}[key]


@cache
def plan_templates() -> tuple[PlanTemplate, ...]:
    return templates_in(FOLDER)


def templates_in(folder: Path) -> tuple[PlanTemplate, ...]:
    """Every template of a folder, the oldest first. ValueError where one has a slip in it."""
    templates = [
        template_of(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
        for path in folder.glob("*.toml")
    ]
    return tuple(sorted(templates, key=lambda template: (template.year, template.key)))


def template_of(key: str, written: dict[str, Any]) -> PlanTemplate:
    points = tuple(point_of(point) for point in written.pop("points"))
    numbers = [point.number for point in points]
    for number in numbers:
        if numbers.count(number) > 1:
            raise ValueError(f"{key}: two points are numbered {number}")
    return PlanTemplate(key=key, points=points, **written)


def point_of(written: dict[str, Any]) -> Point:
    lists = {name: tuple(words) for name, words in written.items() if isinstance(words, list)}
    point = Point(**written | lists)
    refuse_unknown(point.theory_tags, THEORY)
    refuse_unknown(point.indicators, INDICATORS)
    return point


def refuse_unknown(words: Iterable[str], known: Iterable[str]) -> None:
    unknown = set(words) - set(known)
    if unknown:
        raise ValueError(f"not known: {', '.join(sorted(unknown))}")
