"""Control charts: limits to the printed digits, and the icon of the latest point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.wres.control import Signal, control_chart, variation

OUTSIDE = Signal("outside the limits", True)
NEAR = Signal("two of three near a limit", True)
ONE_SIDE = Signal("seven on one side of the mean", True)
TREND = Signal("seven rising or falling", True)

VECTOR = [1, 2, 1, 2, 10] + [1, 2] * 6 + [1]
CALM = [10, 12] * 12


@pytest.mark.parametrize("values", [[], [3.0]])
def test_fewer_than_two_values_make_no_chart(values):
    assert control_chart(values) is None


def test_the_vector():
    chart = control_chart(VECTOR)

    assert len(VECTOR) == 18
    assert f"{chart.mean:.2f} {chart.low:.2f} {chart.high:.2f}" == "1.94 -3.06 6.95"
    assert chart.signals[4] == (OUTSIDE,)


def test_an_old_outlier_is_not_todays_icon():
    chart = control_chart(VECTOR)

    assert chart.latest is None
    assert variation(chart, "higher") == "common cause"


def test_fewer_than_twelve_points_have_trial_limits():
    assert control_chart(CALM[:11]).is_trial
    assert not control_chart(CALM[:12]).is_trial


def test_values_that_never_change_are_no_special_cause():
    chart = control_chart([0.1] * 20)

    assert chart.low == chart.mean == chart.high == 0.1
    assert set(chart.signals) == {()}


def test_a_last_point_beyond_the_limit_is_the_gravest():
    chart = control_chart([*CALM, 40])

    assert chart.latest == OUTSIDE
    assert variation(chart, "higher") == "special cause, improving"
    assert variation(chart, "lower") == "special cause, concerning"
    assert variation(chart, "watch") == "special cause"


def test_seven_on_one_side_but_not_six():
    assert ONE_SIDE in control_chart([*CALM, *[11.5, 11.6] * 3, 11.5]).signals[-1]
    assert ONE_SIDE not in control_chart([*CALM[:-1], 10, *[11.5, 11.6] * 3]).signals[-1]


def test_a_point_on_the_mean_ends_a_run():
    values = [9, 13] * 10
    with_run = [*values, *[12] * 3, 11, *[12] * 3, *[10] * 6]
    chart = control_chart(with_run)

    assert chart.mean == 11
    assert not any(ONE_SIDE in each for each in chart.signals)


def test_seven_rising_are_a_trend_and_six_are_not():
    assert TREND in control_chart([*CALM, 8, 9, 10, 11, 12, 13, 14]).signals[-1]
    assert TREND not in control_chart([*CALM, 8.5, 8, 10, 11, 11.5, 12, 12.5]).signals[-1]


def test_two_of_three_near_the_limit_need_all_three_on_one_side():
    chart = control_chart([*CALM, 15.6, 11.5, 15.6])
    far = chart.mean + (chart.high - chart.mean) * 2 / 3

    assert far < 15.6 < chart.high
    assert chart.signals[-1] == (NEAR,)
    assert chart.signals[-2] == ()
    assert control_chart([*CALM, 15.6, 10, 15.6]).signals[-1] == ()


values = st.lists(st.integers(-50, 50), min_size=2, max_size=40)


@given(values)
def test_upside_down_the_signals_point_the_other_way(series):
    chart, turned = control_chart(series), control_chart([-value for value in series])

    flipped = tuple(
        {Signal(each.rule, not each.is_upward) for each in signals} for signals in turned.signals
    )
    assert flipped == tuple(set(signals) for signals in chart.signals)
    assert (turned.low, turned.high) == pytest.approx((-chart.high, -chart.low))


@given(values)
def test_the_mean_lies_between_the_limits(series):
    chart = control_chart(series)

    assert chart.low <= chart.mean <= chart.high
    assert len(chart.signals) == len(series)
