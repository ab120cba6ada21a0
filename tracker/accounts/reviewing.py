"""Work whose reviewer answers to its owner: told by the features that know of work.

Posts and their line stand below everything that is done by posts. So the question is asked here,
before a line is changed and afterwards, and whoever knows of work with a reviewer answers it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

Node = int | str  # a post: the id of one that is there, or a name for one that is to be added
Moves = Mapping[Node, Node | None]  # posts whose line would change, and to which


@dataclass(frozen=True)
class InLine:
    """One piece of work whose reviewer stands in its owner's line of reports."""

    organisation_id: int
    thing: str  # '8.1 Independent panel members'
    owner: str
    reviewer: str
    way: tuple[Node, ...]  # the posts from the reviewer up to the owner
    is_new: bool  # it is not so yet, and would be after the moves that were asked about
    endpoint: str  # where another reviewer is named
    values: Mapping[str, int] = field(hash=False)


# Each is given an organisation, the moves that are asked about, and the day.
REVIEWED: list[Callable[[int, Moves, date], list[InLine]]] = []


def in_line(organisation_id: int, today: date) -> list[InLine]:
    """Where a reviewer stands in the owner's line of reports today."""
    return [each for told in REVIEWED for each in told(organisation_id, {}, today)]


def brought_in_line(organisation_id: int, moves: Moves, today: date) -> list[InLine]:
    """Where these moves would bring a reviewer into the owner's line of reports."""
    if not moves:
        return []
    found = [each for told in REVIEWED for each in told(organisation_id, moves, today)]
    return [each for each in found if each.is_new]
