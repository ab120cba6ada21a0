"""How sure a figure is, to the printed digits of the vectors."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.wres.indicators import Outcome
from tracker.wres.statistics import (
    Z95,
    Z998,
    Overdispersion,
    error_of_ratio,
    fisher_p,
    interval_of_difference,
    katz_interval,
    newcombe_interval,
    overdispersion,
    ratio_limits,
    share_deviation,
    share_limits,
    wilson_interval,
    z_of_change_in_ratio,
)

outcomes = st.integers(1, 3_000).flatmap(
    lambda total: st.builds(Outcome, st.integers(0, total), st.just(total))
)
with_cases = st.integers(1, 3_000).flatmap(
    lambda total: st.builds(Outcome, st.integers(1, total), st.just(total))
)

NOBODY = Outcome(0, 0)
IMPOSSIBLE = Outcome(11, 10)


def printed(interval):
    return [f"{end:.4f}" for end in interval]


@pytest.mark.parametrize(
    "top, bottom, interval",
    [
        (Outcome(170, 780), Outcome(35, 210), ["0.9398", "1.8196"]),
        (Outcome(3, 400), Outcome(4, 1600), ["0.6741", "13.3504"]),
        (Outcome(9, 725), Outcome(17, 2505), ["0.8189", "4.0861"]),
    ],
)
def test_katz_agrees_with_the_vectors(top, bottom, interval):
    assert printed(katz_interval(top, bottom)) == interval


@pytest.mark.parametrize(
    "top, bottom",
    [
        (Outcome(0, 400), Outcome(4, 1600)),
        (Outcome(3, 400), Outcome(0, 1600)),
        (NOBODY, Outcome(4, 1600)),
        (IMPOSSIBLE, Outcome(4, 1600)),
        (Outcome(4, 1600), IMPOSSIBLE),
    ],
)
def test_there_is_no_interval_where_there_is_no_ratio(top, bottom):
    assert katz_interval(top, bottom) is None
    assert error_of_ratio(top, bottom) is None


def test_when_it_happened_to_everybody_the_interval_is_the_ratio():
    assert katz_interval(Outcome(5, 5), Outcome(7, 7)) == (1.0, 1.0)


@given(with_cases, with_cases)
def test_swapping_the_groups_turns_the_interval_over(one, other):
    low, high = katz_interval(one, other)
    swapped_low, swapped_high = katz_interval(other, one)

    assert low == pytest.approx(1 / swapped_high)
    assert high == pytest.approx(1 / swapped_low)


@given(with_cases, with_cases)
def test_the_ratio_lies_within_its_interval(top, bottom):
    low, high = katz_interval(top, bottom)
    ratio = (top.happened / top.total) / (bottom.happened / bottom.total)

    assert low <= ratio * (1 + 1e-12)
    assert high >= ratio * (1 - 1e-12)


@given(with_cases, with_cases, st.integers(2, 9))
def test_more_people_make_the_interval_no_wider(top, bottom, times):
    more = [Outcome(each.happened * times, each.total * times) for each in (top, bottom)]

    assert error_of_ratio(*more) <= error_of_ratio(top, bottom)


def test_fisher_agrees_with_the_vector():
    assert f"{fisher_p(Outcome(9, 725), Outcome(17, 2505)):.3f}" == "0.155"


@pytest.mark.parametrize(
    "top, bottom, p",
    [
        (Outcome(1, 2), Outcome(1, 2), 1.0),
        (Outcome(0, 10), Outcome(0, 10), 1.0),
        (Outcome(10, 10), Outcome(10, 10), 1.0),
        (Outcome(0, 3), Outcome(3, 3), 0.1),  # 2 of the C(6, 3) = 20 tables
        (Outcome(8, 10), Outcome(1, 6), 0.03497),  # the textbook's 280 of 8,008, both tails
    ],
)
def test_fisher_counts_the_tables_that_are_no_likelier(top, bottom, p):
    assert fisher_p(top, bottom) == pytest.approx(p, abs=5e-6)


@pytest.mark.parametrize("outcome", [NOBODY, IMPOSSIBLE])
def test_there_is_no_test_without_people(outcome):
    assert fisher_p(outcome, Outcome(1, 10)) is None
    assert fisher_p(Outcome(1, 10), outcome) is None


@given(outcomes, outcomes)
def test_fisher_does_not_mind_which_group_comes_first(one, other):
    p = fisher_p(one, other)

    assert 0 <= p <= 1 + 1e-9
    assert p == pytest.approx(fisher_p(other, one), abs=1e-6)


def test_wilson_and_newcombe_agree_with_the_published_example():
    # Newcombe (1998), method 10, contrast (a): 56/70 and 48/80
    assert printed(newcombe_interval(Outcome(56, 70), Outcome(48, 80))) == ["0.0524", "0.3339"]


def test_the_differences_of_small_groups_keep_their_interval():
    # Newcombe (1998), contrasts (b) and (e)
    assert printed(newcombe_interval(Outcome(9, 10), Outcome(3, 10))) == ["0.1705", "0.8090"]
    assert printed(newcombe_interval(Outcome(5, 56), Outcome(0, 29))) == ["-0.0381", "0.1926"]


def test_a_proportion_of_none_or_of_all_still_has_an_interval():
    low, high = wilson_interval(Outcome(0, 10))
    assert low == 0
    assert f"{high:.4f}" == "0.2775"
    assert wilson_interval(Outcome(10, 10))[1] == 1


@pytest.mark.parametrize("outcome", [NOBODY, IMPOSSIBLE, Outcome(-1, 10)])
def test_a_proportion_of_nobody_has_no_interval(outcome):
    assert wilson_interval(outcome) is None
    assert newcombe_interval(outcome, Outcome(1, 10)) is None
    assert newcombe_interval(Outcome(1, 10), outcome) is None


@given(outcomes, outcomes)
def test_swapping_the_groups_changes_the_signs_of_the_difference(one, other):
    low, high = newcombe_interval(one, other)

    assert (-high, -low) == pytest.approx(newcombe_interval(other, one))
    assert -1 <= low <= high <= 1


@given(outcomes)
def test_a_group_does_not_differ_from_itself(outcome):
    low, high = newcombe_interval(outcome, outcome)

    assert low <= 0 <= high


def test_square_and_add_on_even_intervals_is_the_z_test():
    low, high = interval_of_difference((5.0, 2.0, 8.0), (1.0, -3.0, 5.0))

    assert (low, high) == (-1.0, 9.0)


def test_a_change_of_ratio_is_held_against_the_errors_of_both_years():
    then = Outcome(11, 1452), Outcome(30, 4620)
    now = Outcome(24, 1786), Outcome(31, 4512)

    assert f"{z_of_change_in_ratio(then, now):.2f}" == "1.17"
    assert f"{z_of_change_in_ratio(now, then):.2f}" == "-1.17"


@pytest.mark.parametrize("bad", [NOBODY, Outcome(0, 10), IMPOSSIBLE])
def test_a_change_from_or_to_no_ratio_cannot_be_tested(bad):
    good = Outcome(5, 10)

    assert z_of_change_in_ratio((bad, good), (good, good)) is None
    assert z_of_change_in_ratio((good, good), (good, bad)) is None


def test_a_change_without_error_has_no_z():
    everybody = Outcome(5, 5), Outcome(7, 7)

    assert z_of_change_in_ratio(everybody, everybody) is None


def test_the_limits_of_a_share_close_in_on_the_centre():
    low, high = share_limits(0.3, 100)
    assert (f"{low:.4f}", f"{high:.4f}") == ("0.2146", "0.3931")

    nearer = share_limits(0.3, 10_000)
    assert low < nearer[0] < 0.3 < nearer[1] < high


@given(st.floats(0, 1), st.integers(1, 100_000), st.sampled_from([Z95, Z998]))
def test_the_limits_of_a_share_stay_within_nought_and_one(centre, people, z):
    low, high = share_limits(centre, people, z)

    assert 0 <= low <= centre + 1e-9
    assert centre - 1e-9 <= high <= 1


def test_the_outer_limits_are_wider_and_so_are_overdispersed_ones():
    inner, outer = ratio_limits(1.26, 0.2), ratio_limits(1.26, 0.2, Z998)
    assert outer[0] < inner[0] < inner[1] < outer[1]

    widened = ratio_limits(1.26, 0.2, tau_squared=0.05)
    assert widened[0] < inner[0] < inner[1] < widened[1]


def test_the_limits_of_a_ratio_are_as_far_below_as_above():
    low, high = ratio_limits(1.26, 0.2)

    assert low * high == pytest.approx(1.26**2)


def test_a_share_at_the_limit_is_as_many_errors_from_the_centre():
    low, _ = share_limits(0.2, 400)
    distance, error = share_deviation(Outcome(round(low * 400_000), 400_000), 0.2)

    assert distance / (1 / (2 * math.sqrt(400))) == pytest.approx(-Z95, abs=1e-3)
    assert error == 1 / (2 * math.sqrt(400_000))


def test_organisations_that_differ_by_chance_are_not_overdispersed():
    calm = [(z * 0.1, 0.1) for z in (-1.0, -0.5, 0.0, 0.5, 1.0)]

    assert overdispersion(calm).tau_squared == 0


def test_organisations_that_differ_by_more_widen_the_limits():
    wild = [(z * 0.1, 0.1) for z in (-4.0, -4.0, 4.0, 4.0)]

    # every z squared is 16, every weight 100: (4 x 16 - 3) / (400 - 100)
    assert overdispersion(wild) == Overdispersion(16.0, pytest.approx(61 / 300))


def test_one_outlier_hardly_widens_the_limits_that_show_it():
    calm = [(z * 0.1, 0.1) for z in (-1.0, -0.8, -0.4, -0.2, 0.0, 0.1, 0.3, 0.5, 0.9, 1.0)]

    assert overdispersion([*calm, (5.0, 0.1)]).factor < 1


@pytest.mark.parametrize("deviations", [[], [(0.4, 0.1)]])
def test_fewer_than_two_organisations_cannot_differ(deviations):
    assert overdispersion(deviations) == Overdispersion(1.0, 0.0)
