import pytest

from tests.charts.looking import (
    both,
    joined_places,
    numbers,
    shapes,
    smallest_letters,
    tree,
    without_names,
    words,
)
from tracker import charts
from tracker.charts import POINTS, RATIO, SHARE, Break, Point, Series, Style, Target

HIDDEN = "hidden (small numbers)"


def years(first, *values):
    return tuple(Point(first + number, value) for number, value in enumerate(values))


def own(*points, name="Northbridge"):
    return Series(name, points)


def drawn(*series, scale=RATIO, **more):
    return charts.trend("A title", "A description", series, scale=scale, **more)


def test_neighbouring_years_are_joined_by_one_line():
    drawing = drawn(own(*years(2022, 1.5, 1.4, 1.3)))

    assert joined_places(drawing.wide, "own") == [3]
    assert len(shapes(drawing.wide, "disc")) == 3


def test_nothing_is_joined_across_a_missing_year():
    drawing = drawn(own(*years(2020, 1.5, 1.4), *years(2023, 1.3, 1.2, 1.1)))

    assert joined_places(drawing.wide, "own") == [2, 3]


def test_a_year_without_a_value_counts_as_missing():
    drawing = drawn(own(*years(2020, 1.5, 1.4, None, 1.3, 1.2)))

    assert joined_places(drawing.wide, "own") == [2, 2]
    assert HIDDEN not in words(drawing.wide)


def test_nothing_is_joined_across_a_break():
    drawing = drawn(
        own(*years(2020, 1.5, 1.4, 1.3, 1.2)),
        breaks=[Break(2022, "two-year rolling", "single year")],
    )

    assert joined_places(drawing.wide, "own") == [2, 2]
    assert len(shapes(drawing.wide, "break")) == 2
    assert {"two-year rolling", "single year"} <= set(words(drawing.wide))


def test_a_break_outside_the_years_shown_is_left_out():
    drawing = drawn(own(*years(2020, 1.5, 1.4)), breaks=[Break(2020), Break(2030)])

    assert not shapes(drawing.wide, "break")
    assert joined_places(drawing.wide, "own") == [2]


def test_national_figures_are_squares_joined_only_between_neighbouring_years():
    national = Series("England", (*years(2018, 1.45, 1.46), *years(2022, 1.54)), Style.NATIONAL)
    drawing = drawn(own(*years(2018, 1.5, 1.5, 1.5, 1.5, 1.5)), national)

    assert joined_places(drawing.wide, "national") == [2]
    squares = [shape for shape in shapes(drawing.wide, "disc") if shape.tag.endswith("rect")]
    assert len(squares) == 3
    assert "England 1.54" in words(drawing.wide)


def test_a_national_figure_of_another_year_says_which():
    national = Series("England", years(2023, 1.03), Style.NATIONAL)

    drawing = drawn(own(*years(2023, 1.1, 1.3, 1.5)), national)

    assert "England 1.03 (2023)" in words(drawing.wide)


@pytest.mark.parametrize("scale", [RATIO, SHARE, POINTS])
def test_a_hidden_figure_leaves_no_trace_of_its_value(scale):
    def with_value(value):
        hidden = Point(2023, value, low=value, high=value, hidden=True)
        return drawn(own(*years(2021, 0.5, 0.4), hidden, *years(2024, 0.3)), scale=scale)

    secret, nothing = with_value(0.97), with_value(None)

    for one, other in zip(both(secret), both(nothing), strict=True):
        assert without_names(one) == without_names(other)


def test_a_hidden_year_says_so_in_words():
    drawing = drawn(own(*years(2021, 1.5), Point(2022, None, hidden=True), *years(2023, 1.4)))

    for picture in both(drawing):
        assert words(picture).count(HIDDEN) == 1


def test_when_every_figure_is_hidden_only_the_words_are_drawn():
    drawing = drawn(own(*(Point(year, 1.2, hidden=True) for year in range(2021, 2025))))

    for picture in both(drawing):
        assert HIDDEN in words(picture)
        assert shapes(picture, "hatch")
        assert not shapes(picture, "disc")
        assert not [said for said in words(picture) if "1.2" in said]


def test_national_figures_alone_do_not_stand_in_for_hidden_ones():
    national = Series("England", years(2021, 1.1, 1.2), Style.NATIONAL)

    drawing = drawn(own(Point(2022, None, hidden=True)), national)

    assert HIDDEN in words(drawing.wide)
    assert not shapes(drawing.wide, "national")


def test_without_any_figure_it_says_that_none_is_held():
    assert "no figures held" in words(drawn().wide)


def test_an_interval_is_a_line_with_a_bar_at_either_end():
    drawing = drawn(own(Point(2024, 1.3, 0.9, 1.8), Point(2025, 1.2, 0.9, 1.6)))

    assert len(shapes(drawing.wide, "whisker")) == 6
    assert {"95% interval", "0.90 to 1.60"} <= set(words(drawing.wide))


def test_an_interval_that_goes_on_beyond_the_picture_has_no_bar_there():
    drawing = drawn(own(Point(2025, 3.0, 0.67, 130.0)))

    assert len(shapes(drawing.wide, "whisker")) == 2


