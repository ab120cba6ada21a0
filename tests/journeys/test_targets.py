"""An equality lead promises where a figure should be, and an action is judged by it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

FIGURE = "8 Discrimination"
ACTION = "6.1 Every director mentors a colleague"
SOONER = "The board asked for it a year sooner."


def test_an_equality_lead_sets_a_target_links_it_to_an_action_and_tightens_it(visit):
    lead = visit("lead")

    given_a_figure_without_a_target(lead)
    when_a_target_is_set_without_a_number(lead)
    then_the_number_is_asked_for(lead)
    when_the_number_is_given(lead)
    then_the_target_says_what_the_data_say_of_it(lead)
    when_an_action_is_to_be_judged_by_it(lead)
    then_the_data_say_something_of_the_action(lead)
    when_the_target_is_tightened(lead)
    then_what_was_promised_before_stays_beside_it(lead)


def given_a_figure_without_a_target(lead):
    lead.follows("Measures")
    expect(lead.page.locator("#indicator-8")).to_contain_text("No target set")
    lead.follows("Targets")
    lead.follows("Set a target")
    lead.page.get_by_label(FIGURE, exact=True).check()
    lead.presses("Continue")
    lead.page.get_by_role("radio").first.check()
    lead.presses("Continue")


def when_a_target_is_set_without_a_number(lead):
    page = lead.page
    page.get_by_role("group", name="Baseline").get_by_label("2025: +9.3").check()
    page.get_by_label("At most").check()
    due_on(page, 2029)
    lead.presses("Set the target")


def due_on(page, year):
    boxes = page.get_by_role("group", name="Due date")
    for box, number in (("Day", 30), ("Month", 11), ("Year", year)):
        boxes.get_by_label(box).fill(str(number))


def then_the_number_is_asked_for(lead):
    lead.page.get_by_role("alert").get_by_role("link", name="Type where").click()
    expect(lead.page.locator("#value")).to_be_focused()


def when_the_number_is_given(lead):
    lead.page.keyboard.type("5")
    lead.presses("Set the target")


def then_the_target_says_what_the_data_say_of_it(lead):
    lead.reads("5 points or less by 30 November 2029")
    lead.reads("Measured from")


def when_an_action_is_to_be_judged_by_it(lead):
    lead.follows("Plan")
    lead.follows(ACTION)
    lead.reads("No target shows the progress of this action")
    lead.follows("Link a figure")
    figure = lead.page.get_by_label("Which figure?")
    figure.select_option(label=figure.locator("option", has_text="30 November 2029").inner_text())
    lead.page.get_by_label("Progress of this").check()
    lead.page.get_by_label("Lower").check()
    lead.presses("Link it")


def then_the_data_say_something_of_the_action(lead):
    expect(lead.page.locator(".tracker-status")).to_contain_text("30 November 2029")
    expect(lead.page.locator(".tracker-figure svg").first).to_be_visible()


def when_the_target_is_tightened(lead):
    lead.follows("Measures")
    lead.follows("Targets")
    lead.page.get_by_role("row").filter(has_text="30 November 2029").get_by_role("link").click()
    lead.follows("Change this target")
    due_on(lead.page, 2028)
    lead.page.get_by_label("Why it changes").fill(SOONER)
    lead.presses("Change the target")


def then_what_was_promised_before_stays_beside_it(lead):
    change = lead.page.get_by_role("row").filter(has_text=SOONER)
    expect(change).to_contain_text("30 November 2029")
    expect(change).to_contain_text("30 November 2028")
