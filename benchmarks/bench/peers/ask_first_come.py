"""First come, first served: each in turn takes the best leader who has a place."""

from asking import Chosen, Places, Worth, answer, best_first


def match(places: Places, worth: Worth) -> Chosen:
    free, chosen = dict(places), []
    lists = best_first(worth, side=0)
    for mentee in sorted(lists):
        for leader in lists[mentee]:
            if free[leader]:
                free[leader] -= 1
                chosen.append((mentee, leader))
                break
    return chosen


answer(match)
