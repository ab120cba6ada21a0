"""Reading a plan and its actions: who may, what it says, and what it never shows."""

from datetime import date

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker.organisations.models import Body
from tracker.permissions import Role
from tracker.plan.models import ActionHelper, BoardLook
from tracker.plan.progress import Evidence

pytestmark = pytest.mark.sqlite_only

HOSTILE = "<script>alert(1)</script>"


def rows_of(response):
    return page(response).select("table.tracker-plan tbody tr")


# The plan of an organisation


def test_the_plan_of_an_organisation_is_the_one_in_force(client, trust, plan, colleague):
    response = client.sign_in(colleague).get(f"/organisations/{trust.id}/plan")

    assert response.location == f"/plans/{plan.id}"


def test_without_a_plan_the_lead_is_told_how_to_start_one(client, trust, lead):
    response = client.sign_in(lead).get(f"/organisations/{trust.id}/plan")

    assert "No plan is adopted yet" in words(response)
    assert page(response).find("a", href=f"/organisations/{trust.id}/plans")


def test_without_a_plan_others_are_told_where_to_read_one(client, trust, colleague):
    response = client.sign_in(colleague).get(f"/organisations/{trust.id}/plan")

    assert "no adopted plan here" in words(response)
    assert page(response).find("a", href="/published")


def test_a_stranger_learns_nothing_of_a_plan_that_is_not_published(client, trust, plan, stranger):
    client.sign_in(stranger)

    assert plan.title not in client.get(f"/organisations/{trust.id}/plan").text
    assert client.get(f"/plans/{plan.id}").status_code == 404
    assert client.get(f"/plans/{plan.id}.csv").status_code == 404


def test_a_stranger_reads_what_the_public_reads_and_no_more(client, trust, action, plan, stranger):
    plan.published_on = TODAY
    factories.saved(plan)
    client.sign_in(stranger)

    assert client.get(f"/organisations/{trust.id}/plan").location == f"/plans/{plan.id}"
    for address in (
        f"/plans/{plan.id}",
        f"/actions/{action.id}",
        f"/actions/{action.id}/history",
    ):
        assert client.get(address).location == f"/published/plans/{plan.id}"
    assert "Amara Okafor" not in client.get(f"/plans/{plan.id}.csv").text
    assert action.title in client.get(f"/published/plans/{plan.id}").text


def test_somebody_not_signed_in_is_asked_to(client, plan):
    assert client.get(f"/plans/{plan.id}").location == "/sign-in"


def test_a_draft_is_not_for_colleagues(client, trust, colleague):
    draft = factories.plan(trust, state="draft", adopted_on=None)

    assert client.sign_in(colleague).get(f"/plans/{draft.id}").status_code == 403


# The page of a plan


def test_a_plan_opens_with_the_sentence_on_disagreement(client, plan, action, chief, trust):
    factories.check_in(action, chief)
    start = factories.figure(trust, year=2025, value=1.5)
    factories.figure(trust, year=2026, value=1.44)
    factories.measure_link(action, factories.target(start))

    response = client.sign_in(chief).get(f"/plans/{plan.id}")

    assert "The verdicts disagree on 1 of 1 action" in words(response)
    assert "Owners say on course for 1; the data say so for 0." in words(response)
    [row] = rows_of(response)
    assert "tracker-plan__differ" in row["class"]
    assert "Disagree" in row.get_text()


def test_a_plan_says_how_old_it_is(client, plan, action, chief):
    factories.saved(BoardLook(plan_id=plan.id, on=date(2026, 6, 1), meeting="Board"))
    factories.saved(BoardLook(plan_id=plan.id, on=date(2026, 9, 24), meeting="Board"))

    said = words(client.sign_in(chief).get(f"/plans/{plan.id}"))

    assert "As at Monday 23 November 2026. Adopted on 27 March 2025 by Trust board." in said
    assert "The board last looked 60 days ago, on 24 September 2026." in said


