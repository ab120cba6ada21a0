"""Milestones, evidence, commitments and figures: who may change them, and what is asked."""

from datetime import date

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tests.plan.conftest import errors_of
from tracker.extensions import db
from tracker.plan.progress import Evidence, MeasureLink, Milestone

pytestmark = pytest.mark.sqlite_only


def day(name, on):
    boxes = {"day": on.day, "month": on.month, "year": on.year}
    return {f"{name}-{box}": number for box, number in boxes.items()}


# Milestones


@pytest.fixture
def milestone(action):
    return factories.milestone(action, title="Consultant panels included")


def test_an_owner_adds_a_milestone(client, action, chief):
    data = {"title": "First panels sit", "evidence_required": "y"}
    response = client.sign_in(chief).post(
        f"/actions/{action.id}/milestones/add", data=data | day("due", date(2027, 3, 31))
    )

    assert response.location == f"/actions/{action.id}#milestones"
    added = db.session.query(Milestone).one()
    assert (added.title, added.first_due) == ("First panels sit", date(2027, 3, 31))
    assert added.evidence_required


def test_a_milestone_needs_words_and_a_day(client, action, chief):
    response = client.sign_in(chief).post(f"/actions/{action.id}/milestones/add", data={})

    assert errors_of(response) == ["Enter what will be done", "Enter the day it is due"]


def test_a_day_that_is_none_is_not_taken(client, action, chief):
    data = {"title": "x", "due-day": "31", "due-month": "2", "due-year": "2027"}

    response = client.sign_in(chief).post(f"/actions/{action.id}/milestones/add", data=data)

    assert "The day must be a real date" in words(response)


def test_moving_a_milestone_keeps_both_days(client, action, chief, milestone):
    data = {"reason": "College assessors could not be booked.", "version": milestone.version}
    client.sign_in(chief).post(
        f"/actions/{action.id}/milestones/{milestone.id}/move",
        data=data | day("due", date(2027, 1, 31)),
    )

    shown = words(client.get(f"/actions/{action.id}"))
    assert "18 December 2026" in shown
    assert "31 January 2027" in shown
    assert "Last reason: College assessors could not be booked." in shown


def test_a_milestone_moves_for_a_reason(client, action, chief, milestone):
    response = client.sign_in(chief).post(
        f"/actions/{action.id}/milestones/{milestone.id}/move",
        data={"version": milestone.version, "reason": " "} | day("due", date(2027, 1, 31)),
    )

    assert errors_of(response) == ["Enter why it moves"]


def test_a_milestone_moved_by_somebody_else_first_is_not_moved_over(
    client, action, chief, milestone
):
    address = f"/actions/{action.id}/milestones/{milestone.id}/move"
    seen = {"version": milestone.version, "reason": "One."}
    client.sign_in(chief).post(address, data=seen | day("due", date(2027, 1, 31)))

    response = client.post(address, data=seen | day("due", date(2027, 6, 30)))

    assert response.status_code == 409
    assert "due now 31 January 2027" in words(response)
    assert page(response).find("input", id="due-month") is not None
    assert milestone.due == date(2027, 1, 31)


def test_a_milestone_is_finished(client, action, chief, milestone):
    client.sign_in(chief).post(
        f"/actions/{action.id}/milestones/{milestone.id}/finish",
        data={"version": milestone.version} | day("on", date(2026, 11, 20)),
    )

    assert "Done 20 November 2026" in words(client.get(f"/actions/{action.id}"))


def test_a_milestone_that_asks_for_evidence_leads_to_where_it_is_added(client, action, chief):
    milestone = factories.milestone(action, evidence_required=True)
    address = f"/actions/{action.id}/milestones/{milestone.id}/finish"
    client.sign_in(chief)

    form = client.get(address)
    link = page(form).find("a", string="Add the evidence")
    assert link["href"] == f"/actions/{action.id}/evidence/add?milestone={milestone.id}"
    chosen = page(client.get(link["href"])).select_one("#milestone_id option[selected]")
    assert chosen["value"] == str(milestone.id)
    refused = client.post(address, data={"version": milestone.version} | day("on", TODAY))
    assert "This milestone asks for evidence" in words(refused)
    assert milestone.done_on is None


def test_a_milestone_is_reached_through_its_own_action(client, action, plan, owning, chief):
    elsewhere = factories.milestone(factories.action(plan, owning))
    client.sign_in(chief)

    for verb in ("move", "finish"):
        address = f"/actions/{action.id}/milestones/{elsewhere.id}/{verb}"
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("who", ["vice", "colleague", "member", "delegate"])
def test_nobody_else_touches_a_milestone(client, action, milestone, who, request):
    client.sign_in(request.getfixturevalue(who))

    for ending in ("add", f"{milestone.id}/move", f"{milestone.id}/finish"):
        assert client.post(f"/actions/{action.id}/milestones/{ending}").status_code == 403


