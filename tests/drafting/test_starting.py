"""Starting a plan from a template, and saying who does now what its historic owners did."""

from datetime import date

import pytest

from tests import factories
from tests.client import page, words
from tests.drafting import answers
from tests.drafting.answers import HOSTILE
from tracker.audit import AuditEntry
from tracker.drafting import whom
from tracker.extensions import db
from tracker.organisations.models import Body
from tracker.plan.models import Action, ActionHelper, Plan


def start(client, trust, **typed):
    return client.post(f"/organisations/{trust.id}/plans/add", data=answers.frame(**typed))


def plans():
    return db.session.query(Plan).order_by(Plan.id).all()


def actions(plan):
    return db.session.query(Action).filter_by(plan_id=plan.id).order_by(Action.position).all()


def match(client, plan, **chosen):
    """Say who follows historic owners, each by a word of their name."""
    matches = whom.matches_of(plan.id)
    typed = {m.field: key for m in matches for part, key in chosen.items() if part in m.name}
    typed["version"] = plan.version
    return client.post(f"/plans/{plan.id}/owners", data=typed)


@pytest.fixture
def begun(client, trust, lead):
    """A draft fresh from the template, looked at by the lead."""
    start(client.sign_in(lead), trust)
    [plan] = plans()
    return plan


def test_an_organisation_without_a_plan_is_told_what_to_do_next(client, trust, lead, colleague):
    address = f"/organisations/{trust.id}/plans"

    assert "There is no plan here yet. Start one" in words(client.sign_in(lead).get(address))
    assert "once it is adopted" in words(client.sign_in(colleague).get(address))


def test_a_plan_begins_as_a_draft_with_an_action_for_each_point(begun):
    found = actions(begun)

    assert begun.state == "draft"
    assert [action.reference for action in found] == [f"{n}.1" for n in range(1, 11)]
    assert {action.start for action in found} == {date(2027, 4, 1)}
    assert {action.owner_post_id for action in found} == {None}
    assert found[5].title == "Mentoring"
    assert found[5].named_in_template == "All senior leaders in DH and NHS"
    assert found[5].theory_tags == ["hearts and minds", "confidence and capability to act"]


def test_starting_a_plan_is_on_the_record(begun, lead):
    entry = db.session.query(AuditEntry).filter_by(did="began a plan").one()

    assert (entry.person_id, entry.capacity) == (lead.id, "equality lead")
    assert entry.organisation_id == begun.organisation_id


def test_the_next_question_is_who_does_this_now(client, trust, lead):
    response = start(client.sign_in(lead), trust)

    assert response.location.endswith("/owners")


def test_a_template_that_names_no_owners_of_old_asks_for_none(client, trust, lead, monkeypatch):
    monkeypatch.setattr(whom, "matches_of", lambda plan_id: [])

    response = start(client.sign_in(lead), trust, template="edi-improvement-2023")

    assert response.location.endswith("/draft")


def test_every_template_says_where_it_comes_from_and_what_it_holds(client, trust, lead):
    shown = words(client.sign_in(lead).get(f"/organisations/{trust.id}/plans/add"))

    assert "Department of Health, Race Equality Action Plan, February 2004" in shown
    assert "10 Celebrate achievements" in shown
    assert "5 Internationally recruited staff" in shown


def test_nothing_typed_is_everything_asked_for(client, trust, lead):
    response = client.sign_in(lead).post(f"/organisations/{trust.id}/plans/add", data={})

    shown = words(response)
    assert page(response).title.get_text().startswith("Error: ")
    for message in (
        "Choose what the plan starts from",
        "Enter a title",
        "Enter the first day of the plan",
        "Enter the last day of the plan",
    ):
        assert message in shown
    assert plans() == []


def test_a_plan_that_ends_before_it_begins_is_refused_and_what_was_typed_is_kept(
    client, trust, lead
):
    backwards = answers.day("until", date(2026, 3, 31))

    response = start(client.sign_in(lead), trust, title="Backwards", **backwards)

    assert "The plan must end after it begins" in words(response)
    assert 'value="Backwards"' in response.text
    assert 'value="2026"' in response.text
    assert plans() == []


