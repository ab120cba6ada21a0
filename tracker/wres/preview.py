"""Before a file is accepted: what is wrong, odd or undecided, and what accepting it would do."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from tracker.wres.checking import Entry, repeated
from tracker.wres.codes import (
    MAX_UNKNOWN,
    Known,
    UnknownCode,
    by_organisation,
    closing,
    not_open,
    out_of_scope,
    settled,
    too_many_unknown,
    unknown_codes,
)
from tracker.wres.comparing import (
    COMPARED,
    Change,
    Effect,
    Kept,
    Key,
    changes_of,
    effects_of,
    worked_from,
)
from tracker.wres.doubts import doubts_about
from tracker.wres.figures import Worked
from tracker.wres.findings import Doubt, Fault
from tracker.wres.importing import MAX_FAULTS, Reading

MAX_DOUBTS = 200  # more of them are no typing errors


@dataclass(frozen=True)
class Answers:
    """What the importer decided: another code for a code that nobody has, codes to leave out, and
    by the key of each doubt the words why the file is right."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    acknowledged: Mapping[str, str] = field(default_factory=dict)


NO_ANSWERS = Answers()


@dataclass(frozen=True, kw_only=True)
class Preview:
    """All that somebody needs to see before a file is accepted, or to mend it.

    `figures` are what accepting would keep; there are none while the rows themselves have faults.
    `acknowledged` has the words that answer a doubt, by its key.
    """

    reading: Reading
    organisations: tuple[Known, ...]
    unknown_codes: tuple[UnknownCode, ...]
    faults: tuple[Fault, ...]
    more_faults: int
    doubts: tuple[Doubt, ...]
    acknowledged: Mapping[str, str]
    notes: tuple[str, ...]
    figures: Mapping[Key, Worked]
    entries: Sequence[Entry] = field(repr=False)
    current: Mapping[Key, Kept] = field(repr=False)

    @property
    def undecided(self) -> tuple[UnknownCode, ...]:
        return tuple(code for code in self.unknown_codes if not code.decided)

    @property
    def open_doubts(self) -> tuple[Doubt, ...]:
        return tuple(doubt for doubt in self.doubts if doubt.key not in self.acknowledged)

    @property
    def can_be_accepted(self) -> bool:
        return bool(self.figures) and not (self.faults or self.undecided or self.open_doubts)

    @cached_property
    def effects(self) -> list[Effect]:
        """What accepting would do, by organisation, indicator, year and basis."""
        return effects_of(self.figures, self.current)

    @cached_property
    def changes(self) -> list[Change]:
        """The numbers we keep that accepting would change."""
        return changes_of(self.entries, self.figures, self.current) if self.figures else []

    @cached_property
    def identity(self) -> str:
        """The same for the same file, kind, year and choices: it has been imported already."""
        choices = [code.words for code in self.unknown_codes]
        return digest(self.reading.sha256, self.reading.kind, self.reading.year, choices)

    @cached_property
    def fingerprint(self) -> str:
        """Another one as soon as accepting would do anything else: stale, so preview again.

        The words that answer doubts are not in it; they may come with the accepting.
        """
        found = [finding.message for finding in (*self.faults, *self.doubts)]
        replaced = {effect.block for effect in self.effects}
        kept = [
            (key, [getattr(self.current[key], name) for name in COMPARED])
            for key in sorted(self.current)
            if key.block in replaced
        ]
        return digest(self.identity, found, self.notes, kept)


def check_against(
    reading: Reading,
    known: Mapping[str, Known],
    importable: Collection[str] | None,
    current: Mapping[Key, Kept],
    answers: Answers = NO_ANSWERS,
) -> Preview:
    """What a file would do here.

    `importable` are the codes of the organisations whose figures this person may import, None for
    all. `current` are the figures we keep, at least those of the file's organisations in its years
    and the years before.
    """
    unknown = unknown_codes(
        reading.entries, reading.names, known, answers.mapping, answers.left_out
    )
    entries = settled(reading.entries, known, unknown)
    clashes = [] if reading.faults else [*repeated(entries)]
    figures = {} if reading.faults or clashes else worked_from(entries)
    members = by_organisation(entries)
    names = {code: known[code].name for code in members}
    doubts = doubts_about(entries, figures, current, names)
    faults = [
        *reading.faults,
        *clashes,
        *out_of_scope(members, known, importable),
        *not_open(members, known),
        *too_many_unknown(unknown),
        *too_many_doubts(doubts),
    ]
    decided = [code.words for code in unknown if code.decided]
    return Preview(
        reading=reading,
        organisations=tuple(known[code] for code in members),
        unknown_codes=tuple(unknown[:MAX_UNKNOWN]),
        faults=tuple(faults[:MAX_FAULTS]),
        more_faults=reading.more_faults + max(0, len(faults) - MAX_FAULTS),
        doubts=tuple(doubts[:MAX_DOUBTS]),
        acknowledged=answered(doubts, answers),
        notes=(*reading.notes, *decided, *closing(members, known)),
        figures=figures,
        entries=entries,
        current=current,
    )


def too_many_doubts(doubts: Sequence[Doubt]) -> Iterator[Fault]:
    if len(doubts) > MAX_DOUBTS:
        yield Fault(
            message=f"{len(doubts):,} numbers are more than half away from last year’s",
            remedy="Check the year and the columns: so many are hardly all right.",
        )


def answered(doubts: Sequence[Doubt], answers: Answers) -> dict[str, str]:
    """The words to doubts that there still are."""
    words = {doubt.key: answers.acknowledged.get(doubt.key, "").strip() for doubt in doubts}
    return {key: why for key, why in words.items() if why}


def digest(*parts: object) -> str:
    return sha256(json.dumps(parts, default=str).encode()).hexdigest()
