"""mentormatch: its matcher, with our pairs for its compatible pairs and our score to sort by."""

from asking import Chosen, Places, Worth, answer, best_first
from mentormatch.api.applicant import Mentee, Mentor
from mentormatch.api.matcher import Matcher
from mentormatch.api.pair.pair import Pair
from mentormatch.api.sorter.sorter_abc import Sorter
from mentormatch.api.sorter.sorter_context_mgr import SorterContextMgr
from mentormatch.api.sorter.util import MinMax, PairAndValue, calc_better_pair
from mentormatch.utils import PairType

EMPTY = ("skills", "preference_yes", "preference_no", "preference_maybe", "preferred_functions")
WORDS = ("function", "last_name", "first_name", "location", "gender")


def match(places: Places, worth: Worth) -> Chosen:
    class ByScore(Sorter):
        def get_better_pair(self, pair1, pair2):
            values = (worth[pair.mentee.wwid, pair.mentor.wwid] for pair in (pair1, pair2))
            one, other = map(PairAndValue, (pair1, pair2), values)
            return calc_better_pair(one, other, MinMax.MAX)

    sorter = ByScore()
    lists = best_first(worth, side=0)
    leaders = {number: Mentor(form(number, places[number]), sorter) for number in places}
    mentees = [Mentee(form(number, 1), sorter) for number in lists]

    class Candidates:
        def get_potential_pairs(self, mentee):
            mentors = (leaders[number] for number in lists[mentee.wwid])
            return [Pair(mentor, mentee, PairType.RANDOM, sorter) for mentor in mentors]

    Matcher(leaders.values(), mentees, Candidates(), SorterContextMgr(sorter, sorter)).execute()
    return [
        (pair.mentee.wwid, pair.mentor.wwid)
        for leader in leaders.values()
        for pair in leader.yield_pairs
    ]


def form(number: int, most: int) -> dict:
    """What somebody would have answered."""
    numbers = {"wwid": number, "position_level": 1, "years_total": 1, "favor": 0}
    lists = dict.fromkeys(EMPTY, ())
    words = dict.fromkeys(WORDS, "")
    return {**numbers, **lists, **words, "preferred_wwids": [], "max_mentee_count": most}


answer(match)