def test_a_target_has_a_bar_a_way_to_it_and_what_was_expected_by_now():
    target = Target(1.2, 2028, "Target 1.20", "by 31 March 2028", (2025, 1.46), expected=1.37)

    drawing = drawn(own(*years(2025, 1.46, 1.44)), target=target, as_at="Data: 31 March 2026")

    assert len(shapes(drawing.wide, "target")) == 1
    assert len(shapes(drawing.wide, "way")) == 1
    assert len(shapes(drawing.wide, "ring")) == 1
    assert {"Target 1.20", "by 31 March 2028", "1.37 expected", "Data: 31 March 2026"} <= set(
        words(drawing.wide)
    )
    assert {"Target 1.20", "Expected 1.37"} <= set(words(drawing.narrow))


def test_a_target_gap_stands_on_the_other_groups_latest_figure():
    target = Target(0.03, 2028, "Target gap of 3 points", is_gap=True)
    groups = (own(*years(2025, 0.31, 0.30), name="BME"),)
    white = Series("White", years(2025, 0.26, 0.20), Style.OTHER)

    drawing = drawn(*groups, white, scale=SHARE, target=target)

    upright, foot = shapes(drawing.wide, "target")
    latest_white = shapes(drawing.wide, "ring")[-1]
    assert upright.get("y1") == foot.get("y1") == latest_white.get("cy")


def test_the_latest_figures_of_both_groups_are_named():
    white = Series("White", years(2024, 0.25, 0.246), Style.OTHER)

    drawing = drawn(own(*years(2024, 0.31, 0.302), name="BME"), white, scale=SHARE)

    assert {"30.2% BME", "24.6% White"} <= set(words(drawing.wide))
    assert {"30.2%", "24.6%", "BME", "White"} <= set(words(drawing.narrow))


def test_a_gap_in_points_is_signed_and_has_a_line_at_nought():
    drawing = drawn(own(*years(2024, -10.2, -9.3)), scale=POINTS)

    assert "−9.3 Northbridge" in words(drawing.wide)
    assert len(shapes(drawing.wide, "parity")) == 1


def test_nobody_can_smuggle_markup_in_by_a_name():
    nasty = "<script>alert('x')</script> & \"Sons\" \x00\x1b"
    target = Target(1.2, 2028, nasty, nasty)
    national = Series(nasty, years(2024, 1.1), Style.NATIONAL)

    drawing = charts.trend(
        nasty,
        nasty,
        [own(*years(2024, 1.3, 1.2), name=nasty), national],
        scale=RATIO,
        breaks=[Break(2025, nasty, nasty)],
        target=target,
        as_at=nasty,
        unit=nasty,
    )

    for picture in both(drawing):
        assert "<script" not in picture
        assert not [element for element in tree(picture).iter() if element.get("style")]


def test_it_is_announced_by_its_title_and_description():
    root = tree(drawn(own(*years(2024, 1.3))).wide)

    title, description = root[0], root[1]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.text, description.text) == ("A title", "A description")


def test_no_two_drawings_share_a_name():
    pictures = [picture for _ in range(3) for picture in both(drawn(own(*years(2024, 1.3))))]

    assert len({tree(picture)[0].get("id") for picture in pictures}) == len(pictures)


def test_letters_on_a_phone_are_never_smaller_than_eleven_pixels():
    target = Target(1.2, 2028, "Target 1.20", start=(2025, 1.4), expected=1.3)
    national = Series("England", years(2024, 1.1), Style.NATIONAL)
    arguments = (own(*years(2024, 1.3, 1.2)), national)

    narrow = drawn(*arguments, target=target).narrow
    small = charts.tile("t", "d", arguments, scale=RATIO, target=target).wide

    # A phone of 390 px leaves 358 to a chart and 324 to a tile.
    assert smallest_letters(narrow) * 358 / 340 >= 11
    assert smallest_letters(small) * 324 / 320 >= 11


def test_tiles_of_the_same_years_place_them_alike():
    first = charts.tile("t", "d", [own(*years(2019, 1.3))], scale=RATIO, years=(2019, 2028))
    second = charts.tile("t", "d", [own(*years(2019, 0.3))], scale=SHARE, years=(2019, 2028))

    assert shapes(first.wide, "disc")[0].get("cx") == shapes(second.wide, "disc")[0].get("cx")


def test_a_tile_draws_no_intervals_and_is_one_picture():
    tile = charts.tile("t", "d", [own(Point(2024, 1.3, 0.9, 1.8))], scale=RATIO)

    assert not shapes(tile.wide, "whisker")
    assert not tile.narrow


@pytest.mark.parametrize("value", [1e300, -1e300, 0.0, -1.0, 1e-300, float("inf"), float("nan")])
@pytest.mark.parametrize("scale", [RATIO, SHARE, POINTS])
def test_values_that_make_no_sense_stay_within_the_picture(value, scale):
    drawing = drawn(own(Point(2024, 0.5), Point(2025, value, value, value)), scale=scale)

    for picture in both(drawing):
        assert all(-50 <= number <= 810 for number in numbers(picture))
