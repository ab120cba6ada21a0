"""Measured status: signed, two-sided, judged at the date of the data."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.wres.progress import Point, Status, Target, expected, expected_value, progress, status

START = date(2024, 6, 1)
DUE = date(2028, 3, 31)


def march(year, value=None, **known):
    return Point(date(year, 3, 31), value, **known)


def hidden_march(year):
    return march(year, hidden=True)


def target(kind="reach", baseline=10, value=20, **terms):
    return Target(kind, march(2024, baseline), value, **{"due": DUE, **terms})


def judged(of, *points, started=START, today=date(2028, 9, 1), data_due=None):
    return status(of, points, started, today, data_due)


def word(of, *points, **asked):
    return judged(of, *points, **asked).word


# Progress


def test_no_distance_to_close_is_no_progress_to_speak_of():
    assert progress(target("at most", 5, 6), 5.5) is None
    assert progress(target("reach", 20, 20), 25) is None


def test_there_is_no_progress_from_or_to_a_value_that_is_not_there():
    assert progress(target(baseline=None), 15) is None
    assert progress(target(), None) is None


def test_getting_worse_is_negative_either_way_up():
    assert progress(target("reach", 10, 20), 9) == pytest.approx(-0.1)
    assert progress(target("reach", 28, 20), 30) == pytest.approx(-0.25)
    assert progress(target("at least", 10, 20), 5) == pytest.approx(-0.5)
    assert progress(target("at most", 28, 20), 36) == pytest.approx(-1)


def test_beyond_the_target_is_all_of_it_and_no_more():
    assert progress(target("reach", 10, 20), 35) == 1
    assert progress(target("at most", 28, 20), 3) == 1


def test_parity_is_approached_from_both_sides():
    parity = target("toward", 1.60, 1.0, tolerance=0.25)

    assert progress(parity, 1.30) == pytest.approx(0.5)
    assert progress(parity, 0.70) == pytest.approx(0.5)
    assert progress(parity, 0.30) == pytest.approx(-1 / 6)
    assert word(parity, march(2026, 0.85)) == "met"
    assert word(parity, march(2026, 0.70)) == "on course"


def test_a_target_on_the_way_to_parity_is_a_range_about_it():
    nearer = target("toward", 1.46, 1.20, parity=1.0)

    assert progress(nearer, 1.44) == pytest.approx(0.02 / 0.26)
    assert progress(nearer, 1.10) == 1
    assert progress(nearer, 0.90) == 1
    assert progress(nearer, 0.60) == pytest.approx(0.06 / 0.26)
    assert word(nearer, march(2026, 0.85)) == "met"
    assert word(nearer, march(2026, 0.50)) == "worse than baseline"


ends = st.floats(-100, 100).map(lambda number: round(number, 3))
kinds = st.sampled_from(["reach", "at least", "at most", "toward"])


@given(kinds, ends, ends)
def test_progress_runs_from_nought_at_the_baseline_to_one_at_the_target(kind, baseline, value):
    of = target(kind, baseline, value)

    if progress(of, baseline) is not None:
        assert progress(of, baseline) == 0
        assert progress(of, value) == 1


@given(kinds, ends, ends, ends)
def test_progress_is_never_more_than_all_of_it(kind, baseline, value, now):
    done = progress(target(kind, baseline, value), now)

    assert done is None or done <= 1


@given(ends, ends, ends)
def test_either_side_of_parity_counts_alike(baseline, parity, away):
    of = target("toward", baseline, parity)

    assert progress(of, parity + away) == pytest.approx(progress(of, parity - away), abs=1e-6)


@given(ends, ends, ends)
def test_upside_down_is_the_same_progress(baseline, value, now):
    assert progress(target("at least", baseline, value), now) == progress(
        target("at most", -baseline, -value), -now
    )


# What was expected


def test_it_is_judged_at_the_date_of_the_data():
    assert expected(target(), date(2025, 3, 31)) == pytest.approx(0.25, abs=0.01)
    assert word(target(), march(2025, 12.4), today=date(2026, 2, 1)) == "on course"


def test_nothing_is_expected_before_the_baseline_and_all_of_it_after_the_due_date():
    assert expected(target(), date(2023, 3, 31)) == 0
    assert expected(target(), date(2024, 3, 31)) == 0
    assert expected(target(), DUE) == 1
    assert expected(target(), date(2031, 3, 31)) == 1


def test_nothing_is_expected_where_there_was_nothing_to_close():
    assert expected(target("at most", 5, 6, phased=((date(2026, 3, 31), 6),)), DUE) is None
    assert expected(target(baseline=None), DUE) is None


def test_the_expected_value_is_on_the_line():
    nearer = target("toward", 1.46, 1.20, parity=1.0)
    due = replace(nearer, baseline=march(2025, 1.46))

    assert f"{expected_value(due, date(2026, 3, 31)):.2f}" == "1.37"
    assert expected_value(due, DUE) == pytest.approx(1.20)


def test_the_expected_value_stays_on_the_baselines_side_of_parity():
    under = target("toward", 0.60, 1.20, parity=1.0)

    assert expected_value(under, DUE) == pytest.approx(0.80)


def test_the_expected_value_of_nothing_to_close_is_unknown():
    assert expected_value(target("at most", 5, 6), DUE) is None


def test_phased_points_bend_the_line():
    late = target(phased=((date(2026, 3, 31), 11.0),))

    assert word(target(), march(2026, 11)) == "behind"
    assert word(late, march(2026, 11)) == "on course"
    assert expected(late, date(2026, 3, 31)) == pytest.approx(0.1)
    assert expected_value(late, date(2026, 3, 31)) == pytest.approx(11)


def test_phased_points_may_come_in_any_order():
    points = ((date(2027, 3, 31), 12.0), (date(2026, 3, 31), 11.0))

    assert expected(target(phased=points), date(2027, 3, 31)) == pytest.approx(0.2)


def test_a_phased_point_at_the_due_date_does_not_lower_the_target():
    assert expected(target(phased=((DUE, 12.0),)), DUE) == 1


# The words, in their order


def test_without_figures_data_are_awaited():
    assert judged(target()) == Status("awaiting data")


def test_the_baseline_itself_is_no_news():
    assert word(target(), march(2024, 10)) == "awaiting data"


def test_data_older_than_the_action_give_no_colour():
    found = judged(target(), march(2025, 12), started=date(2025, 9, 1), today=date(2025, 10, 1))

    assert found == Status("awaiting data")


def test_data_of_the_day_the_action_began_count():
    assert word(target(), march(2025, 19), started=date(2025, 3, 31)) == "on course"


def test_a_target_without_an_action_has_no_start_to_wait_for():
    assert word(target(), march(2025, 19), started=None) == "on course"


def test_overdue_data_replace_the_colour_and_keep_the_last_word():
    found = judged(target(), march(2025, 14), today=date(2027, 1, 1), data_due=date(2026, 7, 1))

    assert found == Status("data overdue", last_word="on course", last_as_at=date(2025, 3, 31))


def test_overdue_data_where_there_never_were_any_have_no_last_word():
    found = judged(target(), today=date(2027, 1, 1), data_due=date(2026, 7, 1))

    assert found == Status("data overdue")


def test_data_are_not_overdue_on_the_day_they_are_due():
    assert word(target(), today=date(2026, 7, 1), data_due=date(2026, 7, 1)) == "awaiting data"


def test_overdue_data_keep_a_hidden_word_hidden():
    found = judged(target(), hidden_march(2025), today=date(2027, 1, 1), data_due=date(2026, 7, 1))

    assert (found.last_word, found.last_as_at) == ("suppressed", date(2025, 3, 31))


def test_a_hidden_figure_is_suppressed_and_says_nothing_else():
    assert judged(target(), hidden_march(2025)) == Status("suppressed", as_at=date(2025, 3, 31))


def test_a_hidden_figure_hides_its_value_even_where_it_is_known():
    known, unknown = march(2025, 19, hidden=True), hidden_march(2025)

    assert judged(target(), known) == judged(target(), unknown)


def test_a_hidden_baseline_measures_nothing_even_where_it_is_known():
    of = replace(target(), baseline=march(2024, 10, hidden=True))

    assert judged(of, march(2025, 12)) == Status("not measurable", as_at=date(2025, 3, 31))


@given(kinds, ends, ends)
def test_a_hidden_figure_never_depends_on_its_value(kind, value, goal):
    of = target(kind, 10, goal)

    assert judged(of, march(2025, value, hidden=True)) == judged(of, hidden_march(2025))


def test_a_missing_baseline_or_value_is_not_measurable():
    assert word(target(baseline=None), march(2025, 12)) == "not measurable"
    assert word(target(), march(2025, None)) == "not measurable"


def test_a_break_between_the_baseline_and_now_is_not_measurable():
    of = replace(target(), baseline=march(2024, 10, definition="1", basis="single year"))

    assert word(of, march(2025, 12, definition="2", basis="single year")) == "not measurable"
    assert word(of, march(2025, 12, definition="1", basis="two-year rolling")) == "not measurable"
    assert word(of, march(2025, 12, definition="1", basis="single year")) == "on course"


def test_a_hidden_figure_of_another_definition_is_suppressed_first():
    of = replace(target(), baseline=march(2024, 10, definition="1"))

    assert word(of, march(2025, hidden=True, definition="2")) == "suppressed"


def test_of_two_definitions_on_one_day_the_baselines_is_taken():
    of = replace(target(), baseline=march(2024, 10, definition="1"))
    points = march(2025, 19, definition="1"), march(2025, 50, definition="2")

    assert judged(of, *points).value == 19
    assert judged(of, *reversed(points)).value == 19


def test_met_is_said_before_missed():
    assert word(target(), march(2028, 20)) == "met"
    assert word(target(), march(2026, 21)) == "met"


def test_short_of_the_target_on_its_day_is_missed():
    assert word(target(), march(2028, 19)) == "missed"
    assert word(target(), march(2029, 9)) == "missed"


def test_tolerance_decides_met_and_nothing_else():
    of = target("toward", 1.60, 1.0, tolerance=0.25)

    assert judged(of, march(2026, 1.25)).word == "met"
    assert judged(of, march(2026, 1.25)).progress == pytest.approx(0.35 / 0.6)
    assert word(of, march(2026, 1.26)) == "on course"


@pytest.mark.parametrize("value", [0.9, 1.1])
def test_the_tail_of_a_float_does_not_spoil_met(value):
    assert word(target("toward", 1.60, 1.0, tolerance=0.1), march(2026, value)) == "met"


def test_the_tail_of_a_float_makes_nothing_worse():
    of = target("toward", 0.9, 1.0)

    assert progress(of, 1.1) == pytest.approx(0)
    assert word(of, march(2025, 1.1)) == "behind"


def test_further_away_than_at_the_start_is_worse_than_baseline():
    assert word(target(), march(2025, 9)) == "worse than baseline"
    assert word(target(), march(2025, 10)) == "behind"


def test_a_baseline_already_there_can_only_be_kept_or_lost():
    of = target("at most", 5, 6)

    assert word(of, march(2025, 5.5)) == "met"
    assert judged(of, march(2025, 9)) == Status(
        "worse than baseline", as_at=date(2025, 3, 31), value=9
    )


def test_fifteen_points_of_slack_are_on_course():
    of = target(due=date(2025, 3, 31), value=110)
    half_way = Point(date(2024, 9, 29), 45)

    assert expected(of, half_way.as_at) == pytest.approx(182 / 365)
    assert word(of, half_way) == "on course"
    assert word(of, replace(half_way, value=44)) == "behind"


def test_slack_can_be_changed_by_those_who_say_so():
    found = status(target(), [march(2025, 11)], START, DUE, None, slack=0.05)

    assert found.word == "behind"


def test_the_latest_figure_is_the_one_that_counts():
    points = march(2026, 10.5), march(2025, 15)

    assert word(target(), *points) == word(target(), *reversed(points)) == "behind"


def test_a_status_says_what_it_rests_on():
    of = replace(target("toward", 1.46, 1.20, parity=1.0), baseline=march(2025, 1.46))
    found = judged(of, march(2026, 1.44, period_start=date(2025, 4, 1)), started=date(2025, 4, 1))

    assert found.word == "behind"
    assert (found.as_at, found.value) == (date(2026, 3, 31), 1.44)
    assert f"{found.progress:.0%} {found.expected:.0%}" == "8% 33%"
    assert not found.partly_before


def test_a_period_begun_before_the_action_is_partly_before_it():
    point = march(2025, 19, period_start=date(2024, 4, 1))

    assert judged(target(), point).partly_before
    assert not judged(target(), point, started=date(2024, 4, 1)).partly_before
    assert not judged(target(), point, started=None).partly_before


days = st.dates(date(2024, 4, 1), date(2030, 1, 1))
points = st.lists(
    st.builds(
        Point, days, ends | st.none(), hidden=st.booleans(), definition=st.sampled_from("12")
    ),
    max_size=4,
)


@given(kinds, ends | st.none(), ends, points, days | st.none(), days, days | st.none())
def test_there_is_always_a_word(kind, baseline, value, series, started, today, data_due):
    found = status(target(kind, baseline, value), series, started, today, data_due)

    assert found.word in {
        "awaiting data",
        "data overdue",
        "suppressed",
        "not measurable",
        "met",
        "missed",
        "worse than baseline",
        "on course",
        "behind",
    }
    assert found.word != "worse than baseline" or found.progress is None or found.progress < 0
