"""matching: a stable matching of residents and hospitals, both by the same score.

It copies its players, who hold one another, by recursion: it is given a stack that is deep enough.
"""

import sys
import threading

from asking import Chosen, Places, Worth, answer, best_first
from matching.games import HospitalResident


def match(places: Places, worth: Worth) -> Chosen:
    residents, hospitals = best_first(worth, side=0), best_first(worth, side=1)
    game = HospitalResident.create_from_dictionaries(
        residents, hospitals, {leader: places[leader] for leader in hospitals}
    )
    solution = game.solve(optimal="resident")
    return [
        (mentee.name, leader.name) for leader, mentees in solution.items() for mentee in mentees
    ]


sys.setrecursionlimit(10**7)
threading.stack_size(2**30 - 2**12)
asker = threading.Thread(target=answer, args=[match])
asker.start()
asker.join()
