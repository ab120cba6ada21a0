"""From rows to figures, the awkward rows first: ratios, percentage pairs and boards."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from tests.wres.rows import by_place, hidden_in, only, published, row
from tracker.wres.figures import work_out

# Nothing, and next to nothing


def test_no_rows_make_no_figures():
    assert work_out([]) == []


def test_counts_that_are_not_given_make_a_figure_that_is_not_calculable():
    figure = only(
        [row("3", "all", "staff", 4512, 1786, None), row("3", "all", "cases", 31, None, None)]
    )

    assert figure.value is None
    assert (figure.low, figure.high) == (None, None)
    assert figure.white_rate == pytest.approx(31 / 4512)
    assert figure.bme_rate is None
    assert not figure.hidden


def test_half_of_a_pair_of_rows_is_not_calculable():
    figure = only([row("3", "all", "staff", 4512, 1786, 200)])

    assert figure.value is None
    assert figure.bme_denominator == 1786


def test_counts_of_a_kind_that_has_none_are_refused():
    with pytest.raises(KeyError):
        work_out([row("10", "all", "anything", 1, 2, 3)])


# Indicators 2, 3 and 4: ratios of two rates


def test_white_is_divided_by_bme_in_appointments():
    figure = only(
        [
            row("2", "all", "shortlisted", 2480, 1564, 90),
            row("2", "all", "appointed", 612, 268, 15),
        ]
    )

    assert (figure.part, figure.item, figure.unit) == ("all", "relative likelihood", "ratio")
    assert f"{figure.value:.2f} {figure.low:.2f} {figure.high:.2f}" == "1.44 1.27 1.64"
    assert figure.white_rate == pytest.approx(612 / 2480)
    assert figure.bme_rate == pytest.approx(268 / 1564)
    assert figure.counts == (612, 2480, 268, 1564, 15, 90)
    assert (figure.period_start, figure.period_end) == (date(2025, 4, 1), date(2026, 3, 31))
    assert figure.as_at == date(2026, 3, 31)
    assert not figure.hidden


def test_bme_is_divided_by_white_in_disciplinary_cases():
    figure = only([row("3", "all", "staff", 4512, 1786, 214), row("3", "all", "cases", 31, 24, 10)])

    assert f"{figure.value:.2f} {figure.low:.2f} {figure.high:.2f}" == "1.96 1.15 3.32"


def test_white_is_divided_by_bme_in_training():
    figure = only(
        [row("4", "all", "staff", 4000, 1000, 200), row("4", "all", "trained", 1440, 342, 50)]
    )

    assert figure.value == pytest.approx(1.0526, abs=1e-4)


def test_a_rolling_figure_keeps_its_basis():
    rows = [
        row("3", "all", "staff", 4702, 1246, 210, "two-year rolling"),
        row("3", "all", "cases", 58, 25, 12, "two-year rolling"),
    ]

    assert only(rows).basis == "two-year rolling"
    assert f"{only(rows).value:.2f}" == "1.63"


@pytest.mark.parametrize(
    "staff, cases",
    [
        ((4512, 1786, 214), (31, 9, 10)),
        ((4512, 1786, 214), (9, 24, 10)),
        ((4512, 1786, 214), (31, 24, 0)),
        ((4512, 1786, 8), (31, 24, None)),
        ((4512, 9, 214), (31, 24, 12)),
    ],
)
def test_a_ratio_that_rests_on_any_small_count_is_hidden(staff, cases):
    figure = only([row("3", "all", "staff", *staff), row("3", "all", "cases", *cases)])

    assert figure.hidden


def test_hidden_goes_before_not_calculable():
    figure = only([row("3", "all", "staff", 4512, 1786, 214), row("3", "all", "cases", 31, 0, 10)])

    assert figure.value is None
    assert figure.hidden


def test_unknown_that_is_not_counted_hides_nothing():
    figure = only(
        [row("3", "all", "staff", 4512, 1786, None), row("3", "all", "cases", 31, 24, None)]
    )

    assert not figure.hidden
    assert figure.unknown_denominator is None


def test_a_national_ratio_is_kept_as_it_was_published():
    figure = only([published("2", "all", "relative likelihood", value=1.54, source="HSJ")])

    assert (figure.value, figure.unit, figure.source) == (1.54, "ratio", "HSJ")
    assert figure.counts == (None,) * 6
    assert (figure.low, figure.high) == (None, None)
    assert not figure.hidden


# Indicators 5 to 8: percentage pairs


def test_a_gap_from_rates_has_no_tail_and_no_interval():
    figure = only([published("5", "all", "percentage", white_rate=0.1, bme_rate=0.3)])

    assert figure.value == 20.0
    assert (figure.white_rate, figure.bme_rate) == (0.1, 0.3)
    assert figure.unit == "percentage points"
    assert (figure.low, figure.high) == (None, None)
    assert not figure.hidden


def test_a_survey_speaks_of_the_autumn_before():
    figure = only([published("7", "all", "percentage", white_rate=0.58, bme_rate=0.48)])

    assert (figure.period_start, figure.as_at) == (date(2025, 9, 1), date(2025, 11, 30))
    assert figure.definition == "2"


def test_a_row_that_says_its_definition_keeps_it():
    given = {"white_rate": 0.9, "bme_rate": 0.7, "definition": "1", "year": 2024}

    assert only([published("7", "all", "percentage", **given)]).definition == "1"


@pytest.mark.parametrize("rates", [{"bme_rate": 0.298}, {"white_rate": 0.24}, {}])
def test_the_rate_of_one_group_is_no_gap(rates):
    figure = only([published("5", "all", "percentage", **rates)])

    assert figure.value is None
    assert (figure.white_rate, figure.bme_rate) == (rates.get("white_rate"), rates.get("bme_rate"))


def test_a_rate_of_nought_is_a_rate():
    figure = only([published("8", "all", "percentage", white_rate=0.0, bme_rate=0.0)])

    assert figure.value == 0.0


def test_replies_make_a_gap_with_its_interval():
    figure = only([row("5", "all", "replies", 80, 70, None), row("5", "all", "yes", 48, 56, None)])

    assert figure.item == "percentage"
    assert figure.value == pytest.approx(20)
    assert f"{figure.low:.2f} {figure.high:.2f}" == "5.24 33.39"
    assert figure.counts == (48, 80, 56, 70, None, None)


def test_few_replies_are_hidden():
    figure = only([row("5", "all", "replies", 80, 12, None), row("5", "all", "yes", 48, 7, None)])

    assert figure.hidden


def test_the_real_survey_agrees_to_every_digit_printed(samples):
    with (samples / "staff_survey_2024_wres_5_8.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))

    for line in lines:
        rates = {group: float(line[f"{group}_rate"]) for group in ("white", "bme")}
        given = {f"{group}_rate": rate for group, rate in rates.items()} | {"year": 2025}
        figure = only([published(line["wres_indicator"], "all", "percentage", **given)])

        assert (repr(figure.white_rate), repr(figure.bme_rate)) == (
            line["white_rate"],
            line["bme_rate"],
        )
        gap = 100 * (Decimal(line["bme_rate"]) - Decimal(line["white_rate"]))
        assert figure.value == float(gap)
        assert figure.bme_rate / figure.white_rate == pytest.approx(float(line["bme_white_ratio"]))
    assert {line["wres_indicator"] for line in lines if line["Trust"] == "R0A"} == set("5678")


# Indicator 9: the board beside the workforce


BOARD = [
    row("9", "board", "members", 40, 12, 10),
    row("9", "voting", "members", 30, 11, 10),
    row("9", "executive", "members", 20, 4, 1),
    row("9", "workforce", "total", 4512, 1786, 214),
]


def test_a_board_is_set_beside_its_workforce():
    figures = by_place(BOARD)

    assert set(figures) == {("overall", "gap"), ("voting", "gap"), ("executive", "gap")}
    overall = figures["overall", "gap"]
    assert overall.value == pytest.approx(100 * (12 / 62 - 1786 / 6512))
    assert (overall.white_rate, overall.bme_rate) == (40 / 62, 12 / 62)
    assert overall.counts == (40, 4512, 12, 1786, 10, 214)
    assert (overall.low, overall.high) == (None, None)
    assert (overall.unit, overall.as_at) == ("percentage points", date(2026, 3, 31))


def test_the_workforce_may_be_the_row_of_indicator_1():
    own_rows = [row("1", "workforce", "total", 4512, 1786, 214), *BOARD[:3]]

    assert by_place(own_rows) == by_place(BOARD)


def test_a_board_with_few_of_any_group_is_hidden():
    figures = by_place(BOARD)

    assert hidden_in(figures) == {("executive", "gap")}


def test_a_board_without_its_workforce_has_no_gap():
    figure = only(BOARD[:1])

    assert figure.value is None
    assert figure.bme_rate == 12 / 62


def test_a_workforce_without_its_board_is_no_figure_of_9():
    assert work_out([BOARD[3]]) == []


def test_a_published_share_of_boards_is_no_gap():
    figure = only([published("9", "overall", "share", value=0.165)])

    assert (figure.value, figure.unit) == (0.165, "share")