def test_a_title_of_5000_characters_is_refused_and_kept(client, trust, lead):
    response = start(client.sign_in(lead), trust, title="x" * 5000)

    assert "Shorten this to 200 characters or fewer" in words(response)
    assert "x" * 5000 in response.text
    assert plans() == []


def test_a_template_that_does_not_exist_is_refused(client, trust, lead):
    response = start(client.sign_in(lead), trust, template="../../etc/passwd")

    assert "There is a problem" in words(response)
    assert plans() == []


def test_a_hostile_title_is_shown_as_text(client, trust, lead):
    start(client.sign_in(lead), trust, title=HOSTILE)
    [plan] = plans()

    for path in ("draft", "owners", "edit", "actions/add", "consult", "adopt"):
        shown = client.get(f"/plans/{plan.id}/{path}")
        assert HOSTILE not in shown.text
        assert HOSTILE in words(shown)


def test_pressing_twice_makes_one_plan(client, trust, lead):
    client.sign_in(lead)

    start(client, trust)
    again = start(client, trust)

    assert "There is a draft with this title" in words(again)
    assert len(plans()) == 1


def test_fields_that_nobody_asked_for_change_nothing(client, trust, elsewhere, lead):
    start(client.sign_in(lead), trust, state="adopted", organisation_id=elsewhere.id, id=999)

    [plan] = plans()
    assert (plan.state, plan.organisation_id, plan.adopted_on) == ("draft", trust.id, None)


def test_a_sponsor_of_another_organisation_is_refused(client, trust, elsewhere, lead):
    foreign = factories.post(elsewhere)

    response = start(client.sign_in(lead), trust, sponsor_post_id=foreign.id)

    assert "Choose from the list" in words(response)
    assert plans() == []


def test_a_plan_of_another_organisation_is_not_replaced(client, trust, elsewhere, lead):
    theirs = factories.plan(elsewhere)

    response = start(client.sign_in(lead), trust, supersedes_id=theirs.id)

    assert "Choose from the list" in words(response)
    assert plans() == [theirs]


def test_a_drafts_frame_is_changed_and_actions_that_begin_with_it_move_too(client, begun, chair):
    later = actions(begun)[0]
    later.start = date(2027, 9, 1)
    factories.saved(later)
    moved = answers.day("since", date(2027, 10, 1))

    client.post(
        f"/plans/{begun.id}/edit",
        data=answers.frame(title="Later", version=begun.version, sponsor_post_id=chair.id) | moved,
    )

    assert (begun.title, begun.since, begun.sponsor_post_id) == (
        "Later",
        date(2027, 10, 1),
        chair.id,
    )
    assert later.start == date(2027, 9, 1)
    assert actions(begun)[1].start == date(2027, 10, 1)


def test_a_plan_does_not_begin_after_one_of_its_actions_is_due(client, begun):
    due = actions(begun)[0]
    due.due = date(2027, 9, 30)
    factories.saved(due)
    later = answers.day("since", date(2027, 10, 1))

    response = client.post(
        f"/plans/{begun.id}/edit", data=answers.frame(version=begun.version) | later
    )

    assert "Due before that day: 1.1. Change when it is due." in words(response)
    assert begun.since == date(2027, 4, 1)


def test_two_leads_who_edit_the_frame_at_once_see_each_others_words(client, begun):
    before = begun.version
    client.post(f"/plans/{begun.id}/edit", data=answers.frame(title="Hers", version=before))

    second = client.post(f"/plans/{begun.id}/edit", data=answers.frame(title="His", version=before))

    assert second.status_code == 409
    assert "What it says now" in words(second)
    assert "Hers" in words(second)
    assert 'value="His"' in second.text
    assert begun.title == "Hers"


def test_after_reading_both_the_second_may_save(client, begun):
    before = begun.version
    client.post(f"/plans/{begun.id}/edit", data=answers.frame(title="Hers", version=before))
    second = client.post(f"/plans/{begun.id}/edit", data=answers.frame(title="His", version=before))
    now = page(second).find("input", {"name": "version"})["value"]

    client.post(f"/plans/{begun.id}/edit", data=answers.frame(title="His", version=now))

    assert begun.title == "His"


