"""Filling in a draft's actions: words, people, days, milestones; adding and removing them."""

from datetime import date

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tests.drafting import answers
from tests.drafting.answers import HOSTILE
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.organisations.models import Body
from tracker.plan.models import Action, ActionHelper
from tracker.plan.progress import Evidence, MeasureLink, Milestone


@pytest.fixture(autouse=True)
def signed_in(client, lead):
    client.sign_in(lead)


def reword(client, action, **typed):
    typed = {"version": action.version} | typed
    return client.post(f"/actions/{action.id}/edit", data=answers.words(**typed))


def assign(client, action, **typed):
    return client.post(f"/actions/{action.id}/people", data={"version": action.version} | typed)


def schedule(client, action, **typed):
    typed = {"version": action.version} | typed
    return client.post(f"/actions/{action.id}/dates", data=answers.dates(**typed))


def add(client, draft, point="8", title="A second"):
    return client.post(f"/plans/{draft.id}/actions/add", data={"point": point, "title": title})


def references(draft):
    found = db.session.query(Action.reference).filter_by(plan_id=draft.id)
    return [reference for (reference,) in found.order_by(Action.position)]


def helpers(action):
    found = db.session.query(ActionHelper).filter_by(action_id=action.id)
    return {(helper.post_id, helper.body_id) for helper in found}


def test_the_words_of_an_action_are_kept_as_typed(client, action):
    response = reword(
        client,
        action,
        promise="Two independent members\r\non every panel",
        theory_tags=["hearts and minds"],
    )

    assert response.location.endswith(f"/actions/{action.id}/draft")
    assert action.promise == "Two independent members\non every panel"
    assert action.theory_tags == ["hearts and minds"]


def test_a_title_of_5000_characters_is_refused_and_kept(client, action):
    response = reword(client, action, title="x" * 5000)

    assert "Shorten this to 200 characters or fewer" in words(response)
    assert "x" * 5000 in response.text


def test_a_promise_longer_than_a_page_is_refused(client, action):
    response = reword(client, action, promise="x" * 4001)

    assert "Shorten this to 4,000 characters or fewer" in words(response)
    assert action.promise == ""


def test_a_title_of_spaces_is_no_title(client, action):
    response = reword(client, action, title="   ")

    assert "Enter a title" in words(response)


def test_a_theory_that_nobody_holds_is_refused(client, action):
    response = reword(client, action, theory_tags=["wishful thinking"])

    assert "There is a problem" in words(response)
    assert action.theory_tags == []


def test_hostile_words_are_shown_as_text(client, action, chair):
    hostile = dict.fromkeys(("promise", "problem", "success", "also_held_in"), HOSTILE)
    reword(client, action, title=HOSTILE, **hostile)

    for path in ("draft", "edit", "people", "dates", "remove"):
        shown = client.get(f"/actions/{action.id}/{path}")
        assert HOSTILE not in shown.text
        assert HOSTILE in words(shown)


def test_two_people_who_edit_at_once_see_each_others_words(client, action, owner):
    opened = action.version
    reword(client, action, promise="What the lead wrote")

    client.sign_in(owner)
    second = reword(client, action, promise="What the owner wrote", version=opened)

    assert second.status_code == 409
    assert page(second).title.get_text().startswith("Error: ")
    assert "What the lead wrote" in words(second)
    assert "What the owner wrote" in page(second).find("textarea", {"name": "promise"}).text
    assert action.promise == "What the lead wrote"


def test_fields_that_nobody_asked_for_change_nothing(client, action, elsewhere):
    reference = action.reference

    reword(client, action, reference="99", organisation_id=elsewhere.id, owner_post_id="")

    assert action.reference == reference
    assert action.organisation_id != elsewhere.id
    assert action.owner_post_id


def test_an_action_gets_an_owner_a_reviewer_and_helpers(client, trust, action, chair):
    group = factories.saved(Body(organisation_id=trust.id, name="HR leads"))
    matron = factories.post(trust, title="Chief Nurse")

    assign(
        client,
        action,
        owner_post_id=matron.id,
        reviewer_post_id=chair.id,
        helping=[f"body-{group.id}", f"post-{action.owner_post_id}"],
    )

    assert (action.owner_post_id, action.reviewer_post_id) == (matron.id, chair.id)
    assert len(helpers(action)) == 2


def test_helpers_that_are_no_longer_ticked_no_longer_help(client, trust, action, chair):
    assign(client, action, owner_post_id=action.owner_post_id, helping=[f"post-{chair.id}"])
    assert helpers(action) == {(chair.id, None)}

    assign(client, action, owner_post_id=action.owner_post_id)

    assert helpers(action) == set()


def test_the_owner_is_no_helper_of_their_own(client, action):
    owner = action.owner_post_id

    assign(client, action, owner_post_id=owner, helping=[f"post-{owner}"])

    assert helpers(action) == set()


def test_an_owner_who_is_not_named_yet_can_be_left_out_of_a_draft(client, action):
    assign(client, action, owner_post_id="", reviewer_post_id="")

    assert action.owner_post_id is None


