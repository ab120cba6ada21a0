"""Our own match: of pairs that are weighed already, or with "whole" from the profiles of people."""

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


settings = Settings()
pool, shortlist = pickle.loads(Path(sys.argv[3]).read_bytes())
if sys.argv[4:] == ["whole"]:
    run, seconds = timed(lambda: match(pool, settings, shortlist), TIMES)
else:
    market = market_of(pool, settings, shortlist)
    run, seconds = timed(lambda: run_of(market, assigned(market), "not hashed"), TIMES)
say(pairs_of(run), seconds)
