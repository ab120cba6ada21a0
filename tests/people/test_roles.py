"""Who has which role, giving one and ending one."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.client import words
from tests.conftest import TODAY
from tests.drafting.answers import day
from tracker.accounts import operations
from tracker.accounts.models import Grant
from tracker.audit import COMMAND_LINE, AuditEntry
from tracker.errors import Refused
from tracker.extensions import db
from tracker.permissions import Role

pytestmark = pytest.mark.usefixtures("signed_in")

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def path(trust):
    return f"/organisations/{trust.id}/roles"


@pytest.fixture
def give(client, path):
    def give(person, role="equality lead", since=TODAY, until=None):
        dates = day("since", since) | (day("until", until) if until else {})
        typed = {"email": getattr(person, "email", person), "role": role} | dates
        return client.post(f"{path}/add", data=typed)

    return give


def given_to(person):
    return db.session.query(Grant).filter_by(person_id=person.id).order_by(Grant.id).all()


def test_roles_given_here_and_above_are_listed_and_told_apart(client, path, colin, peter):
    page = words(client.get(path))

    assert "Colin Dray" in page
    assert "NHS England Above, and counts here" in page
    assert "2 roles, as at 23 November 2026" in page
    assert peter.email not in page
    assert peter.email not in client.get(f"{path}.csv").text
    assert "Peter Lund" in client.get(f"{path}.csv").text


def test_a_role_given_below_is_listed_there(client, national, peter, colin):
    page = client.sign_in(peter).get(f"/organisations/{national.id}/roles")

    assert "Colin Dray" not in page.text


def test_roles_are_found_by_role_by_name_and_by_time(client, path, trust, priya):
    factories.grant(priya, Role.VIEWER, trust, until=YESTERDAY)
    factories.grant(priya, Role.EQUALITY_LEAD, trust, since=date(2027, 1, 1))

    def roles(asked):
        lines = client.get(f"{path}.csv?{asked}").text.splitlines()[1:]
        return [line.split(",")[2] for line in lines]

    assert roles("role=staff+member") == ["staff member"]
    assert roles("q=priya") == ["staff member"]
    assert roles("q=priya&state=ended") == ["viewer"]
    assert roles("q=priya&state=to+come") == ["equality lead"]
    assert roles("q=priya&state=nonsense") == ["staff member"]


@pytest.mark.parametrize(
    "sort, first", [("name", "Colin Dray"), ("role", "Colin Dray"), ("newest", "Zoe Adair")]
)
def test_roles_are_sorted_as_asked(client, path, trust, priya, sort, first):
    newest = factories.person(trust, name="Zoe Adair")
    factories.grant(newest, Role.VIEWER, trust, since=YESTERDAY)

    page = words(client.get(f"{path}?sort={sort}"))

    names = ("Colin Dray", "Priya Nair", "Zoe Adair")
    assert min(names, key=lambda name: page.index(name, page.index("What to do"))) == first


def test_a_network_and_a_panel_are_not_listed(client, path, trust, priya):
    factories.grant(priya, Role.NETWORK_OFFICER, factories.network(trust))

    assert "etwork officer" not in client.get(path).text
    assert "network officer" not in client.get(f"{path}.csv").text


def test_a_role_is_given_by_address_also_to_somebody_looked_after_elsewhere(
    client, give, trust, elsewhere, colin
):
    visitor = factories.person(elsewhere, email="ewa@nhs.example", name="Ewa Lis")

    response = give("EWA@nhs.example", until=date(2027, 3, 31))

    [grant] = given_to(visitor)
    assert response.location.endswith(f"/organisations/{trust.id}/roles")
    assert (grant.role, grant.organisation_id) == ("equality lead", trust.id)
    assert (grant.since, grant.until) == (TODAY, date(2027, 3, 31))
    assert grant.given_by_id == colin.id
    page = client.get(response.location)
    assert "Ewa Lis" in words(page)
    assert f"/people/{visitor.id}" not in page.text


@pytest.mark.parametrize(
    "typed, told",
    [
        ({"person": "nobody@nhs.example"}, "Nobody has this address"),
        ({"role": "network officer"}, "Choose a role"),
        ({"role": "panel member"}, "Choose a role"),
        ({"role": "post holder"}, "Choose a role"),
        ({"role": "staff member"}, "They have the role staff member here already"),
        ({"since": YESTERDAY}, "The first day must be today or later"),
        ({"until": YESTERDAY}, "The last day must be on or after the first"),
        ({"role": "administrator", "until": TODAY}, "given without an end"),
    ],
)
def test_a_role_that_cannot_be_given_is_refused_in_words(give, priya, typed, told):
    page = give(**{"person": priya.email, "role": "viewer"} | typed)

    assert told in words(page)
    assert [grant.role for grant in given_to(priya)] == ["staff member"]


def test_a_role_is_not_given_to_somebody_who_left(give, trust):
    left = factories.person(trust, active=False)

    assert "has left" in words(give(left))
    assert given_to(left) == []


def test_a_role_can_follow_on_one_that_ends(give, trust, priya):
    factories.grant(priya, Role.VIEWER, trust, until=TODAY)

    assert "already" in words(give(priya, "viewer", since=TODAY))
    give(priya, "viewer", since=TODAY + timedelta(days=1))
    assert len(given_to(priya)) == 3


def test_a_role_is_ended_once_asked_about(client, path, priya):
    [grant] = given_to(priya)
    end = f"/roles/{grant.id}/end"

    assert "Once ended it counts no more" in words(client.get(end))
    assert grant.until is None
    response = client.post(end)

    assert response.location.endswith(path)
    assert grant.until == YESTERDAY
    assert "This role has ended already" in words(client.post(end))


def test_a_role_given_and_ended_today_counts_no_more_and_stays_on_the_list(client, give, priya):
    give(priya, "viewer")
    grant = given_to(priya)[-1]
    id_ = str(grant.id)

    client.post(f"/roles/{grant.id}/end")

    assert (grant.since, grant.until) == (YESTERDAY, YESTERDAY)
    assert grant in given_to(priya)
    acts = db.session.query(AuditEntry).filter_by(thing="grant_of_role", thing_id=id_)
    assert [act.did for act in acts.order_by(AuditEntry.id)] == ["gave a role", "ended a role"]


def test_a_role_given_above_is_not_ended_here(client, colin, peter):
    [grant] = given_to(peter)

    assert client.post(f"/roles/{grant.id}/end").status_code == 404
    assert grant.until is None


def test_a_networks_roles_are_not_ended_by_an_administrator(client, trust, priya):
    grant = factories.grant(priya, Role.NETWORK_OFFICER, factories.network(trust))

    assert client.post(f"/roles/{grant.id}/end").status_code == 404
    assert grant.until is None


def test_the_last_administrator_stays(client, trust, colin, peter):
    [grant] = given_to(colin)
    gone = factories.person(trust, Role.ADMINISTRATOR, active=False)
    to_come = factories.person(trust)
    factories.grant(to_come, Role.ADMINISTRATOR, trust, since=date(2027, 1, 1))

    page = client.post(f"/roles/{grant.id}/end")

    assert f"This is the last administrator of {trust.name}" in words(page)
    assert grant.until is None
    assert gone.active is False


def test_an_administrator_who_ends_their_own_role_is_led_to_what_they_may_see(client, trust, colin):
    factories.person(trust, Role.ADMINISTRATOR)
    [grant] = given_to(colin)

    assert client.post(f"/roles/{grant.id}/end", follow_redirects=True).status_code == 200
    assert client.get(f"/organisations/{trust.id}/roles").status_code == 404


def test_an_administrator_given_for_later_can_be_taken_back(trust, colin):
    to_come = factories.grant(
        factories.person(trust), Role.ADMINISTRATOR, trust, since=date(2027, 1, 1)
    )

    operations.end_grant(to_come, TODAY, by=COMMAND_LINE)

    assert db.session.query(Grant).filter_by(role="administrator").count() == 1


def test_a_role_is_had_once_in_a_network_too(trust, priya):
    network = factories.network(trust)
    operations.grant(priya, Role.NETWORK_MEMBER, network, TODAY, by=COMMAND_LINE)

    with pytest.raises(Refused, match="already"):
        operations.grant(priya, Role.NETWORK_MEMBER, network, TODAY, by=COMMAND_LINE)
