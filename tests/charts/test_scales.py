import pytest

from tracker.charts import POINTS, RATIO, SHARE
from tracker.charts.scales import Axis, round_steps


def test_doubling_and_halving_are_equally_far_from_parity():
    axis = Axis(0.25, 4, 0, 100, logarithmic=True)

    assert axis.at(1) == pytest.approx(50)
    assert axis.at(2) - axis.at(1) == pytest.approx(axis.at(1) - axis.at(0.5))


def test_a_value_beyond_an_axis_stands_on_its_end():
    axis = Axis(0, 10, 300, 20)

    assert axis.at(99) == 20
    assert axis.at(-99) == 300


def test_an_axis_of_one_value_has_it_in_the_middle():
    assert Axis(2024, 2024, 0, 100).at(2024) == 50


def test_shares_that_lie_high_do_not_begin_at_nought():
    low, high, marks = SHARE.span([0.246, 0.32], room=5)

    assert (low, high) == (pytest.approx(0.22), pytest.approx(0.34))
    assert marks == pytest.approx([0.22, 0.24, 0.26, 0.28, 0.30, 0.32, 0.34])


def test_shares_not_far_from_nought_begin_there():
    low, _, _ = SHARE.span([0.08, 0.27], room=5)

    assert low == 0


def test_an_axis_of_ratios_always_shows_parity():
    _, _, marks = RATIO.span([1.4, 1.6], room=7)

    assert 1 in marks


def test_steps_are_round_and_reach_both_ends():
    assert round_steps(-14.2, 1.0, 5) == [-15, -10, -5, 0, 5]


@pytest.mark.parametrize(
    "scale, value, words",
    [
        (RATIO, 1.296, "1.30"),
        (RATIO, 123456.0, "1.23e+05"),
        (SHARE, 0.3019, "30.2%"),
        (POINTS, 5.62, "+5.6"),
        (POINTS, -8.04, "−8.0"),
    ],
)
def test_values_are_written_as_people_read_them(scale, value, words):
    assert scale.write(value) == words


@pytest.mark.parametrize(
    "scale, value, words",
    [(RATIO, 1.25, "1.25"), (RATIO, 2, "2.0"), (SHARE, 0.3, "30%"), (POINTS, 0.0, "0")],
)
def test_lines_are_named_in_as_few_digits_as_they_need(scale, value, words):
    assert scale.write_on_axis(value) == words
