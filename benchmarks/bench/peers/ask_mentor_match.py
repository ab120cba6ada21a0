"""mentor-match: Munkres over everybody with everybody; a leader is there once for each place."""

from asking import Chosen, Places, Worth, answer
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Rule

PERSON = {"grade": 1, "organisation": "", "profession": ""}


def match(places: Places, worth: Worth) -> Chosen:
    class Scored(Rule):
        def apply(self, match_object):
            return worth[ids(match_object)]

    rules = [Scored(), Disqualify(lambda match_object: ids(match_object) not in worth)]
    everybody = sorted({mentee for mentee, _ in worth})
    each_place = [(leader, place) for leader, free in places.items() for place in range(free)]
    mentors = [
        Mentor(email=f"{leader}.{place}", role=leader, **PERSON) for leader, place in each_place
    ]
    mentees = [Mentee(email=str(mentee), role=mentee, **PERSON) for mentee in everybody]
    _, matched = process_data(mentors, mentees, [rules])
    return [(mentee.role, mentee.mentors[0].role) for mentee in matched if mentee.mentors]


def ids(pair) -> tuple[int, int]:
    return pair.mentee.role, pair.mentor.role


answer(match)
