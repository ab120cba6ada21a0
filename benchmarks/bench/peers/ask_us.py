"""Our own match, by how much of it is timed.

"chosen": from pairs that are weighed, whom each has, as arrays; what raw SciPy is timed for.
"recorded": that, and the record of every pair. "whole": all of it, from the profiles of people.
"""

import pickle
import sys
from pathlib import Path

from asking import say, timed

from tracker.mentoring.market import market_of
from tracker.mentoring.matching import Run, assigned, match, run_of
from tracker.mentoring.weights import Settings

TIMES = 5


def pairs_of(run: Run) -> list[tuple[int, int]]:
    return [(pair.mentee, pair.leader) for pair in run.pairs]


settings, (how,) = Settings(), sys.argv[4:]
pool, shortlist = pickle.loads(Path(sys.argv[3]).read_bytes())
market = market_of(pool, settings, shortlist)
if how == "chosen":
    leader_of, seconds = timed(lambda: assigned(market), TIMES)
    run = run_of(market, leader_of, "not hashed")
elif how == "recorded":
    run, seconds = timed(lambda: run_of(market, assigned(market), "not hashed"), TIMES)
else:
    run, seconds = timed(lambda: match(pool, settings, shortlist), TIMES)
say(pairs_of(run), seconds)
