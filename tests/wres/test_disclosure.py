"""What is hidden, and what an attacker can still work out: never a hidden count."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tracker.wres.disclosure import Cell, hidden_cells, is_small


def cell(key, *counts, parts=()):
    return Cell(key, counts, tuple(parts))


def total(key, parts):
    sums = (sum(group) for group in zip(*(part.counts for part in parts), strict=True))
    return Cell(key, tuple(sums), tuple(parts))


def hidden_of(*wholes):
    return hidden_cells(wholes)


@pytest.mark.parametrize(
    "count, small", [(0, True), (1, True), (9, True), (10, False), (None, False)]
)
def test_nought_to_nine_is_small(count, small):
    assert is_small([50, count, 50]) is small


def test_nothing_given_is_not_small():
    assert not is_small([None, None, None])
    assert not is_small([])


def test_any_one_group_hides_the_cell():
    for counts in [(9, 50, 50), (50, 9, 50), (50, 50, 9)]:
        assert hidden_of(cell("band", *counts)) == {"band"}


def test_a_group_that_is_not_given_hides_nothing():
    assert hidden_of(cell("band", 50, 50, None)) == frozenset()


def test_a_table_without_small_counts_is_shown_whole():
    assert hidden_of(total("total", [cell("a", 10, 10, 10), cell("b", 20, 20, 20)])) == frozenset()


def test_one_small_cell_takes_the_smallest_other_with_it():
    bands = [cell("a", 100, 100, 100), cell("b", 40, 40, 40), cell("c", 3, 40, 40)]

    assert hidden_of(total("total", bands)) == {"b", "c"}


def test_two_small_cells_that_add_up_to_little_take_a_third():
    bands = [
        cell("a", 100, 100, 100),
        cell("b", 40, 40, 40),
        cell("c", 3, 40, 40),
        cell("d", 4, 40, 40),
    ]

    assert hidden_of(total("total", bands)) == {"b", "c", "d"}


def test_two_small_cells_that_cover_each_other_hide_no_third():
    bands = [cell("a", 100, 100, 100), cell("b", 40, 9, 40), cell("c", 3, 40, 40)]

    assert hidden_of(total("total", bands)) == {"b", "c"}


def test_a_total_that_is_small_hides_all_it_is_made_of():
    bands = [cell("a", 100, 100, 5), cell("b", 40, 40, 4)]

    assert hidden_of(total("total", bands)) == {"a", "b", "total"}


def test_bands_nobody_is_in_are_hidden_like_any_other():
    bands = [cell("a", 100, 100, 100), cell("b", 0, 0, 0), cell("c", 0, 0, 0)]

    assert hidden_of(total("total", bands)) == {"a", "b", "c"}


def test_without_a_total_nothing_can_be_taken_away():
    assert hidden_of(cell("a", 3, 40, 40), cell("b", 40, 40, 40)) == {"a"}


def test_a_small_cluster_takes_a_cluster_and_one_of_its_bands():
    lower = total("lower", [cell("4", 90, 90, 90), cell("5", 80, 80, 80)])
    middle = total("middle", [cell("6", 60, 60, 60), cell("7", 50, 50, 50)])
    upper = total("upper", [cell("8a", 30, 5, 30), cell("8b", 30, 4, 30)])

    hidden = hidden_of(total("total", [lower, middle, upper]))

    assert hidden == {"8a", "8b", "upper", "middle", "7"}


def test_a_small_staff_group_takes_part_of_another_and_leaves_the_workforce():
    clinical = total("clinical", [cell("c1", 900, 500, 90), cell("c2", 800, 400, 80)])
    office = total("office", [cell("o1", 300, 100, 40), cell("o2", 200, 100, 30)])
    medical = total("medical", [cell("m1", 60, 40, 1), cell("m2", 40, 60, 2)])

    hidden = hidden_of(total("workforce", [clinical, office, medical]))

    assert hidden == {"m1", "m2", "medical", "o2", "office"}


def test_a_whole_with_a_single_part_is_hidden_with_it():
    part = cell("part", 30, 30, 5)

    assert hidden_of(cell("whole", 30, 30, 10, parts=[part])) == {"part", "whole"}


# The attacker: knows every shown count and what adds up to what, and takes away.

GROUPS = range(3)
counts = st.one_of(st.integers(0, 25), st.integers(0, 400))
band = st.tuples(counts, counts, counts)


def tables(widths):
    """Staff groups of clusters of bands, so many bands in each cluster."""
    shape = [
        st.lists(st.lists(band, min_size=n, max_size=n), min_size=1, max_size=3) for n in widths
    ]
    return st.tuples(*shape).map(built)


def built(staff_groups):
    parts = []
    for g, clusters in enumerate(staff_groups):
        rows = [
            total((g, c), [cell((g, c, b), *counts) for b, counts in enumerate(bands)])
            for c, bands in enumerate(clusters)
        ]
        parts.append(total((g,), rows))
    return total((), parts)


def every(whole):
    for part in whole.parts:
        yield from every(part)
    yield whole


def could_be(whole, hidden, group):
    """By hidden cell, the least and the most it can be, by what is shown of the group."""
    ends = [each for each in every(whole) if not each.parts]
    place = {end.key: at for at, end in enumerate(ends)}

    def as_sum(each):
        row = np.zeros(len(ends))
        row[[place[end.key] for end in every(each) if not end.parts]] = 1
        return row

    shown = [each for each in every(whole) if each.key not in hidden]
    known = {
        "A_eq": np.array([as_sum(each) for each in shown]) if shown else None,
        "b_eq": np.array([each.counts[group] for each in shown]) if shown else None,
    }
    solved = partial(linprog, **known, bounds=(0, None))
    for each in every(whole):
        if each.key in hidden:
            least, most = solved(as_sum(each)), solved(-as_sum(each))
            yield each, least.fun, -most.fun if most.status == 0 else float("inf")


@settings(max_examples=15, deadline=None)
@given(tables([3, 2, 1]))
def test_an_attacker_is_left_with_ten_values_for_every_hidden_count(whole):
    hidden = hidden_cells([whole])

    for group in GROUPS:
        for each, least, most in could_be(whole, hidden, group):
            assert most - least >= 9, f"{each.key} is between {least} and {most}"


def test_that_attacker_wins_where_small_counts_alone_are_hidden():
    whole = total("total", [cell("a", 100, 100, 100), cell("b", 40, 40, 40), cell("c", 3, 40, 40)])

    ((each, least, most),) = could_be(whole, {"c"}, group=0)

    assert (each.key, round(least), round(most)) == ("c", 3, 3)


@given(st.lists(band, min_size=2, max_size=6))
def test_knowing_the_rule_leaves_ten_values_too(bands):
    """Tables that the rule would print alike, and in which the hidden counts differ."""
    whole = total("total", [cell(at, *counts) for at, counts in enumerate(bands)])
    hidden = hidden_cells([whole])
    if "total" in hidden:
        return
    for end in [part for part in whole.parts if part.key in hidden]:
        for group in GROUPS:
            likely = {
                other.parts[end.key].counts[group]
                for other in printed_alike(whole, hidden, end.key, group)
                if hidden_cells([other]) == hidden and other.counts == whole.counts
            }
            assert len(likely) >= 10


def printed_alike(whole, hidden, key, group):
    """The hidden cell with 0, 1, 2 ... of the group, and another hidden one with the rest."""
    other = next(part.key for part in whole.parts if part.key in hidden and part.key != key)
    sums = [sum(part.counts[g] for part in whole.parts if part.key in hidden) for g in GROUPS]
    second, third = (g for g in GROUPS if g != group)
    for count in range(min(sums[group], 20) + 1):
        invented = {part.key: [0, 0, 0] for part in whole.parts if part.key in hidden}
        invented[key][group], invented[other][group] = count, sums[group] - count
        invented[key][second], invented[other][third] = sums[second], sums[third]
        yield total(
            "total",
            [cell(part.key, *invented.get(part.key, part.counts)) for part in whole.parts],
        )


@given(tables([3, 2, 1]))
def test_what_is_shown_is_never_small(whole):
    hidden = hidden_cells([whole])

    assert all(not is_small(each.counts) for each in every(whole) if each.key not in hidden)


@given(tables([3, 2]))
def test_ten_more_of_everybody_in_every_band_hides_nothing(whole):
    enlarged = [
        [[tuple(n + 10 for n in end.counts) for end in cluster.parts] for cluster in group.parts]
        for group in whole.parts
    ]

    assert hidden_cells([built(enlarged)]) == frozenset()
