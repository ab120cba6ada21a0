"""A mentee and a leader say yes, and the Leadership Centre brings people together."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

WISH = "I would like to lead a service."
MENTEE, LEADER = "staff", "operating"  # of the demonstration, who are asked in it


def test_a_mentee_then_a_leader_say_yes_and_plan_to_meet(visit):
    mentee = visit(MENTEE)
    when_somebody_answers_yes(mentee, "Would you like Louise Pennock as your mentor?")
    mentee.reads("You have said yes")

    leader = visit(LEADER)
    when_somebody_answers_yes(leader, "Would you like to mentor Yewande Cole?")
    when_the_first_meeting_is_planned(leader)
    then_it_waits_for_both_on_the_pairs_page(leader, mentee)


def when_somebody_answers_yes(visitor, question):
    visitor.goes_to("/home")
    visitor.follows("Answer a question about mentoring")
    expect(visitor.page.locator("h1")).to_contain_text(question)
    visitor.presses("Yes, I would like to")


def when_the_first_meeting_is_planned(leader):
    leader.goes_to("/mentoring")
    leader.follows("Yewande Cole")
    leader.follows("Plan a meeting")
    leader.presses("Save")
    leader.page.get_by_role("alert").get_by_role("link").first.click()
    for box, number in (("Day", 7), ("Month", 12), ("Year", 2026)):
        leader.page.get_by_label(box, exact=True).fill(str(number))
    leader.page.get_by_label("Time").fill("12:30")
    leader.presses("Save")


def then_it_waits_for_both_on_the_pairs_page(leader, mentee):
    leader.reads("7 December")
    mentee.goes_to("/mentoring")
    mentee.follows("Louise Pennock")
    mentee.reads("7 December")


def test_the_centre_approves_a_pair_its_local_co_ordinator_says_yes_and_it_is_released(visit):
    centre = visit("national coordinator")
    pair = when_the_centre_looks_at_a_pair_and_approves_it(centre)

    local = visit("coordinator")
    when_the_local_co_ordinator_has_nothing_against(local, pair)

    then_it_can_be_released(centre, pair)


def when_the_centre_looks_at_a_pair_and_approves_it(centre):
    centre.goes_to("/mentoring")
    centre.follows("Reaching further")
    centre.follows("Matching workbench")
    centre.presses("Try these weights")
    centre.page.go_back()
    box = centre.page.get_by_role("checkbox", name="with").first
    name = box.evaluate("each => each.labels[0].textContent")
    box.check()
    centre.presses("Approve the chosen pairs")
    centre.presses("Approve")
    return " ".join(name.split()).removeprefix("Choose ")


def when_the_local_co_ordinator_has_nothing_against(local, pair):
    local.goes_to("/mentoring")
    local.follows("Pairs to look at before they are released")
    local.follows(pair)
    local.presses("Send my answer")
    local.page.get_by_label("No, it can be released").check()
    local.presses("Send my answer")


def then_it_can_be_released(centre, pair):
    centre.goes_to("/mentoring")
    centre.follows("Reaching further")
    centre.follows("Matching workbench")
    centre.follows("Approved pairs, and release")
    centre.page.get_by_role("checkbox", name=pair).check()
    centre.presses("Release the chosen pairs")
    centre.reads("eleased")


def test_a_co_ordinator_answers_what_was_told_in_private_and_looks_after_a_silent_pair(visit):
    centre = visit("national coordinator")
    centre.goes_to("/home")
    centre.follows("Answer what somebody told you in private")
    centre.presses("I have spoken to them today")
    centre.follows("Close it, with what came of it")
    centre.presses("Close it")
    centre.page.get_by_label("What came of it").fill("We spoke, and they go on.")
    centre.presses("Close it")
    centre.reads("We spoke, and they go on.")
    centre.follows("Back to your day")
    centre.follows("Silent")
    centre.reads("Ring them")
    centre.page.get_by_role("table").get_by_role("link").first.click()
    centre.looks()
    centre.reads("Held, both say so")


def test_somebody_joins_as_a_mentee_page_by_page_and_comes_back_to_it(visit):
    somebody = visit("communications")
    somebody.goes_to("/mentoring")
    somebody.presses("Look for a mentor")
    somebody.presses("Save and go on")
    somebody.page.get_by_role("alert").get_by_role("link", name="Choose what matters").click()
    somebody.page.get_by_label("What matters most to you?").select_option("Budgets and finance")
    for _ in range(3):
        somebody.presses("Save and go on")
    somebody.page.get_by_role("alert").get_by_role("link", name="Say how far").click()
    somebody.page.get_by_label("Anywhere in my region").check()
    somebody.presses("Save and go on")
    somebody.page.get_by_label("Something in your own words").fill(
        "I would like to lead a service."
    )
    somebody.presses("Save and go on")
    somebody.goes_to("/mentoring")
    somebody.reads("You have begun to join. Nobody sees it until you finish.")
    somebody.follows("Go on")
    somebody.reads(WISH)
    somebody.reads("This is all a leader will see")
    change = somebody.page.get_by_role("row", name="Meant for you").or_(
        somebody.page.locator(".nhsuk-summary-list__row", has_text="Meant for you")
    )
    with somebody.page.expect_navigation():
        change.get_by_role("link").click()
    somebody.looks()
    somebody.page.get_by_label("Yes, I am from an ethnic minority").check()
    somebody.presses("Save and go on")
    somebody.presses("Join the programme")
    somebody.reads("In the pool since")