def test_a_row_names_the_owner_and_the_age_of_the_claim(client, plan, action, chief):
    factories.check_in(action, chief, on=date(2026, 8, 13))

    [row] = rows_of(client.sign_in(chief).get(f"/plans/{plan.id}"))

    said = " ".join(row.get_text(" ").split())
    assert "Chief executive, Amara Okafor" in said
    assert "Said 102 days ago" in said
    assert "Due 12 days ago" in said
    assert "Not stated" in said
    assert "No panel has looked" in said


def test_a_vacant_post_is_shown_with_its_days(client, plan, trust, chief):
    post = factories.post(trust, title="Director of Strategy")
    factories.hold(post, factories.person(), until=date(2026, 9, 14))
    factories.action(plan, post)

    [row] = rows_of(client.sign_in(viewer_of(trust)).get(f"/plans/{plan.id}"))

    assert "vacant for 70 days" in row.get_text()


def viewer_of(trust):
    return factories.person(trust, Role.VIEWER)


def test_every_count_leads_to_its_rows(client, plan, action, chief, trust):
    factories.check_in(action, chief)
    factories.action(plan, reference="9.1")
    client.sign_in(viewer_of(trust))

    counted = page(client.get(f"/plans/{plan.id}")).select("table.tracker-tally td a")

    assert counted
    for link in counted:
        assert len(rows_of(client.get(link["href"]))) == int(link.get_text())


def test_every_filter_shows_as_many_as_it_says(client, plan, action, trust):
    factories.action(plan, reference="9.1")
    client.sign_in(viewer_of(trust))

    shown = page(client.get(f"/plans/{plan.id}")).select(".tracker-show li")

    for item in shown:
        count = int(item.select_one(".tracker-show__count").get_text())
        assert len(rows_of(client.get(item.a["href"]))) == count


def test_a_filter_with_nothing_in_it_says_which_it_is(client, plan, action, chief):
    response = client.sign_in(chief).get(f"/plans/{plan.id}?show=disagree")

    assert "You asked for: where they disagree." in words(response)
    assert page(response).find("a", href=f"/plans/{plan.id}", string="Show all 1")


def test_a_filter_nobody_made_shows_all(client, plan, action, chief):
    response = client.sign_in(chief).get(f"/plans/{plan.id}?show={HOSTILE}&said={HOSTILE}")

    assert len(rows_of(response)) == 1
    assert HOSTILE not in response.text


def test_a_plan_without_actions_says_so(client, plan, trust):
    response = client.sign_in(viewer_of(trust)).get(f"/plans/{plan.id}")

    assert "This plan has no actions yet" in words(response)


def test_a_draft_says_that_nothing_is_owed(client, trust, lead):
    draft = factories.plan(trust, state="draft", adopted_on=None)
    factories.action(draft)

    response = client.sign_in(lead).get(f"/plans/{draft.id}")

    assert "Not adopted yet" in words(response)


def test_a_plan_asks_as_much_of_the_database_at_200_actions_as_at_5(client, trust, plan):
    target = factories.target(factories.figure(trust, year=2025))
    factories.figure(trust, year=2026)
    client.sign_in(viewer_of(trust))
    fill(trust, plan, target, 5)
    client.get(f"/plans/{plan.id}")
    few = client.queries
    fill(trust, plan, target, 195)

    response = client.get(f"/plans/{plan.id}")

    assert len(rows_of(response)) == 200
    assert client.queries == few <= 7


def fill(trust, plan, target, number):
    """So many actions, each with an owner, a check-in and a target."""
    for _ in range(number):
        holder = factories.person(password_hash=None)
        action = factories.action(plan, factories.post(trust, holder))
        factories.check_in(action, holder)
        factories.measure_link(action, target)


# As a spreadsheet


def test_a_plan_is_downloaded_in_the_columns_of_trusts(client, plan, action, chief):
    factories.check_in(action, chief)

    response = client.sign_in(chief).get(f"/plans/{plan.id}.csv")

    header, row = response.text.lstrip("\ufeff").splitlines()
    assert header.startswith("Ref,Ten-point no.,WRES indicator(s),What the data show,Action")
    assert row.startswith("8.1,8,")
    assert "Amara Okafor" in row
    assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_run_by_a_spreadsheet(client, plan, owning, chief, start):
    factories.action(plan, owning, title=f"{start}cmd|'/c calc'!A0")

    response = client.sign_in(chief).get(f"/plans/{plan.id}.csv")

    assert f",'{start}cmd" in response.text or f"\"'{start}cmd" in response.text


