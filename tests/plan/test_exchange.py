from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.plan.exchange import COLUMNS, ExchangeRow, cells_of, preview, read, write

POINTS = tuple(str(number) for number in range(1, 11))

ROW = ExchangeRow(
    ref="8.1",
    point="8",
    indicators=("2", "7"),
    data_show="1.44 at 31 March 2026",
    action="Independent panel members from band 8a",
    why="People who score alone are harder to sway.",
    lead_post="Chief executive",
    named_lead="Dr Amara Okafor",
    start=date(2025, 4, 1),
    due=date(2028, 3, 31),
    due_words="",
    target="1.20 by 31 March 2028",
    update="In force since 1 April.",
    said="on course",
    evidence="Panel log",
    network_view="At risk",
)


def file_of(**cells):
    """A file with one row, some of its cells as given."""
    written = dict(zip(COLUMNS, cells_of(ROW), strict=True)) | {
        column: cells[name] for column, name in NAMES.items() if name in cells
    }
    return as_csv([COLUMNS, [written[column] for column in COLUMNS]])


def as_csv(rows):
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    return "\r\n".join(quoted).encode()


NAMES = {
    "Ref": "ref",
    "Ten-point no.": "point",
    "WRES indicator(s)": "indicators",
    "Action": "action",
    "Lead post": "lead",
    "Start": "start",
    "Due": "due",
    "Said status (BRAG)": "said",
}


def only_row(**cells):
    reading = read(file_of(**cells), POINTS)
    assert reading.faults == ()
    return reading.rows[0].row


def only_fault(**cells):
    (fault,) = read(file_of(**cells), POINTS).faults
    return fault


# The columns that trusts use


def test_the_columns_are_those_trusts_use():
    assert COLUMNS == (
        "Ref",
        "Ten-point no.",
        "WRES indicator(s)",
        "What the data show",
        "Action",
        "Why it should work",
        "Lead post",
        "Named lead",
        "Start",
        "Due",
        "KPI or target",
        "Update",
        "Said status (BRAG)",
        "Evidence",
        "Network view",
    )


def test_a_row_is_written_in_words_beside_its_colour():
    assert cells_of(ROW) == [
        "8.1",
        "8",
        "2, 7",
        "1.44 at 31 March 2026",
        "Independent panel members from band 8a",
        "People who score alone are harder to sway.",
        "Chief executive",
        "Dr Amara Okafor",
        "01/04/2025",
        "31/03/2028",
        "1.20 by 31 March 2028",
        "In force since 1 April.",
        "Green: on course",
        "Panel log",
        "At risk",
    ]


# A round trip changes nothing

no_control = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
words = st.text(no_control, max_size=30)
filled = words.map(str.strip).filter(bool)
references = st.text(no_control, max_size=10).map(str.strip).filter(bool)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
years = st.integers(2004, 2098)
dues = st.one_of(
    days.map(lambda day: (day, "")),
    st.just((None, "ongoing")),
    st.just((None, "")),  # not chosen yet, as in a draft
    years.map(lambda year: (date(year + 1, 3, 31), f"{year}/{(year + 1) % 100:02}")),
    years.map(lambda year: (date(year, 9, 30), f"Q2 {year}/{(year + 1) % 100:02}")),
)


@st.composite
def rows(draw):
    due, due_words = draw(dues)
    return ExchangeRow(
        ref=draw(references),
        point=draw(st.none() | st.sampled_from(POINTS)),
        indicators=tuple(sorted(draw(st.sets(st.sampled_from("123456789"))))),
        action=draw(filled),
        start=draw(st.none() | days.filter(lambda start: due is None or start <= due)),
        due=due,
        due_words=due_words,
        said=draw(st.sampled_from([None, "on course", "at risk", "off course", "complete"])),
        **{name: draw(words) for name in FREE_TEXT},
    )


FREE_TEXT = (
    "data_show",
    "why",
    "lead_post",
    "named_lead",
    "target",
    "update",
    "evidence",
    "network_view",
)


