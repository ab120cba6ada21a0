"""Who answers to whom, drawn as a list in lists, whatever shape it has."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class Placed(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def line_post_id(self) -> int | None: ...


@dataclass(frozen=True)
class Step:
    """One post of the list: how deep it stands, and which lists begin or end after it."""

    post: Placed
    depth: int
    has_below: bool  # the next stands in a list of its own under this one
    closes: int  # lists that end here
    is_circular: bool  # it answers, through others, to itself


def steps(posts: Sequence[Placed]) -> list[Step]:
    """The posts in the order of a list in lists; each stands in it once.

    At the top stands whatever answers to none of these; of posts that answer to one another in a
    circle, which no page can make, the first given that is part of it.
    """
    walked = list(_walked(posts))
    depths = [depth for depth, _, _ in walked] + [0]
    return [
        Step(post, depth, depths[n + 1] > depth, max(depth - depths[n + 1], 0), is_circular)
        for n, (depth, post, is_circular) in enumerate(walked)
    ]


def _walked(posts: Sequence[Placed]) -> Iterator[tuple[int, Placed, bool]]:
    known = {post.id: post for post in posts}
    under: dict[int | None, list[Placed]] = defaultdict(list)
    for post in posts:
        under[post.line_post_id].append(post)
    seen: set[int] = set()
    for top in (post for post in posts if post.line_post_id not in known):
        yield from _tree(top, False, under, seen)
    for post in posts:
        if post.id not in seen:
            yield from _tree(_on_the_circle(post, known), True, under, seen)


def _tree(
    top: Placed, is_circular: bool, under: Mapping[int | None, list[Placed]], seen: set[int]
) -> Iterator[tuple[int, Placed, bool]]:
    waiting = [(0, top)]
    while waiting:
        depth, post = waiting.pop()
        if post.id in seen:
            continue
        seen.add(post.id)
        yield depth, post, is_circular and depth == 0
        waiting += [(depth + 1, below) for below in reversed(under.get(post.id, []))]


def _on_the_circle(post: Placed, known: Mapping[int, Placed]) -> Placed:
    """The first post that comes twice on the way up from one that has no top."""
    passed: set[int] = set()
    while post.id not in passed:
        passed.add(post.id)
        assert post.line_post_id is not None
        post = known[post.line_post_id]
    return post
