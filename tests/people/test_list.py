"""The list of people, as an administrator looks after it."""

import csv
import io

import pytest

from tests import factories
from tests.client import words
from tests.people.conftest import NOW
from tracker.permissions import Role

pytestmark = pytest.mark.usefixtures("signed_in")


@pytest.fixture
def path(trust):
    return f"/organisations/{trust.id}/people"


def rows(response):
    return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))


def names(client, path):
    return [row["Name"] for row in rows(client.get(path))]


def test_everybody_looked_after_here_is_listed_with_what_they_have(client, trust, priya, path):
    factories.post(trust, priya, title="Chief Nurse")

    page = words(client.get(path))

    assert "Priya Nair" in page
    assert "priya@nhs.example" in page
    assert "Chief Nurse; Staff member" in page
    assert "Everybody but leavers 2" in page
    assert "as at 23 November 2026" in page


def test_somebody_from_elsewhere_with_a_role_here_is_marked_and_led_to_nowhere(
    client, trust, elsewhere, path
):
    visitor = factories.person(elsewhere, name="Ewa Lis", unconfirmed_since=NOW)
    factories.grant(visitor, Role.EQUALITY_LEAD, trust)
    factories.grant(visitor, Role.VIEWER, elsewhere)

    page = client.get(path)
    [row] = [row for row in rows(client.get(f"{path}.csv")) if row["Name"] == "Ewa Lis"]

    assert "Ewa Lis" in words(page)
    assert f"/people/{visitor.id}" not in page.text
    assert "Fernhollow" not in page.text
    assert row["State"] == "Looked after elsewhere"
    assert row["Looked after by"] == ""
    assert row["Posts and roles"] == f"equality lead ({trust.name})"


def test_somebody_from_elsewhere_with_a_post_here_is_listed_while_they_hold_it(
    client, trust, elsewhere, path
):
    visitor = factories.person(elsewhere, name="Ewa Lis")
    factories.post(trust, visitor)
    former = factories.person(elsewhere, name="Gareth Pugh")
    factories.hold(factories.post(trust), former, until=factories.LONG_AGO)

    assert "Ewa Lis" in names(client, f"{path}.csv")
    assert "Gareth Pugh" not in names(client, f"{path}.csv")


def test_an_administrator_above_sees_the_people_below_and_where_they_are(
    client, national, peter, priya
):
    page = client.sign_in(peter).get(f"/organisations/{national.id}/people")

    assert f'href="/people/{priya.id}"' in page.text
    assert "Northbridge NHS Foundation Trust" in words(page)


@pytest.mark.parametrize(
    "given, state",
    [
        ({}, "Active"),
        ({"password_hash": None}, "Not in yet"),
        ({"reset_at": NOW}, "Reset, not in since"),
        ({"reset_at": NOW, "password_hash": None}, "Reset, not in since"),
        ({"unconfirmed_since": NOW}, "Active"),
        ({"active": False}, "Left"),
    ],
)
def test_each_account_has_a_state_that_can_be_asked_for(client, trust, path, given, state):
    factories.person(trust, name="Una Quist", **given)
    keys = {"Active": "in", "Left": "left", "Reset, not in since": "reset"}

    found = rows(client.get(f"{path}.csv?state={keys.get(state, 'invited')}"))

    assert ("Una Quist", state) in {(row["Name"], row["State"]) for row in found}
    assert {row["State"] for row in found} == {state}


def test_leavers_and_the_erased_are_not_shown_unasked(client, trust, path):
    factories.person(trust, name="Anil Desai", active=False)
    factories.person(trust, name="Erased", active=False, erased_on=factories.LONG_AGO)

    assert "Anil Desai" not in client.get(path).text
    assert names(client, f"{path}.csv?state=left") == ["Anil Desai"]


