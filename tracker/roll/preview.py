"""What a list of people would do, worked out before anything is done."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tracker.roll.reading import Entry, Reading


@dataclass(frozen=True)
class Somebody:
    """Who a row speaks of, and where they work."""

    id: int
    name: str
    organisation_id: int


@dataclass(frozen=True)
class Preview:
    """Who would be asked, who was asked or joined already, and who is not known here."""

    new: tuple[tuple[Entry, Somebody], ...] = ()
    known: tuple[tuple[Entry, Somebody], ...] = ()
    strange: tuple[Entry, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def does_something(self) -> bool:
        return bool(self.new) and not self.faults

    @property
    def seen(self) -> str:
        """A mark of all this, which differs once the list would do something else."""
        return hashlib.sha256(repr((self.new, self.known, self.strange)).encode()).hexdigest()


def look(
    reading: Reading, people: Mapping[str, Somebody], known: Collection[tuple[int, str]]
) -> Preview:
    """What each row would do. `known` are the people, each with a side, who have an enrolment."""
    if reading.faults:
        return Preview(faults=reading.faults)
    found = [(entry, people[entry.email]) for entry in reading.entries if entry.email in people]
    there = [(entry, who) for entry, who in found if (who.id, entry.side) in known]
    return Preview(
        new=tuple((entry, who) for entry, who in found if (who.id, entry.side) not in known),
        known=tuple(there),
        strange=tuple(entry for entry in reading.entries if entry.email not in people),
    )
