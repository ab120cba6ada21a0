"""What is said of a pool and of a list, from plain values."""

from types import SimpleNamespace

import pytest

from tracker.mentoring.profiles import Leader, Mentee, Pool
from tracker.mentoring.weights import Weights
from tracker.workbench import board, comparing
from tracker.workbench.drawing import Rescored
from tracker.workbench.telling import Telling, parts_of

GOALS = {"finance": "Budgets and finance", "chairing": "Chairing meetings"}


def leader(id_, region="Vale", **given):
    return Leader(id_, 1, region, **{"capacity": 1} | given)


def mentee(id_, region="Vale", **given):
    return Mentee(id_, 1, region, **given)


def test_a_goal_keeps_its_capitals_within_a_sentence():
    goals = {"policy": "Policy and how the NHS works nationally"}

    advice = board.recruit({"region": "Vale", "goals": ["policy"], "remote": 0}, goals)

    assert advice == "a leader in Vale, offering policy and how the NHS works nationally"


def test_a_region_is_short_of_the_places_that_its_people_lack():
    pool = Pool(
        (leader(1, capacity=2), leader(2, None)),
        (*(mentee(n, remote=n == 10) for n in range(10, 15)), mentee(20, "Moor")),
        active=frozenset({(1, 99)}),
    )

    rows = board.by_region(pool)

    assert [(row.name, row.people, row.places, row.remote, row.words) for row in rows] == [
        ("Vale", 5, 1, 1, "4 places short"),
        ("Moor", 1, 0, 0, "1 place short"),
        (board.NO_REGION, 0, 1, 0, "1 place to spare"),
    ]


def test_whoever_wants_three_goals_is_counted_for_each():
    pool = Pool(
        (leader(1, offers=frozenset({"chairing", "board"})), leader(2, offers=frozenset())),
        (mentee(10, wants=("finance", "chairing")), mentee(11, wants=("finance",))),
    )

    rows = {row.name: (row.people, row.places) for row in board.by_goal(pool, GOALS)}

    assert rows == {"Budgets and finance": (2, 0), "Chairing meetings": (1, 1), "board": (0, 1)}


def test_leaders_whom_most_people_name_come_first_and_only_those_who_are_there():
    pool = Pool((leader(1), leader(2)), (mentee(10, names=(2, 1)), mentee(11, names=(2, 77))))

    assert board.most_named(pool) == [(2, 2, 1), (1, 1, 1)]


def reasons(group="a", people=19, places=11, leaders=4, **given):
    usual = {"region": "Vale", "goals": ["finance"], "remote": 0}
    return {
        "group": group,
        "people": people,
        "places": places,
        "group_leaders": leaders,
        **usual,
        **given,
    }


def said(*each):
    return [f"{row.words} {row.advice(GOALS)}" for row in board.wanted(each)]


def test_a_group_is_said_once_with_the_places_it_lacks():
    assert said(reasons(), reasons(), reasons(remote=3, group="b", people=7, places=6)) == [
        "19 people share 11 places. 8 more places would do: recruit leaders in Vale, offering"
        " budgets and finance.",
        "7 people share 6 places. 1 more place would do: recruit a leader in Vale or who meets"
        " remotely, offering budgets and finance.",
    ]


def test_people_who_have_nobody_are_said_together_by_region():
    alone = {"people": 1, "places": 0, "leaders": 0}

    assert said(
        reasons("a", **alone, goals=["chairing"]),
        reasons("b", **alone),
        reasons("c", **alone),
        reasons("d", **alone, region=None, goals=[]),
    ) == [
        "3 people have nobody who would do. 3 more places would do: recruit leaders in Vale,"
        " offering budgets and finance or chairing meetings.",
        "One person has nobody who would do. 1 more place would do: recruit a leader who meets"
        " remotely.",
    ]


def test_where_the_leaders_went_is_said_with_the_most_first():
    told = {"leaders": 438, "removed": {"line": 15, "place": 251}, "below_floor": 169}
    rules = {"line": "line of management", "place": "neither the same region nor both remote"}

    assert board.where_leaders_went({**told, "acceptable": 3}, rules) == [
        "438 leaders in the pool",
        "Neither the same region nor both remote: 251",
        "Line of management: 15",
        "Below the floor: 169",
        "Left: 3, all full",
    ]
    assert board.where_leaders_went({**told, "acceptable": 1}, rules)[-1] == "Left: 1, full"
    assert board.where_leaders_went({**told, "acceptable": 0}, rules)[-1] == "Left: none"


def outcome(**given):
    usual = {"mentees": 463, "matched": 418, "total": 384_912, "worst": 402, "longest_wait": 23}
    return comparing.Outcome(**usual | given)


def test_a_list_alone_is_held_against_nothing():
    assert {each.change for each in comparing.figures(outcome(), None, None, "")} == {""}


@pytest.mark.parametrize(
    ("before", "rescored", "changes"),
    [
        (
            outcome(matched=412, longest_wait=26),
            Rescored(379_640, 371),
            [
                "▲ 6 more than list 6 (412)",
                "▼ 6 fewer than list 6 (51)",
                "▲ 5,272 more than list 6 (379,640)",
                "▲ 31 better than list 6 (371)",
                "▼ 3 weeks shorter than list 6 (26)",
            ],
        ),
        (
            outcome(matched=419, longest_wait=22),
            Rescored(384_912, None),
            [
                "▼ 1 fewer than list 6 (419)",
                "▲ 1 more than list 6 (44)",
                "As in list 6",
                "None in list 6",
                "▲ 1 week longer than list 6 (22)",
            ],
        ),
    ],
)
def test_a_list_stands_beside_the_one_before(before, rescored, changes):
    told = comparing.figures(outcome(), before, rescored, "list 6")

    assert [f"{each.mark} {each.change}".strip() for each in told] == changes
    assert [each.now for each in told] == ["418 of 463", "45", "384,912", "402", "23 weeks"]


def test_a_list_of_nobody_says_so():
    told = comparing.figures(
        outcome(matched=0, mentees=0, worst=None, longest_wait=None, total=0), None, None, ""
    )

    assert [each.now for each in told] == ["0 of 0", "0", "0", "None", "Nobody waits"]


def test_a_pair_is_told_in_what_it_shares_and_where_its_points_come_from():
    pool = Pool(
        (leader(1, offers=frozenset({"finance"}), grade="9"),),
        (mentee(10, wants=("chairing", "finance"), grade="8a", weeks_waited=19),),
    )
    pair = SimpleNamespace(leader_id=1, mentee_id=10, parts=[400, 500, 900, 500, 1000, 0])

    told = Telling(pool, Weights(), GOALS).of(pair)

    assert told.first == "1 of their 2 goals (Budgets and finance)."
    assert told.rest.startswith("Profession not known. 4 grades above their own.")
    assert "ot named" not in told.rest
    assert [(part.name, part.points, part.most) for part in told.parts][:2] == [
        ("Goals", 140, 350),
        ("Profession", 75, 150),
    ]
    assert (told.waited, told.unchecked[0]) == (19, "manager")


def test_points_are_shares_of_a_thousand_whatever_the_weights_come_to():
    words = dict.fromkeys(("goals", "profession", "grade", "availability", "travel", "named"), "x")

    told = parts_of([1000] * 6, Weights(3, 1, 1, 1, 1, 1), words)

    assert [part.most for part in told] == [375, *[125] * 5]
    assert [part.points for part in told] == [375, *[125] * 5]
