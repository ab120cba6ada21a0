"""Matching mentors: ours beside others who do it, each in an environment and process of its own.

All are given the same pairs with the same worth, and of the same people the same places. A peer
that takes longer than 120 seconds or more than 3 GB is stopped. Their environments are kept in
instance/peers.
"""

import json
import pickle
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from bench.asked import PEERS, Answer, Stopped, asked, environment_of
from bench.region import invented
from scipy.optimize import linprog
from scipy.sparse import coo_array

from tracker.mentoring.explaining import explain_pair
from tracker.mentoring.market import Market, market_of
from tracker.mentoring.matching import assigned, match, most_matched, run_of
from tracker.mentoring.overriding import price_of_exclusion, price_of_lock
from tracker.mentoring.unmatched import explain_unmatched
from tracker.mentoring.weights import Settings

SIZES = {
    "100": (100, 100),
    "500": (500, 500),
    "500 scarce": (1000, 695),
    "2,000": (2000, 2000),
    "10,000": (10_000, 10_000),
}
PROVED = 1000  # mentees, up to whom the optimum is proved by linear programming as well
EXPLAINED = ("500", "500 scarce")
HEADINGS = ("matched", "total", "worst", "5th", "seconds", "x SciPy", "MB")
PLAIN = Settings()


def main() -> None:
    pythons = {peer: environment_of(peer) for peer in PEERS}
    for name, size in SIZES.items():
        compare(name, size, pythons)
    for name in EXPLAINED:
        explain(name, *SIZES[name])


def compare(name: str, size: tuple[int, int], pythons: dict[str, Path | str]) -> None:
    pool, shortlist = invented(*size)
    market = market_of(pool, PLAIN, shortlist)
    most, people, places = most_matched(market, market.edges), *size
    print(f"\n{name}: {people:,} mentees, {places:,} places, {len(market.edges):,} pairs; ", end="")
    print(f"{most:,} can be matched at most")
    print(f"  {'':32}" + "".join(f"{heading:>10}" for heading in HEADINGS), flush=True)
    with TemporaryDirectory(prefix="matching-") as folder:
        instance = written(market, Path(folder))
        ours = instance.with_name("ours.pickle")
        ours.write_bytes(pickle.dumps((pool, shortlist)))
        answers = {
            who: asked(script, python, instance, str(ours), *how)
            for who, (script, python, how) in everybody(pythons).items()
        }
    judged = {who: judge(market, answer) for who, answer in answers.items()}
    best = judged["raw SciPy"][1]
    for who, answer in answers.items():
        print(f"  {who:32}" + line(answer, judged[who], best, answers["raw SciPy"]))
    if people <= PROVED:
        proved = proved_optimum(market, most)
        print(f"  by linear programming the best of {most:,} is {proved:,}; ours {best_of(judged)}")


def everybody(pythons: dict[str, Path | str]) -> dict[str, tuple[str, Path | str, tuple[str, ...]]]:
    here = Path(sys.executable)
    return {
        "raw SciPy": ("ask_scipy.py", here, ()),
        "ours": ("ask_us.py", here, ("chosen",)),
        "ours, with the record": ("ask_us.py", here, ("recorded",)),
        "ours, with rules, scores, record": ("ask_us.py", here, ("whole",)),
        "first come, first served": ("ask_first_come.py", here, ()),
        **{peer: (PEERS[peer].script, python, ()) for peer, python in pythons.items()},
    }


def best_of(judged: dict[str, tuple]) -> str:
    matched, total, *_ = judged["ours"]
    return f"{total:,} of {matched:,}"


def written(market: Market, folder: Path) -> Path:
    """The instance as a peer is given it, by ids."""
    edges, columns = market.edges, market.columns
    mentees, leaders = columns.mentee.ids[edges.mentee], columns.leader.ids[edges.leader]
    pairs = zip(mentees.tolist(), leaders.tolist(), edges.worth.tolist(), strict=True)
    places = dict(zip(columns.leader.ids.tolist(), market.free.tolist(), strict=True))
    path = folder / "instance.json"
    path.write_text(json.dumps({"places": places, "pairs": list(pairs)}))
    return path