# A published plan


@pytest.fixture
def published(trust, owning, chief):
    owning.senior_leader = True
    plan = factories.plan(trust, published_on=date(2026, 4, 1))
    action = factories.action(
        plan, owning, reference="8.1", promise="Every panel has an independent member."
    )
    factories.check_in(action, chief, done="61 of 74 panels had one.")
    return plan


def test_a_published_plan_needs_no_account(client, published):
    response = client.get(f"/published/plans/{published.id}")

    said = words(response)
    assert "Every panel has an independent member." in said
    assert "Chief executive, Amara Okafor" in said
    assert "61 of 74 panels had one." in said
    assert "Due 31 March 2028" in said


def test_a_published_plan_links_nowhere_that_needs_an_account(client, published):
    links = [a["href"] for a in page(client.get(f"/published/plans/{published.id}")).main("a")]

    assert links
    assert not [href for href in links if href.startswith(("/plans", "/actions"))]


def test_a_published_plan_is_downloaded_without_an_account(client, published):
    response = client.get(f"/published/plans/{published.id}.csv")

    assert "61 of 74 panels had one." in response.text


@pytest.mark.parametrize("ending", ["", ".csv"])
def test_a_plan_that_is_not_published_does_not_exist_in_public(client, plan, ending):
    assert client.get(f"/published/plans/{plan.id}{ending}").status_code == 404


def test_only_senior_leaders_are_named_in_public(client, published, trust):
    post = factories.post(trust, factories.person(name="Junior Holder"), title="Project officer")
    factories.action(published, post)

    for ending in ("", ".csv"):
        text = client.get(f"/published/plans/{published.id}{ending}").text
        assert "Project officer" in text
        assert "Amara Okafor" in text
        assert "Junior Holder" not in text


def test_a_filter_of_a_published_plan_stays_in_public(client, published):
    links = page(client.get(f"/published/plans/{published.id}")).select("table.tracker-tally a")

    assert links
    assert all(a["href"].startswith("/published/plans/") for a in links)


# The page of an action


def test_an_action_says_who_answers_for_it(client, action, chief, trust):
    body = factories.saved(Body(organisation_id=trust.id, name="Recruitment team"))
    factories.saved(ActionHelper(action_id=action.id, body_id=body.id))

    said = words(client.sign_in(chief).get(f"/actions/{action.id}"))

    assert "Chief executive , held by Amara Okafor since 1 April 2020." in said
    assert "Recruitment team" in said
    assert "Vice-chair (Judith Fairclough)" in said


def test_an_action_lists_what_its_reader_owes_on_it(client, action, chief, vice):
    factories.check_in(action, chief, on=date(2026, 8, 13))

    owner = words(client.sign_in(chief).get(f"/actions/{action.id}"))
    reviewer = words(client.sign_in(vice).get(f"/actions/{action.id}"))

    assert "You owe Check in on 8.1" in owner
    assert "You owe Accept the check-in on 8.1" in reviewer


def test_an_action_reads_its_figures_out(client, action, chief, trust):
    start = factories.figure(trust, year=2025, value=1.46, white_rate=0.2)
    factories.figure(trust, year=2026, value=1.44)
    factories.measure_link(action, factories.target(start, value=1.2))

    response = client.sign_in(chief).get(f"/actions/{action.id}")

    said = words(response)
    assert "Behind, at 31 March 2026" in said
    assert "In the year to 31 March 2026: 1.44 times as likely" in said
    assert "of the way from 1.46 to 1.20 is done" in said
    assert page(response).find("svg", role="img")


def test_a_hidden_figure_is_nowhere_on_the_page(client, action, chief, trust):
    start = factories.figure(trust, year=2025, value=1.46)
    factories.figure(
        trust, year=2026, hidden=True, value=7.7777, low=5.5555, high=9.9999, bme_rate=0.123457
    )
    factories.measure_link(action, factories.target(start))

    response = client.sign_in(chief).get(f"/actions/{action.id}")

    assert "Hidden (small numbers)" in words(response)
    for number in ("7.77", "7.78", "5.55", "5.56", "0.1234", "12.3"):
        assert number not in response.text


