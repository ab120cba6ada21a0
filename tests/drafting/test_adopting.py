"""Consulting on a draft, adopting it, publishing it, and noting that the board looked."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.client import words
from tests.conftest import TODAY
from tests.drafting import answers
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.plan.models import BoardLook


@pytest.fixture(autouse=True)
def signed_in(client, lead):
    client.sign_in(lead)


def adopt(client, plan, **typed):
    return client.post(f"/plans/{plan.id}/adopt", data=answers.meeting(**typed))


def publish(client, plan):
    return client.post(f"/plans/{plan.id}/publish")


def look(client, plan, **typed):
    return client.post(f"/plans/{plan.id}/board-looks/add", data=answers.meeting(**typed))


def acts(did):
    return db.session.query(AuditEntry).filter_by(did=did).order_by(AuditEntry.id).all()


def test_a_draft_goes_out_for_consultation_once(client, draft, action):
    client.post(f"/plans/{draft.id}/consult")
    again = client.post(f"/plans/{draft.id}/consult")

    assert draft.state == "consulting"
    assert "This plan is out for consultation already" in words(again)
    assert len(acts("began to consult")) == 1


def test_whoever_will_read_the_draft_is_named_first(client, trust, draft):
    address = f"/plans/{draft.id}/consult"

    assert "No staff network covers Northbridge" in words(client.get(address))

    factories.network(trust, name="Northbridge REACH network")

    assert "Northbridge REACH network" in words(client.get(address))


def test_a_draft_without_actions_is_not_consulted_on(client, draft):
    response = client.post(f"/plans/{draft.id}/consult")

    assert "This plan has no actions. Add one first." in words(response)
    assert draft.state == "draft"


def test_the_draft_goes_on_being_filled_in_during_the_consultation(client, consulting, action):
    client.post(
        f"/actions/{action.id}/edit", data=answers.words(version=action.version, title="Heard")
    )

    assert action.title == "Heard"


def test_a_plan_that_is_ready_is_adopted_with_its_day_and_meeting(client, consulting, ready):
    response = adopt(client, consulting)

    assert response.location.endswith(f"/plans/{consulting.id}")
    assert consulting.state == "adopted"
    assert (consulting.adopted_on, consulting.adopted_by) == (date(2026, 11, 20), "Trust board")
    [entry] = acts("adopted a plan")
    assert entry.details == {"on": "2026-11-20", "actions": 1}


def test_a_plan_is_not_adopted_before_it_was_consulted_on(client, draft, ready):
    response = adopt(client, draft)

    assert "Put the plan out for consultation first" in words(response)
    assert draft.state == "draft"


def test_a_plan_is_not_adopted_while_an_action_lacks_something(client, consulting, action):
    response = adopt(client, consulting)

    shown = words(response)
    assert "1 of 1 actions are not ready" in shown
    assert "8.1 Independent panel members from band 8a Needs a reviewer, a promise and" in shown
    assert consulting.state == "consulting"


@pytest.mark.parametrize(
    "missing",
    [
        {"owner_post_id": None},
        {"reviewer_post_id": None},
        {"promise": "  "},
        {"due": None},
    ],
)
def test_each_thing_that_is_missing_stops_adopting(client, consulting, ready, missing):
    for column, value in missing.items():
        setattr(ready, column, value)
    factories.saved(ready)

    adopt(client, consulting)

    assert consulting.state == "consulting"


def test_an_ongoing_action_is_no_less_ready(client, consulting, ready):
    ready.due, ready.due_words = None, "ongoing"
    factories.saved(ready)

    adopt(client, consulting)

    assert consulting.state == "adopted"


def test_a_plan_without_actions_is_not_adopted(client, consulting):
    adopt(client, consulting)

    assert consulting.state == "consulting"


def test_a_reviewer_who_came_to_hold_the_owners_post_too_stops_adopting(
    client, consulting, ready, owner, chair
):
    factories.hold(chair, owner, acting=True)

    response = adopt(client, consulting)

    assert "Needs another reviewer" in words(response)
    assert consulting.state == "consulting"


def test_an_owner_whose_post_was_closed_stops_adopting(client, consulting, ready, people_officer):
    people_officer.closed_on = date(2026, 6, 30)
    factories.saved(people_officer)

    response = adopt(client, consulting)

    assert "Needs an owner" in words(response)


def test_a_plan_is_not_adopted_in_the_future(client, consulting, ready):
    response = adopt(client, consulting, **answers.day("on", TODAY + timedelta(days=1)))

    assert "The day it was adopted must be today or in the past" in words(response)
    assert consulting.state == "consulting"


def test_adopting_asks_which_meeting_it_was(client, consulting, ready):
    response = client.post(f"/plans/{consulting.id}/adopt", data={"meeting": " "})

    assert "Enter the day of the meeting" in words(response)
    assert "Enter which meeting it was" in words(response)


def test_adopting_twice_is_refused_and_the_first_day_stays(client, consulting, ready):
    adopt(client, consulting)

    again = adopt(client, consulting, **answers.day("on", TODAY))

    assert "This plan is adopted" in words(again)
    assert consulting.adopted_on == date(2026, 11, 20)
    assert len(acts("adopted a plan")) == 1


def test_the_plan_that_is_replaced_closes_on_the_same_day(client, trust, consulting, ready):
    old = factories.plan(trust, title="The old plan")
    consulting.supersedes_id = old.id
    factories.saved(consulting)

    assert "The old plan closes on the same day" in words(
        client.get(f"/plans/{consulting.id}/adopt")
    )
    adopt(client, consulting)

    assert (old.state, old.closed_on) == ("closed", date(2026, 11, 20))
    assert len(acts("closed a plan")) == 1
    shown = words(client.get(f"/organisations/{trust.id}/plans"))
    assert "Closed on 20 November 2026, replaced by Race equality plan 2027 to 2030" in shown


def test_a_plan_does_not_replace_one_adopted_after_it(client, trust, consulting, ready):
    old = factories.plan(trust, adopted_on=TODAY)
    consulting.supersedes_id = old.id
    factories.saved(consulting)

    response = adopt(client, consulting)

    assert "The plan that it replaces was adopted later than that" in words(response)
    assert (old.state, consulting.state) == ("adopted", "consulting")


def test_a_plan_that_is_closed_already_stays_closed_on_its_day(client, trust, consulting, ready):
    old = factories.plan(trust, state="closed", closed_on=date(2026, 9, 1))
    consulting.supersedes_id = old.id
    factories.saved(consulting)

    adopt(client, consulting)

    assert consulting.state == "adopted"
    assert old.closed_on == date(2026, 9, 1)


def test_an_adopted_plan_is_published_today_and_once(client, trust):
    plan = factories.plan(trust)

    assert "without an account" in words(client.get(f"/plans/{plan.id}/publish"))
    publish(client, plan)
    again = publish(client, plan)

    assert plan.published_on == TODAY
    assert "This plan is published already" in words(again)
    assert len(acts("published a plan")) == 1


def test_a_draft_is_not_published(client, draft):
    assert "Only a plan that the board has adopted" in words(
        client.get(f"/plans/{draft.id}/publish")
    )
    publish(client, draft)

    assert draft.published_on is None


def test_what_is_published_is_read_without_an_account(client, trust):
    plan = factories.plan(trust)
    publish(client, plan)
    client.sign_out()

    assert client.get(f"/published/plans/{plan.id}").status_code == 200
    assert client.get(f"/plans/{plan.id}").location.endswith("/sign-in")


def test_a_look_of_the_board_is_noted_with_its_meeting(client, trust):
    plan = factories.plan(trust)

    look(client, plan)

    [noted] = db.session.query(BoardLook).all()
    assert (noted.plan_id, noted.on, noted.meeting) == (plan.id, date(2026, 11, 20), "Trust board")
    shown = words(client.get(f"/plans/{plan.id}/board-looks/add"))
    assert "20 November 2026, Trust board" in shown


@pytest.mark.parametrize(
    "on, message",
    [
        (TODAY + timedelta(days=1), "The day must be today or in the past"),
        (date(2024, 1, 1), "The plan was adopted later than that"),
    ],
)
def test_the_board_looks_between_adopting_and_today(client, trust, on, message):
    plan = factories.plan(trust)

    response = look(client, plan, **answers.day("on", on))

    assert message in words(response)
    assert db.session.query(BoardLook).count() == 0


def test_one_look_a_day_is_noted(client, trust):
    plan = factories.plan(trust)
    look(client, plan)

    again = look(client, plan)

    assert "That the board looked on this day is noted already" in words(again)
    assert db.session.query(BoardLook).count() == 1


def test_the_board_does_not_look_at_a_draft(client, draft):
    response = look(client, draft)

    assert "The board looks at a plan once it is adopted" in words(response)
