"""An owner says how an action stands: by phone, by keyboard, by a delegate, to a reviewer."""

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import NARROW

pytestmark = pytest.mark.journey

PANELS = "8.1 Independent panel members from band 8a"
DONE = "All 31 panels since August had an independent member who scored."
ESCALATED = "Three cases went to a decision panel before anything formal began."

KEYS_TO_ANYTHING = 60
# What has the focus, and whether that shows: by an outline, a border, a shadow or another colour.
FOCUS = """
() => {
  const words = (each) => each.textContent.trim().replace(/\\s+/g, " ");
  const one = document.activeElement;
  const name = one.labels?.length ? words(one.labels[0]) : words(one);
  const look = (each) => {
    const style = getComputedStyle(each);
    const before = getComputedStyle(each.nextElementSibling ?? each, "::before");
    return [style.outline, style.border, style.boxShadow, style.backgroundColor,
            before.boxShadow, before.borderWidth, before.outline].join();
  };
  const focused = look(one);
  one.blur();
  const plain = look(one);
  one.focus();
  return { name, shows: focused !== plain };
}
"""


def test_a_chief_executive_checks_in_on_a_phone(visit):
    chief = visit("chief executive", NARROW)

    given_a_check_in_is_owed(chief)
    when_it_is_sent_without_answers(chief)
    then_each_answer_that_is_missing_is_named(chief)
    when_it_is_answered(chief)
    then_the_answers_are_shown_once_more(chief)
    when_it_is_published(chief)
    then_the_action_says_what_she_said(chief)
    then_she_owes_it_no_more(chief)


def given_a_check_in_is_owed(chief):
    chief.follows(f"Check in on {PANELS}")
    chief.reads("Three questions; the rest is optional.")


def when_it_is_sent_without_answers(chief):
    chief.page.get_by_label("What did you learn?").fill("Ask for dates six weeks ahead.")
    chief.presses("Check your answers")


def then_each_answer_that_is_missing_is_named(chief):
    expect(chief.page).to_have_title("Error: Check in – Race equality action tracker")
    summary = chief.page.get_by_role("alert")
    expect(summary).to_contain_text("Select on course, at risk or off course")
    expect(summary).to_contain_text("Select how sure you are, from 1 to 5")
    expect(summary).to_contain_text("Enter what was done since 13 August 2026, or “nothing”")
    expect(chief.page.get_by_label("What did you learn?")).to_have_value(
        "Ask for dates six weeks ahead."
    )
    summary.get_by_role("link").first.click()
    expect(chief.page.get_by_label("On course")).to_be_focused()


def when_it_is_answered(chief):
    chief.page.get_by_label("At risk").check()
    chief.page.get_by_label("3", exact=True).check()
    chief.page.get_by_label("What was done since 13 August 2026?").fill(DONE)
    chief.presses("Check your answers")


def then_the_answers_are_shown_once_more(chief):
    chief.reads("At risk")
    chief.reads("3 of 5")
    chief.reads(DONE)
    chief.reads("Once published this stays as it is")


def when_it_is_published(chief):
    chief.presses("Publish")


def then_the_action_says_what_she_said(chief):
    chief.reads("Published. It stands until the next check-in.")
    chief.reads("23 November 2026, today")
    chief.reads(DONE)


def then_she_owes_it_no_more(chief):
    chief.goes_to("/home")
    expect(chief.page.get_by_role("link", name=f"Check in on {PANELS}")).to_have_count(0)


def test_a_chief_executive_checks_in_without_a_mouse(visit):
    chief = visit("chief executive")

    given_the_first_tab_offers_to_skip_to_the_content(chief)
    when_she_reaches(chief, f"Check in on {PANELS}", then_presses="Enter")
    when_she_reaches(chief, "On course", then_presses="Space")
    when_she_reaches(chief, "1", then_presses="ArrowRight")
    when_she_reaches(chief, "What was done since 13 August 2026?", then_types=DONE)
    when_she_reaches(chief, "Check your answers", then_presses="Enter")
    when_she_reaches(chief, "Publish", then_presses="Enter")
    then_it_is_published_as_she_said(chief)


