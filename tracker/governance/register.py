"""Every table's own word on what it keeps, in one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Table

from tracker.extensions import Model
from tracker.kept import Goes, Kept

FEATURES = {
    "accounts": "People, posts and roles",
    "signing_in": "Signing in",
    "second_factor": "Second factor",
    "providers": "Your organisation’s own sign-in",
    "organisations": "Organisations",
    "plan": "Plans",
    "wres": "Figures and targets",
    "uploads": "Files",
    "mail": "Messages",
    "jobs": "Long work",
    "audit": "The record",
    "seals": "The record",
}


@dataclass(frozen=True)
class Entry:
    """A table, and what it says of itself."""

    model: type[Any]

    @property
    def kept(self) -> Kept:
        return self.model.__kept__

    @property
    def table(self) -> Table:
        return self.model.__table__

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def feature(self) -> str:
        return self.model.__module__.split(".")[1]

    @property
    def feature_words(self) -> str:
        return FEATURES.get(self.feature, self.feature.replace("_", " ").capitalize())

    def columns(self, mark: str) -> tuple[Column, ...]:
        """The columns that the declaration marks so."""
        return tuple(self.table.c[name] for name in self.kept.marked(mark))


@dataclass(frozen=True)
class Purpose:
    """A line of the table of what is kept: what some columns of a table are for."""

    entry: Entry
    words: str
    columns: str


@dataclass(frozen=True)
class Rule:
    """A rule by which rows of a table go by themselves."""

    entry: Entry
    goes: Goes


@cache
def register() -> tuple[Entry, ...]:
    """Every table that has said what it keeps, feature by feature."""
    declared = [
        Entry(mapper.class_)
        for mapper in Model.registry.mappers
        if hasattr(mapper.class_, "__kept__")
    ]
    order = list(FEATURES)

    def place(entry: Entry) -> tuple[int, str, str]:
        known = order.index(entry.feature) if entry.feature in order else len(order)
        return known, entry.feature, entry.kept.what

    return tuple(sorted(declared, key=place))


@cache
def entry_of(name: str) -> Entry | None:
    return next((entry for entry in register() if entry.name == name), None)


def target_of(column: Column) -> Table:
    """The table of which a link names a row."""
    [link] = column.foreign_keys
    return link.column.table


def purposes() -> list[Purpose]:
    return [
        Purpose(entry, words, columns.replace(" ", ", ").replace("_", " "))
        for entry in register()
        for words, columns in entry.kept.columns.items()
    ]


def rules() -> list[Rule]:
    return [Rule(entry, goes) for entry in register() for goes in entry.kept.goes]


def erasable() -> list[Entry]:
    """The tables with text that can be erased by itself: what goes with its person is not."""
    return [
        entry
        for entry in register()
        if entry.kept.personal_text and not entry.kept.with_person and is_placed(entry)
    ]


def is_placed(entry: Entry) -> bool:
    """Whether its rows belong to an organisation: a person's account is erased as a whole."""
    if entry.name == "person":
        return False
    *_, last = way_to_organisation(entry)
    return "organisation_id" in last.c


def way_to_organisation(entry: Entry) -> Iterator[Table]:
    """The table, and those that its links lead through towards an organisation."""
    table, kept = entry.table, entry.kept
    yield table
    while "organisation_id" not in table.c and kept.within:
        table = target_of(table.c[kept.within])
        above = entry_of(table.name)
        yield table
        if above is None:
            return
        kept = above.kept
