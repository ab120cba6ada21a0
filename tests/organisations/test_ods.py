from datetime import date

import pytest

from tracker.organisations import ods

TRUST = {
    "code": "RZ1",
    "name": "NORTHBRIDGE NHS FOUNDATION TRUST",
    "region": "Y60",
    "icb": "QZ1",
    "opened": "20100401",
    "closed": "",
}
WELSH = TRUST | {"code": "RZ2", "name": "CWM DU NHS TRUST", "region": "", "icb": ""}
ICB_HEADER = "ICB24CD,ICB24CDH,ICB24NM,ObjectId"


def etr(*trusts):
    """A trust list as ODS publishes it: 27 cells, all quoted, no header."""
    return "\r\n".join(",".join(f'"{cell}"' for cell in etr_cells(**trust)) for trust in trusts)


def etr_cells(code, name, region, icb, opened, closed):
    address = ["NORTHBRIDGE HOUSE", "MILL LANE", "", "NORTHBRIDGE", "", "NB1 1AA"]
    return [code, name, region, icb, *address, opened, closed, *[""] * 15]


def read(text, file_name="file.csv"):
    return ods.read(text.encode(), file_name)


def test_a_trust_is_read_with_its_places_and_dates():
    reading = read(etr(TRUST | {"closed": "20241231"}))

    assert reading.kind == "trusts"
    assert reading.faults == ()
    assert reading.organisations == (
        ods.OdsOrganisation(
            code="RZ1",
            name="Northbridge NHS Foundation Trust",
            kind="trust",
            region_code="Y60",
            icb_code="QZ1",
            opened=date(2010, 4, 1),
            closed=date(2024, 12, 31),
        ),
    )


def test_a_trust_outside_england_has_no_region_and_no_icb():
    (trust,) = read(etr(WELSH)).organisations

    assert (trust.region_code, trust.icb_code) == (None, None)


def test_codes_have_three_characters_or_five():
    assert [trust.code for trust in read(etr(TRUST, TRUST | {"code": "G6V2S"})).organisations] == [
        "RZ1",
        "G6V2S",
    ]


def test_a_trust_is_open_from_its_first_day_to_its_last():
    (trust,) = read(etr(TRUST | {"closed": "20241231"})).organisations

    days = [date(2010, 3, 31), date(2010, 4, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [trust.is_open(on) for on in days] == [False, True, True, False]


def test_integrated_care_boards_are_read_by_their_ods_code():
    reading = read(f"{ICB_HEADER}\nE54000099,QZ1,NHS Vale and Moor Integrated Care Board,1\n")

    assert reading.kind == "integrated care boards"
    assert reading.organisations == (
        ods.OdsOrganisation("QZ1", "NHS Vale and Moor Integrated Care Board", "icb"),
    )


def test_the_icb_list_of_another_year_is_read_too():
    assert read("ICB26CD,ICB26CDH,ICB26NM\nE54000099,QZ1,NHS Vale\n").kind == (
        "integrated care boards"
    )


def test_an_icb_lies_in_the_region_of_its_trusts():
    trusts = read(etr(TRUST, TRUST | {"code": "RZ3", "icb": "QZ2", "region": "Y63"}, WELSH))

    assert ods.regions_of_icbs(trusts.organisations) == {"QZ1": "Y60", "QZ2": "Y63"}


def test_an_icb_on_a_border_lies_where_most_of_its_trusts_are():
    codes = [("RZ1", "Y60"), ("RZ3", "Y63"), ("RZ4", "Y63")]
    trusts = read(etr(*(TRUST | {"code": code, "region": region} for code, region in codes)))

    assert ods.regions_of_icbs(trusts.organisations) == {"QZ1": "Y63"}


def test_successors_are_read_from_a_file_of_old_and_new_codes():
    reading = read("Old,New\nRZ1,RZ3\nrz2,RZ3\n")

    assert reading.kind == "successors"
    assert reading.successors == {"RZ1": "RZ3", "RZ2": "RZ3"}


# What is wrong with a file


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"code": "R"}, "Row 2, column 1, code: 'R' is not a code of three or five letters"),
        ({"name": " "}, "Row 2, column 2, name: the cell is empty"),
        ({"region": "Y99"}, "Row 2, column 3, region: 'Y99' is not a region of the NHS in England"),
        ({"icb": "QZ"}, "Row 2, column 4, integrated care board: 'QZ' is not a code"),
        ({"opened": "2010-04-01"}, "Row 2, column 11, open date: '2010-04-01' is not a date"),
        ({"opened": "20100431"}, "Row 2, column 11, open date: '20100431' is not a date"),
        ({"closed": "never"}, "Row 2, column 12, close date: 'never' is not a date"),
        (
            {"closed": "20100331"},
            "Row 2, column 12, close date: '20100331' is before",
        ),
        ({"code": "RZ2"}, "Row 2, column 1, code: 'RZ2' is in row 1 already"),
    ],
)
def test_a_fault_says_where_it_is_and_what_stands_there(wrong, sentence):
    reading = read(etr(WELSH, TRUST | wrong))

    (fault,) = reading.faults
    assert fault.startswith(sentence)


def test_a_long_cell_is_cut_short_in_the_sentence():
    (fault,) = read(etr(TRUST | {"opened": "1" * 5000})).faults

    assert len(fault) < 150


