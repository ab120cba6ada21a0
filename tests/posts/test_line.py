"""Who answers to whom, as a list in lists, however odd."""

from dataclasses import dataclass

import pytest

from tracker.posts.line import steps


@dataclass(frozen=True)
class Post:
    id: int
    line_post_id: int | None = None


def drawn(*posts):
    """The ids in order, each as deep as it stands."""
    return [(step.post.id, step.depth) for step in steps([Post(*post) for post in posts])]


def lists_opened_and_closed(*posts):
    """The nesting as the page writes it: '(' begins a list under a post, ')' ends one."""
    return "".join(
        f"{step.post.id}{'(' if step.has_below else ''}{')' * step.closes}"
        for step in steps([Post(*post) for post in posts])
    )


def test_no_posts_are_no_list():
    assert steps([]) == []


def test_a_post_stands_under_the_one_that_it_answers_to():
    assert drawn((2, 1), (3, 2), (1,), (4, 1)) == [(1, 0), (2, 1), (3, 2), (4, 1)]


def test_posts_of_one_line_keep_the_order_in_which_they_are_given():
    assert drawn((1,), (9, 1), (3, 1), (5, 1)) == [(1, 0), (9, 1), (3, 1), (5, 1)]


def test_there_may_be_several_tops_and_one_answers_to_a_post_of_elsewhere():
    assert drawn((1,), (2, 77), (3, 2)) == [(1, 0), (2, 0), (3, 1)]


def test_every_list_that_begins_also_ends():
    assert lists_opened_and_closed((1,), (2, 1), (3, 2), (4, 1), (5,)) == "1(2(3)4)5"
    assert lists_opened_and_closed((1,), (2, 1), (3, 2)) == "1(2(3))"


@pytest.mark.parametrize(
    ("posts", "first"),
    [
        pytest.param([(1, 1)], 1, id="itself"),
        pytest.param([(1, 2), (2, 1)], 1, id="two"),
        pytest.param([(9, 1), (1, 2), (2, 3), (3, 1)], 1, id="three, with one hanging on"),
    ],
)
def test_an_old_circle_is_drawn_once_and_said_to_be_one(posts, first):
    found = steps([Post(*post) for post in posts])

    assert sorted(step.post.id for step in found) == sorted(post[0] for post in posts)
    assert [step.post.id for step in found if step.is_circular] == [first]


def test_a_circle_stands_beside_what_is_sound():
    found = steps([Post(1), Post(2, 1), Post(3, 4), Post(4, 3)])

    assert [(step.post.id, step.depth, step.is_circular) for step in found] == [
        (1, 0, False),
        (2, 1, False),
        (3, 0, True),
        (4, 1, False),
    ]


def test_a_line_of_two_thousand_is_no_trouble():
    line = [Post(1), *(Post(n, n - 1) for n in range(2, 2001))]

    assert steps(line)[-1].depth == 1999
