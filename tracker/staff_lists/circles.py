"""Lines of posts that lead back to where they began."""

from collections.abc import Mapping

from tracker.accounts.reviewing import Node

MOST_NAMED = 8  # posts of a circle


def in_circles(lines: Mapping[Node, Node | None]) -> set[Node]:
    """The posts whose line leads back to them. Looks at each post once, however long the lines."""
    circling: set[Node] = set()
    seen: set[Node] = set()
    for start in lines:
        way: dict[Node, int] = {}
        node: Node | None = start
        while node is not None and node not in seen:
            seen.add(node)
            way[node] = len(way)
            node = lines.get(node)
        if node in way:
            circling |= {each for each, place in way.items() if place >= way[node]}
    return circling


def way_round(start: Node, lines: Mapping[Node, Node | None], titles: Mapping[Node, str]) -> str:
    """The posts of a circle from one up its line and back to itself; of many, the first few."""
    way, node = [start], lines.get(start)
    while node is not None and node != start and len(way) < MOST_NAMED:
        way.append(node)
        node = lines.get(node)
    end = titles.get(start, str(start)) if node == start else "others"
    return " under ".join([*(titles.get(each, str(each)) for each in way), end])
