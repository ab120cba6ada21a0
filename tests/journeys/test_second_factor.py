"""Somebody sets up a second factor, and comes in by it the next day."""

import pyotp
import pytest

from tests.journeys.visitor import NARROW, WIDE
from tests.second_factor import shown, wrong
from tracker.second_factor import codes

pytestmark = pytest.mark.journey


def types(visitor, label, text):
    visitor.page.get_by_label(label).fill(text)


@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["desk", "phone"])
def test_a_lead_sets_up_a_second_factor_and_signs_in_with_it(visit, screen):
    lead = visit("lead", screen)
    lead.goes_to("/you/second-factor")
    lead.follows("Set one up")
    secret = secret_on(lead)
    first = shown(secret)
    types(lead, "6-digit code", wrong(first))
    lead.presses("Continue")
    lead.reads("This is not the code that your app shows now")
    types(lead, "6-digit code", first)
    lead.presses("Continue")
    lead.reads("They are shown only now")
    recovery = lead.page.locator(".tracker-codes li").all_inner_texts()
    assert len(recovery) == 10
    lead.presses("Continue")
    lead.reads("Keep the codes first")
    with lead.page.expect_download() as download:
        lead.page.get_by_role("button", name="Download them as a text file").click()
    assert recovery[0] in download.value.path().read_text()
    lead.page.get_by_label("I have kept these codes").check()
    lead.presses("Continue")
    lead.reads("10 of 10 left")

    lead.goes_to("/sign-out")
    lead.presses("Sign out")
    lead.signs_in("lead")
    lead.reads("Open your authenticator app")
    types(lead, "6-digit code", pyotp.TOTP("A" * 32).now())
    lead.presses("Continue")
    lead.reads("There is a problem")
    types(lead, "6-digit code", shown(secret, later=30))
    lead.presses("Continue")
    assert lead.page.url.endswith("/home")

    lead.goes_to("/sign-out")
    lead.presses("Sign out")
    lead.signs_in("lead")
    lead.follows("Use a recovery code")
    types(lead, "Recovery code", recovery[0].lower())
    lead.presses("Continue")
    lead.reads("You have 9 left")


def test_the_pages_of_somebodys_own_second_factor_are_sound(visit):
    lead = visit("lead", NARROW)
    lead.goes_to("/you/second-factor/set-up")
    types(lead, "6-digit code", shown(secret_on(lead)))
    lead.presses("Continue")
    buttons = {"set-up": "Continue", "recovery-codes": "Make new codes", "remove": "Remove it"}
    for path, button in buttons.items():
        lead.goes_to(f"/you/second-factor/{path}")
        lead.presses(button)
        lead.reads("There is a problem")
    lead.goes_to("/you/provider")


def secret_on(visitor):
    return codes.as_meant(visitor.page.locator(".tracker-secret").inner_text())
