"""What the registry holds of the nine indicators, and what it says when it does not know."""

from datetime import date

import pytest

from tracker.wres import registry
from tracker.wres.registry import indicator, indicators
from tracker.wres.standard import KINDS, Day, Period

BANDS = ("under 1", "1", "2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9", "vsm")

LOCAL = """
name = "Local"
title = "Measures of our own"
threshold = 5

[periods.month]
words = "one month"
start = { year = 0, month = 1, day = 1 }
end = { year = 0, month = 1, day = 31 }
as_at = { year = 0, month = 1, day = 31 }
opens = { year = 0, month = 2, day = 1 }
due = { year = 0, month = 2, day = 14 }
published = { year = 0, month = 2, day = 28 }

[[indicators]]
number = "L1"
title = "Interpreters booked in time"
short_title = "Interpreters"
question = "How often is an interpreter there?"
kind = "KIND"
unit = "share"
direction = "higher"
period = "month"
bases = ["single year"]
formula = "booked in time divided by needed"
formula_source = "our own"

[[indicators.definitions]]
version = "a"
words = "All clinics."
"""


def test_there_are_nine_in_their_order():
    assert [each.number for each in indicators()] == list("123456789")


def test_every_indicator_is_of_a_known_kind_and_says_what_it_asks():
    for each in indicators():
        assert each.kind in KINDS
        assert each.question.endswith("?")
        assert each.formula
        assert each.formula_source


def test_an_unknown_indicator_or_standard_is_a_key_error():
    with pytest.raises(KeyError):
        indicator("10")
    with pytest.raises(KeyError):
        indicator("1", standard="../../secrets")


def test_headcounts_are_as_at_one_day():
    day = date(2026, 3, 31)

    assert indicator("1").period(2026) == Period(day, day, day)
    assert indicator("9").period(2026) == Period(day, day, day)


@pytest.mark.parametrize("number", list("234"))
def test_flows_run_from_april_to_march(number):
    assert indicator(number).period(2026) == Period(
        date(2025, 4, 1), date(2026, 3, 31), date(2026, 3, 31)
    )


@pytest.mark.parametrize("number", list("5678"))
def test_the_survey_is_that_of_the_autumn_before(number):
    assert indicator(number).period(2025) == Period(
        date(2024, 9, 1), date(2024, 11, 30), date(2024, 11, 30)
    )


def test_returns_are_due_in_august_and_the_survey_in_march():
    assert indicator("3").data_due(2026) == date(2026, 8, 31)
    assert indicator("5").data_due(2026) == date(2026, 3, 13)


def test_assumed_dates_are_not_shown_as_official():
    assert not indicator("3").calendar.due.verified
    assert not indicator("5").calendar.as_at.verified
    assert indicator("3").calendar.as_at.verified


def test_a_day_is_counted_from_the_year_of_the_figures():
    assert Day(-1, 11, 30).of(2025) == date(2024, 11, 30)


def test_white_is_on_top_but_where_the_outcome_is_unwanted():
    assert [indicator(number).top for number in "234"] == ["White", "BME", "White"]
    assert [indicator(number).rates for number in "234"] == [None, "lower", "higher"]


@pytest.mark.parametrize(
    "value, inside", [(0.8, True), (1.25, True), (0.79, False), (1.26, False), (None, None)]
)
def test_the_non_adverse_range_holds_its_ends(value, inside):
    assert indicator("3").is_non_adverse(value) is inside


def test_a_gap_has_no_non_adverse_range():
    assert indicator("8").is_non_adverse(1.0) is None


def test_every_band_belongs_to_one_cluster():
    ladder = indicator("1").ladder

    assert tuple(band for bands in ladder.clusters.values() for band in bands) == BANDS
    assert not ladder.verified


def test_the_file_items_of_indicator_1_are_the_bands_and_the_grades():
    assert indicator("1").file_items["clinical"] == (*BANDS, "total")
    assert indicator("1").file_items["medical"][-1] == "total"


def test_lower_bands_are_watched_and_the_upper_ones_should_rise():
    assert indicator("1").item("5").direction == "watch"
    assert indicator("1").item("8a and above").direction == "higher"
    assert indicator("1").item("8a and above").unit == "share"


