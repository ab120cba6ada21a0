"""The sums of the nine indicators, exact, and None where they mean nothing."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.wres.indicators import (
    Counts,
    Outcome,
    added,
    board_gap,
    disparity_ratio,
    exact,
    gap_in_points,
    relative_likelihood,
    share,
    sum_of,
)

outcomes = st.integers(1, 10_000).flatmap(
    lambda total: st.builds(Outcome, st.integers(0, total), st.just(total))
)
groups = st.integers(0, 10_000) | st.none()
counts = st.builds(Counts, groups, groups, groups)


@pytest.mark.parametrize(
    "top, bottom",
    [
        (Outcome(0, 0), Outcome(1, 10)),
        (Outcome(1, 10), Outcome(0, 0)),
        (Outcome(0, 0), Outcome(0, 0)),
        (Outcome(1, 10), Outcome(0, 10)),
        (Outcome(0, 10), Outcome(1, 10)),
        (Outcome(0, 10), Outcome(0, 10)),
    ],
)
def test_a_ratio_with_an_empty_group_or_a_nought_is_not_calculable(top, bottom):
    assert relative_likelihood(top, bottom) is None


@pytest.mark.parametrize(
    "top, bottom, printed",
    [
        (Outcome(170, 780), Outcome(35, 210), "1.3077"),
        (Outcome(3, 400), Outcome(4, 1600), "3.0000"),
        (Outcome(9, 725), Outcome(17, 2505), "1.8292"),
    ],
)
def test_relative_likelihood_agrees_with_the_vectors(top, bottom, printed):
    assert f"{float(relative_likelihood(top, bottom)):.4f}" == printed


def test_a_ratio_is_exact_until_it_is_shown():
    assert relative_likelihood(Outcome(1, 3), Outcome(1, 7)) == Fraction(7, 3)


def test_rounded_rates_would_give_another_ratio():
    top, bottom = Outcome(24, 1786), Outcome(31, 4512)

    assert f"{float(relative_likelihood(top, bottom)):.2f}" == "1.96"
    assert f"{1.3 / 0.7:.2f}" == "1.86"


@given(outcomes, outcomes)
def test_swapping_the_groups_turns_the_ratio_over(one, other):
    ratio, swapped = relative_likelihood(one, other), relative_likelihood(other, one)

    assert (ratio is None) == (swapped is None)
    assert ratio is None or ratio * swapped == 1


@given(outcomes)
def test_a_group_is_as_likely_as_itself(outcome):
    assert relative_likelihood(outcome, outcome) in (1, None)


@given(outcomes, outcomes, st.integers(1, 50))
def test_only_the_proportions_matter(one, other, times):
    larger = Outcome(one.happened * times, one.total * times)

    assert relative_likelihood(larger, other) == relative_likelihood(one, other)


@pytest.mark.parametrize("part, whole", [(0, 0), (1, 0), (None, 10), (1, None), (None, None)])
def test_a_share_of_nobody_or_of_nothing_known_is_not_calculable(part, whole):
    assert share(part, whole) is None


def test_nobody_of_some_is_a_share_of_nought():
    assert share(0, 10) == 0


def test_the_bme_share_of_the_workforce_has_unknown_in_its_denominator():
    workforce = Counts(white=6232, bme=990, unknown=200)

    assert workforce.everybody == 7422
    assert f"{100 * float(workforce.bme_share()):.2f}" == "13.34"
    assert workforce.bme_share(with_unknown=False) == Fraction(990, 7222)


def test_without_the_unknown_only_the_share_of_the_known_can_be_said():
    counted = Counts(white=90, bme=10, unknown=None)

    assert counted.bme_share() is None
    assert counted.bme_share(with_unknown=False) == Fraction(1, 10)


def test_an_empty_band_has_no_share():
    assert Counts(0, 0, 0).bme_share() is None
    assert Counts(0, 0, 5).bme_share(with_unknown=False) is None


def test_a_gap_is_signed_and_in_points():
    assert gap_in_points(Fraction(3, 10), Fraction(1, 4)) == 5
    assert gap_in_points(Fraction(1, 4), Fraction(3, 10)) == -5
    assert gap_in_points(Fraction(0), Fraction(0)) == 0


@pytest.mark.parametrize(
    "bme, white", [(None, Fraction(1, 2)), (Fraction(1, 2), None), (None, None)]
)
def test_a_gap_needs_both_groups(bme, white):
    assert gap_in_points(bme, white) is None


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_swapping_the_groups_changes_the_sign_of_the_gap(one, other):
    assert gap_in_points(one, other) == -gap_in_points(other, one)


def test_a_board_less_mixed_than_its_workforce_is_below_nought():
    board, workforce = Counts(12, 2, 1), Counts(4512, 1786, 214)

    assert f"{float(board_gap(board, workforce)):.2f}" == "-14.09"


def test_a_board_with_nobody_on_it_has_no_gap():
    assert board_gap(Counts(0, 0, 0), Counts(10, 10, 10)) is None
    assert board_gap(Counts(10, 10, 10), Counts(None, 10, 10)) is None


@pytest.mark.parametrize(
    "lower, upper, printed",
    [
        (Counts(1814, 910, 0), Counts(984, 260, 0), "1.90"),
        (Counts(984, 260, 0), Counts(234, 34, 0), "1.82"),
        (Counts(1814, 910, 0), Counts(234, 34, 0), "3.45"),
        (Counts(880, 220, 0), Counts(110, 12, 0), "2.29"),
    ],
)
def test_disparity_ratio(lower, upper, printed):
    assert f"{float(disparity_ratio(lower, upper)):.2f}" == printed


@pytest.mark.parametrize(
    "lower, upper",
    [
        (Counts(0, 10, 0), Counts(10, 10, 0)),
        (Counts(10, 0, 0), Counts(10, 10, 0)),
        (Counts(10, 10, 0), Counts(0, 10, 0)),
        (Counts(10, 10, 0), Counts(10, 0, 0)),
        (Counts(None, 10, 0), Counts(10, 10, 0)),
    ],
)
def test_a_disparity_ratio_needs_somebody_everywhere(lower, upper):
    assert disparity_ratio(lower, upper) is None


@given(counts, counts, counts)
def test_the_steps_of_the_ladder_multiply_to_the_whole(lower, middle, upper):
    first, second = disparity_ratio(lower, middle), disparity_ratio(middle, upper)

    if first is not None and second is not None:
        assert first * second == disparity_ratio(lower, upper)


def test_adding_something_not_given_gives_nothing():
    assert added([1, None, 3]) is None
    assert added([]) == 0


def test_a_sum_lacks_only_the_group_that_one_of_them_lacks():
    assert sum_of([Counts(1, 2, None), Counts(10, 20, 30)]) == Counts(11, 22, None)


def test_the_sum_of_no_counts_is_nobody():
    assert sum_of([]) == Counts(0, 0, 0)


def test_a_printed_rate_has_no_tail():
    assert exact(0.3) - exact(0.1) == Fraction(1, 5)
    assert float(100 * (exact(0.3) - exact(0.1))) == 20.0
