"""The WRES return: the words and counts of its rows, and what they must be among themselves."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wres.files import LATEST, messages, read_return
from tracker.wres.figures import Row
from tracker.wres.importing import read
from tracker.wres.wres_return import COLUMNS, template_csv

SHORTLISTED = "ZZ101,2026,2,all,shortlisted,single year,1000,618,9"
APPOINTED = "ZZ101,2026,2,all,appointed,single year,100,50,1"


def appointed(white="100", bme="50", unknown="1"):
    return f"ZZ101,2026,2,all,appointed,single year,{white},{bme},{unknown}"


def clinical(item, white, bme, unknown=0):
    return f"ZZ101,2026,1,clinical,{item},single year,{white},{bme},{unknown}"


def board(part, item, white, bme, unknown=0):
    return f"ZZ101,2026,9,{part},{item},single year,{white},{bme},{unknown}"


def filled_in(template, counts):
    """A template with a count in each of its empty cells."""
    header, *rows = csv.reader(io.StringIO(template))
    text = io.StringIO()
    csv.writer(text).writerows(
        [header, *([*row[:6], *count] for row, count in zip(rows, counts, strict=True))]
    )
    return text.getvalue().encode()


def test_a_row_is_read_as_it_is_typed():
    reading = read_return(SHORTLISTED, APPOINTED)

    assert reading.faults == ()
    assert reading.year == 2026
    assert reading.rows[1] == Row(
        organisation="ZZ101",
        year=2026,
        indicator="2",
        part="all",
        item="appointed",
        basis="single year",
        white=100,
        bme=50,
        unknown=1,
    )


def test_words_are_read_in_any_case_and_a_basis_left_out_is_a_single_year():
    reading = read_return("zz101,2026,2, All ,Shortlisted,,1000,618,9", APPOINTED)

    assert reading.faults == ()
    assert reading.rows[0].organisation == "ZZ101"
    assert reading.rows[0].place == ("all", "shortlisted")
    assert reading.rows[0].basis == "single year"


@pytest.mark.parametrize(
    "typed, wrong",
    [
        ("n/a", "'n/a' is not a whole number"),
        ("", "an empty cell is not a whole number"),
        ("4.5", "'4.5' is not a whole number"),
        ('"4,500"', "'4,500' is not a whole number"),
        ("١٢", "'١٢' is not a whole number"),
        ("-3", "'-3' is below 0"),
        ("10000001", "'10000001' is more than 10,000,000 people"),
        ("9" * 200, f"'{'9' * 40}…' is more than 10,000,000 people"),
    ],
)
def test_a_count_is_a_whole_number_of_people(typed, wrong):
    reading = read_return(SHORTLISTED, appointed(white=typed))

    assert messages(reading) == [f"Row 3, column White: {wrong}"]
    assert reading.faults[0].column == "White"
    assert reading.faults[0].row == "3"
    assert reading.faults[0].remedy


def test_every_wrong_cell_of_a_row_is_told():
    reading = read_return(SHORTLISTED, appointed(white="n/a", bme="-3"))

    assert messages(reading) == [
        "Row 3, column White: 'n/a' is not a whole number",
        "Row 3, column BME: '-3' is below 0",
    ]
    assert [fault.value for fault in reading.faults] == ["n/a", "-3"]


@pytest.mark.parametrize(
    "year, is_right", [(2014, False), (2015, True), (LATEST, True), (LATEST + 1, False)]
)
def test_a_year_is_from_the_first_wres_to_next_year(year, is_right):
    reading = read_return(*(line.replace("2026", str(year)) for line in (SHORTLISTED, APPOINTED)))

    assert (not reading.faults) == is_right
    if not is_right:
        assert messages(reading)[0] == (
            f"Row 2, column year: '{year}' is not a WRES year from 2015 to {LATEST}"
        )


@pytest.mark.parametrize(
    "line, wrong, remedy",
    [
        (
            "ZZ101,2026,0,all,staff,,1,1,1",
            "column indicator: '0' is not a WRES indicator",
            "1, 2, 3",
        ),
        (
            "ZZ101,2026,1,clincal,5,,1,1,1",
            "column part: 'clincal' is not a part of indicator 1",
            "The nearest is “clinical”",
        ),
        (
            "ZZ101,2026,2,all,shortlist,,1,1,1",
            "column item: 'shortlist' is not an item of indicator 2, all",
            "The nearest is “shortlisted”",
        ),
        (
            "ZZ101,2026,1,clinical,exec,,1,1,1",
            "column item: 'exec' is not an item of indicator 1, clinical",
            "8d, 9, vsm or total",
        ),
        (
            "ZZ101,2026,2,all,shortlisted,two-year rolling,1,1,1",
            "column basis: 'two-year rolling' is not a basis of indicator 2",
            "Type single year",
        ),
        (
            "ZZ 101,2026,2,all,shortlisted,,1,1,1",
            "column organisation: 'ZZ 101' is not an organisation code",
            "Organisation Data Service",
        ),
        (
            ",2026,2,all,shortlisted,,1,1,1",
            "column organisation: an empty cell is not an organisation code",
            "such as X24",
        ),
    ],
)
def test_a_word_that_is_not_ours_is_told_with_those_that_are(line, wrong, remedy):
    reading = read_return(line)

    assert messages(reading) == [f"Row 2, {wrong}"]
    assert remedy in reading.faults[0].remedy


def test_unknown_may_be_left_empty_only_where_no_sum_needs_it():
    without = read_return(*(line.rpartition(",")[0] + "," for line in (SHORTLISTED, APPOINTED)))
    excluded = read_return("ZZ101,2026,1,clinical,5,excluding unknown,10,5,")
    needed = read_return("ZZ101,2026,1,clinical,5,single year,10,5,")

    assert without.faults == ()
    assert without.rows[0].unknown is None
    assert excluded.faults == ()
    assert messages(needed) == ["Row 2, column Unknown: an empty cell is not a whole number"]


def test_disciplinary_cases_come_on_either_basis():
    rolling = "ZZ101,2026,3,all,{},two-year rolling,{},40,1"

    assert read_return(rolling.format("staff", 400), rolling.format("cases", 4)).faults == ()


def test_a_row_without_counts_is_left_out_and_said_so():
    reading = read_return(SHORTLISTED, APPOINTED, "ZZ101,2026,3,all,staff,single year,,,")

    assert reading.faults == ()
    assert len(reading.rows) == 2
    assert reading.notes == ("Row 4: no counts, left out",)


def test_the_same_row_twice_is_a_fault_of_both():
    reading = read_return(SHORTLISTED, APPOINTED, SHORTLISTED)

    assert messages(reading) == ["Rows 2 and 4: both give ZZ101, 2026, indicator 2, shortlisted"]


def test_a_numerator_above_its_denominator_is_a_fault():
    reading = read_return(SHORTLISTED, appointed(bme="681"))

    assert messages(reading) == ["Row 3, column BME: 681 appointed is more than 618 shortlisted"]
    assert reading.faults[0].remedy == "Check whether it has changed places with row 2."


@pytest.mark.parametrize(
    "indicator, everybody, some",
    [
        ("2", "shortlisted", "appointed"),
        ("3", "staff", "cases"),
        ("4", "staff", "trained"),
        ("7", "replies", "yes"),
    ],
)
def test_each_indicator_has_its_numerator_and_denominator(indicator, everybody, some):
    line = f"ZZ101,2026,{indicator},all,{{}},single year,{{}},5,5"

    assert read_return(line.format(everybody, 10), line.format(some, 10)).faults == ()
    assert messages(read_return(line.format(everybody, 10), line.format(some, 11))) == [
        f"Row 3, column White: 11 {some} is more than 10 {everybody}"
    ]
    assert messages(read_return(line.format(everybody, 10))) == [
        f"Row 2, column item: there is no row of {some} to set beside {everybody}"
    ]
    assert messages(read_return(line.format(some, 10))) == [
        f"Row 2, column item: there is no row of {everybody} to set beside {some}"
    ]


def test_voting_and_executive_members_are_on_the_board_and_the_board_in_the_workforce():
    workforce = board("workforce", "total", 900, 300)
    right = [board("board", "members", 9, 3), board("voting", "members", 7, 2), workforce]
    wrong = [board("board", "members", 9, 301), board("executive", "members", 10, 2), workforce]

    assert read_return(*right).faults == ()
    assert messages(read_return(*wrong)) == [
        "Row 2, column BME: 301 board members is more than 300 in the workforce",
        "Row 3, column White: 10 executive members is more than 9 board members",
    ]


def test_a_board_needs_the_workforce_and_may_do_without_voting_members():
    reading = read_return(board("board", "members", 9, 3))

    assert messages(reading) == [
        "Row 2, column item: there is no row of workforce total to set beside board members"
    ]


def test_a_row_that_could_not_be_read_is_not_called_missing():
    reading = read_return(SHORTLISTED, appointed(white="n/a"))
    ragged = read_return(SHORTLISTED, APPOINTED + ",")

    assert messages(reading) == ["Row 3, column White: 'n/a' is not a whole number"]
    assert messages(ragged) == ["Row 3: it has 10 cells for 9 columns"]


def test_bands_add_to_the_total_of_their_part():
    right = [clinical("5", 60, 40), clinical("6", 40, 10), clinical("total", 100, 50)]
    wrong = [*right[:2], clinical("total", 100, 58)]

    assert read_return(*right).faults == ()
    reading = read_return(*wrong)
    assert messages(reading) == ["Rows 2 to 4, column BME: the bands add to 50, the total says 58"]
    assert reading.faults[0].row == "2 to 4"
    assert reading.faults[0].value == "58 (total)"
    assert "8 below the total" in reading.faults[0].remedy


def test_parts_add_to_the_workforce_when_they_are_all_there():
    parts = [
        "ZZ101,2026,1,clinical,total,single year,100,50,1",
        "ZZ101,2026,1,non-clinical,5,single year,10,5,1",
        "ZZ101,2026,1,medical,total,single year,20,20,1",
    ]
    workforce = "ZZ101,2026,1,workforce,total,single year,130,{},3"

    assert read_return(*parts, workforce.format(75)).faults == ()
    assert read_return(*parts[:2], workforce.format(75)).faults == ()
    assert messages(read_return(*parts, workforce.format(76))) == [
        "Rows 2 to 5, column BME: the parts add to 75, the total says 76"
    ]
    assert messages(read_return(*parts[:2], workforce.format(54))) == [
        "Rows 2 to 4, column BME: the parts add to 55, the total says 54"
    ]


def test_a_part_that_can_have_no_total_is_noted():
    reading = read_return(
        "ZZ101,2026,1,medical,consultant,single year,100,50,1",
        "ZZ101,2026,1,medical,trainee grade,single year,100,50,1",
    )

    assert reading.faults == ()
    assert reading.notes == (
        "ZZ101, 2026, medical: no total, and no rows for non-consultant career grade and other "
        "to add to one, so none is worked out",
    )


def test_survey_indicators_come_as_rates_from_0_to_1_or_as_counts_but_not_as_both():
    rates = "ZZ101,2026,7,all,percentage,single year,0.584,0.483,"
    counts = [f"ZZ101,2026,7,all,{item},single year,10,10,1" for item in ("replies", "yes")]

    assert (read_return(rates).rows[0].white_rate, read_return(rates).rows[0].white) == (
        0.584,
        None,
    )
    assert messages(read_return(rates.replace("0.584", "58.4"))) == [
        "Row 2, column White: '58.4' is a percentage, and the rates of this file go from 0 to 1"
    ]
    assert messages(read_return(rates, *counts)) == [
        "Rows 2 to 4, column item: ZZ101 has both counts and a percentage for indicator 7 of 2026"
    ]


def test_the_template_has_the_columns_and_nothing_typed():
    header, *rows = csv.reader(io.StringIO(template_csv("ZZ101", 2026)))

    assert tuple(header) == COLUMNS
    assert {row[2] for row in rows} == {"1", "2", "3", "4", "9"}
    assert all(row[6:] == ["", "", ""] for row in rows)
    assert messages(
        read(template_csv("ZZ101", 2026).encode(), "return.csv", latest_year=LATEST)
    ) == ["This file has column names but no figures"]


BANDED = ("clinical", "non-clinical", "medical")
PEOPLE = st.tuples(*[st.integers(0, 5000)] * 3)


@given(st.data())
def test_a_template_filled_in_rightly_comes_back_as_it_was(data):
    template = template_csv("ZZ101", 2026)
    _, *rows = csv.reader(io.StringIO(template))
    counts: dict = {}
    for _, _, indicator, part, item, *_ in rows:
        counts[indicator, part, item] = data.draw(PEOPLE)
    make_it_add_up(counts)

    reading = read(filled_in(template, counts.values()), "return.csv", latest_year=LATEST)

    assert messages(reading) == []
    assert {
        (row.indicator, row.part, row.item): (row.white, row.bme, row.unknown)
        for row in reading.rows
    } == counts


def make_it_add_up(counts):
    """Totals that are sums, and numerators no larger than their denominators."""

    def added(keys):
        return tuple(map(sum, zip(*(counts[key] for key in keys), strict=True)))

    def at_most(some, everybody):
        counts[some] = tuple(map(min, counts[some], counts[everybody]))

    for part in BANDED:
        counts["1", part, "total"] = added(
            key for key in counts if key[1] == part and key[2] != "total"
        )
    counts["1", "workforce", "total"] = added(("1", part, "total") for part in BANDED)
    at_most(("2", "all", "appointed"), ("2", "all", "shortlisted"))
    at_most(("3", "all", "cases"), ("3", "all", "staff"))
    at_most(("4", "all", "trained"), ("4", "all", "staff"))
    at_most(("9", "board", "members"), ("9", "workforce", "total"))
    at_most(("9", "voting", "members"), ("9", "board", "members"))
    at_most(("9", "executive", "members"), ("9", "board", "members"))