def test_people_are_found_by_part_of_a_name_or_an_address(client, priya, path):
    assert names(client, f"{path}.csv?q=nair+PRIYA") == ["Priya Nair"]
    assert names(client, f"{path}.csv?q=colin%40") == ["Colin Dray"]
    assert names(client, f"{path}.csv?q=%25") == []
    assert "Show everybody" in words(client.get(f"{path}?q=nobody"))


def test_people_are_found_by_a_role_or_as_holders_of_a_post(client, trust, priya, path):
    holder = factories.person(trust, name="Grace Adeyemi")
    factories.post(trust, holder)

    assert names(client, f"{path}.csv?role=administrator") == ["Colin Dray"]
    assert names(client, f"{path}.csv?role=post+holder") == ["Grace Adeyemi"]


def test_who_belongs_to_a_network_or_a_panel_is_nowhere(client, trust, priya, elsewhere, path):
    network = factories.network(trust)
    factories.grant(priya, Role.NETWORK_OFFICER, network)
    outsider = factories.person(elsewhere, name="Farid Rahman")
    factories.grant(outsider, Role.NETWORK_MEMBER, network)

    for address in (path, f"{path}.csv", f"{path}?role=network+officer", f"/people/{priya.id}"):
        shown = client.get(address).text.casefold()
        assert "network officer" not in shown
        assert network.name.casefold() not in shown
        assert "farid rahman" not in shown
    everybody = names(client, f"{path}.csv")
    assert names(client, f"{path}.csv?role=network+officer") == everybody


def test_the_list_goes_on_by_name_and_by_newest(client, trust, path):
    for n in range(30):
        factories.person(trust, name=f"Person of {n:02}")

    first = client.get(f"{path}?q=person+of")
    more = first.text.split("after=")[1].split('"')[0]
    second = client.get(f"{path}?q=person+of&after={more}")
    newest = client.get(f"{path}?sort=newest")

    assert "Person of 24" in first.text
    assert "Person of 25" in second.text
    assert "Person of 24" not in second.text
    assert "Person of 29" in newest.text
    assert "Person of 04" not in newest.text


@pytest.mark.parametrize("listed", ["people", "people.csv", "roles", "roles.csv"])
def test_the_number_of_questions_does_not_grow_with_the_list(client, trust, listed):
    path = f"/organisations/{trust.id}/{listed}"
    asked = {}
    for number in (5, 200):
        for _ in range(number):
            factories.post(trust, factories.person(trust, Role.STAFF_MEMBER))
        client.get(path)
        asked[number] = client.queries

    assert asked[5] == asked[200] <= 12


def test_a_download_cannot_be_run_by_a_spreadsheet(client, trust, path):
    factories.person(trust, name="=HYPERLINK(1)")

    assert "'=HYPERLINK(1)" in client.get(f"{path}.csv").text


@pytest.mark.parametrize("role", [Role.EQUALITY_LEAD, Role.LEADERSHIP_CENTRE, Role.VIEWER])
def test_nobody_but_an_administrator_sees_the_list(client, trust, path, role):
    client.sign_in(factories.person(trust, role))

    for address in (path, f"{path}.csv", f"{path}/add", f"/organisations/{trust.id}/roles"):
        assert client.get(address).status_code == 403


def test_an_administrator_of_another_place_is_told_nothing(client, elsewhere, path, priya):
    client.sign_in(factories.person(elsewhere, Role.ADMINISTRATOR))

    assert client.get(path).status_code == 404
    for page in ("", "/edit", "/reset", "/leave", "/return", "/move"):
        assert client.get(f"/people/{priya.id}{page}").status_code == 404
        assert client.post(f"/people/{priya.id}{page}").status_code in (404, 405)


def test_the_page_of_an_organisation_leads_to_its_people_and_roles_for_who_may(
    client, trust, colleague
):
    page = client.get(f"/organisations/{trust.id}").text
    assert f"/organisations/{trust.id}/people" in page
    assert f"/organisations/{trust.id}/roles" in page

    page = client.sign_in(colleague).get(f"/organisations/{trust.id}").text
    assert f"/organisations/{trust.id}/people" not in page
