"""What is published as rates: the survey's by trust, and the national figures."""

import time

import pytest

from tests.wres.files import LATEST, SURVEY, messages, read_lines, read_national, read_survey
from tracker.wres.importing import Kind, read

RATES = "0.5839690310827735,0.4837024135357054"
RATIO = "0.8283014813967832"


def trust(rates=RATES, ratio=RATIO, indicator="7", code="ZZ101"):
    return f"{code},Fernhollow NHS Trust,London,Community Trusts,{indicator},{rates},{ratio}"


def test_survey_rates_are_kept_to_every_digit_of_the_file():
    row = read_survey(trust()).rows[0]

    assert (row.white_rate, row.bme_rate) == (0.5839690310827735, 0.4837024135357054)
    assert (row.organisation, row.year, row.indicator) == ("ZZ101", 2026, "7")
    assert row.place == ("all", "percentage")
    assert (row.white, row.bme, row.unknown, row.value) == (None, None, None, None)
    assert row.source == "NHS Staff Survey 2025, rates by trust"


@pytest.mark.parametrize(
    "file_name, year, wres_year",
    [
        ("staff_survey_2024_wres_5_8.csv", None, 2025),
        ("Staff Survey 2023.csv", None, 2024),
        ("survey_2024.csv", 2026, 2026),
        ("rates.csv", 2025, 2025),
    ],
)
def test_the_year_of_a_survey_is_given_or_in_the_name_of_the_file(file_name, year, wres_year):
    reading = read_lines(SURVEY, trust(), file_name=file_name, year=year)

    assert reading.faults == ()
    assert reading.year == wres_year


@pytest.mark.parametrize("file_name", ["rates.csv", "survey_20245.csv", "2024.csv"])
def test_survey_rates_without_a_year_ask_for_it(file_name):
    reading = read_lines(SURVEY, trust(), file_name=file_name)

    assert messages(reading) == ["This file does not say which year its survey is of"]
    assert reading.kind is Kind.SURVEY_RATES
    assert reading.year is None


def test_a_year_that_cannot_be_is_a_fault():
    reading = read_lines(SURVEY, trust(), file_name="survey_2031.csv")

    assert messages(reading) == [f"'2032' is not a WRES year from 2015 to {LATEST}"]


@pytest.mark.parametrize(
    "rates, wrong",
    [
        (
            "58.4,0.48",
            "column white_rate: '58.4' is a percentage, and the rates of this file go from 0 to 1",
        ),
        (
            "0.58,48.4%",
            "column bme_rate: '48.4%' is a percentage, and the rates of this file go from 0 to 1",
        ),
        ("-0.1,0.48", "column white_rate: '-0.1' is not between 0 and 1"),
        ("584,0.48", "column white_rate: '584' is not between 0 and 1"),
        ("nan,0.48", "column white_rate: 'nan' is not a number"),
        ("half,0.48", "column white_rate: 'half' is not a number"),
    ],
)
def test_a_rate_is_from_0_to_1(rates, wrong):
    assert messages(read_survey(trust(rates=rates, ratio=""))) == [f"Row 2, {wrong}"]


def test_a_percentage_is_told_the_rate_to_type():
    assert (
        read_survey(trust(rates="58.4,0.48", ratio="")).faults[0].remedy.startswith("Type 0.584,")
    )


@pytest.mark.parametrize("ratio", [RATIO, "0.8283", "0.83", "0.8", "", "-"])
def test_the_ratio_of_a_row_may_be_rounded_or_left_out(ratio):
    assert read_survey(trust(ratio=ratio)).faults == ()


def test_rounded_rates_may_have_the_ratio_of_those_before_rounding():
    assert read_survey(trust(rates="0.07,0.15", ratio="2.2463")).faults == ()


@pytest.mark.parametrize("ratio", ["0.84", "0.9", "1.5", "0.8284"])
def test_a_ratio_that_is_not_that_of_its_rates_is_a_fault(ratio):
    assert messages(read_survey(trust(ratio=ratio))) == [
        f"Row 2, column bme_white_ratio: '{ratio}' is not BME divided by White, which is 0.828"
    ]


