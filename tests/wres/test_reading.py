"""Figures in plain English, whatever is missing of them."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.wres.reading import in_words, interval_in_words, rates_in_words, rounded, signed
from tracker.wres.registry import indicator, indicators


@dataclass(frozen=True)
class Figure:
    value: float | None = None
    unit: str = "ratio"
    part: str = "all"
    item: str = "relative likelihood"
    white_rate: float | None = None
    bme_rate: float | None = None
    low: float | None = None
    high: float | None = None
    hidden: bool = False


def gap(value=None, **known):
    return Figure(value, "percentage points", item="percentage", **known)


def band(value, part, item, unit="share"):
    return Figure(value, unit, part, item)


def board(value, part="overall"):
    return Figure(value, "percentage points", part, "gap")


@pytest.mark.parametrize(
    "value, unit, words",
    [
        (None, "ratio", "not calculable"),
        (0.0, "ratio", "0.00"),
        (1.435, "ratio", "1.44"),
        (1.005, "ratio", "1.01"),
        (13.25, "ratio", "13.25"),
        (0.1334, "share", "13.3%"),
        (0.0005, "share", "0.1%"),
        (1.0, "share", "100.0%"),
        (5.55, "percentage points", "5.6"),
        (-8.0, "percentage points", "−8.0"),
        (-0.04, "percentage points", "0.0"),
        (0.1 + 0.2, "percentage points", "0.3"),
        (3.456, "score", "3.46"),
        (1e22, "ratio", "10000000000000000000000.00"),
    ],
)
def test_a_number_is_rounded_as_a_person_would(value, unit, words):
    assert rounded(value, unit) == words


def test_a_plus_is_written_where_the_sign_is_the_point():
    assert signed(5.6, "percentage points") == "+5.6"
    assert signed(-5.6, "percentage points") == "−5.6"
    assert signed(0.01, "percentage points") == "0.0"
    assert signed(None, "percentage points") == "not calculable"


@pytest.mark.parametrize(
    "number, value, words",
    [
        ("2", 1.17, "1.17 times as likely for White applicants as for BME applicants"),
        ("3", 1.956, "1.96 times as likely for BME staff as for White staff"),
        ("4", 0.851, "0.85 times as likely for White staff as for BME staff"),
        ("3", 1.003, "as likely for BME staff as for White staff"),
    ],
)
def test_a_ratio_says_who_is_likelier(number, value, words):
    assert in_words(Figure(value), indicator(number)) == words


@pytest.mark.parametrize(
    "value, words",
    [
        (5.6, "+5.6 points more for BME staff"),
        (-8.04, "−8.0 points less for BME staff"),
        (0.02, "no gap between BME and White staff"),
        (-0.04, "no gap between BME and White staff"),
    ],
)
def test_a_gap_says_for_whom_it_is_more(value, words):
    assert in_words(gap(value), indicator("5")) == words


def test_the_rate_of_one_group_is_said_for_what_it_is():
    assert in_words(gap(bme_rate=0.298), indicator("5")) == (
        "29.8% of BME staff; no figure for White staff"
    )
    assert in_words(gap(white_rate=0.24), indicator("6")) == (
        "24.0% of White staff; no figure for BME staff"
    )


@pytest.mark.parametrize(
    "figure, words",
    [
        (band(0.1334, "all", "8a and above"), "13.3% of band 8a and above are BME"),
        (band(0.391, "clinical", "5"), "39.1% of clinical band 5 are BME"),
        (band(0.07, "non-clinical", "vsm"), "7.0% of non-clinical very senior managers are BME"),
        (band(0.2, "clinical", "under 1"), "20.0% of clinical staff under band 1 are BME"),
        (band(0.2, "clinical", "lower"), "20.0% of clinical band 5 and below are BME"),
        (band(0.4, "medical", "consultant"), "40.0% of medical and dental consultants are BME"),
        (band(0.3, "clinical", "total"), "30.0% of clinical staff are BME"),
        (band(0.274, "workforce", "total"), "27.4% of all staff are BME"),
        (band(0.274, "ward", "sisters"), "27.4% of ward sisters are BME"),
        (
            band(3.45, "clinical", "lower to upper", "ratio"),
            "3.45 times as likely for White clinical staff as for BME clinical staff"
            " to be in band 8a and above rather than band 5 and below",
        ),
    ],
)
def test_a_band_is_named_in_full(figure, words):
    assert in_words(figure, indicator("1")) == words


@pytest.mark.parametrize(
    "figure, words",
    [
        (board(-9.54), "the BME share of the board is 9.5 points below the workforce’s"),
        (board(1.0), "the BME share of the board is 1.0 points above the workforce’s"),
        (board(0.0), "the BME share of the board is the same as the workforce’s"),
        (
            board(-20.0, "voting"),
            "the BME share of voting board members is 20.0 points below the workforce’s",
        ),
        (Figure(0.165, "share", "overall", "share"), "16.5% of the board are BME"),
    ],
)
def test_a_board_is_set_beside_its_workforce(figure, words):
    assert in_words(figure, indicator("9")) == words


def test_hidden_is_said_before_not_calculable():
    assert in_words(Figure(hidden=True), indicator("3")) == "hidden (small numbers)"
    assert in_words(Figure(), indicator("3")) == "not calculable"


def test_both_rates_are_said_with_more_digits_where_they_are_small():
    assert rates_in_words(Figure(white_rate=0.158, bme_rate=0.1354)) == "BME 13.5% and White 15.8%"
    assert rates_in_words(Figure(white_rate=31 / 4512, bme_rate=24 / 1786)) == (
        "BME 1.34% and White 0.69%"
    )
    assert rates_in_words(Figure(bme_rate=0.3)) == "BME 30.0% and White not calculable"
    assert rates_in_words(Figure(bme_rate=0.3, hidden=True)) == "hidden (small numbers)"


def test_an_interval_says_why_there_is_none():
    assert interval_in_words(Figure(1.4, low=1.27, high=1.6449), indicator("2")) == "1.27 to 1.64"
    assert interval_in_words(Figure(1.4), indicator("2")) == "precision unknown"
    assert interval_in_words(Figure(1.4, low=1.2), indicator("2")) == "precision unknown"
    assert interval_in_words(band(0.1, "all", "5"), indicator("1")) == (
        "everyone is counted, so there is no interval"
    )
    assert interval_in_words(Figure(1.4, low=1, high=2, hidden=True), indicator("2")) == (
        "hidden (small numbers)"
    )


def test_an_interval_of_the_survey_is_approximate():
    assert interval_in_words(gap(5.6, low=-1.25, high=12.0), indicator("5")) == (
        "−1.3 to 12.0, approximate because answers are weighted"
    )


maybe = st.none() | st.floats(-1e6, 1e6)
figures = st.builds(
    Figure,
    value=maybe,
    unit=st.sampled_from(["ratio", "share", "percentage points", "score", ""]),
    part=st.sampled_from(["all", "clinical", "workforce", "overall", "nowhere"]),
    item=st.sampled_from(["percentage", "gap", "5", "lower to upper", "share", "nothing"]),
    white_rate=maybe,
    bme_rate=maybe,
    low=maybe,
    high=maybe,
    hidden=st.booleans(),
)


@given(figures, st.sampled_from(indicators()))
def test_there_is_a_sentence_for_every_combination(figure, about):
    for words in (
        in_words(figure, about),
        rates_in_words(figure),
        interval_in_words(figure, about),
    ):
        assert words
        assert "None" not in words
        assert "-0.0" not in words
        assert "e+" not in words


@given(figures, st.sampled_from(indicators()))
def test_the_words_of_a_hidden_figure_tell_nothing_of_it(figure, about):
    hidden = Figure(**{**vars(figure), "hidden": True})

    assert in_words(hidden, about) == rates_in_words(hidden) == "hidden (small numbers)"
    assert interval_in_words(hidden, about) == "hidden (small numbers)"
