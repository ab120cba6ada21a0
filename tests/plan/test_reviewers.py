"""Who may review whom: somebody else, through whatever posts, and nobody below the owner."""

import pytest

from tracker.plan.reviewers import Posts, objection

CHAIR, CHIEF, DIRECTOR, HEAD, VICE = range(1, 6)
AMARA, TOM = 10, 11

POSTS = Posts(
    holders={CHIEF: frozenset({AMARA}), VICE: frozenset({AMARA, TOM}), DIRECTOR: frozenset({TOM})},
    above={CHAIR: None, CHIEF: CHAIR, DIRECTOR: CHIEF, HEAD: DIRECTOR, VICE: CHAIR},
)


@pytest.mark.parametrize(
    ("owner", "reviewer", "because"),
    [
        (CHIEF, CHIEF, "not the owner’s"),
        (CHIEF, VICE, "One person holds both posts"),
        (CHIEF, DIRECTOR, "reports to the owner"),
        (CHIEF, HEAD, "reports to the owner"),
    ],
)
def test_nobody_reviews_what_is_in_their_own_or_their_leaders_hands(owner, reviewer, because):
    assert because in objection(owner, reviewer, POSTS)


@pytest.mark.parametrize(
    ("owner", "reviewer"), [(HEAD, CHIEF), (CHIEF, CHAIR), (None, CHAIR), (CHIEF, None)]
)
def test_whoever_stands_above_or_apart_may_review(owner, reviewer):
    assert objection(owner, reviewer, POSTS) is None


def test_two_vacant_posts_have_nobody_in_common():
    assert objection(HEAD, CHAIR, POSTS) is None


def test_a_line_that_runs_in_a_circle_is_walked_once():
    circle = Posts(holders={}, above={1: 2, 2: 3, 3: 1})

    assert list(circle.line_above(1)) == [2, 3]
