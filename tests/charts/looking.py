"""Looks at a drawing as a reader of its source would."""

import re
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def tree(markup):
    return ElementTree.fromstring(str(markup))


def words(markup):
    """Everything that is written in it, its title and description left out."""
    return [text.text for text in tree(markup).iter(f"{SVG}text")]


def shapes(markup, kind):
    return [
        shape for shape in tree(markup).iter() if shape.get("class") == f"tracker-drawing__{kind}"
    ]


def both(drawing):
    return [drawing.wide, drawing.narrow] if drawing.narrow else [drawing.wide]


def without_names(markup):
    """The same drawing, whatever number it was given."""
    return re.sub(r"chart-\d+", "chart", str(markup))


def smallest_letters(markup):
    return min(float(text.get("font-size")) for text in tree(markup).iter(f"{SVG}text"))


def joined_places(markup, kind):
    """For each line of a kind, how many places it joins."""
    return [len(line.get("points").split()) for line in shapes(markup, kind)]


def numbers(markup):
    """Every length and place in it."""
    for element in tree(markup).iter():
        for name, value in element.attrib.items():
            if name in ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height"):
                yield float(value)
