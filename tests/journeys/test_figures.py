"""Figures are brought in: a file with faults, then a mended one, and then the real files."""

import csv

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

RETURN = "organisation,year,indicator,part,item,basis,white,bme,unknown"
SHORTLISTED = "ZN1,2026,2,all,shortlisted,single year,1504,1190,480"
APPOINTED = "ZN1,2026,2,all,appointed,single year,237,200,67"
MORE_THAN_APPLIED = "ZN1,2026,2,all,appointed,single year,237,1600,67"
STAFF = "ZN1,2026,3,all,staff,single year,4512,1786,480"
CASES = "ZN1,2026,3,all,cases,single year,31,60,10"
NOT_A_NUMBER = "ZN1,2026,3,all,cases,single year,31,sixty,10"
ELSEWHERE = (
    "ZN9,2026,3,all,staff,single year,900,300,40",
    "ZN9,2026,3,all,cases,single year,9,9,1",
)
MERGED = "Three services joined the trust in May with cases of their own."


def a_return(*lines):
    return file_of("ZN1_WRES_2026.csv", "\n".join([RETURN, *lines]).encode())


def file_of(name, content):
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def test_an_equality_lead_mends_a_return_decides_what_is_left_open_and_sees_the_measures_change(
    visit,
):
    lead = visit("lead")

    given_a_measure_of_before(lead)
    when_a_file_with_faults_is_chosen(lead)
    then_the_faults_are_sentences_that_say_where(lead)
    when_the_mended_file_is_chosen(lead)
    then_a_code_and_a_doubt_are_left_to_decide(lead)
    when_the_doubt_is_only_half_answered(lead)
    then_the_reason_is_asked_for(lead)
    when_everything_is_decided(lead)
    then_it_says_what_accepting_would_do(lead)
    when_it_is_accepted(lead)
    then_the_history_has_it_with_what_was_decided(lead)
    then_the_measure_has_changed(lead)


def given_a_measure_of_before(lead):
    lead.follows("Measures")
    expect(lead.page.locator("#indicator-2")).to_contain_text("1.17")


def when_a_file_with_faults_is_chosen(lead):
    lead.follows("Your organisation")
    lead.follows("Its imports")
    lead.follows("Import figures")
    faulty = a_return(SHORTLISTED, MORE_THAN_APPLIED, STAFF, NOT_A_NUMBER)
    lead.chooses(faulty)
    lead.presses("Preview this file")


def then_the_faults_are_sentences_that_say_where(lead):
    expect(lead.page).to_have_title(
        "Error: This file cannot be accepted yet – Race equality action tracker"
    )
    summary = lead.page.get_by_role("alert")
    expect(summary).to_contain_text("2 faults to mend")
    summary.get_by_role("link").first.click()
    first, second = (lead.page.locator(f"#fault-{number}") for number in (1, 2))
    expect(first).to_be_in_viewport()
    expect(first).to_contain_text(
        "Row 3, column BME: 1,600 appointed is more than 1,190 shortlisted"
    )
    expect(second).to_contain_text("Row 5, column BME")
    expect(second).to_contain_text("sixty")
    expect(lead.page.get_by_role("button", name="Accept")).to_have_count(0)


def when_the_mended_file_is_chosen(lead):
    mended = a_return(SHORTLISTED, APPOINTED, STAFF, CASES, *ELSEWHERE)
    lead.chooses(mended)
    lead.presses("Check the mended file")


def then_a_code_and_a_doubt_are_left_to_decide(lead):
    lead.reads("This file needs your decisions")
    lead.reads("2 things to decide")
    expect(lead.page.get_by_role("button", name="Accept")).to_have_count(0)


def when_the_doubt_is_only_half_answered(lead):
    lead.page.get_by_label("60 is right").check()
    lead.page.get_by_role("group", name="Organisation ZN9").get_by_label("Leave").check()
    lead.presses("Check again")


def then_the_reason_is_asked_for(lead):
    lead.page.get_by_role("alert").get_by_role("link", name="Say why 60 is right").click()
    expect(lead.page.get_by_label("Why is it right?")).to_be_focused()


def when_everything_is_decided(lead):
    lead.page.keyboard.type(MERGED)
    lead.presses("Check again")


def then_it_says_what_accepting_would_do(lead):
    lead.reads("This file can be accepted")
    lead.reads("numbers that would change")


def when_it_is_accepted(lead):
    lead.presses("Accept")


def then_the_history_has_it_with_what_was_decided(lead):
    lead.reads("accepted as data version")
    lead.reads("ZN1_WRES_2026.csv")
    lead.reads(MERGED)
    lead.reads("ZN9: rows 6 and 7 left out")


def then_the_measure_has_changed(lead):
    lead.follows("Measures")
    expect(lead.page.locator("#indicator-2")).to_contain_text("0.94")
    expect(lead.page.locator("#indicator-3")).to_contain_text("4.89")


ODS, BOARDS = "etr_2026.csv", "icb_names_codes_dec_2024.csv"
SURVEY = "staff_survey_2024_wres_5_8.csv"
MANCHESTER = "Manchester University NHS Foundation Trust"


def test_the_published_files_go_in_and_a_trusts_page_shows_what_its_file_says(visit, samples):
    administrator = visit("national administrator")

    when_the_lists_of_organisations_are_brought_in(administrator, samples)
    lead = visit("national lead")
    when_the_survey_is_brought_in(lead, samples)
    then_the_trust_has_the_figures_of_the_file(lead, rates_of("R0A", samples / SURVEY))


def when_the_lists_of_organisations_are_brought_in(administrator, samples):
    for name in (ODS, BOARDS):
        administrator.follows("Organisations")
        administrator.follows("Bring in a list of organisations")
        administrator.chooses(samples / name)
        administrator.presses("See what it would do")
        administrator.presses("Bring them in")
        administrator.reads("organisations added")


def when_the_survey_is_brought_in(lead, samples):
    lead.goes_to("/organisations/1/imports/add")
    lead.chooses(samples / SURVEY)
    lead.presses("Preview this file")
    lead.reads("2025, from the staff survey of autumn 2024")
    code = lead.page.get_by_role("group", name="Organisation R1F1")
    code.get_by_label("Use another organisation").check()
    code.get_by_label("Organisation", exact=True).select_option("R1F")
    lead.presses("Check again")
    lead.presses("Accept")
    lead.reads("accepted as data version")
    lead.reads("R1F1: rows")


def then_the_trust_has_the_figures_of_the_file(lead, rates):
    lead.follows("Organisations")
    lead.page.get_by_label("Name or code").fill("R0A")
    lead.presses("Show")
    lead.follows(MANCHESTER)
    lead.follows("Its measures")
    for indicator, (white, bme) in rates.items():
        tile = lead.page.locator(f"#indicator-{indicator}")
        expect(tile).to_contain_text(f"{100 * white:.1f}%")
        expect(tile).to_contain_text(f"{100 * bme:.1f}%")


def rates_of(code, path):
    """What the file says of one trust, by indicator: the rates of White and of BME staff."""
    with path.open() as file:
        return {
            row["wres_indicator"]: (float(row["white_rate"]), float(row["bme_rate"]))
            for row in csv.DictReader(file)
            if row["Trust"] == code
        }
