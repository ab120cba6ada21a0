"""What a file would do here: whose it is, what it changes, what looks odd, what is undecided."""

from dataclasses import replace
from datetime import date

import pytest

from tests.wres.files import LATEST, read_national, read_return, read_survey
from tracker.wres.codes import Known
from tracker.wres.comparing import worked_from
from tracker.wres.importing import read
from tracker.wres.preview import Answers, check_against

FERNHOLLOW = Known("ZZ101", "Fernhollow NHS Trust")
BRACKWATER = Known("ZZ914", "Brackwater Community NHS Trust")
KNOWN = {each.code: each for each in (FERNHOLLOW, BRACKWATER)}


def disciplinary(staff, cases, year=2026, code="ZZ101"):
    """The two rows of indicator 3, each with its White, BME and Unknown people."""
    return [
        f"{code},{year},3,all,{item},single year,{','.join(map(str, counts))}"
        for item, counts in (("staff", staff), ("cases", cases))
    ]


STAFF, CASES = (4000, 1500, 100), (60, 40, 2)


def kept(*lines):
    """The figures that we keep after a return of these lines was accepted."""
    return worked_from(read_return(*lines).entries)


def preview(*lines, current=None, known=KNOWN, importable=None, **answers):
    return check_against(read_return(*lines), known, importable, current or {}, Answers(**answers))


def messages(findings):
    return [finding.message for finding in findings]


def test_a_file_without_faults_or_questions_can_be_accepted():
    seen = preview(*disciplinary(STAFF, CASES))

    assert seen.can_be_accepted
    assert seen.organisations == (FERNHOLLOW,)
    assert [figure.value for figure in seen.figures.values()] == [pytest.approx(16 / 9)]


def test_a_file_with_faults_has_nothing_to_accept():
    seen = preview(*disciplinary(STAFF, (60, "n/a", 2)))

    assert not seen.can_be_accepted
    assert messages(seen.faults) == ["Row 3, column BME: 'n/a' is not a whole number"]
    assert not seen.figures
    assert not seen.effects


# Codes


def test_an_unknown_code_waits_for_a_choice_beside_the_nearest_we_know():
    seen = preview(*disciplinary(STAFF, CASES, code="ZZ9141"))

    assert not seen.can_be_accepted
    (code,) = seen.undecided
    assert (code.code, code.rows, code.nearest) == ("ZZ9141", (2, 3), BRACKWATER)


def test_one_code_undecided_keeps_the_whole_file_waiting():
    lines = [*disciplinary(STAFF, CASES), *disciplinary(STAFF, CASES, code="Q99")]

    seen = preview(*lines)

    assert seen.figures
    assert not seen.can_be_accepted


def test_an_unknown_code_has_the_name_that_the_file_gives_it_and_perhaps_nothing_near():
    reading = read_survey("Q99,Mere Trust,London,Community,5,0.25,0.30,1.2")

    (code,) = check_against(reading, KNOWN, None, {}).undecided

    assert (code.name, code.nearest) == ("Mere Trust", None)


def test_a_code_can_be_read_as_another_organisation_on_the_record():
    seen = preview(*disciplinary(STAFF, CASES, code="ZZ9141"), mapping={"ZZ9141": "ZZ914"})

    assert seen.can_be_accepted
    assert seen.organisations == (BRACKWATER,)
    assert {key.organisation for key in seen.figures} == {"ZZ914"}
    assert seen.notes == ("ZZ9141: rows 2 and 3 read as Brackwater Community NHS Trust (ZZ914)",)


def test_a_code_can_be_left_out_on_the_record():
    lines = [*disciplinary(STAFF, CASES), *disciplinary(STAFF, CASES, code="Q99")]

    seen = preview(*lines, left_out=frozenset({"Q99"}))

    assert seen.can_be_accepted
    assert {key.organisation for key in seen.figures} == {"ZZ101"}
    assert seen.notes == ("Q99: rows 4 and 5 left out",)


def test_leaving_a_code_out_goes_before_reading_it_as_another():
    lines = [*disciplinary(STAFF, CASES), *disciplinary(STAFF, CASES, code="Q99")]

    seen = preview(*lines, left_out=frozenset({"Q99"}), mapping={"Q99": "ZZ914"})

    assert {key.organisation for key in seen.figures} == {"ZZ101"}
    assert seen.notes == ("Q99: rows 4 and 5 left out",)