def test_rows_with_nothing_in_them_are_passed_over():
    assert read("Old,New\nRZ1,RZ2\n,\n\n").successors == {"RZ1": "RZ2"}


def test_every_fault_of_a_row_is_said_at_once():
    assert len(read(etr(TRUST | {"code": "R", "opened": "x", "icb": "?"})).faults) == 3


def test_rows_without_a_fault_are_still_read():
    assert [one.code for one in read(etr(TRUST | {"opened": "x"}, WELSH)).organisations] == ["RZ2"]


def test_a_row_with_a_cell_missing_is_named():
    text = etr(TRUST) + "\n" + etr(WELSH).replace('"MILL LANE",', "")

    (fault,) = read(text).faults
    assert fault.startswith("Row 2: 27 cells are expected and 26 found.")


def test_quotation_marks_that_do_not_match_are_a_fault_of_their_own_row():
    text = etr(TRUST) + '\n"RZ9,' + etr(WELSH)

    (fault,) = read(text).faults
    assert fault.startswith("Row 2: its quotation marks do not match")


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("Old,New\nRZ1,RZ1\n", "Row 2, column new: 'RZ1' cannot be its own successor"),
        ("Old,New\nRZ1,\n", "Row 2, column new: the cell is empty"),
        ("Old,New\nRZ1,RZ2\nRZ1,RZ3\n", "Row 3, column old: 'RZ1' is in row 2 already"),
        ("Old,New\nRZ1,RZ2\nRZ2,RZ1\n", "'RZ1' is among its own successors"),
        ("Old,New\nRZ1\n", "Row 2: 2 cells are expected and 1 found"),
        (f"{ICB_HEADER}\nE5,ZZ1,A Board,1\n", "Row 2, column ICB24CDH: 'ZZ1' is not a code"),
        (f"{ICB_HEADER}\nE5,QZ1,,1\n", "Row 2, column ICB24NM: the cell is empty"),
        (f"{ICB_HEADER}\nE5,QZ1,A,1\nE5,QZ1,B,2\n", "Row 3, column ICB24CDH: 'QZ1' is in row 2"),
    ],
)
def test_the_other_files_say_where_they_are_wrong(text, sentence):
    assert read(text).faults[0].startswith(sentence)


@pytest.mark.parametrize(
    "content, sentence",
    [
        (b"", "list.csv is empty"),
        (b"\xff\xfeR\x00", "list.csv is not plain text"),
        (b"PK\x03\x04 and so on", "list.csv is a spreadsheet"),
        (b"RZ1,Caf\xe9\n", "Row 1: byte 0xe9 is not UTF-8 text"),
        (b"a,b\n1,2\n", "list.csv is none of the lists that are read here"),
        (b"," * 20_000, "Row 1: it has more than 10,000 characters"),
        (b"RZ1\n" * 30_000, "list.csv has more than 20,000 rows"),
        (b"x" * 10_000_001, "list.csv is larger than 10 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, sentence):
    reading = ods.read(content, "list.csv")

    assert reading.kind is None
    assert reading.organisations == ()
    assert reading.faults[0].startswith(sentence)


def test_a_mark_at_the_start_of_the_file_is_no_part_of_the_first_code():
    assert ods.read(b"\xef\xbb\xbf" + etr(TRUST).encode(), "etr.csv").organisations[0].code == "RZ1"


# What ships as data


def test_the_national_body_and_seven_regions_ship_with_the_service():
    places = ods.places()

    assert [(one.code, one.name) for one in places if one.kind == "national"] == [
        ("X24", "NHS England")
    ]
    assert {one.code: one.name for one in places if one.kind == "region"} == {
        "Y56": "London",
        "Y58": "South West",
        "Y59": "South East",
        "Y60": "Midlands",
        "Y61": "East of England",
        "Y62": "North West",
        "Y63": "North East and Yorkshire",
    }


# The real files


@pytest.fixture(scope="module")
def real(samples):
    names = ("etr_2026.csv", "icb_names_codes_dec_2024.csv")
    return tuple(ods.read((samples / name).read_bytes(), name) for name in names)


def test_the_real_trust_list_has_273_rows_of_which_205_are_open(real):
    trusts, _ = real

    assert trusts.faults == ()
    assert len(trusts.organisations) == 273
    assert sum(one.closed is None for one in trusts.organisations) == 205
    assert sum(one.is_open(date(2025, 1, 1)) for one in trusts.organisations) == 205
    # North Middlesex (RAP) closed at the end of that day.
    assert sum(one.is_open(date(2024, 12, 31)) for one in trusts.organisations) == 206


def test_the_real_trusts_without_a_region_are_those_of_wales(real):
    trusts, _ = real

    assert {one.code for one in trusts.organisations if one.region_code is None} == {
        "RQF",
        "RT4",
        "RYT",
    }


def test_every_real_icb_has_trusts_and_so_a_region(real):
    trusts, icbs = real

    assert icbs.faults == ()
    assert len(icbs.organisations) == 42
    regions = ods.regions_of_icbs(trusts.organisations)
    assert {one.code for one in icbs.organisations} == set(regions)
    assert regions["QOP"] == "Y62"


def test_no_real_name_is_left_in_capitals_but_for_nhs(real):
    trusts, _ = real

    words = {word for one in trusts.organisations for word in one.name.split()}
    assert {word for word in words if word.isupper() and word.isalpha()} == {"NHS"}
