"""Two people in one line of management, by what they said and by their posts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.mentoring.lines import Reports, line_between, mark_of, relations_between

NAMES = {"one": "Helen", "other": "Amara"}


def words(found):
    return [relation.format(**NAMES) for relation in found]


def somebody(email, **more):
    return Reports(email, **{name: frozenset(value) for name, value in more.items()})


HELEN = somebody("helen@x", posts={1}, line_posts={9})
LINES = [
    (somebody("amara@x", managers={"helen@x"}), "Helen manages Amara"),
    (somebody("amara@x", line_posts={1}), "Helen manages Amara"),
    (somebody("amara@x", managers_managers={"helen@x"}), "Helen manages the manager of Amara"),
    (somebody("amara@x", line_posts_above={1}), "Helen manages the manager of Amara"),
    (somebody("amara@x", posts={9}), "Amara manages Helen"),
    (somebody("amara@x", declared={"helen@x"}), "one of them names the other"),
]


@pytest.mark.parametrize("amara, said", LINES)
def test_a_line_is_found_whichever_of_the_two_is_above(amara, said):
    assert words(line_between(HELEN, amara))[0].startswith(said)
    assert len(line_between(amara, HELEN)) == len(line_between(HELEN, amara)) == 1


def test_to_have_one_manager_keeps_two_from_being_a_pair_and_is_no_line():
    colleague = somebody("bola@x", line_posts={9})

    assert line_between(HELEN, colleague) == []
    assert words(relations_between(HELEN, colleague)) == ["both have the same manager"]


def test_nobody_answers_to_nobody():
    assert relations_between(Reports(), Reports(email="a@x")) == []
    assert not Reports(email="a@x").is_known


REPORTS = st.builds(
    Reports,
    email=st.sampled_from("abc"),
    managers=st.frozensets(st.sampled_from("abc"), max_size=2),
    managers_managers=st.frozensets(st.sampled_from("abc"), max_size=2),
    declared=st.frozensets(st.sampled_from("abc"), max_size=1),
    posts=st.frozensets(st.integers(1, 4), max_size=2),
    line_posts=st.frozensets(st.integers(1, 4), max_size=2),
    line_posts_above=st.frozensets(st.integers(1, 4), max_size=2),
)


@given(REPORTS, REPORTS)
def test_it_is_the_same_line_from_either_end(one, other):
    turned = {"one": "Amara", "other": "Helen"}

    there = sorted(words(relations_between(one, other)))
    back = sorted(relation.format(**turned) for relation in relations_between(other, one))

    assert there == back
    assert mark_of(relations_between(one, other)) == mark_of([*relations_between(one, other)][::-1])
