"""Who sees a plan in the making, and who may change it."""

import pytest

from tests import factories
from tests.client import words
from tests.drafting import answers
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.permissions import Role

pytestmark = pytest.mark.sqlite_only

FOR_THE_LEAD = {
    "/organisations/{organisation}/plans/add": answers.frame(),
    "/plans/{plan}/edit": answers.frame(),
    "/plans/{plan}/owners": {},
    "/plans/{plan}/groups/add": {"name": "HR leads of the region"},
    "/plans/{plan}/actions/add": {"point": "8", "title": "A second"},
    "/plans/{plan}/consult": {},
    "/plans/{plan}/adopt": answers.meeting(),
    "/plans/{plan}/publish": {},
    "/plans/{plan}/board-looks/add": answers.meeting(),
    "/actions/{action}/remove": {},
}
FOR_THE_OWNER = {
    "/actions/{action}/edit": answers.words(),
    "/actions/{action}/people": {},
    "/actions/{action}/dates": answers.dates(),
    "/actions/{action}/milestones/{milestone}/remove": {},
}
TO_READ = ("/plans/{plan}/draft", "/actions/{action}/draft")
SENT = {**FOR_THE_LEAD, **FOR_THE_OWNER}
PAGES = (*SENT, *TO_READ)


@pytest.fixture
def at(trust, draft, action):
    """The address of a page about the trust, its draft or the draft's action."""
    ids = {
        "organisation": trust.id,
        "plan": draft.id,
        "action": action.id,
        "milestone": factories.milestone(action).id,
    }
    return lambda path: path.format(**ids)


def acts():
    return db.session.query(AuditEntry).count()


def answers_to(client, at, paths):
    """What each page answers to somebody who looks at it."""
    return {path: client.get(at(path)).status_code for path in paths}


def answers_to_changes(client, at):
    """What each page answers to somebody who sends its form, and how many of them did anything."""
    before = acts()
    codes = {path: client.post(at(path), data=typed).status_code for path, typed in SENT.items()}
    return codes, acts() - before


def test_the_equality_lead_sees_every_page_of_a_draft(client, lead, at):
    assert answers_to(client.sign_in(lead), at, PAGES) == dict.fromkeys(PAGES, 200)


def test_to_a_lead_of_another_organisation_no_such_page_exists(client, stranger, at):
    client.sign_in(stranger)

    assert answers_to(client, at, PAGES) == dict.fromkeys(PAGES, 404)
    assert answers_to_changes(client, at) == (dict.fromkeys(SENT, 404), 0)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.VIEWER, Role.STAFF_MEMBER])
def test_nobody_else_in_the_organisation_changes_a_draft(client, trust, at, role):
    client.sign_in(factories.person(trust, role))

    assert answers_to_changes(client, at) == (dict.fromkeys(SENT, 403), 0)


def test_somebody_not_signed_in_is_asked_to_sign_in(client, at):
    for path in PAGES:
        assert client.get(at(path)).location.endswith("/sign-in"), path


def test_the_owner_fills_in_their_own_action_and_does_not_run_the_plan(client, owner, at):
    client.sign_in(owner)

    assert answers_to(client, at, FOR_THE_OWNER) == dict.fromkeys(FOR_THE_OWNER, 200)
    assert answers_to(client, at, FOR_THE_LEAD) == dict.fromkeys(FOR_THE_LEAD, 403)


def test_the_owner_of_another_action_does_not_fill_in_this_one(client, trust, draft, at):
    other = factories.person(name="Grace Adeyemi")
    factories.action(draft, factories.post(trust, other))

    assert client.sign_in(other).get(at("/actions/{action}/edit")).status_code == 403


def test_a_delegate_fills_in_for_the_owner(client, trust, people_officer, at):
    delegate = factories.person(trust, Role.STAFF_MEMBER)
    holding = factories.hold(people_officer, factories.person(), acting=True)
    factories.delegate(holding, delegate)

    assert client.sign_in(delegate).get(at("/actions/{action}/edit")).status_code == 200


def test_an_adopted_action_is_no_longer_filled_in(client, lead, draft, action, at):
    draft.state = "adopted"
    factories.saved(draft)

    answered = answers_to(client.sign_in(lead), at, FOR_THE_OWNER)

    assert answered == dict.fromkeys(FOR_THE_OWNER, 403)


@pytest.mark.parametrize("path", TO_READ)
def test_a_network_member_reads_a_draft_only_once_it_is_out_for_consultation(
    client, draft, member, at, path
):
    address = at(path)
    client.sign_in(member)

    assert client.get(address).status_code == 403

    draft.state = "consulting"
    factories.saved(draft)

    shown = client.get(address)
    assert shown.status_code == 200
    assert "Change" not in words(shown)


@pytest.mark.parametrize("path", TO_READ)
def test_an_adopted_plan_is_read_on_its_own_pages(client, lead, draft, at, path):
    address = at(path)
    draft.state = "adopted"
    factories.saved(draft)

    assert client.sign_in(lead).get(address).location == address.removesuffix("/draft")


def test_a_draft_is_not_among_the_plans_of_those_who_may_not_read_it(
    client, trust, draft, colleague, stranger
):
    for person in (colleague, stranger):
        shown = client.sign_in(person).get(f"/organisations/{trust.id}/plans")

        assert shown.status_code == 200
        assert draft.title not in words(shown)
        assert "Start a plan" not in words(shown)


def test_a_stranger_finds_a_plan_once_it_is_published(client, trust, stranger):
    plan = factories.plan(trust)
    client.sign_in(stranger)
    address = f"/organisations/{trust.id}/plans"

    assert plan.title not in words(client.get(address))

    plan.published_on = plan.adopted_on
    factories.saved(plan)

    assert plan.title in words(client.get(address))


def test_an_owner_finds_their_draft_actions_among_the_plans(client, trust, owner, action):
    shown = client.sign_in(owner).get(f"/organisations/{trust.id}/plans")

    assert "Yours to fill in" in words(shown)
    assert f"/actions/{action.id}/draft" in shown.text