@pytest.mark.parametrize("field", ["owner_post_id", "reviewer_post_id"])
def test_a_post_of_another_organisation_is_refused(client, action, elsewhere, field):
    foreign = factories.post(elsewhere)
    before = (action.owner_post_id, action.reviewer_post_id)

    response = assign(client, action, **{field: foreign.id})

    assert "Choose from the list" in words(response)
    assert (action.owner_post_id, action.reviewer_post_id) == before


def test_helpers_of_another_organisation_are_refused(client, action, elsewhere):
    foreign = factories.post(elsewhere)

    response = assign(client, action, helping=[f"post-{foreign.id}"])

    assert "There is a problem" in words(response)
    assert helpers(action) == set()


def test_the_owner_does_not_review_their_own_action(client, action):
    owner = action.owner_post_id

    response = assign(client, action, owner_post_id=owner, reviewer_post_id=owner)

    assert "Choose a reviewer whose post is not the owner’s" in words(response)
    assert action.reviewer_post_id is None


def test_nobody_reviews_their_own_action_through_a_second_post(client, trust, action, owner):
    second = factories.post(trust, owner, title="Senior responsible officer")

    response = assign(
        client, action, owner_post_id=action.owner_post_id, reviewer_post_id=second.id
    )

    assert "One person holds both posts" in words(response)


def test_nobody_reviews_the_one_they_report_to(client, trust, action, people_officer):
    deputy = factories.post(trust, line_post_id=people_officer.id)
    adviser = factories.post(trust, line_post_id=deputy.id)

    response = assign(client, action, owner_post_id=people_officer.id, reviewer_post_id=adviser.id)

    assert "outside the owner’s line" in words(response)


def test_the_owners_own_line_manager_may_review(client, trust, action, people_officer, chair):
    people_officer.line_post_id = chair.id
    factories.saved(people_officer)

    assign(client, action, owner_post_id=people_officer.id, reviewer_post_id=chair.id)

    assert action.reviewer_post_id == chair.id


def test_two_people_who_name_helpers_at_once_see_each_others_choice(client, action, chair):
    opened = action.version
    owner = action.owner_post_id
    assign(client, action, owner_post_id=owner, helping=[f"post-{chair.id}"])

    second = assign(client, action, owner_post_id=owner, version=opened)

    assert second.status_code == 409
    assert "Chair, Nasreen Qadir" in words(second)
    assert helpers(action) == {(chair.id, None)}


def test_an_action_is_due_on_a_day(client, action):
    schedule(client, action)

    assert (action.due, action.due_words) == (date(2029, 3, 31), "")


@pytest.mark.parametrize(
    "typed, due",
    [("2027/28", date(2028, 3, 31)), ("Q2 2028/29", date(2028, 9, 30))],
)
def test_an_action_is_due_on_the_last_day_of_a_year_or_a_quarter(client, action, typed, due):
    schedule(client, action, kind="period", period=typed)

    assert (action.due, action.due_words) == (due, typed)
    assert typed in words(client.get(f"/actions/{action.id}/draft"))


def test_an_ongoing_action_has_no_last_day(client, action):
    schedule(client, action, kind="ongoing", **{"due-day": "rubbish"})

    assert (action.due, action.due_words) == (None, "ongoing")
    assert "Ongoing" in words(client.get(f"/actions/{action.id}/draft"))


