"""How organisations hang together, worked out from their dated edges."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True)
class Edge:
    """Whom an organisation answers to, from one day to another; None: always, or until now."""

    child_id: int
    parent_id: int
    since: date | None
    until: date | None

    def stands(self, on: date) -> bool:
        return (self.since or on) <= on <= (self.until or on)


def would_be_circular(edges: Collection[Edge], child_id: int, parent_id: int, since: date) -> bool:
    """Whether on some day from `since` on the parent would answer to the child, or be it."""
    days = {since, *(edge.since for edge in edges if edge.since and edge.since > since)}
    return any(answers_to(edges, parent_id, child_id, day) for day in days)


def answers_to(edges: Iterable[Edge], below_id: int, above_id: int, on: date) -> bool:
    """Whether one is the other or answers to it on a day, through however many between."""
    parents = {edge.child_id: edge.parent_id for edge in edges if edge.stands(on)}
    return above_id in chain(below_id, parents)


def chain(first: Node, following: Mapping[Node, Node | None]) -> list[Node]:
    """The first and what follows it, one by one, each once however they go round."""
    found = [first]
    while (further := following.get(found[-1])) is not None and further not in found:
        found.append(further)
    return found


@dataclass(frozen=True)
class Branch:
    """An organisation with those that answer to it."""

    organisation: Any
    below: list["Branch"] = field(default_factory=list)


def grown(root: Any, edges: Iterable[tuple[int, Any]]) -> Branch:
    """The tree below a root, from pairs of a parent's id and an organisation that answers to it."""
    children: dict[int, list[Any]] = defaultdict(list)
    for parent_id, organisation in edges:
        children[parent_id].append(organisation)
    seen = {root.id}

    def branch(organisation: Any) -> Branch:
        fresh = [child for child in children[organisation.id] if child.id not in seen]
        seen.update(child.id for child in fresh)
        return Branch(organisation, [branch(child) for child in fresh])

    return branch(root)