def judge(market: Market, answer: Answer | Stopped) -> tuple[int, int, int, int]:
    """Matched, total, worst score and 5th percentile; refused where a pair or a place is not."""
    if isinstance(answer, Stopped):
        return (0, 0, 0, 0)
    edges, columns = market.edges, market.columns
    mentees, leaders = columns.mentee.ids[edges.mentee], columns.leader.ids[edges.leader]
    of = zip(edges.score.tolist(), edges.worth.tolist(), strict=True)
    known = dict(zip(zip(mentees.tolist(), leaders.tolist(), strict=True), of, strict=True))
    made = [known[pair] for pair in answer.pairs]
    taken = np.bincount([leader for _, leader in answer.pairs], minlength=len(market.free))
    if len({mentee for mentee, _ in answer.pairs}) < len(made):
        raise RuntimeError("Somebody was matched twice")
    if (taken[columns.leader.ids] > market.free).any():
        raise RuntimeError("A leader was given more mentees than places")
    scores = sorted(score for score, _ in made)
    fifth = scores[-(-len(scores) // 20) - 1]
    return len(made), sum(worth for _, worth in made), scores[0], fifth


def line(answer: Answer | Stopped, judged: tuple, best: int, raw: Answer | Stopped) -> str:
    if isinstance(answer, Stopped) or isinstance(raw, Stopped):
        return f"   {answer}"
    matched, total, worst, fifth = judged
    cells = (
        f"{matched:,}",
        f"{100 * total / best:.2f} %",
        str(worst),
        str(fifth),
        f"{answer.seconds:.4f}",
        f"{answer.seconds / raw.seconds:,.1f}",
        f"{answer.peak / 1e6:,.0f}",
    )
    return "".join(f"{cell:>10}" for cell in cells)


def proved_optimum(market: Market, most: int) -> int:
    """The best total with as many matched as can be, by another way: HiGHS."""
    edges, each = market.edges, np.arange(len(market.edges))
    ones, people = np.ones(len(edges)), len(market.columns.mentees)
    once = coo_array((ones, (edges.mentee, each)), shape=(people, len(edges)))
    within = coo_array((ones, (edges.leader, each)), shape=(len(market.free), len(edges)))
    rows = coo_array(np.vstack([once.toarray(), within.toarray()]))
    answer = linprog(
        -edges.worth.astype(float),
        A_ub=rows,
        b_ub=np.concatenate((np.ones(people), market.free)),
        A_eq=ones[None, :],
        b_eq=[most],
        bounds=(0, 1),
        method="highs",
    )
    return round(-answer.fun)


def explain(name: str, mentees: int, places: int) -> None:
    """How long each explanation takes by itself, on a market that is there and one that is not."""
    pool, shortlist = invented(mentees, places)
    market = market_of(pool, PLAIN, shortlist)
    run = match(pool, PLAIN, shortlist)
    some, many = run.pairs[::5], run.pairs[::3]
    print(f"\n{name}: milliseconds of one explanation, the middle one and the slowest")
    timed("the market from the profiles", lambda _: market_of(pool, PLAIN, shortlist), range(9))
    timed("all of everybody, no shortlist", lambda _: market_of(pool, PLAIN), range(5))
    timed("why this match", lambda pair: explain_pair(market, run, pair.mentee), many)
    timed("why nobody", lambda mentee: explain_unmatched(market, run, mentee), run.unmatched[:200])
    timed("the price of a lock", lambda pair: lock_elsewhere(market, run, pair), some)
    timed(
        "the price of an exclusion",
        lambda p: price_of_exclusion(market, run, p.leader, p.mentee),
        some,
    )
    timed("the whole list drawn again", lambda _: run_of(market, assigned(market), ""), range(9))


def lock_elsewhere(market: Market, run, pair) -> None:
    """The first leader on the mentee's list who is not theirs."""
    mine = market.acceptable.mentee == market.mentee_at[pair.mentee]
    ids = market.columns.leader.ids[market.acceptable.leader[mine]].tolist()
    other = next((number for number in ids if number != pair.leader), pair.leader)
    price_of_lock(market, run, other, pair.mentee)


def timed(what: str, do: Callable, each) -> None:
    took = []
    for one in each:
        began = time.perf_counter()
        do(one)
        took.append(1000 * (time.perf_counter() - began))
    if took:
        print(f"  {what:32}{statistics.median(took):10.1f}{max(took):10.1f}   of {len(took)}")


if __name__ == "__main__":
    main()
