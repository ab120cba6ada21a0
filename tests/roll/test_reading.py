"""What a list of people may say, and the sentence for whatever it may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.roll.sheets import MAIN, workbook
from tracker.mentoring.states import Side
from tracker.roll.preview import Somebody, look
from tracker.roll.reading import Entry, read, template_csv

HEAD = ("email", "side", "places")
SHEET = "xl/worksheets/sheet1.xml"


def listed(*rows):
    return "\n".join(",".join(row) for row in (HEAD, *rows)).encode()


def only_fault(content, name="list.csv"):
    reading = read(content, name)
    assert reading.entries == () or reading.faults
    (fault,) = reading.faults
    return fault


def test_each_row_is_somebody_a_side_and_the_places_of_a_leader():
    reading = read(
        listed(("Helen@NHS.example", "Leader", "3"), ("a@nhs.example", "mentee", "")), "list.csv"
    )

    assert reading.faults == ()
    assert reading.entries == (
        Entry(2, "helen@nhs.example", Side.LEADER, 3),
        Entry(3, "a@nhs.example", Side.MENTEE, 1),
    )


def test_a_spreadsheet_says_the_same_as_its_csv():
    rows = [("helen@nhs.example", "leader", 3), ("", "", ""), ("a@nhs.example", "mentee")]
    csv = listed(*[[str(cell) for cell in (*row, "")[:3]] for row in rows])

    assert read(workbook(HEAD, *rows), "list.xlsx") == read(csv, "list.csv")


def test_one_person_may_be_leader_and_mentee():
    rows = (("a@nhs.example", "leader", ""), ("a@nhs.example", "mentee", ""))

    assert read(listed(*rows), "list.csv").faults == ()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("h@nhs.example", "leader", "0"), "Row 2, column places: '0' is not from 1 to 3"),
        (("h@nhs.example", "leader", "4"), "Row 2, column places: '4' is not from 1 to 3"),
        (("h@nhs.example", "leader", "٣"), "is not from 1 to 3"),
        (("h@nhs.example", "leader", "2.5"), "'2.5' is not from 1 to 3"),
        (("h@nhs.example", "mentee", "1"), "a mentee has no places"),
        (("h@nhs.example", "boss", ""), "'boss' is neither leader nor mentee"),
        (("h@nhs.example", "", ""), "'' is neither leader nor mentee"),
        (("", "leader", ""), "Row 2, column email: the cell is empty"),
        (("nobody", "leader", ""), "'nobody' is not an e-mail address"),
        (("=h@nhs.example", "leader", ""), "is not an e-mail address"),
        (("amara.okafor@example.nhs.uk", "leader", ""), "is the template’s example"),
        (("h@nhs.example", "leader", "1", "B"), "3 cells are expected and 4 found"),
    ],
)
def test_what_a_row_may_not_say_is_named_with_its_row_and_column(row, sentence):
    assert sentence in only_fault(listed(row))
    assert sentence in only_fault(workbook(HEAD, row), "list.xlsx")


def test_the_same_person_twice_is_said_of_the_second_row():
    rows = (("h@nhs.example", "leader", "1"), ("H@nhs.example", "leader", "2"))

    assert "Row 3, column email: 'h@nhs.example' is in row 2 already" in only_fault(listed(*rows))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"email,side,places\n", "has no rows below its first"),
        (b"name,email\nA,b\n", "the columns are 'name,email'"),
        (b"\xd0\xcf\x11\xe0 old", "is a spreadsheet. Save it as CSV"),
        (b"email,side,places\n\xff,leader,1\n", "is not UTF-8"),
        (b"x" * 10_000_001, "is larger than 10 MB"),
        (b"PK\x03\x04 nonsense", "cannot be read as a spreadsheet"),
        (workbook(), "is empty"),
        (workbook(**{SHEET: None}), "cannot be read as a spreadsheet"),
        (workbook(**{SHEET: "<worksheet"}), "cannot be read as a spreadsheet"),
        (workbook(**{"xl/workbook.xml": f"<workbook {MAIN}/>"}), "cannot be read"),
        (workbook(**{SHEET: "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "is empty"),
        (
            workbook(**{SHEET: "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>".encode("utf-16")}),
            "is empty",
        ),
        (workbook(**{SHEET: " " * 50_000_001}), "too large once it is unpacked"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, sentence):
    assert sentence in only_fault(content, "list")


def test_a_cell_of_several_runs_or_of_its_own_words_is_read_whole():
    inline = '<c r="A2" t="inlineStr"><is><r><t>a@nhs</t></r><r><t>.example</t></r></is></c>'
    side = '<c r="B2" t="str"><v>leader</v></c><c r="C2"><v>2.0</v></c>'
    head = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEAD)
    rows = f'<row r="1">{head}</row><row r="2">{inline}{side}</row>'
    sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"

    (entry,) = read(workbook(**{SHEET: sheet}), "list.xlsx").entries

    assert entry == Entry(2, "a@nhs.example", Side.LEADER, 2)


@given(st.binary(max_size=300))
def test_no_bytes_whatever_break_the_reading(content):
    for start in (b"", b"PK\x03\x04", b"email,side,places\n"):
        reading = read(start + content, "list")
        assert reading.entries or reading.faults


WHOLE = workbook(HEAD, ("h@nhs.example", "leader", 2))


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_no_damage_to_a_spreadsheet_breaks_the_reading(where, byte):
    damaged = bytearray(WHOLE)
    damaged[where] = byte

    reading = read(bytes(damaged), "list.xlsx")

    assert reading.entries or reading.faults


def test_the_template_has_the_columns_and_its_example_is_never_asked():
    (fault,) = read(template_csv().encode(), "template.csv").faults

    assert "is the template’s example" in fault


def test_a_preview_parts_the_new_from_the_known_and_the_strange():
    rows = (
        ("a@x.example", "leader", ""),
        ("a@x.example", "mentee", ""),
        ("b@x.example", "mentee", ""),
    )
    amara = Somebody(1, "Amara", 5)

    preview = look(read(listed(*rows), "l"), {"a@x.example": amara}, {(1, "leader")})

    assert [(entry.side, who) for entry, who in preview.new] == [(Side.MENTEE, amara)]
    assert [entry.side for entry, _ in preview.known] == [Side.LEADER]
    assert [entry.email for entry in preview.strange] == ["b@x.example"]