def test_what_was_said_of_when_is_filled_in_again(client, action):
    schedule(client, action, kind="period", period="2028/29")

    shown = page(client.get(f"/actions/{action.id}/dates"))

    assert shown.find("input", {"name": "kind", "checked": True})["value"] == "period"
    assert shown.find("input", {"name": "period"})["value"] == "2028/29"


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "typed, message",
    [
        ({"kind": ""}, "Choose a day, a year or quarter, or ongoing"),
        ({"kind": "day", "due-day": "", "due-month": "", "due-year": ""}, "Enter the day it is"),
        ({"kind": "day", "due-day": "31", "due-month": "2"}, "Due must be a real date"),
        ({"kind": "period", "period": ""}, "Enter a year or a quarter"),
        ({"kind": "period", "period": "2027/29"}, "Enter a year or a quarter"),
        ({"kind": "period", "period": "31/03/2027"}, "Enter a year or a quarter"),
        ({"kind": "period", "period": "ongoing"}, "Enter a year or a quarter"),
        ({"kind": "day", "due-year": "2020"}, "It must be due after it begins"),
        ({"kind": "period", "period": "2020/21"}, "It must be due after it begins"),
        ({"check_in_days": "often"}, "Enter a number of days from 7 to 366"),
        ({"check_in_days": "1"}, "Enter a number of days from 7 to 366"),
        ({"check_in_days": "9" * 5000}, "Enter a number of days from 7 to 366"),
        ({"check_in_days": ""}, "Enter a number of days"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused_in_words(client, action, typed, message):
    response = schedule(client, action, **typed)

    assert message in words(response)
    assert (action.due, action.due_words, action.check_in_days) == (None, "", 90)


def test_a_second_action_under_a_point_is_numbered_after_the_first(client, draft, action):
    factories.action(draft, reference="9.1", point="9", position=8001)
    action.position = 7001
    factories.saved(action)

    add(client, draft)
    add(client, draft)

    assert references(draft) == ["8.1", "8.2", "8.3", "9.1"]


def test_a_local_action_stands_last_and_is_called_local(client, draft, action):
    response = add(client, draft, point="", title="A reading group")

    assert references(draft) == ["8.1", "L.1"]
    assert "L.1 A reading group" in words(client.get(response.location))


def test_a_point_that_the_template_does_not_have_is_refused(client, draft, action):
    response = add(client, draft, point="11")

    assert "Choose from the list" in words(response)
    assert references(draft) == ["8.1"]


def test_an_action_without_a_title_is_not_added(client, draft):
    response = add(client, draft, title="")

    assert "Enter a title" in words(response)
    assert references(draft) == []


def test_nothing_is_added_to_an_adopted_plan(client, draft):
    draft.state = "adopted"
    factories.saved(draft)

    response = add(client, draft)

    assert "It is changed on its own pages now" in words(response)
    assert references(draft) == []


def test_removing_asks_first_and_takes_all_that_hangs_on_it(client, draft, action, chair):
    milestone = factories.milestone(action)
    factories.measure_link(action)
    assign(client, action, owner_post_id=action.owner_post_id, helping=[f"post-{chair.id}"])
    address = f"/actions/{action.id}/remove"

    assert "with its 1 milestone" in words(client.get(address))
    assert references(draft) == ["8.1"]

    response = client.post(address)

    assert response.location.endswith(f"/plans/{draft.id}/draft")
    assert references(draft) == []
    for kind in (Milestone, MeasureLink, ActionHelper):
        assert db.session.query(kind).count() == 0, f"{kind.__name__} of {milestone}"
    entry = db.session.query(AuditEntry).filter_by(did="removed an action").one()
    assert entry.details == {"reference": "8.1"}


def test_removing_twice_finds_nothing_the_second_time(client, action):
    address = f"/actions/{action.id}/remove"
    client.post(address)

    assert client.post(address).status_code == 404


def test_what_is_removed_leaves_its_number_free(client, draft, action):
    add(client, draft)
    client.post(f"/actions/{action.id}/remove")

    add(client, draft)

    assert references(draft) == ["8.1", "8.2"]


def test_an_action_that_somebody_has_spoken_of_stays(client, action, owner):
    factories.check_in(action, owner)

    response = client.post(f"/actions/{action.id}/remove")

    assert "Something has been said of this action already" in words(response)
    assert db.session.query(Action).count() == 1


def test_an_adopted_action_is_not_removed(client, draft, action):
    draft.state = "adopted"
    factories.saved(draft)

    response = client.post(f"/actions/{action.id}/remove")

    assert "It is changed on its own pages now" in words(response)
    assert db.session.query(Action).count() == 1


def test_a_milestone_is_taken_out_of_a_draft(client, action):
    milestone = factories.milestone(action)
    address = f"/actions/{action.id}/milestones/{milestone.id}/remove"

    assert "Panels trained" in words(client.get(address))
    client.post(address)

    assert db.session.query(Milestone).count() == 0


def test_a_milestone_with_evidence_stays(client, action):
    milestone = factories.milestone(action)
    shown = {"kind": "minutes", "stance": "supports", "title": "Minutes of the first panel"}
    factories.saved(
        Evidence(action_id=action.id, milestone_id=milestone.id, added_on=TODAY, **shown)
    )

    response = client.post(f"/actions/{action.id}/milestones/{milestone.id}/remove")

    assert "There is evidence for this milestone already" in words(response)
    assert db.session.query(Milestone).count() == 1


def test_a_milestone_is_reached_only_through_its_own_action(client, draft, action):
    milestone = factories.milestone(factories.action(draft, reference="9.1"))

    response = client.post(f"/actions/{action.id}/milestones/{milestone.id}/remove")

    assert response.status_code == 404
    assert db.session.query(Milestone).count() == 1


def test_a_draft_action_says_what_it_lacks(client, action):
    shown = words(client.get(f"/actions/{action.id}/draft"))

    assert "It needs a reviewer, a promise and when it is due." in shown
    assert "Of the nine WRES indicators, 1, 2, 4 and 7 would fit this point." in shown


def test_a_draft_action_shows_all_that_is_known_of_it(client, ready):
    factories.milestone(ready, title="First panels trained", evidence_required=True)
    factories.measure_link(ready)

    shown = words(client.get(f"/actions/{ready.id}/draft"))

    assert "Chief People Officer (Tom Hartley)" in shown
    assert "Two on every panel for band 8a and above" in shown
    assert "First panels trained Due 18 December 2026. Asks for evidence." in shown
    assert "Indicator 2 Role: progress of this" in shown
    assert "Not ready" not in shown