# Evidence


def evidence(**otherwise):
    usual = {
        "stance": "contradicts",
        "kind": "survey",
        "title": "Pulse survey",
        "text": "Half of those asked were told not to score.",
        "link": "",
        "milestone_id": "",
    }
    return usual | otherwise


def test_a_member_of_the_network_adds_evidence_unnamed(client, action, member):
    response = client.sign_in(member).post(f"/actions/{action.id}/evidence/add", data=evidence())

    assert response.location == f"/actions/{action.id}#evidence"
    shown = client.get(f"/actions/{action.id}")
    assert "Survey, added as network member, 23 November 2026" in words(shown)
    assert member.name not in page(shown).main.get_text()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"stance": ""}, "Select contradicts, supports or context"),
        ({"kind": "gossip"}, "Select what it is"),
        ({"title": " "}, "Enter a title"),
        ({"kind": "link"}, "Enter the address"),
        ({"link": "javascript:alert(1)"}, "The address must begin with https:// or http://"),
        ({"kind": "lived experience"}, "Ask the person first, then tick that they agreed"),
        ({"title": "x" * 201}, "Shorten this to 200 characters or fewer"),
        ({"milestone_id": "999"}, "Choose a milestone from the list"),
    ],
)
def test_evidence_that_will_not_do_is_said_so(client, action, member, wrong, said):
    response = client.sign_in(member).post(
        f"/actions/{action.id}/evidence/add", data=evidence(**wrong)
    )

    assert errors_of(response) == [said]
    assert db.session.query(Evidence).count() == 0


def test_evidence_sent_twice_is_there_once(client, action, member):
    client.sign_in(member)
    client.post(f"/actions/{action.id}/evidence/add", data=evidence())

    response = client.post(f"/actions/{action.id}/evidence/add", data=evidence())

    assert errors_of(response) == ["This evidence is here already"]
    assert db.session.query(Evidence).count() == 1


@pytest.mark.parametrize("who", ["vice", "colleague", "delegate"])
def test_nobody_else_adds_evidence(client, action, who, request):
    client.sign_in(request.getfixturevalue(who))

    response = client.post(f"/actions/{action.id}/evidence/add", data=evidence())
    assert response.status_code == 403


# Commitments


def commitment(action, **otherwise):
    usual = {
        "version": action.version,
        "owner_post_id": action.owner_post_id,
        "reviewer_post_id": action.reviewer_post_id,
        "reason": "The board asked.",
    }
    return usual | day("due", action.due) | otherwise


def test_the_form_opens_with_what_was_promised(client, action, lead):
    form = page(client.sign_in(lead).get(f"/actions/{action.id}/change"))

    chosen = [option.get_text() for option in form.select("option[selected]")]
    assert chosen == ["Chief executive, Amara Okafor", "Vice-chair, Judith Fairclough"]
    assert form.find("input", id="due-year")["value"] == "2028"


def test_an_owner_from_elsewhere_is_not_lost_by_opening_the_form(client, plan, elsewhere, lead):
    post = factories.post(elsewhere, title="Regional director")
    action = factories.action(plan, post)

    form = page(client.sign_in(lead).get(f"/actions/{action.id}/change"))

    chosen = [option.get_text() for option in form.select("option[selected]")]
    assert chosen[0] == "Regional director, vacant"


def test_a_change_goes_to_the_history(client, action, lead):
    changed = day("due", date(2028, 9, 30))

    response = client.sign_in(lead).post(
        f"/actions/{action.id}/change", data=commitment(action) | changed
    )

    assert response.location == f"/actions/{action.id}/history"
    assert action.due == date(2028, 9, 30)


def test_an_ongoing_action_has_no_day(client, action, lead):
    client.sign_in(lead).post(f"/actions/{action.id}/change", data=commitment(action, ongoing="y"))

    assert action.due is None
    assert action.due_words == "ongoing"


def test_a_change_has_a_reason(client, action, lead):
    response = client.sign_in(lead).post(
        f"/actions/{action.id}/change", data=commitment(action, reason="")
    )

    assert errors_of(response) == ["Enter why it changes"]


def test_a_day_is_given_or_the_action_is_ongoing(client, action, lead):
    empty = {"due-day": "", "due-month": "", "due-year": ""}

    response = client.sign_in(lead).post(
        f"/actions/{action.id}/change", data=commitment(action) | empty
    )

    assert errors_of(response) == ["Enter the day it is due, or tick that it is ongoing"]


def test_the_owner_as_reviewer_is_refused_beside_the_reviewer(client, action, owning, lead):
    response = client.sign_in(lead).post(
        f"/actions/{action.id}/change", data=commitment(action, reviewer_post_id=owning.id)
    )

    assert errors_of(response) == ["Choose a reviewer whose post is not the owner’s"]