def test_a_code_read_as_another_unknown_one_is_still_undecided():
    assert preview(*disciplinary(STAFF, CASES, code="Q99"), mapping={"Q99": "Q98"}).undecided


def test_only_codes_that_nobody_has_can_be_left_out_or_read_as_another():
    seen = preview(
        *disciplinary(STAFF, CASES), left_out=frozenset({"ZZ101"}), mapping={"ZZ101": "ZZ914"}
    )

    assert {key.organisation for key in seen.figures} == {"ZZ101"}


def test_two_codes_cannot_become_one_with_the_same_rows():
    lines = [*disciplinary(STAFF, CASES), *disciplinary(STAFF, CASES, code="ZZ1011")]

    seen = preview(*lines, mapping={"ZZ1011": "ZZ101"})

    assert messages(seen.faults) == [
        "Rows 2 and 4: both give ZZ101, 2026, indicator 3, staff",
        "Rows 3 and 5: both give ZZ101, 2026, indicator 3, cases",
    ]


def test_a_file_with_everything_left_out_has_nothing_to_accept():
    seen = preview(*disciplinary(STAFF, CASES, code="Q99"), left_out=frozenset({"Q99"}))

    assert not seen.undecided
    assert not seen.can_be_accepted


def test_more_unknown_codes_than_anybody_decides_are_a_fault():
    lines = [line for n in range(101) for line in disciplinary(STAFF, CASES, code=f"Q{n}")]

    seen = preview(*lines)

    assert messages(seen.faults) == ["101 codes are of no organisation we know"]
    assert len(seen.unknown_codes) == 100


def test_an_organisation_out_of_scope_is_named():
    lines = [*disciplinary(STAFF, CASES), *disciplinary(STAFF, CASES, code="ZZ914")]

    seen = preview(*lines, importable={"ZZ101"})

    assert messages(seen.faults) == [
        "Rows 4 and 5: you may not import figures of Brackwater Community NHS Trust (ZZ914)"
    ]
    assert not seen.can_be_accepted
    assert preview(*lines, importable={"ZZ101", "ZZ914"}).can_be_accepted


def test_a_code_cannot_be_read_as_an_organisation_out_of_scope():
    seen = preview(
        *disciplinary(STAFF, CASES, code="Q99"), mapping={"Q99": "ZZ914"}, importable={"ZZ101"}
    )

    assert "you may not import figures of Brackwater" in seen.faults[0].message


@pytest.mark.parametrize(
    "opened, closed, is_right",
    [
        (None, None, True),
        (None, date(2025, 3, 31), False),
        (None, date(2025, 4, 1), True),
        (date(2026, 3, 31), None, True),
        (date(2026, 4, 1), None, False),
    ],
)
def test_an_organisation_was_open_on_some_day_of_the_year(opened, closed, is_right):
    known = {"ZZ101": replace(FERNHOLLOW, opened=opened, closed=closed)}

    seen = preview(*disciplinary(STAFF, CASES), known=known)

    assert seen.can_be_accepted == is_right


def test_an_organisation_that_was_not_open_is_told_with_its_day():
    known = {"ZZ101": replace(FERNHOLLOW, closed=date(2024, 12, 31))}

    assert messages(preview(*disciplinary(STAFF, CASES), known=known).faults) == [
        "Rows 2 and 3: Fernhollow NHS Trust (ZZ101) closed on 31 December 2024, "
        "before 1 April 2025, so it has no figures for 2026"
    ]


def test_closing_within_the_year_is_a_note():
    known = {"ZZ101": replace(FERNHOLLOW, closed=date(2025, 12, 31))}

    seen = preview(*disciplinary(STAFF, CASES), known=known)

    assert seen.can_be_accepted
    assert seen.notes == (
        "Fernhollow NHS Trust (ZZ101) closed on 31 December 2025, within the year of these figures",
    )


@pytest.mark.parametrize("closed", [date(2026, 3, 31), date(2026, 12, 31)])
def test_closing_at_the_end_of_the_year_or_later_is_none(closed):
    known = {"ZZ101": replace(FERNHOLLOW, closed=closed)}

    assert preview(*disciplinary(STAFF, CASES), known=known).notes == ()


# Effects


def test_figures_that_we_did_not_have_are_new():
    lines = [*disciplinary(STAFF, CASES), *disciplinary(STAFF, CASES, year=2025)]

    seen = preview(*lines, current=kept(*disciplinary(STAFF, CASES, code="ZZ914")))

    assert [(effect.block.year, effect.words) for effect in seen.effects] == [
        (2026, "New"),
        (2025, "New"),
    ]
    assert seen.changes == []


