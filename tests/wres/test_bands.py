"""Indicator 1: bands, what they roll up to, and what an attacker cannot work out of them."""

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.wres.rows import by_place, hidden_in, only, published, row
from tracker.wres.figures import work_out

BANDS = ("under 1", "1", "2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9", "vsm")
GRADES = ("consultant", "non-consultant career grade", "trainee grade", "other")
CLUSTERS = {"lower": BANDS[:6], "middle": BANDS[6:8], "upper": BANDS[8:]}


def return_of(staff):
    """Rows of a whole return from {part: {item: (white, bme, unknown)}}; other bands are large."""
    rows = []
    for part, items in {"clinical": BANDS, "non-clinical": BANDS, "medical": GRADES}.items():
        for item in items:
            counts = staff.get(part, {}).get(item, (100, 50, 20))
            rows.append(row("1", part, item, *counts))
    return rows


def test_a_band_is_held_against_everybody_in_it_and_its_group():
    figures = by_place(return_of({"clinical": {"5": (600, 350, 50)}}))

    five = figures["clinical", "5"]
    assert five.value == 0.35
    assert five.unit == "share"
    assert five.counts == (600, 1900, 350, 1000, 50, 310)
    assert (five.white_rate, five.bme_rate) == (600 / 1900, 350 / 1000)
    assert five.period_start == five.period_end == five.as_at == date(2026, 3, 31)
    assert (five.low, five.high) == (None, None)


def test_totals_that_are_left_out_are_worked_out():
    figures = by_place(return_of({}))

    assert figures["clinical", "total"].white_numerator == 1400
    assert figures["medical", "total"].bme_numerator == 200
    workforce = figures["workforce", "total"]
    assert workforce.counts == (3200, 3200, 1600, 1600, 640, 640)
    assert workforce.value == 1600 / 5440


def test_totals_that_are_given_change_nothing():
    totals = [
        row("1", "clinical", "total", 1400, 700, 280),
        row("1", "non-clinical", "total", 1400, 700, 280),
        row("1", "medical", "total", 400, 200, 80),
        row("1", "workforce", "total", 3200, 1600, 640),
    ]

    assert by_place([*return_of({}), *totals]) == by_place(return_of({}))


def test_bands_roll_up_into_clusters():
    figures = by_place(return_of({"clinical": {"7": (60, 30, 10)}}))

    assert figures["clinical", "lower"].counts == (600, 1360, 300, 680, 120, 270)
    assert figures["clinical", "middle"].value == 80 / 270
    assert figures["clinical", "upper"].bme_numerator == 300
    assert ("medical", "upper") not in figures


def test_the_most_senior_of_both_staff_groups_are_one_figure():
    senior = by_place(return_of({}))["all", "8a and above"]

    assert senior.counts == (1200, 2800, 600, 1400, 240, 560)
    assert senior.value == 600 / 2040


def test_disparity_ratios_compare_the_clusters():
    staff = {"clinical": {"5": (1814, 910, 40), "6": (984, 260, 30), "8a": (234, 34, 15)}}
    for band in BANDS:
        staff["clinical"].setdefault(band, (0, 0, 0))
    figures = by_place(return_of(staff))

    steps = ("lower to middle", "middle to upper", "lower to upper")
    found = [figures["clinical", step] for step in steps]
    assert [f"{figure.value:.2f}" for figure in found] == ["1.90", "1.82", "3.45"]
    assert found[0].counts == (984, 1814, 260, 910, 30, 40)
    assert {figure.unit for figure in found} == {"ratio"}
    assert {figure.white_rate for figure in found} == {None}


def test_unknown_leaves_the_denominator_on_that_basis():
    rows = [replace(each, basis="excluding unknown") for each in return_of({})]

    assert by_place(rows)["clinical", "5"].value == 50 / 150


def test_without_the_unknown_a_share_of_everybody_is_not_calculable():
    figure = by_place([row("1", "clinical", "5", 600, 350, None)])["clinical", "5"]

    assert figure.value is None
    assert not figure.hidden


def test_a_return_that_lacks_a_band_has_no_total():
    rows = [each for each in return_of({}) if each.place != ("clinical", "6")]
    figures = by_place(rows)

    assert ("clinical", "total") not in figures
    assert ("clinical", "lower") not in figures
    assert ("workforce", "total") not in figures
    assert ("all", "8a and above") not in figures
    assert figures["clinical", "5"].white_denominator is None
    assert figures["clinical", "5"].white_rate is None
    assert figures["clinical", "5"].value == 50 / 170


def test_a_band_left_out_under_a_total_that_fits_has_nobody_in_it():
    rows = [each for each in return_of({}) if each.place != ("clinical", "under 1")]
    rows.append(row("1", "clinical", "total", 1300, 650, 260))
    figures = by_place(rows)

    assert figures["clinical", "lower"].white_numerator == 500
    assert ("clinical", "under 1") not in figures


def test_an_empty_workforce_is_hidden_and_not_calculable():
    nobody = dict.fromkeys((*BANDS, *GRADES), (0, 0, 0))
    figures = by_place(return_of({"clinical": nobody, "non-clinical": nobody, "medical": nobody}))

    assert {figure.value for figure in figures.values()} == {None}
    assert hidden_in(figures) == set(figures)


