"""Somebody sees what is kept about them, and has it erased; retention is kept to."""

import re

import pytest

from tests.journeys.visitor import NARROW

pytestmark = pytest.mark.journey


def test_somebody_reads_what_is_kept_about_them_and_is_erased_when_they_ask(visit):
    staff, administrator = visit("staff", NARROW), visit("administrator")

    number = when_they_read_what_is_kept_about_them(staff)
    when_an_administrator_is_asked_to_erase_them(administrator, number)
    then_it_is_not_done_by_the_way(administrator)
    when_the_word_is_typed(administrator)
    then_they_are_gone_and_signed_out(staff, administrator, number)


def when_they_read_what_is_kept_about_them(staff):
    staff.follows("Privacy")
    staff.reads("Information Commissioner’s Office")
    staff.follows("See everything that is kept about you")
    staff.reads("Yewande Cole")
    account = staff.page.get_by_role("region", name="Accounts").inner_text()
    return re.search(r"Number\s+(\d+)", account)[1]


def when_an_administrator_is_asked_to_erase_them(administrator, number):
    administrator.goes_to(f"/people/{number}/erase")
    administrator.reads("This cannot be undone")


def then_it_is_not_done_by_the_way(administrator):
    administrator.presses("Erase this account")
    administrator.page.get_by_role("alert").get_by_role("link", name="Type ERASE").click()


def when_the_word_is_typed(administrator):
    administrator.page.keyboard.type("ERASE")
    administrator.presses("Erase this account")
    administrator.reads("The account is erased")


def then_they_are_gone_and_signed_out(staff, administrator, number):
    staff.goes_to("/you/data")
    assert staff.page.url.endswith("/sign-in")
    administrator.goes_to(f"/people/{number}/erase")
    administrator.reads("Nothing is left that says whose it was")


@pytest.mark.parametrize("viewport", [None, NARROW])
def test_the_national_administrator_looks_at_retention(visit, viewport):
    national = visit("national administrator")
    if viewport:
        national.page.set_viewport_size(viewport)
    national.goes_to("/organisations/1/retention")

    national.reads("All the rules")
    national.follows("Erase a text")
    national.reads("Figures and published reports are never changed")