@pytest.mark.parametrize("ratio, right", [("83", "0.83"), ("82.83", "0.8283")])
def test_a_ratio_typed_as_a_percentage_is_told_so(ratio, right):
    reading = read_survey(trust(ratio=ratio))

    assert messages(reading) == [
        f"Row 2, column bme_white_ratio: '{ratio}' is a percentage, and this is a ratio"
    ]
    assert f"Type {right}," in reading.faults[0].remedy


def test_white_and_bme_that_changed_places_are_told_so_by_the_ratio():
    reading = read_survey(trust(rates=",".join(reversed(RATES.split(",")))))

    assert messages(reading) == [
        "Row 2, column bme_white_ratio: White and BME may be swapped: "
        "the two rates give 1.207, the file’s own ratio says 0.828"
    ]


def test_a_gap_against_the_usual_direction_is_nobodys_mistake():
    assert read_survey(trust(rates="0.30,0.25", ratio="0.8333", indicator="5")).faults == ()


def test_nobody_in_one_group_has_no_ratio_to_check():
    assert read_survey(trust(rates="0,0.25", ratio="1.5")).faults == ()


def test_a_rate_left_out_by_its_publisher_is_not_there_and_two_leave_the_row_out():
    reading = read_survey(trust(rates="0.5,-", ratio="-"), trust(rates=",", ratio="", code="ZZ102"))

    assert [(row.white_rate, row.bme_rate) for row in reading.rows] == [(0.5, None)]
    assert reading.notes == ("Row 3: no rates, left out",)


def test_the_survey_has_the_indicators_5_to_8_and_each_trust_once():
    assert messages(read_survey(trust(indicator="9"))) == [
        "Row 2, column wres_indicator: '9' is not an indicator of the survey"
    ]
    assert messages(read_survey(trust(), trust())) == [
        "Rows 2 and 3: both give ZZ101, 2026, indicator 7, percentage"
    ]


def test_white_and_bme_of_a_national_measure_make_one_row():
    reading = read_national(
        "2024,6,HBA from staff,BME,24.9,%,a report,verified",
        "2024,6,HBA from staff,White,20.7,%,another report,verified (rounded)",
    )

    assert reading.faults == ()
    (row,) = reading.rows
    assert (row.organisation, row.year, row.place) == ("X24", 2024, ("all", "percentage"))
    assert (row.white_rate, row.bme_rate, row.value) == (0.207, 0.249, None)
    assert row.source == "a report; another report"


@pytest.mark.parametrize(
    "line, place, value",
    [
        ("1,BME share of workforce,BME,28.6,%", ("workforce", "total"), 0.286),
        ("1,BME share of VSM,BME,7,%", ("all", "vsm"), 0.07),
        ("1,BME share of AfC band 5,BME,42.3,%", ("all", "5"), 0.423),
        (
            "2,White/BME appointed from shortlisting,ratio,1.57,ratio",
            ("all", "relative likelihood"),
            1.57,
        ),
        ("3,BME/White formal disciplinary,ratio,1.03,ratio", ("all", "relative likelihood"), 1.03),
        (
            "4,White/BME non-mandatory training,ratio,1.11,ratio",
            ("all", "relative likelihood"),
            1.11,
        ),
        ("9,BME share of board,BME,16.5,%", ("overall", "share"), 0.165),
    ],
)
def test_a_national_measure_is_the_figure_of_ours_with_its_definition(line, place, value):
    (row,) = read_national(f"2024,{line},a report,verified").rows

    assert (row.place, row.value) == (place, value)


def test_career_progression_is_of_the_definition_that_counts_do_not_know():
    line = "2025,7,Q15 % Yes (survey 2024),BME,49.5053,%,the survey,computed"

    assert read_national(line).rows[0].definition == "2"


@pytest.mark.parametrize(
    "line, reason",
    [
        (
            "2024,1,BME headcount,BME,309532,count,a report,verified",
            "headcounts, which stand for no indicator by themselves",
        ),
        (
            "2024,7,Equal opportunities (Black staff),Black,42.2,%,a report,verified",
            "of another group than White and BME",
        ),
        (
            "2024,1,BME share of workforce,BME,28.6,%,a report,unverified",
            "not marked verified or computed",
        ),
        ("2024,1,BME share of workforce,BME,,%,a report,", "not marked verified or computed"),
        (
            "2024,1,BME share of nurses,BME,28.6,%,a report,verified",
            "measures that no indicator here has",
        ),
        (
            "2024,1,BME share of workforce,White,71.4,%,a report,verified",
            "measures that no indicator here has",
        ),
    ],
)
def test_what_is_no_national_figure_of_ours_is_left_out_and_said_so(line, reason):
    reading = read_national("2024,9,BME share of board,BME,16.5,%,a report,verified", line)

    assert reading.faults == ()
    assert len(reading.rows) == 1
    assert reading.notes == (f"Row 3: {reason}; left out",)