def test_the_frame_of_an_adopted_plan_is_not_edited(client, begun):
    begun.state = "adopted"
    factories.saved(begun)

    response = client.post(
        f"/plans/{begun.id}/edit", data=answers.frame(title="Quietly", version=begun.version)
    )

    assert "It is changed on its own pages now, with a reason" in words(response)
    assert begun.title != "Quietly"


def test_the_post_that_follows_a_historic_owner_owns_its_actions(client, begun, people_officer):
    key = f"post-{people_officer.id}"

    response = match(client, begun, **{"NHS Leadership Centre": key})

    assert response.location.endswith("/draft")
    owners = {action.reference: action.owner_post_id for action in actions(begun)}
    assert owners["8.1"] == owners["9.1"] == people_officer.id
    assert owners["7.1"] is None
    assert "NHS Leadership Centre" in actions(begun)[7].named_in_template


def test_one_post_may_follow_several_and_a_group_helps(client, trust, begun, people_officer):
    group = factories.saved(Body(organisation_id=trust.id, name="HR leads of the region"))

    match(client, begun, HR=f"body-{group.id}", NHSU=f"post-{people_officer.id}")

    eight = actions(begun)[7]
    [helper] = db.session.query(ActionHelper).filter_by(action_id=eight.id)
    assert (eight.owner_post_id, helper.body_id) == (people_officer.id, group.id)


def test_matching_again_follows_the_new_answer(client, begun, people_officer, chair):
    match(client, begun, NHSU=f"post-{people_officer.id}")

    match(client, begun, NHSU=f"post-{chair.id}")

    assert actions(begun)[7].owner_post_id == chair.id


def test_matching_again_leaves_alone_whom_somebody_chose_since(
    client, begun, people_officer, chair
):
    match(client, begun, NHSU=f"post-{people_officer.id}")
    eight = actions(begun)[7]
    eight.owner_post_id = chair.id
    factories.saved(eight)

    match(client, begun, NHSU="")

    assert eight.owner_post_id == chair.id


def test_an_owner_who_would_review_their_own_action_is_refused(client, begun, people_officer):
    eight = actions(begun)[7]
    eight.reviewer_post_id = people_officer.id
    factories.saved(eight)

    response = match(client, begun, NHSU=f"post-{people_officer.id}")

    assert "The post that would own 8.1 reviews it" in words(response)
    assert eight.owner_post_id is None


def test_a_post_of_another_organisation_follows_nobody(client, begun, elsewhere):
    foreign = factories.post(elsewhere)

    response = match(client, begun, NHSU=f"post-{foreign.id}")

    assert "Choose from the list" in words(response)
    assert actions(begun)[7].owner_post_id is None


def test_a_post_that_is_closed_follows_nobody(client, begun, people_officer):
    people_officer.closed_on = date(2026, 1, 1)
    factories.saved(people_officer)

    response = match(client, begun, NHSU=f"post-{people_officer.id}")

    assert "Choose from the list" in words(response)


def test_two_who_match_owners_at_once_see_each_others_answers(client, begun, people_officer, chair):
    opened = begun.version
    match(client, begun, NHSU=f"post-{people_officer.id}")
    [nhsu] = [m.field for m in whom.matches_of(begun.id) if m.name == "NHSU"]

    second = client.post(
        f"/plans/{begun.id}/owners", data={nhsu: f"post-{chair.id}", "version": opened}
    )

    assert second.status_code == 409
    assert "Chief People Officer, Tom Hartley" in words(second)
    assert actions(begun)[7].owner_post_id == people_officer.id


def test_an_organisation_without_posts_is_told_who_adds_them(client, begun):
    assert "No posts here yet" in words(client.get(f"/plans/{begun.id}/owners"))


def test_a_group_is_added_once(client, begun):
    address = f"/plans/{begun.id}/groups/add"

    client.post(address, data={"name": "HR leads"})
    again = client.post(address, data={"name": "hr leads"})

    assert "This group is here already" in words(again)
    assert db.session.query(Body).count() == 1
    assert "HR leads" in client.get(f"/plans/{begun.id}/owners").text
