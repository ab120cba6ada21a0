"""Plain values in, accessible SVG out. Nothing here works a figure out or decides what is hidden.

A drawing has a title, a description, direct labels, and shape and dash beside colour. It says in
words what is hidden, joins nothing across a missing year or a break, and writes no text that the
page could run. The looks are attributes, so that paper has them too, and classes, for the style
sheet.
"""

from tracker.charts.bands import bands
from tracker.charts.bars import bars
from tracker.charts.funnel import funnel
from tracker.charts.ladder import ladder
from tracker.charts.scales import POINTS, RATIO, SHARE, Scale
from tracker.charts.trend import tile, trend
from tracker.charts.values import (
    Band,
    Bar,
    Break,
    Drawing,
    Limit,
    Peer,
    Point,
    Rung,
    Series,
    Style,
    Target,
)

__all__ = [
    "POINTS",
    "RATIO",
    "SHARE",
    "Band",
    "Bar",
    "Break",
    "Drawing",
    "Limit",
    "Peer",
    "Point",
    "Rung",
    "Scale",
    "Series",
    "Style",
    "Target",
    "bands",
    "bars",
    "funnel",
    "ladder",
    "tile",
    "trend",
]
