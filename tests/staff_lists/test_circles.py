"""Lines of posts that lead back to where they began."""

from tracker.staff_lists.circles import in_circles, way_round


def test_a_line_of_twenty_thousand_posts_is_followed_once():
    lines = {n: n + 1 for n in range(20_000)} | {20_000: 19_998}

    assert in_circles(lines) == {19_998, 19_999, 20_000}


def test_a_circle_is_told_from_one_post_back_to_itself():
    lines = {1: 2, 2: 1, 3: 1}

    assert way_round(1, lines, {1: "Chair", 2: "Chief executive"}) == (
        "Chair under Chief executive under Chair"
    )
    assert in_circles(lines) == {1, 2}, "who only leads into it is in none"
