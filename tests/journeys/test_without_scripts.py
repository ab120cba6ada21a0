"""Every page works without scripts."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_figures import APPOINTED, NOT_A_NUMBER, SHORTLISTED, STAFF, a_return

pytestmark = pytest.mark.journey

DONE = "Every panel since August had an independent member."


def test_an_owner_signs_in_checks_in_and_filters_the_plan_without_scripts(visit):
    chief = visit("chief executive", scripts=False)

    chief.follows("Check in on 8.1")
    chief.presses("Check your answers")
    chief.reads("Select on course, at risk or off course")
    chief.page.get_by_label("On course").check()
    chief.page.get_by_label("5", exact=True).check()
    chief.page.get_by_label("What was done since").fill(DONE)
    chief.presses("Check your answers")
    chief.presses("Publish")
    chief.reads(DONE)
    chief.follows("Plan")
    chief.follows("Where they disagree")
    chief.reads("Showing 3 of 12.")


def test_an_equality_lead_sees_what_a_file_would_do_without_scripts(visit):
    lead = visit("lead", scripts=False)

    lead.follows("Your organisation")
    lead.follows("Its imports")
    lead.follows("Import figures")
    lead.chooses(a_return(SHORTLISTED, APPOINTED, STAFF, NOT_A_NUMBER))
    lead.presses("Preview this file")
    lead.reads("1 fault to mend")
    lead.chooses(a_return(SHORTLISTED, APPOINTED))
    lead.presses("Check the mended file")
    lead.presses("Accept")
    lead.reads("accepted as data version")


def test_somebody_signs_out_without_scripts(visit):
    lead = visit("lead", scripts=False)

    lead.follows("Sign out")
    lead.presses("Sign out")
    lead.goes_to("/home")
    expect(lead.page.get_by_role("heading", name="Sign in")).to_be_visible()
