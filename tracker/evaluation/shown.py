"""What came of a programme at a glance: the four figures that matter most, and their pictures.

Each bar is a share of a whole of its own, so that pairs of which one can say more by now are held
against no others. How pairs end is a picture apart: to end early is not counted as progress.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker import charts
from tracker.charts import Bar, Drawing
from tracker.evaluation.evaluating import Section
from tracker.evaluation.telling import Line
from tracker.mentoring.states import Ending

FIRST = ("live 3", "live 6", "met", "early")
PROGRESS = ("live 3", "live 6", "met", "working")
ENDS = (str(Ending.PLANNED), "early")
NAMES = {"early": "Ended early", Ending.PLANNED: "Ended as planned"}
PERCENT = 100


@dataclass(frozen=True)
class Picture:
    """Some figures with their picture, which there is only where one of them is told."""

    title: str
    sentence: str
    lines: Sequence[tuple[str, Line]]
    drawing: Drawing


def lines_of(sections: Sequence[Section], codes: Sequence[str]) -> list[tuple[str, Line]]:
    """Figures by their codes, each with its name where no heading of a section stands above it."""
    lines = {str(line.code): line for section in sections for line in section.lines}
    return [(NAMES.get(code, lines[code].name), lines[code]) for code in codes]


def pictures_of(sections: Sequence[Section], as_at: str) -> list[Picture]:
    told = (
        (
            "Whether pairs last and meet",
            "Each bar is a share of its own whole, to the end of the outline: of the pairs that"
            " began long enough ago, or of all that were confirmed.",
            PROGRESS,
        ),
        (
            "How pairs ended",
            "Of the pairs that have ended. An early ending is not counted as progress, though some"
            " had met their goals: the reasons are below, under “How they end”.",
            ENDS,
        ),
    )
    found = (
        _picture(title, sentence, lines_of(sections, codes), as_at)
        for title, sentence, codes in told
    )
    return [picture for picture in found if picture]


def _picture(
    title: str, sentence: str, lines: Sequence[tuple[str, Line]], as_at: str
) -> Picture | None:
    if all(line.number is None for _, line in lines):
        return None
    bars = [
        Bar(name, _share(line), words_of(line), line.number is not None, line.code == "early")
        for name, line in lines
    ]
    said = "; ".join(f"{bar.name}: {bar.words}" for bar in bars)
    described = f"Shares of pairs, each of its own whole. {said}."
    drawing = charts.bars(f"{title}, as at {as_at}", described, bars, PERCENT)
    return Picture(title, sentence, lines, drawing)


def _share(line: Line) -> float | None:
    return line.number * PERCENT / line.whole if line.number and line.whole else None


def words_of(line: Line) -> str:
    return f"{line.share}, {line.number:,} of {line.whole:,}" if line.whole else line.shown
