"""SciPy's solver and nothing round it: the least that an exact match can cost.

The seconds are from arrays of pairs to whom each row is given, as ours are.
"""

import numpy as np
from asking import Chosen, Places, Worth, asked, say, timed
from scipy.sparse import coo_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

Arrays = tuple[np.ndarray, ...]


def arrays_of(places: Places, worth: Worth) -> Arrays:
    """Mentees' ids, and of each pair for each place: the row, the place and the cost; owners."""
    mentees = np.array(sorted({mentee for mentee, _ in worth}))
    owner = np.repeat(list(places), list(places.values()))
    places_of: dict[int, list[int]] = {}
    for place, leader in enumerate(owner):
        places_of.setdefault(leader, []).append(place)
    row_of = {mentee: row for row, mentee in enumerate(mentees)}
    each = [(row_of[m], place, worth[m, n]) for m, n in worth for place in places_of[n]]
    rows, columns, worths = np.array(each).T
    return mentees, owner, rows, columns, worths.max() + 1 - worths


def solve(mentees: np.ndarray, owner: np.ndarray, rows, columns, costs) -> Arrays:
    people = len(mentees)
    everybody = np.arange(people)
    left_out = np.full(people, people * costs.max() + 1)
    graph = coo_array(
        (
            np.concatenate((costs, left_out)).astype(float),
            (
                np.concatenate((rows, everybody)),
                np.concatenate((columns, len(owner) + everybody)),
            ),
        ),
        shape=(people, len(owner) + people),
    )
    _, chosen = min_weight_full_bipartite_matching(graph.tocsr())
    return mentees, owner, chosen


def pairs_of(mentees: np.ndarray, owner: np.ndarray, chosen: np.ndarray) -> Chosen:
    made = chosen < len(owner)
    return list(zip(mentees[made].tolist(), owner[chosen[made]].tolist(), strict=True))


arrays = arrays_of(*asked())
solution, seconds = timed(lambda: solve(*arrays), times=5)
say(pairs_of(*solution), seconds)
