"""What the preview says: numbers of things, years, places in the file, differences."""

from types import SimpleNamespace

import pytest

from tracker.imports import wording
from tracker.wres.checking import Block
from tracker.wres.codes import Known, UnknownCode
from tracker.wres.comparing import Change, Effect
from tracker.wres.findings import Fault
from tracker.wres.importing import read

BLOCK = Block("ZZ1", 2026, "2", "single year")
NAMES = {"ZZ1": "Northbridge"}


@pytest.mark.parametrize(
    "number, words", [(0, "0 faults"), (1, "1 fault"), (2, "2 faults"), (1204, "1,204 faults")]
)
def test_things_are_counted(number, words):
    assert wording.counted(number, "fault") == words


def test_a_place_in_the_file_leaves_out_what_is_not_known_of_it():
    whole = Fault(message="This file is empty")
    cell = Fault(message="", rows=(14,), column="White", value="n/a")
    several = Fault(message="", rows=(22, 23, 24))

    assert wording.place_of(whole) == {}
    assert wording.place_of(cell) == {"Row": "14", "Column": "White", "Value": "n/a"}
    assert wording.place_of(several) == {"Rows": "22 to 24"}


def test_a_code_nobody_has_is_described_with_the_nearest_there_is():
    nearest = Known("R1F", "Isle of Wight NHS Trust")
    named = UnknownCode("R1F1", "Isle of Wight (acute)", (5,), nearest)
    bare = UnknownCode("QQQ", "", (5,), None)

    assert wording.about_code(named) == (
        "The file calls it Isle of Wight (acute). No organisation here has this code."
        " The nearest is Isle of Wight NHS Trust (R1F)."
    )
    assert wording.about_code(bare) == "No organisation here has this code."


@pytest.mark.parametrize(
    "unit, now, in_file, difference",
    [
        ("people", "4,538", "4,540", "+2"),
        ("people", "19", "18", "−1"),
        ("rate", "21.74%", "22.74%", "+1.00 points"),
        ("value", "1.57", "1.50", "−0.07"),
    ],
)
def test_a_change_is_said_in_its_unit(unit, now, in_file, difference):
    numbers = [
        float(text.replace(",", "").strip("%")) / (100 if "%" in text else 1)
        for text in (now, in_file)
    ]

    line = wording.change_line(Change(BLOCK, "White staff", unit, *numbers), NAMES)

    assert (line.now, line.in_file, line.difference) == (now, in_file, difference)
    assert line.what == "Northbridge, indicator 2, 2026, White staff"


def test_a_difference_too_small_to_print_is_not_printed_as_none():
    line = wording.change_line(Change(BLOCK, "White rate", "rate", 0.5839690, 0.5839691), NAMES)

    assert line.difference == "tiny"


def test_a_number_hidden_now_is_not_shown_nor_what_it_differs_by():
    hidden = Change(BLOCK, "BME cases", "people", None, 18, hidden=True)

    line = wording.change_line(hidden, NAMES)

    assert (line.now, line.in_file, line.difference) == ("hidden (small numbers)", "18", "")


def test_what_is_replaced_stays_readable():
    assert wording.replaces([6], 0) == (
        "It takes the place of figures of data version 6, which stays readable."
    )
    assert wording.replaces([5, 6], 1) == (
        "It takes the place of figures of data versions 5 and 6, which stay readable."
        " 1 target is measured from a figure that would change."
    )


def survey_of(year):
    header = "Trust,name,region,benchmark_group,wres_indicator,white_rate,bme_rate,bme_white_ratio"
    content = f"{header}\nZZ1,Trust,North,Acute,5,0.25,0.3,1.2".encode()
    return read(content, "rates.csv", latest_year=2027, year=year)


def test_the_year_of_a_survey_is_said_with_its_autumn():
    assert wording.years_in_words(survey_of(2025)) == "2025, from the staff survey of autumn 2024"
    assert wording.years_in_words(survey_of(None)) == "Not said in the file or in its name"


def test_effects_are_listed_by_organisation_and_newest_year_with_their_indicators_together():
    places = [Known("ZZ2", "Brackwater"), Known("ZZ1", "Northbridge")]
    effects = [
        Effect(Block("ZZ1", 2025, "3", "single year"), new=1, changed=0, same=0, gone=0),
        Effect(Block("ZZ1", 2026, "7", "single year"), new=1, changed=0, same=0, gone=0),
        Effect(Block("ZZ1", 2026, "5", "single year"), new=1, changed=0, same=0, gone=0),
        Effect(Block("ZZ1", 2026, "2", "single year"), new=0, changed=2, same=1, gone=0),
        Effect(Block("ZZ1", 2026, "3", "single year"), new=0, changed=0, same=1, gone=1),
        Effect(Block("ZZ2", 2025, "4", "single year"), new=0, changed=0, same=3, gone=0),
    ]

    lines = wording.effect_lines(SimpleNamespace(organisations=places, effects=effects))

    assert [
        (line.organisation, line.effect.block.year, line.indicators, line.effect.words)
        for line in lines
    ] == [
        ("Brackwater", 2025, "4", "Same as now"),
        ("Northbridge", 2026, "2, 3", "Changes 3 of 5"),
        ("Northbridge", 2026, "5, 7", "New"),
        ("Northbridge", 2025, "3", "New"),
    ]
