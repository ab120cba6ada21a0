"""The shapes of SVG: each has its looks as attributes, for paper, and a class for the screen."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count

from markupsafe import Markup, escape

INK = "#212b32"
GREY = "#4c6272"
PALE = "#d8dde0"
BLUE = "#005eb8"
PURPLE = "#330072"
GREEN = "#00662f"
PALE_GREEN = "#e4efe8"
WHITE = "#ffffff"

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Only has to differ within one page: two charts of one page may say the very same thing.
_names = count(1)

Place = tuple[float, float]


@dataclass(frozen=True)
class Lettering:
    """How words look."""

    size: float
    colour: str = GREY
    bold: bool = False


def picture(
    width: float, height: float, title: str, description: str, parts: Iterable[str]
) -> Markup:
    """A whole drawing, which a screen reader announces by its title and description."""
    name = f"chart-{next(_names)}"
    heading = element("title", safe(title), id=f"{name}-title")
    heading += element("desc", safe(description), id=f"{name}-description")
    return Markup(
        element(
            "svg",
            heading + "".join(parts),
            xmlns="http://www.w3.org/2000/svg",
            class_="tracker-drawing",
            viewBox=f"0 0 {written(width)} {written(height)}",
            role="img",
            aria_labelledby=f"{name}-title {name}-description",
            font_family="Arial, sans-serif",
        )
    )


def element(name: str, inner: str = "", /, **looks: str | float) -> str:
    attributes = "".join(f' {_spelt(key)}="{_said(value)}"' for key, value in looks.items())
    return f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"


@cache
def _spelt(key):
    return key.rstrip("_").replace("_", "-")


def _said(value):
    return value if isinstance(value, str) else written(value)


def written(value: float) -> str:
    """A length to a tenth: finer cannot be seen, and makes the page longer."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def safe(words: str) -> str:
    """Words that are words only, whatever somebody typed into a name."""
    return str(escape(NOT_XML.sub("", words)))


def text(
    place: Place,
    words: str,
    lettering: Lettering,
    anchor: str = "start",
    *,
    halo: bool = False,
    upright: bool = False,
) -> str:
    """Words at a place. A halo parts them from the lines beneath; upright words read upwards."""
    x, y = place
    looks: dict[str, str | float] = {"font_weight": "700"} if lettering.bold else {}
    if halo:
        looks |= {"stroke": WHITE, "stroke_width": 4, "stroke_linejoin": "round"}
        looks |= {"paint_order": "stroke"}
    if upright:
        looks["transform"] = f"rotate(-90 {written(x)} {written(y)})"
    return element(
        "text",
        safe(words),
        class_="tracker-drawing__words",
        x=x,
        y=y,
        font_size=lettering.size,
        fill=lettering.colour,
        text_anchor=anchor,
        **looks,
    )


def line(start: Place, end: Place, kind: str, colour: str, width: float, dash: str = "") -> str:
    looks = {"stroke_dasharray": dash} if dash else {}
    (x1, y1), (x2, y2) = start, end
    return element(
        "line",
        class_=f"tracker-drawing__{kind}",
        x1=x1,
        y1=y1,
        x2=x2,
        y2=y2,
        stroke=colour,
        stroke_width=width,
        **looks,
    )


def path(places: Sequence[Place], kind: str, colour: str, width: float, dash: str = "") -> str:
    """A line through several places."""
    looks = {"stroke_dasharray": dash} if dash else {}
    return element(
        "polyline",
        class_=f"tracker-drawing__{kind}",
        points=" ".join(f"{written(x)},{written(y)}" for x, y in places),
        fill="none",
        stroke=colour,
        stroke_width=width,
        stroke_linejoin="round",
        stroke_linecap="round",
        **looks,
    )


def rectangle(
    place: Place,
    width: float,
    height: float,
    kind: str,
    *,
    fill: str = "none",
    edge: str = "none",
    edge_width: float = 1.2,
) -> str:
    x, y = place
    return element(
        "rect",
        class_=f"tracker-drawing__{kind}",
        x=x,
        y=y,
        width=max(width, 0.0),
        height=max(height, 0.0),
        fill=fill,
        stroke=edge,
        stroke_width=edge_width,
    )


def disc(place: Place, radius: float, colour: str) -> str:
    return _circle(place, radius, "disc", fill=colour, stroke=WHITE, stroke_width=1.5)


def ring(place: Place, radius: float, colour: str) -> str:
    return _circle(place, radius, "ring", fill=WHITE, stroke=colour, stroke_width=2)


def _circle(place, radius, kind, **looks):
    x, y = place
    return element("circle", class_=f"tracker-drawing__{kind}", cx=x, cy=y, r=radius, **looks)


def diamond(place: Place, radius: float, colour: str, hollow: bool = False) -> str:
    x, y = (written(length) for length in place)
    r = written(radius)
    fill, edge, width = (WHITE, colour, 2) if hollow else (colour, WHITE, 1.5)
    return element(
        "path",
        class_=f"tracker-drawing__{'ring' if hollow else 'disc'}",
        d=f"M{x} {y}m0 -{r}l{r} {r}l-{r} {r}l-{r} -{r}z",
        fill=fill,
        stroke=edge,
        stroke_width=width,
    )


def square(place: Place, colour: str, hollow: bool) -> str:
    x, y = place
    kind, fill = ("ring", WHITE) if hollow else ("disc", colour)
    return rectangle((x - 3.2, y - 3.2), 6.4, 6.4, kind, fill=fill, edge=colour)


def hatched(place: Place, width: float, height: float) -> str:
    """A rectangle of slanting lines: something is there that may not be seen."""
    x, y = place
    lines = "".join(
        _slant(x, y, width, height, along) for along in range(10, int(width + height), 10)
    )
    return lines + rectangle(place, width, height, "edge", edge=GREY)


def _slant(x, y, width, height, along):
    """The part inside the rectangle of a line that leaves its left edge `along` below the top."""
    top, left = max(along - width, 0), max(along - height, 0)
    start = (x + left, y + along - left)
    end = (x + along - top, y + top)
    return line(start, end, "hatch", PALE, 2)
