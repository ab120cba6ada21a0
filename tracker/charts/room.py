"""Finds room for words: beside what they name, and on nothing else."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.charts.svg import Place

NARROW_LETTERS = frozenset(" .,:;'!|()[]/ijltfr")
BEYOND = 20  # how much worse it is to stand outside the picture than on something


class Box(NamedTuple):
    """A rectangle: its left, top, right and bottom."""

    left: float
    top: float
    right: float
    bottom: float


class Spot(NamedTuple):
    """A place for words: `anchor` says which end of them stands there."""

    x: float
    y: float
    anchor: str = "start"


class Room:
    """What is taken of a picture, and what is still free."""

    def __init__(self, edges: Box):
        self.edges = edges
        self.taken: list[Box] = []

    def take(self, box: Box) -> None:
        self.taken.append(box)

    def take_mark(self, place: Place, radius: float) -> None:
        x, y = place
        self.take(Box(x - radius, y - radius, x + radius, y + radius))

    def take_line(self, start: Place, end: Place, pieces: int = 6) -> None:
        (x1, y1), (x2, y2) = start, end
        for piece in range(pieces):
            near, far = piece / pieces, (piece + 1) / pieces
            xs = (x1 + (x2 - x1) * near, x1 + (x2 - x1) * far)
            ys = (y1 + (y2 - y1) * near, y1 + (y2 - y1) * far)
            self.take(Box(min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1))

    def place(
        self,
        words: str,
        size: float,
        spots: Iterable[Spot],
        *,
        bold: bool = False,
        only_if_free: bool = False,
    ) -> Spot | None:
        """The first spot where the words touch nothing, or else the one where they touch least.

        None when there is no spot, or when they may stand only where there is room for them.
        """
        best, least = None, float("inf")
        for spot in spots:
            cost = self._cost(box_of(words, size, spot, bold), least)
            if cost < least:
                best, least = spot, cost
            if not cost:
                break
        if best is None or (only_if_free and least):
            return None
        self.take(box_of(words, size, best, bold))
        return best

    def _cost(self, box: Box, enough: float) -> float:
        """How much the words would cover; not counted further once it is `enough` to lose."""
        left, top, right, bottom = box
        outside = (right - left) * (bottom - top) - _shared(box, self.edges)
        cost = outside * BEYOND if outside > 1 else 0.0
        for other in self.taken:
            if other[0] < right and left < other[2] and other[1] < bottom and top < other[3]:
                cost += _shared(box, other)
                if cost >= enough:
                    break
        return cost


def around(place: Place, size: float, gap: float) -> dict[str, Spot]:
    """The spots about a mark, by the side they are on."""
    x, y = place
    above, below, level = y - gap, y + gap + size * 0.72, y + size * 0.35
    return {
        "above": Spot(x, above, "middle"),
        "below": Spot(x, below, "middle"),
        "right": Spot(x + gap, level, "start"),
        "left": Spot(x - gap, level, "end"),
        "above right": Spot(x + gap * 0.7, above + 2, "start"),
        "below right": Spot(x + gap * 0.7, below - 2, "start"),
        "above left": Spot(x - gap * 0.7, above + 2, "end"),
        "below left": Spot(x - gap * 0.7, below - 2, "end"),
    }


def box_of(words: str, size: float, spot: Spot, bold: bool = False) -> Box:
    width = width_of(words, size, bold)
    left = spot.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[spot.anchor] * width
    return Box(left, spot.y - size * 0.78, left + width, spot.y + size * 0.22)


def width_of(words: str, size: float, bold: bool = False) -> float:
    """About how long words are in Arial: enough to keep them apart."""
    letters = sum(0.31 if letter in NARROW_LETTERS else 0.57 for letter in words)
    return letters * size * (1.06 if bold else 1.0)


def spread(wanted: Sequence[tuple[float, float]], low: float, high: float) -> list[float]:
    """Tops for blocks that each want a (top, height): none on another, all within if they fit."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index][0])
    tops = [top for top, _ in wanted]
    floor = low
    for index in order:
        tops[index] = max(tops[index], floor)
        floor = tops[index] + wanted[index][1]
    ceiling = high
    for index in reversed(order):
        tops[index] = min(tops[index], ceiling - wanted[index][1])
        ceiling = tops[index]
    return tops


def _shared(one: Box, other: Box) -> float:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across * down if across > 0 and down > 0 else 0.0
