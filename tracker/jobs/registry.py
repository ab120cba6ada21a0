"""What a worker can do: long work by name, and small things that it does again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

PERIODS = {
    "moment": timedelta(seconds=15),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}


class Progress(Protocol):
    """What long work says of itself while it is done."""

    def of(self, total: int) -> None:
        """How many steps there are in all."""

    def step(self, steps: int = 1) -> None:
        """Keep what was done so far and count it. Stops the work when somebody asked for that."""


@dataclass(frozen=True)
class Work:
    """Long work. `does` is given its progress and the arguments that it was asked for with.

    It may be begun twice, so each step looks for what is left to do. It may give a result:
    `{"says": "12 files removed", "href": "/an/address/of/ours", "link": "See them"}`.
    """

    title: str
    does: Callable[..., dict[str, Any] | None]


@dataclass(frozen=True)
class Round:
    """A small thing done again and again. With `writes` off it has transactions of its own."""

    period: str
    does: Callable[[datetime], Any]
    writes: bool


WORKS: dict[str, Work] = {}
ROUNDS: dict[str, Round] = {}


def work(name: str, title: str = "") -> Callable:
    """Declare long work, by the name that jobs are asked for with."""

    def declare(does: Callable) -> Callable:
        WORKS[name] = Work(title or name[:1].upper() + name[1:], does)
        return does

    return declare


def every(period: str, name: str, writes: bool = True) -> Callable:
    """Have a function of the time now called by the worker, in a transaction that writes.

    Every worker does so, also at its start: doing it twice, or at once, must do no harm.
    """
    if period not in PERIODS:
        raise ValueError(f"'{period}' is none of: {', '.join(PERIODS)}")

    def declare(does: Callable[[datetime], Any]) -> Callable[[datetime], Any]:
        ROUNDS[name] = Round(period, does, writes)
        return does

    return declare
