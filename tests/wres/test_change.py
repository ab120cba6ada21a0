"""Better, worse, or too small to call: said only beyond the error of both figures."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.wres.change import Change, change, change_in_rate, levelling_down
from tracker.wres.indicators import Outcome, relative_likelihood
from tracker.wres.registry import indicator
from tracker.wres.statistics import Z95, katz_interval, z_of_change_in_ratio


@dataclass(frozen=True)
class Figure:
    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str = "ratio"
    part: str = "all"
    item: str = "relative likelihood"
    definition: str = "1"
    basis: str = "single year"
    white_rate: float | None = None
    bme_rate: float | None = None
    hidden: bool = False


def ratio(top, bottom):
    low, high = katz_interval(top, bottom)
    return Figure(float(relative_likelihood(top, bottom)), low, high)


def gap(value, around=None, **known):
    ends = (None, None) if around is None else (value - around, value + around)
    return Figure(value, *ends, unit="percentage points", item="percentage", **known)


def share(value, item="8a and above"):
    return Figure(value, unit="share", item=item)


def word(then, now, number):
    return change(then, now, indicator(number)).word


DISCIPLINE_2022 = ratio(Outcome(11, 1452), Outcome(30, 4620))
DISCIPLINE_2026 = ratio(Outcome(24, 1786), Outcome(31, 4512))


def test_nothing_is_said_of_a_hidden_figure():
    shown, hidden = gap(5.0, 1.0), gap(9.0, 1.0, hidden=True)

    assert change(shown, hidden, indicator("5")) == Change("hidden (small numbers)")
    assert change(hidden, shown, indicator("5")) == Change("hidden (small numbers)")


def test_nothing_is_said_of_a_figure_that_is_not_there():
    assert change(gap(5.0, 1.0), gap(None), indicator("5")) == Change("not calculable")
    assert change(gap(None), gap(5.0, 1.0), indicator("5")) == Change("not calculable")


def test_a_ratio_of_nought_has_no_logarithm():
    assert word(Figure(0.0), Figure(1.2), "2") == "not calculable"


def test_nothing_is_said_across_a_break():
    earlier = gap(-15.0, 1.0)

    assert word(earlier, gap(-8.0, 1.0, definition="2"), "7") == "not comparable"
    assert word(Figure(1.6, basis="two-year rolling"), Figure(1.2), "3") == "not comparable"


def test_hidden_goes_before_not_calculable_and_a_break():
    assert word(gap(None, hidden=True), gap(None, definition="2"), "7") == "hidden (small numbers)"


def test_without_counts_the_precision_is_unknown():
    found = change(gap(5.0), gap(3.0), indicator("5"))

    assert found == Change("precision unknown", pytest.approx(-2.0))
    assert word(gap(5.0, 1.0), gap(3.0), "5") == "precision unknown"
    assert word(Figure(1.6), Figure(1.6), "2") == "precision unknown"


def test_a_rise_within_the_errors_is_too_small_to_call():
    found = change(DISCIPLINE_2022, DISCIPLINE_2026, indicator("3"))

    assert found.word == "too small to call"
    assert f"{found.amount:.2f}" == "0.79"


def test_a_change_beyond_the_errors_is_better_or_worse():
    good, bad = (
        ratio(Outcome(500, 2000), Outcome(480, 2000)),
        ratio(Outcome(600, 2000), Outcome(300, 2000)),
    )

    assert word(bad, good, "2") == "better"
    assert word(good, bad, "2") == "worse"


def test_overshooting_parity_as_far_is_no_change_that_can_be_called():
    over, under = (
        ratio(Outcome(600, 2000), Outcome(300, 2000)),
        ratio(Outcome(300, 2000), Outcome(600, 2000)),
    )

    assert word(over, under, "2") == "too small to call"


def test_a_gap_is_better_when_it_is_nearer_nought_from_either_side():
    assert word(gap(10.0, 1.0), gap(4.0, 1.0), "6") == "better"
    assert word(gap(-10.0, 1.0), gap(-4.0, 1.0), "7") == "better"
    assert word(gap(-4.0, 1.0), gap(-10.0, 1.0), "7") == "worse"
    assert word(gap(-4.0, 1.0), gap(10.0, 1.0), "5") == "worse"


def test_errors_are_squared_and_added():
    assert word(gap(10.0, 3.0), gap(5.01, 4.0), "6") == "too small to call"
    assert word(gap(10.0, 3.0), gap(4.99, 4.0), "6") == "better"


def test_everybody_is_counted_in_a_headcount():
    found = change(share(0.096), share(0.110), indicator("1"))

    assert found == Change("better", pytest.approx(0.014), is_census=True)
    assert word(share(0.110), share(0.096), "1") == "worse"
    assert word(share(0.1), share(0.1), "1") == "no change"


def test_lower_bands_are_watched_and_neither_better_nor_worse():
    assert word(share(0.3, "5"), share(0.4, "5"), "1") == "higher"
    assert word(share(0.4, "5"), share(0.3, "5"), "1") == "lower"


def test_a_disparity_ratio_is_better_nearer_parity():
    then, now = share(3.5, "lower to upper"), share(1.5, "lower to upper")

    assert word(replace(then, unit="ratio"), replace(now, unit="ratio"), "1") == "better"


def test_a_board_nearer_its_workforce_is_better():
    then = Figure(-16.0, unit="percentage points", part="overall", item="gap")

    assert word(then, replace(then, value=-9.0), "9") == "better"


cases = st.builds(Outcome, st.integers(1, 200), st.integers(201, 4000))


@given(cases, cases, cases, cases)
def test_on_one_side_of_parity_the_word_is_that_of_the_z_test(top, bottom, later_top, later_bottom):
    then, now = ratio(top, bottom), ratio(later_top, later_bottom)
    z = z_of_change_in_ratio((top, bottom), (later_top, later_bottom))

    if (then.value > 1) == (now.value > 1) and abs(abs(z) - Z95) > 1e-6:
        called = word(then, now, "2") in ("better", "worse")
        assert called == (abs(z) > Z95)


@given(cases, cases, cases, cases)
def test_going_back_turns_the_word_round(top, bottom, later_top, later_bottom):
    then, now = ratio(top, bottom), ratio(later_top, later_bottom)
    turned = {"better": "worse", "worse": "better"}
    there, back = word(then, now, "3"), word(now, then, "3")

    assert back == turned.get(there, there)


@given(cases, cases, cases, cases)
def test_swapping_the_groups_changes_no_word(top, bottom, later_top, later_bottom):
    swapped = word(ratio(bottom, top), ratio(later_bottom, later_top), "2")

    assert swapped == word(ratio(top, bottom), ratio(later_top, later_bottom), "2")


# One group's own rate


def test_a_rate_without_counts_is_of_unknown_precision():
    assert change_in_rate(None, Outcome(5, 10), "higher") == "precision unknown"
    assert change_in_rate(Outcome(5, 10), None, "higher") == "precision unknown"
    assert change_in_rate(Outcome(0, 0), Outcome(5, 10), "higher") == "precision unknown"


def test_a_rate_is_called_beyond_newcombes_interval():
    half, few, most = Outcome(500, 1000), Outcome(300, 1000), Outcome(520, 1000)

    assert change_in_rate(half, few, "lower") == "better"
    assert change_in_rate(half, few, "higher") == "worse"
    assert change_in_rate(few, half, "higher") == "better"
    assert change_in_rate(half, most, "higher") == "too small to call"


# Levelling down


FAIR_2022 = gap(-12.8, 2.0, definition="2", white_rate=0.610, bme_rate=0.482)
FAIR_2026 = gap(-8.0, 2.0, definition="2", white_rate=0.560, bme_rate=0.480)
WHITE_2022, WHITE_2026 = Outcome(1830, 3000), Outcome(1680, 3000)


def levelled(then, now, white_then=None, white_now=None, number="7"):
    return levelling_down(then, now, indicator(number), white_then, white_now)


def test_a_gap_that_narrows_because_white_staff_fare_worse_is_levelling_down():
    assert levelled(FAIR_2022, FAIR_2026, WHITE_2022, WHITE_2026) is True


def test_a_gap_that_narrows_because_bme_staff_fare_better_is_not():
    better = replace(FAIR_2026, white_rate=0.612)

    assert levelled(FAIR_2022, better, WHITE_2022, Outcome(1836, 3000)) is False
    assert levelled(FAIR_2022, better) is False


def test_a_gap_that_widens_is_not_levelling_down():
    assert levelled(FAIR_2026, FAIR_2022, WHITE_2026, WHITE_2022) is False
    assert levelled(FAIR_2022, replace(FAIR_2026, value=-20.0), WHITE_2022, WHITE_2026) is False


def test_a_fall_within_the_error_is_not_levelling_down():
    assert levelled(FAIR_2022, FAIR_2026, Outcome(61, 100), Outcome(56, 100)) is False


def test_without_counts_a_worse_white_figure_cannot_be_told_from_chance():
    assert levelled(FAIR_2022, FAIR_2026) is None


def test_more_harassment_of_white_staff_is_levelling_down_too():
    then, now = gap(10.0, white_rate=0.20), gap(5.0, white_rate=0.27)

    assert levelled(then, now, Outcome(600, 3000), Outcome(810, 3000), "6") is True


def test_fewer_trained_white_staff_is_levelling_down_too():
    then, now = Figure(1.4, white_rate=0.42), Figure(1.1, white_rate=0.33)

    assert levelled(then, now, Outcome(1260, 3000), Outcome(990, 3000), "4") is True


@pytest.mark.parametrize(
    "then, now",
    [
        (replace(FAIR_2022, hidden=True), FAIR_2026),
        (FAIR_2022, replace(FAIR_2026, value=None)),
        (replace(FAIR_2022, definition="1"), FAIR_2026),
        (FAIR_2022, replace(FAIR_2026, white_rate=None)),
    ],
)
def test_what_cannot_be_compared_cannot_be_said_to_level_down(then, now):
    assert levelled(then, now, WHITE_2022, WHITE_2026) is None


def test_a_headcount_has_no_rate_of_which_one_way_is_good():
    assert levelled(share(0.1), share(0.2), number="1") is None
