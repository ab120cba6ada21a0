"""Who may review whom: somebody else, also through two posts, and nobody who reports to them."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from tracker.organisations.tree import chain

Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True)
class Posts:
    """An organisation's posts on a day: who holds each, and which one each answers to."""

    holders: Mapping[int, frozenset[int]]
    above: Mapping[int, int | None]

    def __contains__(self, post: int | None) -> bool:
        return post in self.above

    def line_above(self, post: int) -> Iterator[int]:
        """The posts that this one reports to, the nearest first. A circle is walked once."""
        return iter(chain(post, self.above)[1:])

    def shared(self, one: int, other: int) -> bool:
        """Whether somebody holds both posts."""
        nobody: frozenset[int] = frozenset()
        return not self.holders.get(one, nobody).isdisjoint(self.holders.get(other, nobody))


def way_to(owner: Node, reviewer: Node, above: Mapping[Node, Node | None]) -> tuple[Node, ...]:
    """The posts from a reviewer up to the owner; empty where the first does not report to it."""
    way = tuple(chain(reviewer, above))
    return way[: way.index(owner) + 1] if owner in way[1:] else ()


def objection(owner: int | None, reviewer: int | None, posts: Posts) -> str | None:
    """Why this post may not review what that one owns. None: it may, or one is not chosen yet."""
    if owner is None or reviewer is None:
        return None
    if owner == reviewer:
        return "Choose a reviewer whose post is not the owner’s"
    if posts.shared(owner, reviewer):
        return "One person holds both posts. Choose a reviewer who is somebody else."
    if owner in posts.line_above(reviewer):
        return "This post reports to the owner. Choose a reviewer outside the owner’s line."
    return None
