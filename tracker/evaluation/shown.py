"""What came of a programme at a glance: the four figures that matter most, and their picture."""

from collections.abc import Sequence

from tracker import charts
from tracker.charts import Bar, Drawing
from tracker.evaluation.evaluating import Section
from tracker.evaluation.telling import Line

FIRST = ("live 3", "live 6", "met", "early")
NAMES = {"early": "Ended early"}


def first_of(sections: Sequence[Section]) -> list[Line]:
    lines = {str(line.code): line for section in sections for line in section.lines}
    return [lines[code] for code in FIRST]


def name_of(line: Line) -> str:
    """Its name where no heading of a section stands above it."""
    return NAMES.get(str(line.code), line.name)


def drawing_of(first: Sequence[Line], as_at: str) -> Drawing | None:
    """A bar for each, a hidden one in words; none where there is no number to draw."""
    if all(line.number is None for line in first):
        return None
    bars = [Bar(name_of(line), line.number, words_of(line)) for line in first]
    said = "; ".join(f"{bar.name.lower()}: {bar.words}" for bar in bars)
    return charts.bars(f"What came of it, as at {as_at}", f"Numbers of pairs. {said}.", bars)


def words_of(line: Line) -> str:
    return f"{line.shown} ({line.share})" if line.share else line.shown
