"""Groups that are no post, and can help with actions."""

from datetime import date

import pytest

from tests import factories
from tests.client import page, words
from tracker.drafting import whom
from tracker.extensions import db
from tracker.organisations.models import Body
from tracker.permissions import Role

TODAY = date(2026, 11, 23)


@pytest.fixture
def at(trust):
    return f"/organisations/{trust.id}/groups"


@pytest.fixture
def body(trust):
    return factories.saved(Body(organisation_id=trust.id, name="Local HR network"))


@pytest.fixture(autouse=True)
def signed_in(client, administrator):
    client.sign_in(administrator)


def test_a_group_is_added_renamed_and_closed(client, trust, at):
    client.post(f"{at}/add", data={"name": "Recruiters"})
    added = db.session.query(Body).one()
    client.post(f"/groups/{added.id}/edit", data={"name": "Recruitment team", "version": 1})
    assert "Recruitment team" in words(client.get(at))

    client.post(f"/groups/{added.id}/close", follow_redirects=True)

    assert added.closed_on == TODAY
    assert "Recruitment team" not in words(client.get(at))
    assert "23 November 2026" in words(client.get(f"{at}?closed=yes"))


def test_a_closed_group_is_offered_for_no_action(client, trust, body):
    assert [each.name for each in whom.choices(trust.id, TODAY)] == ["Local HR network"]

    client.post(f"/groups/{body.id}/close")

    assert whom.choices(trust.id, TODAY) == []


def test_a_closed_group_that_somebody_names_all_the_same_is_refused(client, trust, body, lead):
    plan = factories.plan(trust, state="draft", adopted_on=None)
    action = factories.action(plan, due=None)
    client.post(f"/groups/{body.id}/close")
    client.sign_in(lead)

    shown = client.post(
        f"/actions/{action.id}/people", data={"helping": f"body-{body.id}", "version": 1}
    )

    assert "Choose from the list" in words(shown)


@pytest.mark.parametrize("name", ["Local HR network", "LOCAL hr NETWORK", "  Local   HR network "])
def test_two_groups_do_not_have_one_name(client, body, at, name):
    shown = client.post(f"{at}/add", data={"name": name})

    assert "There is a group of this name already" in words(shown)


def test_the_name_of_a_closed_group_is_free(client, body, at):
    client.post(f"/groups/{body.id}/close")
    client.post(f"{at}/add", data={"name": body.name})

    assert db.session.query(Body).filter_by(closed_on=None).count() == 1


def test_a_group_is_not_given_the_name_of_another(client, trust, body):
    other = factories.saved(Body(organisation_id=trust.id, name="Other"))

    shown = client.post(f"/groups/{other.id}/edit", data={"name": body.name, "version": 1})

    assert "There is a group of this name already" in words(shown)


def test_of_two_who_rename_it_the_second_sees_what_the_first_wrote(client, body):
    client.post(f"/groups/{body.id}/edit", data={"name": "Hers", "version": 1})

    shown = client.post(f"/groups/{body.id}/edit", data={"name": "His", "version": 1})

    assert shown.status_code == 409
    assert "What it says now" in words(shown)
    assert body.name == "Hers"


def test_a_group_is_closed_once(client, body):
    client.post(f"/groups/{body.id}/close")

    assert "closed already" in words(client.post(f"/groups/{body.id}/close"))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", ["", " ", "\0", "x" * 201])
def test_a_group_needs_a_name_of_a_reasonable_length(client, at, name):
    client.post(f"{at}/add", data={"name": name})

    assert db.session.query(Body).count() == 0


def test_groups_are_found_by_part_of_their_name_and_downloaded(client, trust, body, at):
    factories.saved(Body(organisation_id=trust.id, name="=HYPERLINK(1)"))

    assert "HYPERLINK" not in words(client.get(f"{at}?q=hr+local"))
    assert "None found" in words(client.get(f"{at}?q=%25"))
    assert "'=HYPERLINK(1)" in client.get(f"{at}.csv").text
    assert "HYPERLINK" not in client.get(f"{at}.csv?q=hr").text


def test_an_empty_list_says_what_to_do(client, at):
    assert "Add one" in words(client.get(at))


@pytest.mark.sqlite_only
def test_the_list_asks_as_much_of_200_as_of_5_and_goes_on(client, trust, at):
    asked = []
    for count in (5, 195):
        for n in range(count):
            factories.saved(Body(organisation_id=trust.id, name=f"Group {count:03}{n:03}"))
        first = client.get(at)
        asked.append(client.queries)

    assert asked[0] == asked[1] <= 8
    assert len(page(first).select("tbody tr")) == 25
    assert len(page(client.get(page(first).find("a", rel="next")["href"])).select("tbody tr")) == 25


def test_only_the_administrator_of_the_organisation_changes_groups(
    client, body, lead, stranger, elsewhere, at
):
    other = factories.person(elsewhere, Role.ADMINISTRATOR)
    paths = (at, f"{at}/add", f"/groups/{body.id}/edit", f"/groups/{body.id}/close")
    for person, code in ((lead, 403), (stranger, 404), (other, 404)):
        client.sign_in(person)
        assert [client.get(path).status_code for path in paths] == [code] * 4
        assert [client.post(path).status_code for path in paths[1:]] == [code] * 3
        assert client.get(f"{at}.csv").status_code == code
    assert body.closed_on is None