def given_the_first_tab_offers_to_skip_to_the_content(chief):
    chief.page.keyboard.press("Tab")
    skip = chief.page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    chief.page.keyboard.press("Enter")
    expect(chief.page).to_have_url(f"{chief.site}/home#maincontent")


def when_she_reaches(chief, name, then_presses="", then_types=""):
    """By Tab alone, and each stop on the way can be seen."""
    for _ in range(KEYS_TO_ANYTHING):
        chief.page.keyboard.press("Tab")
        stop = chief.page.evaluate(FOCUS)
        assert stop["shows"], f"nothing shows that {stop['name']} has the focus"
        if stop["name"] == name:
            break
    else:
        pytest.fail(f"no key leads to {name} on {chief.page.url}")
    if then_types:
        chief.page.keyboard.type(then_types)
    if then_presses == "Enter":
        with chief.page.expect_navigation():
            chief.page.keyboard.press("Enter")
        chief.looks()
    elif then_presses:
        chief.page.keyboard.press(then_presses)


def then_it_is_published_as_she_said(chief):
    chief.reads("Published. It stands until the next check-in.")
    chief.reads("Sure 2 of 5.")
    chief.reads(DONE)


def test_a_delegate_drafts_and_cannot_publish_and_the_holder_of_the_post_does(visit):
    delegate, people = visit("delegate"), visit("people")

    when_the_delegate_drafts_a_check_in(delegate)
    then_nothing_offers_to_publish_it(delegate)
    when_the_holder_opens_the_same_check_in(people)
    then_the_words_of_the_delegate_are_there_with_their_name(people)
    when_the_holder_publishes_it(people)
    then_it_is_said_in_the_name_of_the_holder(people)


def when_the_delegate_drafts_a_check_in(delegate):
    delegate.follows("9.1 Applications")
    delegate.reads("You are drafting this for the holder of the post, who alone can publish it.")
    delegate.page.get_by_label("At risk").check()
    delegate.page.get_by_label("4", exact=True).check()
    delegate.page.get_by_label("What was done since").fill(ESCALATED)
    delegate.presses("Check your answers")


def then_nothing_offers_to_publish_it(delegate):
    delegate.reads("They see this when they check in, and they alone can publish it.")
    expect(delegate.page.get_by_role("button", name="Publish")).to_have_count(0)


def when_the_holder_opens_the_same_check_in(people):
    people.follows("Check in on 9.1")


def then_the_words_of_the_delegate_are_there_with_their_name(people):
    people.reads("Drafted for you by Marek Nowak")
    expect(people.page.get_by_label("What was done since")).to_have_value(ESCALATED)


def when_the_holder_publishes_it(people):
    people.presses("Check your answers")
    people.presses("Publish")


def then_it_is_said_in_the_name_of_the_holder(people):
    latest = people.page.locator(".tracker-timeline > li").filter(has_text=ESCALATED)
    expect(latest).to_contain_text("Tom Hartley")
    expect(latest).not_to_contain_text("Marek Nowak")


def test_a_reviewer_accepts_what_an_owner_said(visit):
    reviewer = visit("vice chair")

    when_the_reviewer_opens_the_first_that_waits(reviewer)
    when_the_reviewer_asks_again_without_a_word(reviewer)
    then_words_are_asked_for(reviewer)
    when_the_reviewer_accepts_it(reviewer)
    then_the_check_in_says_who_accepted_it(reviewer)


def when_the_reviewer_opens_the_first_that_waits(reviewer):
    reviewer.follows("Accept the check-in on")
    reviewer.reads("Do you accept this check-in?")


def when_the_reviewer_asks_again_without_a_word(reviewer):
    reviewer.page.get_by_label("Ask again").check()
    reviewer.presses("Send your answer")


def then_words_are_asked_for(reviewer):
    expect(reviewer.page).to_have_title("Error: Review a check-in – Race equality action tracker")


def when_the_reviewer_accepts_it(reviewer):
    reviewer.page.get_by_label("Accept", exact=True).check()
    reviewer.presses("Send your answer")


def then_the_check_in_says_who_accepted_it(reviewer):
    reviewer.reads("Accepted by Judith Fairclough, 23 November 2026")