@settings(deadline=None, max_examples=50)
@given(st.lists(rows(), max_size=4, unique_by=lambda row: row.ref.casefold()))
def test_a_round_trip_changes_nothing(plan):
    reading = read(write(plan).encode(), POINTS)

    assert reading.faults == ()
    assert [numbered.row for numbered in reading.rows] == plan


@settings(deadline=None, max_examples=50)
@given(st.lists(rows(), min_size=1, max_size=3, unique_by=lambda row: row.ref.casefold()))
def test_a_file_that_was_read_is_written_again_as_it_was(plan):
    written = write(plan)

    assert write([numbered.row for numbered in read(written.encode(), POINTS).rows]) == written


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'=", "''+"])
def test_no_cell_is_a_formula_and_none_is_changed_by_that(start):
    row = replace(ROW, update=f"{start}HYPERLINK(1)")

    (cell,) = [cell for cell in cells_of(row) if "HYPERLINK" in cell]
    assert cell.startswith("'")
    assert read(write([row]).encode(), POINTS).rows[0].row == row


def test_lines_of_a_cell_stay_lines():
    row = replace(ROW, update="First.\nSecond, with a comma.\r\nThird “quoted”.")

    assert read(write([row]).encode(), POINTS).rows[0].row == row


# What people type


@pytest.mark.parametrize(
    "typed, day",
    [
        ("01/04/2025", date(2025, 4, 1)),
        ("1/4/2025", date(2025, 4, 1)),
        ("2025-04-01", date(2025, 4, 1)),
        ("1 April 2025", date(2025, 4, 1)),
        ("1 Apr 2025", date(2025, 4, 1)),
        ("", None),
    ],
)
def test_a_day_may_be_written_in_several_ways(typed, day):
    assert only_row(start=typed).start == day


@pytest.mark.parametrize(
    "typed, due, due_words",
    [
        ("2026/27", date(2027, 3, 31), "2026/27"),
        ("2026-27", date(2027, 3, 31), "2026/27"),
        ("2026/2027", date(2027, 3, 31), "2026/27"),
        ("Q1 2026/27", date(2026, 6, 30), "Q1 2026/27"),
        ("q4 2026/27", date(2027, 3, 31), "Q4 2026/27"),
        ("2099/00", date(2100, 3, 31), "2099/00"),
        ("ONGOING", None, "ongoing"),
        ("31/03/2028", date(2028, 3, 31), ""),
        (" ", None, ""),
    ],
)
def test_an_action_is_due_on_a_day_in_a_period_or_never(typed, due, due_words):
    row = only_row(due=typed)

    assert (row.due, row.due_words) == (due, due_words)


@pytest.mark.parametrize(
    "typed, said",
    [
        ("Green: on course", "on course"),
        ("green", "on course"),
        ("On course", "on course"),
        ("A", "at risk"),
        ("Red", "off course"),
        ("Blue", "complete"),
        ("", None),
    ],
)
def test_a_said_status_is_a_colour_a_letter_or_words(typed, said):
    assert only_row(said=typed).said == said


@pytest.mark.parametrize("typed", ["2, 7", "2; 7", "7 and 2", "WRES 2 & 7", "2\n7", "2, 7, 2"])
def test_indicators_are_listed_as_people_list_them(typed):
    assert only_row(indicators=typed).indicators == ("2", "7")


def test_a_local_action_has_no_point():
    assert only_row(point="").point is None


def test_columns_may_stand_in_another_order_and_case():
    header = [column.upper() for column in reversed(COLUMNS)]
    content = as_csv([header, list(reversed(cells_of(ROW)))])

    assert read(content, POINTS).rows[0].row == ROW


def test_empty_rows_are_passed_over():
    content = file_of() + b"\r\n" + b"," * (len(COLUMNS) - 1) + b"\r\n"

    assert len(read(content, POINTS).rows) == 1


# What is wrong with a file


