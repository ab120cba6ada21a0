"""How a peer is asked: a file with places and pairs, and a file for whom it paired, and how fast.

It stands alone, so that it runs in an environment with nothing else in it.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Places = dict[int, int]  # of each leader
Worth = dict[tuple[int, int], int]  # of each (mentee, leader)
Chosen = list[tuple[int, int]]  # (mentee, leader)
SHORTEST = 0.1  # seconds


def answer(match: Callable[[Places, Worth], Chosen]) -> None:
    """Match what the first argument names, and say so where the second does."""
    places, worth = asked()
    say(*timed(lambda: match(places, worth)))


def asked() -> tuple[Places, Worth]:
    instance = json.loads(Path(sys.argv[1]).read_text())
    places = {int(leader): free for leader, free in instance["places"].items()}
    return places, {(mentee, leader): worth for mentee, leader, worth in instance["pairs"]}


def timed(match: Callable[[], Any], times: int = 1) -> tuple[Any, float]:
    """What it gives, and the seconds of the quickest of so many times.

    Whoever is timed more than once is timed for a tenth of a second at least: what takes less
    than a thousandth is not yet warm at the fifth time.
    """
    took: list[float] = []
    while len(took) < times or (times > 1 and sum(took) < SHORTEST):
        began = time.perf_counter()
        chosen = match()
        took.append(time.perf_counter() - began)
    return chosen, min(took)


def say(chosen: Chosen, seconds: float) -> None:
    said = {"pairs": chosen, "seconds": seconds, "peak": peak()}
    Path(sys.argv[2]).write_text(json.dumps(said, default=int))


def peak() -> int:
    """The most memory that this process held, in bytes; of what began it too, but on Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        (held,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(held.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def best_first(worth: Worth, side: int) -> dict[int, list[int]]:
    """Of each mentee (side 0) or leader (side 1), the others of their pairs, the best first."""
    lists: dict[int, list[int]] = {}
    for pair in sorted(worth, key=lambda pair: (-worth[pair], pair)):
        lists.setdefault(pair[side], []).append(pair[1 - side])
    return lists
