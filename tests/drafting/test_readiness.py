"""Whom an action falls to, and what it needs before a board adopts the plan."""

import pytest

from tracker.drafting.readiness import NOBODY, People, Readiness, people_of

READY = {
    "owned": True,
    "reviewed": True,
    "objection": None,
    "promised": True,
    "due": True,
    "success": True,
    "measures": 1,
}


def test_the_first_named_post_owns_and_the_rest_help():
    matches = {"NHSU": (1, None), "NHS Leadership Centre": (2, None)}

    people = people_of(["NHSU", "NHS Leadership Centre"], matches)

    assert people == People(1, frozenset({(2, None)}))


def test_a_body_helps_and_leaves_the_owning_to_the_first_post():
    matches = {"HR networks": (None, 7), "NHSU": (1, None)}

    assert people_of(["HR networks", "NHSU"], matches) == People(1, frozenset({(None, 7)}))


def test_bodies_alone_leave_an_action_without_an_owner():
    assert people_of(["HR networks"], {"HR networks": (None, 7)}).owner is None


def test_a_post_that_stands_for_two_owners_does_not_help_itself():
    matches = {"NHSU": (1, None), "NHS Leadership Centre": (1, None)}

    assert people_of(["NHSU", "NHS Leadership Centre"], matches) == People(1, frozenset())


def test_whoever_nobody_follows_is_passed_over():
    matches = {"NHSU": NOBODY, "NHS Leadership Centre": (2, None)}

    people = people_of(["NHSU", "somebody forgotten", "NHS Leadership Centre"], matches)

    assert people == People(2, frozenset())


def test_an_action_with_everything_lacks_nothing():
    readiness = Readiness(**READY)

    assert readiness.lacks == []
    assert readiness.could_have == []


@pytest.mark.parametrize(
    "without, lacks",
    [
        ({"owned": False}, "an owner"),
        ({"reviewed": False}, "a reviewer"),
        ({"objection": "One person holds both posts"}, "another reviewer"),
        ({"promised": False}, "a promise"),
        ({"due": False}, "when it is due"),
    ],
)
def test_each_thing_that_a_board_needs_is_asked_for_by_name(without, lacks):
    assert Readiness(**READY | without).lacks == [lacks]


def test_what_would_only_make_it_better_stops_nothing():
    readiness = Readiness(**READY | {"success": False, "measures": 0})

    assert readiness.lacks == []
    assert readiness.could_have == ["what success looks like", "a measure"]