@pytest.mark.parametrize(
    "cells, sentence",
    [
        ({"ref": ""}, "Row 2, column Ref: the cell is empty"),
        ({"action": " "}, "Row 2, column Action: the cell is empty"),
        ({"point": "11"}, "Row 2, column Ten-point no.: '11' is not a point of this plan"),
        ({"indicators": "2, 12"}, "Row 2, column WRES indicator(s): '12' is not an indicator"),
        ({"indicators": "two"}, "Row 2, column WRES indicator(s): 'two' is not an indicator"),
        ({"start": "31/02/2026"}, "Row 2, column Start: '31/02/2026' is not a day"),
        ({"due": "soon"}, "Row 2, column Due: 'soon' is not a day, a period or Ongoing"),
        ({"due": "2026/28"}, "Row 2, column Due: '2026/28' is not a day, a period or Ongoing"),
        ({"due": "31/03/2025"}, "Row 2, column Due: '31/03/2025' is before the start"),
        ({"said": "mauve"}, "Row 2, column Said status (BRAG): 'mauve' is not a status"),
        ({"action": "a" * 201}, "Row 2, column Action: 201 characters are more than"),
        ({"ref": "a" * 11}, "Row 2, column Ref: 11 characters are more than"),
    ],
)
def test_a_fault_says_where_it_is_and_what_stands_there(cells, sentence):
    fault = only_fault(**cells)

    assert fault.message.startswith(sentence)
    assert fault.rows == (2,)
    assert fault.remedy


def test_a_reference_is_used_once():
    content = as_csv([COLUMNS, cells_of(ROW), cells_of(ROW)])

    (fault,) = read(content, POINTS).faults
    assert fault.message.startswith("Rows 2 and 3, column Ref: '8.1' is used twice")


def test_rows_are_counted_as_a_spreadsheet_counts_them_whatever_lines_their_cells_have():
    several_lines = replace(ROW, update="one\ntwo\nthree")
    wrong = [*cells_of(replace(ROW, ref="8.2"))]
    wrong[COLUMNS.index("Due")] = "soon"

    (fault,) = read(as_csv([COLUMNS, cells_of(several_lines), wrong]), POINTS).faults

    assert fault.rows == (3,)


@pytest.mark.parametrize(
    "content, sentence",
    [
        (b"", "This file is empty"),
        (b"PK\x03\x04", "This file is a spreadsheet, not a CSV file"),
        (b"Ref,\xe9\n", "Row 1: byte 0xe9 is not UTF-8 text"),
        (b"Ref,Action\n1,Act\n", "The columns Ten-point no., WRES indicator(s), What the data"),
        (as_csv([[*COLUMNS, "Cost"]]), "The column Cost is not one of those of a plan"),
        (as_csv([[*COLUMNS, "Ref"]]), "The column Ref is there twice"),
        (as_csv([COLUMNS, ["1", "2"]]), "Row 2: it has 2 cells for 15 columns"),
        (as_csv([COLUMNS]) + b'\r\n"8.1', "Row 2: its quotation marks do not match"),
        (b"x" * 2_000_001, "This file is larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, sentence):
    reading = read(content, POINTS)

    assert reading.rows == ()
    assert reading.faults[0].message.startswith(sentence)
    assert reading.faults[0].remedy


def test_rows_without_a_fault_are_still_shown():
    wrong = [*cells_of(replace(ROW, ref="8.2"))]
    wrong[COLUMNS.index("Due")] = "soon"

    reading = read(as_csv([COLUMNS, wrong, cells_of(ROW)]), POINTS)

    assert [numbered.row.ref for numbered in reading.rows] == ["8.1"]


# What would change


def read_rows(*rows):
    return read(write(rows).encode(), POINTS).rows


def test_a_preview_says_what_is_new_what_changes_and_what_stays():
    changed = replace(ROW, ref="8.2", target="1.10", update="Slower.")
    new = replace(ROW, ref="9.1")
    plan = [ROW, replace(ROW, ref="8.2")]

    previews = preview(read_rows(ROW, changed, new), plan)

    assert [(one.number, one.row.ref, one.change, one.columns) for one in previews] == [
        (2, "8.1", "same", ()),
        (3, "8.2", "changed", ("KPI or target", "Update")),
        (4, "9.1", "new", ()),
    ]


def test_the_plan_as_it_was_written_changes_nothing():
    plan = [ROW, replace(ROW, ref="8.2", due=None, due_words="ongoing")]

    assert {one.change for one in preview(read_rows(*plan), plan)} == {"same"}