def test_the_same_figures_again_change_nothing():
    seen = preview(*disciplinary(STAFF, CASES), current=kept(*disciplinary(STAFF, CASES)))

    assert [effect.words for effect in seen.effects] == ["Same as now"]
    assert seen.changes == []


def test_a_correction_shows_each_number_now_and_in_the_file():
    before = kept(*disciplinary(STAFF, CASES))

    seen = preview(*disciplinary((4002, 1500, 100), (60, 41, 2)), current=before)

    assert [effect.words for effect in seen.effects] == ["Changes 1 of 1"]
    assert [(change.what, change.in_file) for change in seen.changes] == [
        ("White staff", 4002),
        ("BME cases", 41),
    ]


def test_a_number_kept_from_sight_is_not_shown_beside_that_of_the_file():
    before = kept(*disciplinary(STAFF, (60, 40, 2)))
    (figure,) = before.values()
    assert figure.hidden

    (change,) = preview(*disciplinary(STAFF, (60, 41, 2)), current=before).changes

    assert (change.now, change.in_file, change.difference, change.hidden) == (None, 41, None, True)


def test_a_number_in_sight_is_shown_with_the_difference():
    before = kept(*disciplinary(STAFF, (60, 40, 12)))

    (change,) = preview(*disciplinary(STAFF, (60, 41, 12)), current=before).changes

    assert (change.now, change.in_file, change.difference) == (40, 41, 1)
    assert not change.hidden


def test_figures_that_a_file_leaves_out_of_what_it_replaces_are_told():
    line = "ZZ101,2026,1,clinical,{},single year,100,50,10"
    before = kept(line.format("5"), line.format("6"))

    seen = preview(line.format("5"), current=before)

    (effect,) = seen.effects
    assert (effect.same, effect.gone, effect.words) == (1, 1, "Changes 1 of 2")
    assert [(change.what, change.in_file) for change in seen.changes] == [("clinical 6", None)]


def test_every_number_of_a_return_is_found_in_the_figure_it_goes_into():
    lines = [
        "ZZ101,2026,1,clinical,8a,single year,{},50,10",
        "ZZ101,2026,2,all,shortlisted,single year,{},50,10",
        "ZZ101,2026,2,all,appointed,single year,{},40,10",
        "ZZ101,2026,7,all,replies,single year,{},40,10",
        "ZZ101,2026,7,all,yes,single year,{},40,10",
        "ZZ101,2026,9,workforce,total,single year,{},400,10",
        "ZZ101,2026,9,board,members,single year,{},40,10",
        "ZZ101,2026,9,voting,members,single year,{},40,10",
    ]
    counts = [100, 100, 50, 100, 50, 400, 40, 20]
    before = kept(*(line.format(count) for line, count in zip(lines, counts, strict=True)))

    seen = preview(
        *(line.format(count + 1) for line, count in zip(lines, counts, strict=True)),
        current=before,
    )

    assert [(change.what, change.now, change.in_file) for change in seen.changes] == [
        ("White in clinical 8a", 100, 101),
        ("White shortlisted", 100, 101),
        ("White appointed", 50, 51),
        ("White replies", 100, 101),
        ("White yes", 50, 51),
        ("White in the workforce", 400, 401),
        ("White board members", 40, 41),
        ("White voting members", 20, 21),
    ]


def test_a_figure_is_compared_with_that_of_its_own_definition():
    line = "2020,7,Q15 % Yes,BME,{},%,the survey,computed"
    known = {"X24": Known("X24", "NHS England")}
    before = worked_from(read_national(line.format(50)).entries)

    (change,) = check_against(read_national(line.format(51)), known, None, before).changes

    assert (change.what, change.now, change.in_file) == ("BME rate", 0.5, 0.51)


def test_a_national_ratio_is_compared_as_the_value_it_is():
    line = "2020,2,White/BME appointed from shortlisting,ratio,{},ratio,a report,verified"
    known = {"X24": Known("X24", "NHS England")}
    before = worked_from(read_national(line.format(1.61)).entries)

    (change,) = check_against(read_national(line.format(1.60)), known, None, before).changes

    assert (change.what, change.unit, change.now, change.in_file) == ("value", "value", 1.61, 1.6)


# Doubts


