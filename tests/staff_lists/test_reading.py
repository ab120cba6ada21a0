"""From the bytes of a list to rows, or to sentences that say where and what to do."""

from datetime import date

import pytest

from tests.staff_lists.rows import listed, row, vacant
from tracker.staff_lists.reading import Entry, read, template_csv


def faults(content, name="list.csv"):
    return read(content, name).faults


def test_a_row_is_a_person_a_post_or_both():
    reading = read(
        listed(
            row(post="Chief Nurse", line="Chief executive", senior="Yes", since="01/04/2026"),
            row("Ada  Obi", "ADA@nhs.example"),
            vacant("Chief executive"),
        ),
        "list.csv",
    )

    assert reading.faults == ()
    una = ("Una Quist", "una@nhs.example", "Chief Nurse", "Chief executive")
    assert reading.entries == (
        Entry(2, *una, True, date(2026, 4, 1)),
        Entry(3, "Ada Obi", "ada@nhs.example"),
        Entry(4, post="Chief executive"),
    )


def test_a_spreadsheets_marks_and_endings_are_no_matter():
    plain = listed(row(), row("Ada Obi", "ada@nhs.example"))
    spoken = b"\xef\xbb\xbf" + plain.replace(b"\r\n", b"\r") + b"\r,,,,,\r\r"

    assert read(spoken, "list.csv") == read(plain, "list.csv")


def test_the_templates_own_example_is_not_taken_for_somebody():
    [fault] = faults(template_csv().encode())

    assert fault.startswith("Row 2, column email: 'amara.okafor@example.nhs.uk' is the template’s")


@pytest.mark.parametrize(
    "content, told",
    [
        (b"", "list.csv is empty. Choose the file that has the list in it."),
        (b"\n \n", "is empty"),
        (listed(), "list.csv has no rows below its first. Add a row for each person."),
        (listed(("",) * 6), "has no rows below its first"),
        (b"name,email\0", "is not plain text"),
        (b"PK\x03\x04", "is a spreadsheet. Save it as CSV"),
        (listed(row()).replace(b"Una", b"\xff"), "Row 2: byte 0xff is not UTF-8 text"),
        (listed(row()).replace(b",", b";"), "separates its columns with semicolons. Save it as"),
        (b"email,name,post,line_post,senior_leader,from\nx", "Row 1: the columns are 'email,name"),
        (b"name,email\nUna,una@nhs.example", "Download the template"),
        (listed(row()) + b"a,b\n", "Row 3: 6 cells are expected and 2 found"),
        (listed(row()) + b'"a,b,c,d,e,f\n', "Row 3: its quotation marks do not match"),
        (listed(*[row()] * 20_000), "list.csv has more than 20,000 rows"),
        (b"x" * 10_000_001, "is larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(content, told):
    found = faults(content)

    assert told in found[0]
    assert read(content, "list.csv").entries[1:] == ()


@pytest.mark.parametrize(
    "cells, told",
    [
        (row(name="=1+1"), "column name: '=1+1' begins as a formula does. Type the words"),
        (row(name="＠SUM"), "begins as a formula does"),
        (row(post="-2+3", since="2026-04-01"), "column post: '-2+3' begins as a formula does"),
        (row(email="=a@nhs.example"), "column email: '=a@nhs.example' is not an e-mail address"),
        (row(email="una"), "'una' is not an e-mail address, such as"),
        (row(email="una@nhs.example; ada@nhs.example"), "is not an e-mail address"),
        (row(email=f"{'x' * 250}@nhs.example"), "is not an e-mail address"),
        (row(name="x" * 121), "is longer than 120 characters. Shorten it"),
        (row(name="Una\u202eQuist"), "has a character that cannot be shown"),
        (row(post="Chair", senior="perhaps", since="2026-04-01"), "'perhaps' is neither yes nor"),
        (row(post="Chair", since="1 April"), "column from: '1 April' is not a day. Write it as"),
        (row(post="Chair", since="2026-02-30"), "'2026-02-30' is not a day"),
        (row(post="Chair", since="0001-01-01"), "is not a day"),
        (row(name=""), "column name: the cell is empty. Type the name"),
        (row(email=""), "column email: the cell is empty. Type the address"),
        (row(line="Chair"), "column line_post: there is no post for this"),
        (row(senior="yes"), "column senior_leader: there is no post for this"),
        (row(since="2026-04-01"), "column from: there is no post for this"),
        (row("", "", "Chair", since="2026-04-01"), "nobody is named who takes the post up"),
    ],
)
def test_a_cell_that_cannot_be_is_named_with_what_to_do(cells, told):
    [fault] = faults(listed(cells))

    assert fault.startswith("Row 2, column ")
    assert told in fault


def test_an_address_or_a_post_twice_in_a_list_is_said_where_both_are():
    found = faults(
        listed(
            row(post="Chair", since="2026-04-01"),
            row(email="UNA@nhs.example"),
            row("Ada Obi", "ada@nhs.example", "CHAIR", since="2026-04-01"),
        )
    )

    assert found == (
        "Row 3, column email: 'una@nhs.example' is in row 2 already. Keep one of the two rows.",
        "Row 4, column post: 'chair' is in row 2 already. Keep one of the two rows.",
    )


def test_every_fault_is_told_at_once():
    assert len(faults(listed(row(name=""), row(email="x"), row(name="=1", email="y")))) == 4


def test_faults_are_told_in_the_order_of_the_rows():
    told = faults(listed(row(), row(), row(email="no-address")))

    assert [fault[:6] for fault in told] == ["Row 3,", "Row 4,"]