def test_a_change_made_meanwhile_is_not_written_over(client, action, lead):
    seen = commitment(action)
    client.sign_in(lead).post(
        f"/actions/{action.id}/change", data=seen | day("due", date(2028, 9, 30))
    )

    response = client.post(
        f"/actions/{action.id}/change", data=seen | day("due", date(2029, 1, 31))
    )

    assert response.status_code == 409
    assert "due 30 September 2028" in words(response)
    assert page(response).find("input", id="due-year")["value"] == "2029"
    assert action.due == date(2028, 9, 30)


def test_more_fields_change_nothing_more(client, action, plan, trust, lead):
    client.sign_in(lead).post(
        f"/actions/{action.id}/change",
        data=commitment(action, organisation_id=999, title="Mine", plan_id=999)
        | day("due", date(2028, 9, 30)),
    )

    assert (action.organisation_id, action.plan_id) == (trust.id, plan.id)
    assert action.title == "Independent panel members from band 8a"


@pytest.mark.parametrize("who", ["chief", "vice", "colleague", "member", "delegate"])
def test_only_the_lead_changes_what_was_promised(client, action, who, request):
    client.sign_in(request.getfixturevalue(who))

    assert client.get(f"/actions/{action.id}/change").status_code == 403
    assert client.post(f"/actions/{action.id}/change", data={}).status_code == 403


# Figures


@pytest.fixture
def target(trust):
    start = factories.figure(trust, year=2025, value=1.46)
    factories.figure(trust, year=2026, value=1.44)
    return factories.target(start)


def figure(key, **otherwise):
    usual = {
        "figure": key,
        "role": "progress of this",
        "expected": "toward",
        "lag_months": 12,
        "assumption": "Members score before they talk.",
    }
    return usual | otherwise


def test_a_target_is_linked_and_speaks(client, action, lead, target):
    response = client.sign_in(lead).post(
        f"/actions/{action.id}/measures/link", data=figure(f"target-{target.id}")
    )

    assert response.location == f"/actions/{action.id}#figure"
    shown = words(client.get(f"/actions/{action.id}"))
    assert "Behind, at 31 March 2026" in shown
    assert "Members score before they talk." in shown


def test_an_indicator_is_watched(client, action, lead):
    client.sign_in(lead).post(
        f"/actions/{action.id}/measures/link", data=figure("indicator-7", role="watch")
    )

    assert db.session.query(MeasureLink).one().indicator == "7"
    assert "Watched:" in words(client.get(f"/actions/{action.id}"))


def test_an_indicator_alone_shows_no_progress(client, action, lead):
    response = client.sign_in(lead).post(
        f"/actions/{action.id}/measures/link", data=figure("indicator-7")
    )

    assert errors_of(response) == ["Only a target shows progress. Choose one, or another role."]


@pytest.mark.parametrize("key", ["target-999", "indicator-99", "", "x"])
def test_a_figure_that_nobody_offered_is_not_linked(client, action, lead, target, key):
    response = client.sign_in(lead).post(f"/actions/{action.id}/measures/link", data=figure(key))

    assert errors_of(response) == ["Choose a figure from the list"]


def test_a_link_is_ended(client, action, lead, target):
    link = factories.measure_link(action, target)

    client.sign_in(lead).post(f"/actions/{action.id}/measures/{link.id}/end")

    assert link.ended_on == TODAY
    assert "No target shows the progress" in words(client.get(f"/actions/{action.id}"))


def test_a_link_is_reached_through_its_own_action(client, action, plan, lead, target):
    elsewhere = factories.measure_link(factories.action(plan), target)

    address = f"/actions/{action.id}/measures/{elsewhere.id}/end"
    assert client.sign_in(lead).post(address).status_code == 404


@pytest.mark.parametrize("who", ["chief", "vice", "colleague", "member"])
def test_only_the_lead_links_figures(client, action, who, target, request):
    link = factories.measure_link(action, target)
    client.sign_in(request.getfixturevalue(who))

    for ending in ("link", f"{link.id}/end"):
        assert client.post(f"/actions/{action.id}/measures/{ending}").status_code == 403


# Everywhere


WRITING = (
    "check-in",
    "check-in/review",
    "check-ins/1/acknowledge",
    "milestones/add",
    "milestones/1/move",
    "milestones/1/finish",
    "evidence/add",
    "change",
    "measures/link",
    "measures/1/end",
)


@pytest.mark.parametrize("ending", WRITING)
def test_to_a_stranger_no_action_of_ours_exists(client, action, stranger, ending):
    client.sign_in(stranger)

    assert client.get(f"/actions/{action.id}/{ending}").status_code == 404
    assert client.post(f"/actions/{action.id}/{ending}").status_code == 404


@pytest.mark.parametrize("ending", WRITING)
def test_somebody_not_signed_in_changes_nothing(client, action, ending):
    assert client.post(f"/actions/{action.id}/{ending}").location == "/sign-in"
