"""A list beside the one before: what is better, what is worse, in numbers and words."""

from dataclasses import dataclass
from typing import Any

from tracker.mentoring.wording import counted
from tracker.workbench.drawing import Drawn, Rescored

PEOPLE = ("more", "fewer")


@dataclass(frozen=True)
class Figure:
    """One number of a list. `mark` is a triangle up or down; empty where nothing changed."""

    name: str
    now: str
    change: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a list that is not kept comes to, as one that is says it."""

    mentees: int
    matched: int
    total: int
    worst: int | None
    longest_wait: int | None

    @property
    def unmatched(self) -> int:
        return self.mentees - self.matched


def outcome_of(drawn: Drawn) -> Outcome:
    run = drawn.run
    return Outcome(len(drawn.pool.mentees), run.matched, run.total, run.worst, drawn.longest_wait)


def figures(now: Any, before: Any | None, rescored: Rescored | None, called: str) -> list[Figure]:
    """Five numbers of a list beside another's, which is called "run 6" and has its total and its
    worst match by the weights of this one."""
    then = before is not None and rescored is not None
    told = _Change(called if then else "")
    matched, left = (before.matched, before.unmatched) if before is not None else (0, 0)
    total, worst = (rescored.total, rescored.worst) if rescored else (0, None)
    wait = before.longest_wait if before is not None else None
    return [
        told.of(
            "People matched", f"{now.matched:,} of {now.mentees:,}", now.matched, matched, PEOPLE
        ),
        told.of("Without a leader", f"{now.unmatched:,}", now.unmatched, left, PEOPLE),
        told.of("Total score", f"{now.total:,}", now.total, total),
        told.of("Worst match", _or_none(now.worst), now.worst, worst, ("better", "worse")),
        told.of(
            "Longest wait, unmatched",
            counted(now.longest_wait, "week") if now.longest_wait is not None else "Nobody waits",
            now.longest_wait,
            wait,
            ("weeks longer", "weeks shorter"),
        ),
    ]


@dataclass(frozen=True)
class _Change:
    called: str

    def of(
        self,
        name: str,
        now: str,
        value: int | None,
        was: int | None,
        words: tuple[str, str] = ("more", "less"),
    ) -> Figure:
        if not self.called:
            return Figure(name, now)
        if value is None or was is None:
            return Figure(name, now, "" if value == was else f"{_or_none(was)} in {self.called}")
        if value == was:
            return Figure(name, now, f"As in {self.called}")
        way = words[0] if value > was else words[1]
        if abs(value - was) == 1:
            way = way.replace("weeks", "week")
        mark = "▲" if value > was else "▼"
        return Figure(name, now, f"{abs(value - was):,} {way} than {self.called} ({was:,})", mark)


def _or_none(value: int | None) -> str:
    return f"{value:,}" if value is not None else "None"