def test_a_national_share_is_kept_as_it_was_published():
    figure = only([published("1", "workforce", "total", value=0.286, source="NHS Employers")])

    assert (figure.value, figure.unit, figure.hidden) == (0.286, "share", False)


def test_a_table_of_large_bands_is_shown_whole():
    assert hidden_in(by_place(return_of({}))) == set()


def test_one_small_band_takes_the_smallest_of_its_cluster():
    figures = by_place(return_of({"clinical": {"9": (30, 4, 12), "8d": (40, 30, 12)}}))

    assert hidden_in(figures) == {("clinical", "9"), ("clinical", "8d")}


def test_empty_bands_take_one_with_people_in_it_and_leave_the_clusters():
    staff = {"clinical": {"under 1": (0, 0, 0), "1": (0, 0, 0), "3": (60, 40, 15)}}

    assert hidden_in(by_place(return_of(staff))) == {
        ("clinical", "under 1"),
        ("clinical", "1"),
        ("clinical", "3"),
    }


def test_a_small_cluster_hides_its_ratios_and_the_senior_figure():
    few = dict.fromkeys(CLUSTERS["upper"], (30, 4, 1))
    figures = by_place(return_of({"non-clinical": few}))

    hidden = hidden_in(figures)
    assert ("non-clinical", "upper") in hidden
    assert ("all", "8a and above") in hidden
    assert {("non-clinical", "middle to upper"), ("non-clinical", "lower to upper")} <= hidden
    assert ("clinical", "upper") not in hidden
    assert ("non-clinical", "total") not in hidden
    # taken away from the total, the upper cluster would be plain: another one covers it
    assert ("non-clinical", "middle") in hidden or ("non-clinical", "lower") in hidden


def test_a_hidden_total_is_not_told_by_a_shown_band():
    figures = by_place(return_of({"medical": dict.fromkeys(GRADES, (60, 40, 1))}))

    hidden_totals = {part for part, item in hidden_in(figures) if item == "total"}
    assert hidden_totals == {"medical", "clinical"}
    shown = figures["clinical", "8a"]
    assert not shown.hidden
    assert shown.value == 50 / 170
    assert shown.counts == (100, None, 50, None, 20, None)
    assert (shown.white_rate, shown.bme_rate) == (None, None)
    assert not figures["workforce", "total"].hidden


def test_a_small_count_outside_the_table_is_hidden_too():
    assert by_place([row("1", "all", "5", 100, 9, 50)])["all", "5"].hidden


# The attacker: takes every shown count, and solves for the bands.


def places():
    for part, items in {"clinical": BANDS, "non-clinical": BANDS, "medical": GRADES}.items():
        for item in items:
            yield part, item


PLACES = list(places())


def bands_of(part, item):
    """The bands that a figure's numerator adds up."""
    if part == "workforce":
        return PLACES
    if (part, item) == ("all", "8a and above"):
        return [place for place in PLACES if place[1] in CLUSTERS["upper"]]
    if item == "total":
        return [place for place in PLACES if place[0] == part]
    return [(part, band) for band in CLUSTERS.get(item, [item])]


def denominators_of(part, item):
    if (part, item) == ("all", "8a and above"):
        return [place for place in PLACES if place[0] != "medical"]
    return bands_of(part, "total")


def equations(figures, group):
    """What the shown figures say of the group's counts: bands, and what they add up to."""
    for (part, item), figure in figures.items():
        if figure.hidden:
            continue
        numerator = getattr(figure, f"{group}_numerator")
        denominator = getattr(figure, f"{group}_denominator")
        if " to " in item:
            lower, _, upper = item.partition(" to ")
            yield bands_of(part, upper), numerator
            yield bands_of(part, lower), denominator
        else:
            yield bands_of(part, item), numerator
            if denominator is not None:
                yield denominators_of(part, item), denominator


def bounds(figures, group, wanted):
    """The least and the most that a sum of bands can be, by all that is shown."""
    known = list(equations(figures, group))
    matrix = np.array([[float(place in bands) for place in PLACES] for bands, _ in known])
    target = np.array([float(place in wanted) for place in PLACES])
    given = {"bounds": (0, None)}
    if known:
        given |= {"A_eq": matrix, "b_eq": [count for _, count in known]}
    least, most = linprog(target, **given), linprog(-target, **given)
    return least.fun, -most.fun if most.status == 0 else float("inf")


people = st.one_of(st.integers(0, 12), st.integers(0, 60), st.integers(100, 900))
some_counts = st.tuples(people, people, people)
returns = st.fixed_dictionaries(dict.fromkeys(PLACES, some_counts)).map(
    lambda held: [row("1", *place, *counts) for place, counts in held.items()]
)


@settings(max_examples=6, deadline=None)
@given(returns)
def test_an_attacker_who_pools_the_lattice_is_left_with_ten_values(rows):
    figures = by_place(rows)

    for part, item in sorted(hidden_in(figures)):
        if " to " in item:
            continue
        for group in ("white", "bme", "unknown"):
            least, most = bounds(figures, group, bands_of(part, item))
            assert most - least >= 9, f"{part} {item}: {group} from {least} to {most}"


@given(returns)
def test_what_is_shown_never_rests_on_a_small_count(rows):
    for figure in work_out(rows):
        assert figure.hidden or all(count is None or count >= 10 for count in figure.counts)


@given(returns, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_figure(rows, random):
    shuffled = random.sample(rows, len(rows))

    assert by_place(shuffled) == by_place(rows)
