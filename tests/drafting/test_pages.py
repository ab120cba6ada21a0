"""What the pages of a plan in the making cost, and what they leave out."""

import pytest

from tests import factories
from tests.client import page, words

pytestmark = pytest.mark.sqlite_only


@pytest.fixture(autouse=True)
def signed_in(client, lead):
    client.sign_in(lead)


def fill(plan, owner, reviewer, count):
    for n in range(count):
        ready = {"reference": f"8.{count}{n}", "promise": "Two on every panel"}
        made = factories.action(plan, owner, reviewer, **ready)
        factories.milestone(made)
        factories.measure_link(made)


@pytest.mark.parametrize("path", ["draft", "adopt", "owners", "consult", "import"])
def test_a_page_of_the_draft_asks_as_much_of_200_actions_as_of_5(
    client, consulting, people_officer, chair, path
):
    asked = []
    for count in (5, 195):
        fill(consulting, people_officer, chair, count)
        client.get(f"/plans/{consulting.id}/{path}")
        asked.append(client.queries)

    assert asked[0] == asked[1]
    assert asked[0] <= 9


def test_the_list_of_plans_asks_as_much_of_40_as_of_2(client, trust):
    asked = []
    for count in (2, 38):
        for _ in range(count):
            factories.plan(trust)
        client.get(f"/organisations/{trust.id}/plans")
        asked.append(client.queries)

    assert asked[0] == asked[1]


def test_the_list_counts_the_actions_that_still_stand(client, trust):
    plan = factories.plan(trust, title="Race equality plan 2025 to 2028")
    first = factories.action(plan)
    factories.action(plan, merged_into_id=first.id)

    row = page(client.get(f"/organisations/{trust.id}/plans")).find("tbody").tr

    assert row.get_text(" ").split()[-1] == "1"


def test_the_newest_plan_stands_first_and_each_says_where_it_stands(client, trust, draft):
    factories.plan(trust, title="The one in force")

    shown = words(client.get(f"/organisations/{trust.id}/plans"))

    assert shown.index(draft.title) < shown.index("The one in force")
    assert "Adopted by Trust board on 27 March 2025" in shown


def test_a_draft_says_of_every_action_what_it_needs(client, draft, action):
    response = client.get(f"/plans/{draft.id}/draft")
    cells = [td.get_text(" ").split() for td in page(response).find("tbody").find_all("td")]

    assert "0 of 1 actions are ready to be adopted" in words(response)
    assert cells == [
        ["Owner", "Chief", "People", "Officer"],
        ["Reviewer", "Needed"],
        ["Promise", "Needed"],
        ["Due", "Needed"],
        ["Measures", "None", "yet"],
    ]


def test_a_draft_whose_actions_are_ready_says_so(client, draft, ready):
    shown = words(client.get(f"/plans/{draft.id}/draft"))

    assert "1 of 1 actions are ready to be adopted" in shown
    assert "31 March 2029" in shown
    assert "Needed" not in shown
