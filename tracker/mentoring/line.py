"""Whether two people stand in one line of management, as far as it is known.

Mentoring is kept out of the line: nobody is mentored by a manager, a manager's manager, or
somebody with whom they share a manager. What nobody knows is not checked, and said to be so.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Addresses = frozenset[str]


@dataclass(frozen=True)
class Line:
    """Who stands above somebody, by address. None is not known; empty is known to be nobody."""

    email: str
    managers: Addresses | None = None
    managers_managers: Addresses | None = None
    matrix: Addresses = frozenset()  # others whom they say they answer to


@dataclass(frozen=True)
class Found:
    """What was found of two people, in words; `forbids` where they stand in one line, and neither
    that nor clear where it could not be checked."""

    words: str
    forbids: bool = False
    is_clear: bool = False

    @property
    def mark(self) -> str:
        """What stands for it, so that it is seen when something else is found."""
        return hashlib.sha256(self.words.encode()).hexdigest()


CLEAR = Found("Not in each other’s line", is_clear=True)


def between(leader: Line, colleague: Line) -> Found:
    """The first relation that is found; else whether all was known that has to be."""
    for words, holds in RELATIONS:
        if holds(leader, colleague) or holds(colleague, leader):
            return Found(words, forbids=True)
    unknown = [*_unknown("leader", leader), *_unknown("colleague", colleague)]
    if unknown:
        return Found(f"Not checked: we do not know {' or '.join(unknown)}")
    return CLEAR


def _unknown(who: str, line: Line) -> Iterable[str]:
    if line.managers is None:
        yield f"the {who}’s manager"
    elif line.managers_managers is None:
        yield f"the manager of the {who}’s manager"


def _manages(one: Line, other: Line) -> bool:
    return one.email in (other.managers or ())


def _manages_the_manager(one: Line, other: Line) -> bool:
    return one.email in (other.managers_managers or ())


def _is_answered_to(one: Line, other: Line) -> bool:
    return one.email in other.matrix


def _share_a_manager(one: Line, other: Line) -> bool:
    return bool((one.managers or frozenset()) & (other.managers or frozenset()))


RELATIONS: tuple[tuple[str, Callable[[Line, Line], bool]], ...] = (
    ("One of the two is the other’s manager", _manages),
    ("One of the two is the manager of the other’s manager", _manages_the_manager),
    ("One of the two answers to the other in a second line", _is_answered_to),
    ("Both have the same manager", _share_a_manager),
)


def next_held(
    post: int, above: Mapping[int, int | None], holders: Mapping[int, Addresses], own: str
) -> int | None:
    """The next post up the line that somebody else holds: of a vacant one, duties go further up.
    None at the top, and where the line goes round."""
    passed = {post}
    while (further := above.get(post)) is not None and further not in passed:
        if holders.get(further, frozenset()) - {own}:
            return further
        passed.add(further)
        post = further
    return None