@pytest.mark.parametrize(
    "line, wrong",
    [
        (
            "2024,2,White/BME appointed from shortlisting,ratio,157,ratio",
            "value: '157' is a percentage, and its unit says ratio",
        ),
        ("2024,2,White/BME appointed from shortlisting,ratio,0,ratio", "value: '0' is not above 0"),
        (
            "2024,2,White/BME appointed from shortlisting,ratio,1.57,%",
            "unit: '%' is not the unit of this measure",
        ),
        (
            "2024,1,BME share of workforce,BME,0.286,%",
            "value: '0.286' is a rate from 0 to 1, and its unit says %",
        ),
        ("2024,1,BME share of workforce,BME,286,%", "value: '286' is not between 0 and 100"),
        ("2024,1,BME share of workforce,BME,most,%", "value: 'most' is not a number"),
        (
            "2004,1,BME share of workforce,BME,28.6,%",
            f"wres_year: '2004' is not a WRES year from 2015 to {LATEST}",
        ),
        ("2024,11,BME share of workforce,BME,28.6,%", "indicator: '11' is not a WRES indicator"),
    ],
)
def test_a_national_figure_has_its_unit_and_year(line, wrong):
    assert messages(read_national(f"{line},a report,verified")) == [f"Row 2, column {wrong}"]


def test_a_group_given_twice_is_a_fault_even_under_two_names():
    reading = read_national(
        "2024,5,HBA from public,BME,29,%,a report,verified",
        "2024,5,HBA from public (Q14a),BME,28,%,a report,verified",
    )

    assert messages(reading) == ["Rows 2 and 3: both give BME in indicator 5 of 2024"]


def test_the_real_survey_file_is_read_whole_and_soon(samples):
    content = (samples / "staff_survey_2024_wres_5_8.csv").read_bytes()
    began = time.perf_counter()

    reading = read(content, "staff_survey_2024_wres_5_8.csv", latest_year=LATEST)

    assert time.perf_counter() - began < 0.5
    assert (reading.kind, reading.year) == (Kind.SURVEY_RATES, 2025)
    assert reading.faults == ()
    assert len(reading.rows) == 492
    assert len({row.organisation for row in reading.rows}) == 123
    assert reading.names["R1F1"] == "Isle of Wight NHS Trust (acute sector)"
    (r0a,) = [row for row in reading.rows if row.organisation == "R0A" and row.indicator == "7"]
    assert (r0a.white_rate, r0a.bme_rate) == (0.5839690310827735, 0.4837024135357054)


def test_the_real_survey_file_with_two_columns_swapped_is_caught_by_its_own_ratios(samples):
    text = (samples / "staff_survey_2024_wres_5_8.csv").read_text()
    swapped = text.replace("white_rate,bme_rate", "bme_rate,white_rate")

    reading = read(swapped.encode(), "survey_2024.csv", latest_year=LATEST)

    found = len(reading.faults) + reading.more_faults
    assert found > 450
    assert all("White and BME may be swapped" in message for message in messages(reading))


def test_the_real_national_file_is_read_with_what_it_leaves_out(samples):
    content = (samples / "national_wres.csv").read_bytes()

    reading = read(content, "national_wres.csv", latest_year=LATEST)

    assert reading.kind is Kind.NATIONAL_FIGURES
    assert reading.faults == ()
    assert {row.organisation for row in reading.rows} == {"X24"}
    assert reading.years == tuple(range(2016, 2026))
    assert reading.notes[0].startswith("Rows 5, 14 and 15: headcounts")
    assert reading.notes[1].startswith("Rows 44 and 45: of another group")
    appointed = {row.year: row.value for row in reading.rows if row.indicator == "2"}
    assert appointed == {2016: 1.57, 2017: 1.6, 2018: 1.45, 2019: 1.46, 2020: 1.61, 2022: 1.54}
    assert all(row.source for row in reading.rows)
