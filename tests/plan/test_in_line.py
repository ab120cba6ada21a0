"""A reviewer whom a change of line brings under the owner: told before it and until mended."""

import pytest
import sqlalchemy as sa

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tests.plan.conftest import errors_of, loaded
from tracker.accounts.reviewing import brought_in_line, in_line
from tracker.accounts.standing import standing_of
from tracker.extensions import db
from tracker.permissions import Role
from tracker.plan.in_line import duties_about, duties_of, in_line_on
from tracker.plan.models import Action

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def colin(trust):
    return factories.person(trust, Role.ADMINISTRATOR, name="Colin Dray")


@pytest.fixture
def assistant(trust, owning):
    """A post under the owner, through which another can come into the line."""
    return factories.post(trust, title="Deputy", line_post_id=owning.id)


def change(client, post, **typed):
    usual = {"title": post.title, "line_post_id": post.line_post_id or "", "version": post.version}
    return client.post(f"/posts/{post.id}/edit", data=usual | typed)


def crossed(post, line):
    post.line_post_id = line.id
    return factories.saved(post)


def owed(person):
    """What somebody owes, which the pages of the actions say alike, one by one."""
    standing = standing_of(person.id, TODAY)
    actions = [loaded(each) for each in db.session.scalars(sa.select(Action)).all()]
    crossing = [found for each in actions if (found := in_line_on(each, TODAY))]
    owed = duties_of(standing, TODAY)
    assert duties_about(crossing, standing, TODAY) == owed
    return owed


@pytest.mark.usefixtures("action")
def test_a_line_that_brings_a_reviewer_under_the_owner_is_saved_only_by_one_who_knows(
    client, colin, reviewing, assistant
):
    client.sign_in(colin)
    told = "8.1 Independent panel members from band 8a is owned by Chief executive and reviewed by"

    shown = change(client, reviewing, line_post_id=assistant.id, title="Vice-chair, deputy")

    assert errors_of(shown) == [
        "Read which reviewers this brings into the owner’s line, then tick that you know"
    ]
    assert f"{told} Vice-chair" in words(shown)
    assert page(shown).select_one("input#title")["value"] == "Vice-chair, deputy"
    assert page(shown).select_one("#line_post_id option[selected]")["value"] == str(assistant.id)
    assert reviewing.line_post_id is None

    response = change(client, reviewing, line_post_id=assistant.id, knowing="y")

    assert response.location == f"/posts/{reviewing.id}"
    assert reviewing.line_post_id == assistant.id
    for post in (reviewing, assistant):  # the one at its end, and one between
        assert f"{told} Vice-chair" in words(client.get(f"/posts/{post.id}"))
    assert change(client, reviewing, title="Vice-chair again").status_code == 302


def test_a_line_that_brings_nobody_under_an_owner_asks_nothing_more(
    client, colin, action, owning, reviewing
):
    client.sign_in(colin)

    assert "Reviewers that this brings" not in client.get(f"/posts/{owning.id}/edit").text
    assert change(client, owning, line_post_id=reviewing.id).status_code == 302
    assert "in the owner’s line" not in words(client.get(f"/posts/{owning.id}"))


def test_a_move_of_a_post_between_counts_as_well(trust, action, owning, reviewing):
    between = factories.post(trust, title="Head of Inclusion")
    crossed(reviewing, between)

    assert in_line(trust.id, TODAY) == []
    [found] = brought_in_line(trust.id, {between.id: owning.id}, TODAY)

    assert (found.reviewer, found.owner, found.is_new) == ("Vice-chair", "Chief executive", True)
    assert found.way == (reviewing.id, between.id, owning.id)
    assert brought_in_line(trust.id, {between.id: None}, TODAY) == []


def test_what_is_so_already_is_not_brought_about_again(trust, action, owning, reviewing):
    crossed(reviewing, owning)
    other = factories.post(trust, title="Chair")

    assert len(in_line(trust.id, TODAY)) == 1
    assert brought_in_line(trust.id, {owning.id: other.id}, TODAY) == []


@pytest.mark.parametrize("state", ["draft", "consulting", "closed"])
def test_only_plans_that_are_lived_by_count(trust, plan, action, owning, reviewing, state):
    """A plan in the making is not adopted before its reviewers are mended."""
    crossed(reviewing, owning)
    plan.state = state
    factories.saved(plan)

    assert in_line(trust.id, TODAY) == []


def test_what_is_stopped_or_merged_needs_no_other_reviewer(
    trust, plan, action, owning, reviewing, chief
):
    crossed(reviewing, owning)
    factories.action(plan, owning, reviewing, merged_into_id=action.id)
    factories.check_in(action, chief, phase="stopped")

    assert in_line(trust.id, TODAY) == []


def test_an_old_circle_is_gone_round_once(trust, action, owning, reviewing):
    other = factories.post(trust, title="Chair", line_post_id=reviewing.id)
    crossed(reviewing, other)

    assert in_line(trust.id, TODAY) == []


def test_the_lead_owes_another_reviewer_until_there_is_one(
    client, trust, plan, action, owning, reviewing, lead
):
    other = factories.post(trust, title="Non-executive director")
    assert owed(lead) == []
    crossed(reviewing, owning)

    [duty] = owed(lead)
    assert (duty.kind, duty.due, duty.endpoint) == ("due", TODAY, "plan.change_action")
    home = words(client.sign_in(lead).get("/home"))
    assert "Name another reviewer for 8.1 Independent panel members from band 8a" in home
    assert "The reviewer reports to the owner. By Monday 23 November" in home

    shown = client.get(f"/actions/{action.id}")
    assert "Vice-chair reports to Chief executive, whose action this is." in words(shown)
    way = page(shown).select_one("#you-owe ~ * a")["href"]
    data = {
        "owner_post_id": owning.id,
        "reviewer_post_id": other.id,
        "reason": "The line was changed.",
        "version": action.version,
        "due-day": 31,
        "due-month": 3,
        "due-year": 2028,
    }
    assert client.post(way, data=data).status_code == 302
    assert owed(lead) == []
    assert "whose action this is" not in client.get(f"/actions/{action.id}").text


def test_nobody_else_owes_it(action, owning, reviewing, chief, vice, stranger, colin):
    crossed(reviewing, owning)
    national = factories.person(factories.organisation(kind="national"), Role.EQUALITY_LEAD)

    assert [owed(person) for person in (chief, vice, stranger, colin, national)] == [[]] * 5


def test_only_whoever_may_name_another_is_led_there(
    client, trust, action, owning, reviewing, colin
):
    crossed(reviewing, owning)
    address = f"/actions/{action.id}/change"

    assert address not in client.sign_in(colin).get(f"/posts/{reviewing.id}").text
    factories.grant(colin, Role.EQUALITY_LEAD, trust)
    assert address in client.get(f"/posts/{reviewing.id}").text


def test_ten_more_actions_cost_no_more_questions(client, plan, action, owning, reviewing, lead):
    crossed(reviewing, owning)
    client.sign_in(lead).get("/home")
    before = client.queries
    for _ in range(10):
        factories.action(plan, owning, reviewing)
    db.session.commit()

    assert "eleven" in words(client.get("/home")) or "11" in words(client.get("/home"))
    assert client.queries == before