def test_a_disparity_ratio_is_a_ratio_among_shares():
    step = indicator("1").item("lower to upper")

    assert (step.unit, step.direction, step.parity) == ("ratio", "parity", 1.0)


def test_a_published_share_of_the_board_is_no_gap():
    share, gap = indicator("9").item("share"), indicator("9").item("gap")

    assert (share.unit, share.parity) == ("share", None)
    assert (gap.unit, gap.parity) == ("percentage points", 0.0)


def test_an_item_that_is_not_listed_is_as_its_indicator():
    assert indicator("1").item("band 12").unit == "share"
    assert indicator("1").item("band 12").label == "band 12"


@pytest.mark.parametrize("year, version", [(2019, "1"), (2021, "1"), (2022, "2"), (2030, "2")])
def test_older_figures_of_7_left_do_not_know_out(year, version):
    assert indicator("7").definition_of(year, "single year") == version


def test_a_break_belongs_to_the_definition():
    seven = indicator("7")

    assert seven.breaks_between("2", "single year", "2", "single year") == ()
    (why,) = seven.breaks_between("2", "single year", "1", "single year")
    assert "Don't know" in why
    assert seven.breaks_between("1", "single year", "2", "single year") == (why,)


def test_a_rolling_figure_is_not_compared_with_a_single_year():
    (why,) = indicator("3").breaks_between("1", "single year", "1", "two-year rolling")

    assert why == "One figure is single year, the other two-year rolling"


def test_definitions_nobody_described_are_still_a_break():
    assert indicator("3").breaks_between("1", "single year", "9", "single year")


def test_a_reworded_question_is_a_note_and_no_break():
    for number in "78":
        (note,) = indicator(number).notes
        assert note.year == 2026


@pytest.mark.parametrize(
    "number, year, names",
    [
        ("5", 2018, ("Q13a",)),
        ("6", 2018, ("Q13b", "Q13c")),
        ("7", 2018, ("Q14",)),
        ("8", 2018, ("Q15b",)),
        ("5", 2024, ("Q14a",)),
        ("6", 2024, ("Q14b", "Q14c")),
        ("7", 2024, ("Q15",)),
        ("8", 2024, ("Q16b",)),
        ("8", 2019, ()),
        ("1", 2024, ()),
    ],
)
def test_the_question_of_a_survey_year(number, year, names):
    assert indicator(number).questions_in(year) == names


@pytest.mark.parametrize(
    "code, group",
    [
        ("A", "White"),
        ("C3", "White"),
        ("D", "BME"),
        ("s2", "BME"),
        ("Z", "Unknown"),
        ("X9", "Unknown"),
        ("", "Unknown"),
        ("  ", "Unknown"),
        ("T", None),
        ("99", None),
    ],
)
def test_an_ethnicity_code_goes_by_its_first_letter(code, group):
    assert registry.standard_named("WRES").ethnicity.group_of(code) == group


def test_the_goals_keep_their_baseline_and_say_what_is_unverified():
    fair, model = registry.standard_named("WRES").goals

    assert fair.points == {2020: 0.51, 2021: 0.76, 2022: 0.90}
    assert fair.baseline == {2018: 0.238}
    assert fair.verified
    assert not model.verified


@pytest.mark.parametrize("kind", KINDS)
def test_a_measure_of_our_own_is_a_file(kind):
    (own,) = registry.parse(LOCAL.replace("KIND", kind)).indicators.values()

    assert own.kind == kind
    assert own.threshold == 5
    assert own.data_due(2026) == date(2026, 2, 14)


def test_a_kind_nobody_can_work_out_is_refused():
    with pytest.raises(ValueError, match="indicator L1"):
        registry.parse(LOCAL)


def test_a_field_nobody_knows_is_refused():
    with pytest.raises(TypeError, match="colour"):
        registry.parse(
            LOCAL.replace("KIND", "narrative").replace("question =", 'colour = "red"\nquestion =')
        )


def test_what_is_read_cannot_be_changed():
    with pytest.raises(TypeError):
        indicator("1").items["5"] = None
    with pytest.raises(TypeError):
        registry.standards()["WRES"] = None
