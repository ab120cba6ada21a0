"""Those who read: an officer with evidence, a board, an administrator, the public, a stranger."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

PLAN, PANELS = "/plans/1", "8.1 Independent panel members from band 8a"
SEATS = "The independent member sat in, and was not asked to score."
WORDS_THAT_CHANGE = re.compile("Change|Add|Link|Finish|move|Accept|Check in|Publish|Note|Import")


def test_an_officer_of_the_network_adds_evidence_that_contradicts_the_owner(visit):
    officer = visit("officer")

    when_evidence_is_sent_without_consent(officer)
    then_consent_is_asked_for(officer)
    when_consent_is_given(officer)
    then_it_stands_first_without_a_name(officer)


def when_evidence_is_sent_without_consent(officer):
    officer.follows("Plan")
    officer.follows(PANELS)
    officer.follows("Add evidence")
    officer.page.get_by_label("Contradicts").check()
    officer.page.get_by_label("Lived experience").check()
    officer.page.get_by_label("Title").fill("Two panels in October")
    officer.page.get_by_label("What does it say?").fill(SEATS)
    officer.presses("Add the evidence")


def then_consent_is_asked_for(officer):
    expect(officer.page).to_have_title("Error: Add evidence – Race equality action tracker")
    expect(officer.page.get_by_label("What does it say?")).to_have_value(SEATS)


def when_consent_is_given(officer):
    officer.page.get_by_label("agreed that everybody").check()
    officer.presses("Add the evidence")


def then_it_stands_first_without_a_name(officer):
    first = officer.page.locator(".tracker-evidence li").first
    expect(first).to_contain_text("Contradicts")
    expect(first).to_contain_text(SEATS)
    expect(first).to_contain_text("added as network officer, 23 November 2026")
    expect(officer.page.locator(".tracker-evidence")).not_to_contain_text("Denise Campbell")


def test_a_member_of_the_board_reads_everything_and_is_offered_nothing_to_change(visit):
    board = visit("board")

    for link in ("Plan", PANELS):
        board.follows(link)
        then_nothing_changes_anything(board)
    board.follows("Measures")
    then_nothing_changes_anything(board)
    board.is_refused("/actions/1/check-in", 403)
    board.is_refused("/actions/1/change", 403)
    board.reads("You do not have leave to do this")


def then_nothing_changes_anything(board):
    main = board.page.locator("main")
    expect(main.locator("form[method=post]")).to_have_count(0)
    expect(main.get_by_role("link", name=WORDS_THAT_CHANGE)).to_have_count(0)


def test_an_administrator_reads_who_did_what(visit):
    lead, administrator = visit("lead"), visit("administrator")

    given_somebody_did_something(lead)
    when_the_record_is_read(administrator)
    then_it_says_who_and_in_which_capacity(administrator)
    when_only_such_acts_are_asked_for(administrator)
    then_there_are_no_others(administrator)


def given_somebody_did_something(lead):
    lead.follows("Plan")
    lead.follows("Note that the board looked")
    day = lead.page.get_by_role("group", name="Day of the meeting")
    for box, number in (("Day", "19"), ("Month", "11"), ("Year", "2026")):
        day.get_by_label(box).fill(number)
    lead.page.get_by_label("Which meeting?").fill("the people committee")
    lead.presses("Save")
    lead.reads("The board last looked 4 days ago, on 19 November 2026.")


def when_the_record_is_read(administrator):
    administrator.follows("Your organisation")
    administrator.follows("Who did what")


def then_it_says_who_and_in_which_capacity(administrator):
    latest = administrator.page.locator("tbody").get_by_role("row").filter(has_text="Ruth Mensah")
    expect(latest.first).to_contain_text("as equality lead")


def when_only_such_acts_are_asked_for(administrator):
    administrator.page.get_by_label("What was done").select_option(label="Checked in")
    administrator.presses("Show")


def then_there_are_no_others(administrator):
    rows = administrator.page.locator("tbody").get_by_role("row")
    expect(rows.filter(has_text="Checked in")).to_have_count(rows.count())


def test_anybody_reads_a_published_plan_and_is_sent_to_sign_in_for_the_rest(visit):
    somebody = visit()

    somebody.goes_to("/")
    somebody.follows("Read the plans that have been published")
    somebody.follows("Race equality plan 2025 to 2028")
    somebody.reads("The verdicts disagree on 3 of 12 actions.")
    somebody.follows("Where they disagree")
    somebody.reads("Showing 3 of 12.")
    somebody.goes_to(PLAN)
    expect(somebody.page.get_by_role("heading", name="Sign in")).to_be_visible()
    somebody.goes_to("/no/such/page")
    expect(somebody.page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_somebody_asked_to_sign_in_comes_to_the_page_that_they_asked_for(visit):
    chief = visit()

    chief.goes_to(PLAN + "?show=disagree")
    chief.enters("chief executive")
    chief.reads("Showing 3 of 12.")


OF_ELSEWHERE = ("/plans/2", "/plans/2/edit", "/plans/999", "/actions/13", "/actions/13/check-in")


def test_to_a_stranger_the_draft_of_another_organisation_does_not_exist(visit):
    stranger = visit("fernhollow lead")

    for path in OF_ELSEWHERE:
        stranger.is_refused(path, 404)
