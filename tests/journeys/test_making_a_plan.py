"""An equality lead makes a plan, its network reads it, the board adopts it, anybody reads it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

TITLE = "Race equality plan 2027 to 2030"
PROMISE = "Every vacancy at band 8a and above is open to all staff for two weeks."
REASON = "Consultant panels could not be booked before the summer."


def test_an_equality_lead_makes_a_plan_from_the_ten_points_and_anybody_can_read_it(visit):
    lead = visit("lead")

    given_a_draft_is_started_from_the_ten_points(lead)
    when_the_owners_of_2004_are_matched_with_posts_of_today(lead)
    then_the_draft_says_what_each_action_needs(lead)
    when_one_action_is_filled_in(lead)
    when_the_others_are_taken_out(lead)
    when_the_draft_goes_out_for_consultation(lead)
    then_an_officer_of_the_network_can_read_it(visit("officer"))
    when_the_board_adopts_it(lead)
    then_the_plan_before_is_closed(lead)
    when_it_is_published(lead)
    then_anybody_can_read_it(visit())


def given_a_draft_is_started_from_the_ten_points(lead):
    lead.follows("Plan")
    lead.follows("All plans of Northbridge NHS Foundation Trust")
    lead.presses("Start a plan")
    page = lead.page
    page.get_by_label("Ten-point race equality plan").check()
    page.get_by_label("Title").fill(TITLE)
    types_the_day(page.get_by_role("group", name="First day"), 1, 4, 2027)
    types_the_day(page.get_by_role("group", name="Last day"), 31, 3, 2030)
    page.get_by_label("Sponsor").select_option(label="Chief executive, Dr Amara Okafor")
    page.get_by_label("Which plan does it replace?").select_option(
        label="Race equality plan 2025 to 2028"
    )
    lead.presses("Start the draft")


def types_the_day(boxes, day, month, year):
    for name, number in (("Day", day), ("Month", month), ("Year", year)):
        boxes.get_by_label(name).fill(str(number))


def when_the_owners_of_2004_are_matched_with_posts_of_today(lead):
    owner = "Chief executive, Dr Amara Okafor"
    lead.page.get_by_label("NHS Chairs and CEs").select_option(label=owner)
    lead.page.get_by_label("Local WDCs and HR networks").select_option(label="Local HR network")
    lead.presses("Save and go to the draft")


def then_the_draft_says_what_each_action_needs(lead):
    lead.reads("0 of 10 actions are ready to be adopted.")
    row = lead.page.get_by_role("row").filter(has_text="7.1 Leadership action")
    expect(row).to_contain_text("Chief executive")
    expect(row.get_by_role("cell", name="Needed")).to_have_count(3)


def when_one_action_is_filled_in(lead):
    lead.follows("7.1")
    lead.reads("It needs a reviewer, a promise and when it is due.")
    lead.follows("Change what is promised")
    lead.page.get_by_label("What do you promise?").fill(PROMISE)
    lead.presses("Save")
    lead.follows("Change who answers for it")
    lead.page.get_by_label("Reviewer").select_option(label="Vice-chair, Judith Fairclough")
    lead.presses("Save")
    lead.follows("Change when it begins and is due")
    lead.page.get_by_label("In a year or a quarter").check()
    lead.page.get_by_label("Year or quarter", exact=True).fill("2028/29")
    lead.presses("Save")
    expect(lead.page.locator("main")).not_to_contain_text("Not ready to be adopted")
    lead.follows("Back to the draft")


def when_the_others_are_taken_out(lead):
    for _ in range(9):
        lead.page.get_by_role("row").filter(has_text="Needed").get_by_role("link").first.click()
        lead.page.get_by_role("link", name="Remove this action from the plan").click()
        lead.page.get_by_role("button", name="Remove").click()
    lead.looks()
    lead.reads("1 of 1 actions are ready to be adopted.")


def when_the_draft_goes_out_for_consultation(lead):
    lead.presses("Put it out for consultation")
    lead.reads("Northbridge Race Equality Network")
    lead.presses("Put it out for consultation")


def then_an_officer_of_the_network_can_read_it(officer):
    officer.follows("Plan")
    officer.follows("All plans of Northbridge NHS Foundation Trust")
    officer.follows(TITLE)
    officer.follows("7.1")
    officer.reads(PROMISE)
    expect(officer.page.get_by_role("link", name="Change")).to_have_count(0)


def when_the_board_adopts_it(lead):
    lead.presses("Adopt the plan")
    types_the_day(lead.page.get_by_role("group", name="Day of the meeting"), 20, 11, 2026)
    lead.page.get_by_label("Which meeting?").fill("the trust board")
    lead.presses("Adopt the plan")


def then_the_plan_before_is_closed(lead):
    lead.reads("The plan is adopted.")
    lead.reads("Adopted on 20 November 2026 by the trust board.")
    lead.follows("All plans of Northbridge NHS Foundation Trust")
    before = lead.page.get_by_role("row").filter(has_text="Race equality plan 2025 to 2028")
    expect(before).to_contain_text("Closed on 20 November 2026")


def when_it_is_published(lead):
    lead.follows(TITLE)
    lead.follows("Publish the plan")
    lead.presses("Publish the plan")
    lead.reads("The plan is published. Anybody can read it.")


def then_anybody_can_read_it(somebody):
    somebody.goes_to("/")
    somebody.follows("Read the plans that have been published")
    somebody.follows(TITLE)
    somebody.reads(PROMISE)


def test_an_equality_lead_moves_a_due_date_and_the_reason_stays_beside_it(visit):
    lead = visit("lead")

    given_the_action_on_panels(lead)
    when_its_due_date_is_moved_without_a_reason(lead)
    then_the_reason_is_asked_for(lead)
    when_the_reason_is_given(lead)
    then_both_days_and_the_reason_are_on_the_record(lead)


def given_the_action_on_panels(lead):
    lead.follows("Plan")
    lead.follows("8.1 Independent panel members from band 8a")


def when_its_due_date_is_moved_without_a_reason(lead):
    lead.follows("Change the due date, owner or reviewer")
    types_the_day(lead.page.get_by_role("group", name="When is it due?"), 30, 6, 2028)
    lead.presses("Make the change")


def then_the_reason_is_asked_for(lead):
    summary = lead.page.get_by_role("alert")
    summary.get_by_role("link", name="Enter why it changes").click()
    expect(lead.page.get_by_label("Why does it change?")).to_be_focused()


def when_the_reason_is_given(lead):
    lead.page.keyboard.type(REASON)
    lead.presses("Make the change")


def then_both_days_and_the_reason_are_on_the_record(lead):
    change = lead.page.get_by_role("row").filter(has_text=REASON)
    expect(change).to_contain_text("31 March 2028")
    expect(change).to_contain_text("30 June 2028")
    lead.follows("Back to 8.1")
    lead.reads("The due date moved once.")