@pytest.mark.parametrize(
    "cases, words",
    [
        ((25, 40, 20), "fell from 60 to 25, by 58%"),
        ((95, 40, 20), "rose from 60 to 95, by 58%"),
    ],
)
def test_a_jump_of_more_than_half_from_last_year_is_asked_about(cases, words):
    before = kept(*disciplinary(STAFF, (60, 40, 20), year=2025))

    seen = preview(*disciplinary(STAFF, cases), current=before)

    (doubt,) = seen.open_doubts
    assert doubt.message == f"Fernhollow NHS Trust, indicator 3: White cases {words}"
    assert (doubt.row, doubt.column, doubt.value) == ("3", "White", str(cases[0]))
    assert not seen.can_be_accepted


@pytest.mark.parametrize("cases", [(30, 40, 20), (90, 40, 20), (60, 59, 20), (60, 40, 2)])
def test_half_or_less_or_a_few_people_is_no_jump(cases):
    before = kept(*disciplinary(STAFF, (60, 40, 20), year=2025))

    assert preview(*disciplinary(STAFF, cases), current=before).can_be_accepted


def test_a_jump_from_a_hidden_number_does_not_tell_it():
    before = kept(*disciplinary(STAFF, (60, 7, 20), year=2025))

    (doubt,) = preview(*disciplinary(STAFF, (60, 43, 20)), current=before).doubts

    assert doubt.message.endswith("BME cases rose from a hidden number to 43")


def test_last_year_may_be_in_the_same_file_and_is_then_preferred():
    stale = kept(*disciplinary(STAFF, (60, 40, 20), year=2025))
    corrected = disciplinary(STAFF, (20, 40, 20), year=2025)

    seen = preview(*corrected, *disciplinary(STAFF, (25, 40, 20)), current=stale)

    assert [doubt.rows for doubt in seen.doubts] == []
    assert [effect.words for effect in seen.effects] == ["Changes 1 of 1", "New"]


def test_a_doubt_is_answered_in_words_that_last_while_the_number_does():
    before = kept(*disciplinary(STAFF, (60, 40, 20), year=2025))
    lines = disciplinary(STAFF, (25, 40, 20))
    (doubt,) = preview(*lines, current=before).doubts

    blank = preview(*lines, current=before, acknowledged={doubt.key: "  "})
    answered = preview(*lines, current=before, acknowledged={doubt.key: " A site moved. "})
    other = preview(
        *disciplinary(STAFF, (22, 40, 20)),
        current=before,
        acknowledged={doubt.key: "A site moved."},
    )

    assert blank.open_doubts
    assert answered.can_be_accepted
    assert answered.acknowledged == {doubt.key: "A site moved."}
    assert other.open_doubts
    assert other.acknowledged == {}


def survey(white, bme, indicator="5", year=2026):
    ratio = bme / white
    return read_survey(
        f"ZZ101,Fernhollow,London,Community,{indicator},{white},{bme},{ratio}", year=year
    )


@pytest.mark.parametrize(
    "before, now, is_odd",
    [
        ((0.24, 0.30), (0.31, 0.235), True),
        ((0.30, 0.24), (0.235, 0.31), True),
        ((0.24, 0.30), (0.26, 0.25), False),  # a gap that closes
        ((0.24, 0.30), (0.28, 0.26), False),  # closer the other way round, but not by much
        ((0.25, 0.26), (0.26, 0.25), False),  # no gap to speak of
        ((0.30, 0.24), (0.31, 0.235), False),  # against the usual direction, as last year
        (None, (0.31, 0.235), False),  # against the usual direction, and nothing to compare
    ],
)
def test_white_and_bme_look_swapped_only_when_last_year_says_so(before, now, is_odd):
    current = worked_from(survey(*before, year=2025).entries) if before else {}

    seen = check_against(survey(*now), KNOWN, None, current)

    found = messages(seen.doubts)
    assert found == (
        ["Fernhollow NHS Trust, indicator 5: White and BME may be swapped"] if is_odd else []
    )


def test_swapped_counts_are_one_doubt_of_all_their_rows_and_no_jumps():
    before = kept(*disciplinary((4000, 1000, 90), (160, 40, 20), year=2025))

    seen = preview(*disciplinary((1010, 4020, 90), (41, 158, 20)), current=before)

    (doubt,) = seen.doubts
    assert doubt.message == "Fernhollow NHS Trust, indicator 3: White and BME may be swapped"
    assert (doubt.row, doubt.column) == ("2 and 3", "White, BME")