def test_a_milestone_moved_twice_says_so_in_bold(client, action, chief):
    milestone = factories.milestone(action, due=date(2026, 6, 30))
    client.sign_in(chief)
    for month in (1, 3):
        client.post(
            f"/actions/{action.id}/milestones/{milestone.id}/move",
            data={
                "due-day": "31",
                "due-month": month,
                "due-year": "2027",
                "reason": "Assessors.",
                "version": milestone.version,
            },
        )

    bold = [b.get_text() for b in page(client.get(f"/actions/{action.id}")).main("b")]

    assert "Moved twice, by 274 days." in bold


def test_lived_experience_is_quoted_and_its_bringer_unnamed(client, action, chief, member):
    factories.saved(
        Evidence(
            action_id=action.id,
            kind="lived experience",
            stance="contradicts",
            title="From a panel",
            text="I was asked not to score.",
            consent=True,
            added_on=date(2026, 11, 2),
            added_by_id=member.id,
            capacity="network member",
        )
    )

    response = client.sign_in(chief).get(f"/actions/{action.id}")

    assert "“I was asked not to score.”" in response.text
    assert "added as network member" in words(response)
    assert member.name not in response.text


def test_what_people_typed_is_never_run(client, plan, owning, chief, reviewing):
    action = factories.action(
        plan,
        owning,
        reviewing,
        title=HOSTILE,
        promise=HOSTILE,
        problem=HOSTILE,
        also_held_in=HOSTILE,
        due_words=HOSTILE,
    )
    factories.check_in(action, chief, done=HOSTILE, learned=HOSTILE)
    factories.milestone(action, title=HOSTILE)
    client.sign_in(chief)

    for address in (f"/actions/{action.id}", f"/plans/{plan.id}", f"/actions/{action.id}/check-in"):
        response = client.get(address)
        assert HOSTILE not in response.text
        assert "&lt;script&gt;" in response.text


def test_somebody_who_may_only_read_is_offered_nothing_to_do(client, action, colleague):
    links = page(client.sign_in(colleague).get(f"/actions/{action.id}")).main("a")

    doing = ("check-in", "/change", "/add", "/move", "/finish", "/link")
    assert not [a["href"] for a in links if a["href"].endswith(doing)]


def test_an_empty_action_says_what_is_missing(client, plan, trust):
    action = factories.action(plan)

    said = words(client.sign_in(viewer_of(trust)).get(f"/actions/{action.id}"))

    for missing in (
        "Nobody yet",
        "No target shows the progress of this action",
        "No milestones yet",
        "Nothing said yet",
        "None held, for or against",
        "No expert panel has rated this action",
    ):
        assert missing in said


def test_an_action_asks_as_much_of_the_database_with_much_said_of_it(client, action, chief):
    client.sign_in(chief).get(f"/actions/{action.id}")
    few = client.queries
    for month in range(1, 11):
        factories.check_in(action, chief, on=date(2026, month, 1))
        factories.milestone(action)

    client.get(f"/actions/{action.id}")

    assert client.queries == few <= 15


def test_an_action_of_nowhere_is_not_found(client, lead):
    assert client.sign_in(lead).get("/actions/999").status_code == 404


def test_the_changes_of_an_action_are_listed_with_their_reasons(client, action, chief, lead):
    client.sign_in(lead)
    nothing = client.get(f"/actions/{action.id}/history")
    client.post(
        f"/actions/{action.id}/change",
        data={
            "due-day": "30",
            "due-month": "9",
            "due-year": "2028",
            "version": action.version,
            "owner_post_id": action.owner_post_id,
            "reviewer_post_id": action.reviewer_post_id,
            "reason": "The board asked.",
        },
    )

    said = words(client.get(f"/actions/{action.id}/history"))

    assert "Nothing has changed" in words(nothing)
    assert "31 March 2028" in said
    assert "30 September 2028" in said
    assert "The board asked." in said
    assert lead.name in said
