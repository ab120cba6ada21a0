"""Whether two people stand in one line of management, from what they said and from their posts."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """How one stands to the other. The words are for a co-ordinator: `{one}` and `{other}`."""

    MANAGES = "{one} manages {other}"
    MANAGES_MANAGER = "{one} manages the manager of {other}"
    DECLARED = "one of them names the other as somebody they work to"
    SAME_MANAGER = "both have the same manager"


@dataclass(frozen=True)
class Reports:
    """To whom somebody answers: by address as they said it, and by the posts that they hold."""

    email: str = ""
    managers: frozenset[str] = frozenset()
    managers_managers: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()
    posts: frozenset[int] = frozenset()
    line_posts: frozenset[int] = frozenset()  # to which theirs answer
    line_posts_above: frozenset[int] = frozenset()  # to which those answer

    @property
    def is_known(self) -> bool:
        """Without it nothing was checked, which is not the same as nothing found."""
        return bool(self.managers or self.line_posts)


def line_between(one: Reports, other: Reports) -> list[str]:
    """Every relation of a line of management between two people, as words to be filled in."""
    found = [*_above(one, other, "one", "other"), *_above(other, one, "other", "one")]
    if one.email in other.declared or other.email in one.declared:
        found.append(Relation.DECLARED.value)
    return found


def relations_between(one: Reports, other: Reports) -> list[str]:
    """The same, and whether both answer to one person: what keeps two from being a pair."""
    found = line_between(one, other)
    if one.managers & other.managers or one.line_posts & other.line_posts:
        found.append(Relation.SAME_MANAGER.value)
    return found


def _above(above: Reports, below: Reports, one: str, other: str) -> Iterable[str]:
    names = {"one": f"{{{one}}}", "other": f"{{{other}}}"}
    if above.email in below.managers or above.posts & below.line_posts:
        yield Relation.MANAGES.value.format(**names)
    if above.email in below.managers_managers or above.posts & below.line_posts_above:
        yield Relation.MANAGES_MANAGER.value.format(**names)


def mark_of(relations: Iterable[str]) -> str:
    """What stands for these relations, so that it is seen when there is another."""
    return hashlib.sha256("\n".join(sorted(relations)).encode()).hexdigest()
