"""Reading a file: which kind it is, and why it may not be read at all."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wres.files import (
    LATEST,
    NATIONAL,
    RETURN,
    SURVEY,
    messages,
    read_lines,
    read_return,
    read_survey,
)
from tracker.wres.importing import MAX_FAULTS, Kind, read

ROW = "ZZ101,2026,2,all,shortlisted,single year,100,50,1"
OTHER_ROW = "ZZ101,2026,2,all,appointed,single year,10,5,0"


def read_bytes(content):
    return read(content, "figures.csv", latest_year=LATEST)


@pytest.mark.parametrize(
    "header, kind",
    [
        (RETURN, Kind.WRES_RETURN),
        (SURVEY, Kind.SURVEY_RATES),
        (NATIONAL, Kind.NATIONAL_FIGURES),
        (",".join(reversed(RETURN.upper().split(","))), Kind.WRES_RETURN),
        (RETURN + ",,", Kind.WRES_RETURN),
    ],
)
def test_a_file_is_known_by_its_columns_in_any_order_and_case(header, kind):
    assert read_lines(header).kind == kind


def test_a_row_keeps_the_number_a_spreadsheet_shows():
    reading = read_return("", ROW, ",,,,,,,,", OTHER_ROW)

    assert [entry.number for entry in reading.entries] == [3, 5]
    assert reading.faults == ()


def test_the_line_ends_of_every_machine_are_read():
    for line_end in ("\n", "\r\n", "\r"):
        content = line_end.join((RETURN, ROW, OTHER_ROW, "")).encode("utf-8-sig")

        assert [entry.number for entry in read_bytes(content).entries] == [2, 3]


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "This file is empty"),
        (b"\xef\xbb\xbf\r\n \n", "This file is empty"),
        (b"PK\x03\x04 and so on", "This file is a spreadsheet, not a CSV file"),
        (b"\xd0\xcf\x11\xe0 and so on", "This file is a spreadsheet, not a CSV file"),
        (RETURN.encode("utf-16"), "This file is not plain text, so it is not a CSV file"),
        (b"a,b\0c\n", "This file is not plain text, so it is not a CSV file"),
        (b"a,b\n1,\x92\n", "Row 2: byte 0x92 is not UTF-8 text"),
        (
            b"organisation;year\nZZ101;2026\n",
            "The columns are separated by semicolons, not by commas",
        ),
        (b"organisation\tyear\n", "The columns are separated by tabs, not by commas"),
        (RETURN.encode(), "This file has column names but no figures"),
        (RETURN.encode() + b"\n\n,,,,,,,,\n", "This file has column names but no figures"),
    ],
)
def test_what_is_not_a_csv_file_of_figures_is_refused_in_a_sentence(content, message):
    reading = read_bytes(content)

    assert messages(reading) == [message]
    assert reading.faults[0].remedy
    assert reading.rows == ()


def test_wrong_columns_are_named_beside_the_nearest_kind():
    reading = read_lines(RETURN.replace(",bme,", ",bame,"), ROW)

    assert messages(reading) == [
        "These are not the columns of a WRES return: bme is missing; bame is unexpected"
    ]
    assert RETURN in reading.faults[0].remedy


def test_a_column_may_not_be_there_twice():
    assert "white is unexpected" in messages(read_lines(RETURN + ",white", ROW + ",1"))[0]


def test_somebody_who_says_the_kind_is_told_of_that_kind():
    reading = read_lines(RETURN, ROW, kind="survey rates", year=2026)

    assert "the survey rates by trust: " in messages(reading)[0]


def test_a_ragged_row_is_a_fault_of_its_own():
    reading = read_return(ROW, ROW + ",7", OTHER_ROW.removesuffix(",0"), OTHER_ROW)

    assert messages(reading) == [
        "Row 3: it has 10 cells for 9 columns",
        "Row 4: it has 8 cells for 9 columns",
    ]


def test_text_beyond_the_last_column_is_not_lost_in_silence():
    reading = read_lines(RETURN + ",", ROW + ",a remark", OTHER_ROW + ",")

    assert messages(reading) == ["Row 2: it has text beyond the last column that has a name"]


def test_a_stray_quotation_mark_is_found_in_its_own_row():
    reading = read_return(ROW, '"' + OTHER_ROW, OTHER_ROW)

    assert messages(reading) == ["Row 3: its quotation marks do not match"]
    assert [entry.number for entry in reading.entries] == [2, 4]


def test_a_cell_may_hold_commas_in_quotation_marks_and_no_more_than_so_many_letters():
    rates = "5,0.25,0.30,1.2"
    kept = read_survey(f'ZZ101,"Hill, Dale and Mere",London,Community,{rates}')
    refused = read_survey(f"ZZ101,{'a' * 300},London,Community,{rates}")

    assert kept.names == {"ZZ101": "Hill, Dale and Mere"}
    assert messages(refused) == [
        "Row 2: a cell of 300 characters is longer than the 250 a cell may have"
    ]


def test_a_formula_is_text_like_any_other():
    named = read_survey('ZZ101,"=HYPERLINK(1)",London,Community,5,0.25,0.30,1.2')
    counted = read_return(ROW.replace(",100,", ",=50+50,"), OTHER_ROW)

    assert named.names == {"ZZ101": "=HYPERLINK(1)"}
    assert messages(counted) == ["Row 2, column White: '=50+50' is not a whole number"]


@pytest.mark.parametrize(
    "content, message",
    [
        (b"," * 50_000_000, "This file is larger than 10 MB"),
        (b",\n" * 4_000_000, "This file has more than 100,000 rows"),
        (b"," * 9_000_000, "Row 1: 9,000,000 characters are more than the 10,000 a row may have"),
        (b'"' * 9_000_000, "Row 1: 9,000,000 characters are more than the 10,000 a row may have"),
    ],
    ids=["50 MB of commas", "rows", "one row", "quotation marks"],
)
def test_a_flood_is_refused_before_it_is_parsed(content, message):
    began = time.perf_counter()

    assert messages(read_bytes(content)) == [message]
    assert time.perf_counter() - began < 2


def test_so_many_faults_are_listed_and_the_others_counted():
    reading = read_return(*[ROW.replace(",100,", ",many,")] * (MAX_FAULTS + 50))

    assert len(reading.faults) == MAX_FAULTS
    assert reading.more_faults == 50


def test_faults_stand_in_the_order_of_the_file():
    reading = read_return(
        ROW, OTHER_ROW.replace(",10,", ",1000,"), ROW.replace("2026", "1999"), ROW + ",7"
    )

    assert [fault.row for fault in reading.faults] == ["3", "4", "5"]


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything(content):
    reading = read_bytes(content)

    assert reading.faults or reading.rows


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["ZZ101", "2026", "1", "2", "5", "9", "all", "clinical", "total", "staff"]),
    st.sampled_from(["single year", "", "-", "percentage", "1e99", "0e99", "-0", "58.4%", "BME"]),
    st.sampled_from(["verified", "%", "ratio", "HBA from public", "0.5", "0.25", "nan", "inf"]),
    st.integers().map(str),
    st.floats().map(str),
)


@given(st.sampled_from([RETURN, SURVEY, NATIONAL]), st.data())
def test_no_cells_raise_anything(header, data):
    width = header.count(",") + 1
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=4))

    reading = read_lines(header, *(",".join(row) for row in rows), year=2026)

    assert reading.faults or reading.rows