def test_nothing_is_compared_across_a_break_in_series():
    before = worked_from(survey(0.9, 0.8, indicator="7", year=2021).entries)
    after = survey(0.6, 0.3, indicator="7", year=2022)

    assert check_against(after, KNOWN, None, before).doubts == ()


def test_more_doubts_than_anybody_answers_are_a_fault():
    codes = [f"ZZ{n}" for n in range(201)]
    known = {code: Known(code, f"Trust {code}") for code in codes}
    lines = {
        year: [line for code in codes for line in disciplinary(STAFF, cases, year, code)]
        for year, cases in ((2025, (60, 40, 20)), (2026, (25, 40, 20)))
    }

    seen = preview(*lines[2026], current=kept(*lines[2025]), known=known)

    assert messages(seen.faults) == ["201 numbers are more than half away from last year’s"]
    assert len(seen.doubts) == 200


# What accepting checks again


def test_the_fingerprint_is_the_same_for_the_same_file_choices_and_figures():
    lines = disciplinary(STAFF, CASES)

    assert preview(*lines).fingerprint == preview(*lines).fingerprint
    elsewhere = kept(*disciplinary(STAFF, CASES, code="ZZ914"))
    assert preview(*lines, current=elsewhere).fingerprint == preview(*lines).fingerprint


def test_the_fingerprint_changes_with_whatever_changes_what_accepting_does():
    lines = [*disciplinary(STAFF, CASES), *disciplinary(STAFF, CASES, code="Q99")]
    closed = KNOWN | {"ZZ101": replace(FERNHOLLOW, closed=date(2025, 12, 31))}
    seen = [
        preview(*lines),
        preview(*lines, left_out=frozenset({"Q99"})),
        preview(*lines, mapping={"Q99": "ZZ914"}),
        preview(*lines, current=kept(*disciplinary(STAFF, (60, 41, 2)))),
        preview(*lines, current=kept(*disciplinary(STAFF, (60, 42, 2)))),
        preview(*lines, known=closed),
        preview(*lines, importable={"ZZ914"}),
        preview(*lines, ",,,,,,,,"),
    ]

    assert len({each.fingerprint for each in seen}) == len(seen)


def test_the_identity_of_a_file_is_in_its_bytes_kind_year_and_choices_alone():
    lines = [*disciplinary(STAFF, CASES), *disciplinary(STAFF, CASES, code="Q99")]
    same = [
        preview(*lines),
        preview(*lines, current=kept(*disciplinary(STAFF, CASES))),
        preview(*lines, importable={"ZZ914"}),
    ]
    others = [
        preview(*lines, left_out=frozenset({"Q99"})),
        preview(*lines, mapping={"Q99": "ZZ914"}),
        preview(*lines, ""),
    ]

    assert len({each.identity for each in same}) == 1
    assert len({each.identity for each in [*same, *others]}) == 4
    assert survey_identity(2025) != survey_identity(2026)


def survey_identity(year):
    return check_against(survey(0.25, 0.3, year=year), KNOWN, None, {}).identity


def test_the_real_survey_file_beside_the_real_list_of_trusts(samples):
    survey_file = "staff_survey_2024_wres_5_8.csv"
    reading = read((samples / survey_file).read_bytes(), survey_file, latest_year=LATEST)
    known = {code: Known(code, code) for code in reading.names if code != "R1F1"}
    known["R1F"] = Known("R1F", "Isle of Wight NHS Trust")
    known["RAP"] = replace(known["RAP"], closed=date(2024, 12, 31))
    known["RY9"] = replace(known["RY9"], closed=date(2024, 10, 31))

    first = check_against(reading, known, None, {})
    decided = check_against(reading, known, None, {}, Answers(mapping={"R1F1": "R1F"}))
    again = check_against(reading, known, None, decided.figures, Answers(mapping={"R1F1": "R1F"}))

    (code,) = first.undecided
    assert (code.code, code.nearest, len(code.rows)) == ("R1F1", known["R1F"], 4)
    assert first.notes == (
        "RAP (RAP) closed on 31 December 2024, within the year of these figures",
        "RY9 (RY9) closed on 31 October 2024, within the year of these figures",
    )
    assert decided.can_be_accepted
    assert len(decided.figures) == 492
    assert {effect.words for effect in decided.effects} == {"New"}
    assert {effect.words for effect in again.effects} == {"Same as now"}
