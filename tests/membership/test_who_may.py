"""Who belongs to a network is known to its own officers, and to nobody else by any page."""

import pytest

from tests import factories
from tests.client import words
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.permissions import Role

NAMES = ("Priya Nair", "Denise Campbell")
LOOKING = ("/networks/{network}/members", "/networks/{network}/members/{member}")
LOOKING += ("/networks/{network}/members/add", "/networks/{network}/record")
DOING = (
    "/networks/{network}/members/add",
    "/networks/{network}/members/download",
    "/networks/{network}/members/{member}/make-officer",
    "/networks/{network}/members/{member}/step-down",
    "/networks/{network}/members/{member}/end",
)
EVERYWHERE = (
    "/organisations/{trust}",
    "/organisations/{trust}/networks",
    "/organisations/{trust}/audit",
    "/organisations/{trust}/audit.csv",
    "/organisations/{national}/audit",
    "/organisations/{national}/audit.csv",
    "/organisations/{trust}/to-confirm",
    "/people/{member}/confirm",
    "/you/networks",
    "/home",
)


@pytest.fixture
def national(app):
    return factories.organisation(code="X24", name="NHS England", kind="national")


@pytest.fixture
def at(network, member, officer, trust, national):
    """Addresses, once something was done to the membership that could be read of."""
    ids = {"network": network.id, "member": member.id, "trust": trust.id, "national": national.id}
    return lambda path: path.format(**ids)


@pytest.fixture
def something_done(client, network, officer, member):
    client.sign_in(officer)
    client.post(f"/networks/{network.id}/members/{member.id}/make-officer")
    client.post(f"/networks/{network.id}/members/download")


@pytest.fixture
def others(trust, network, other_network, member, administrator, lead, stranger, national):
    """Everybody who is not to know, with what the pages of the network answer them."""
    unconfirmed = factories.person(network, Role.NETWORK_OFFICER, name="Since A Reset")
    unconfirmed.unconfirmed_since = db.func.now()
    plain = factories.person(network, Role.NETWORK_MEMBER, name="Plain Member")
    above = factories.person(national, Role.ADMINISTRATOR)
    factories.grant(above, Role.EQUALITY_LEAD, trust)
    return {
        "administrator": (administrator, 403),
        "equality lead": (lead, 403),
        "member who is no officer": (plain, 403),
        "officer of another network": (factories.person(other_network, Role.NETWORK_OFFICER), 403),
        "officer since an unconfirmed reset": (factories.saved(unconfirmed), 404),
        "national administrator": (above, 403),
        "viewer": (factories.person(trust, Role.VIEWER), 403),
        "co-ordinator": (factories.person(trust, Role.LEADERSHIP_CENTRE), 403),
        "stranger": (stranger, 404),
    }


def test_the_pages_of_a_network_answer_nobody_but_its_confirmed_officers(
    client, others, something_done, at
):
    before = db.session.query(AuditEntry).count()
    for who, (person, code) in others.items():
        client.sign_in(person)
        for path in LOOKING:
            assert client.get(at(path)).status_code == code, (who, path)
        for path in DOING:
            typed = {"email": person.email}
            assert client.post(at(path), data=typed).status_code == code, (who, path)
    assert db.session.query(AuditEntry).count() == before


def test_no_page_download_or_record_names_a_member_because_they_are_one(
    client, others, something_done, waiting, at
):
    """A co-ordinator reads whose sign-in was reset, which says nothing of any network."""
    for who, (person, _) in others.items():
        client.sign_in(person)
        for path in (*LOOKING, *EVERYWHERE):
            response = client.get(at(path))
            told = [name for name in NAMES if name in response.text]
            assert not told or who == "co-ordinator", (who, path)


def test_the_pages_of_a_panel_answer_its_members_alone(
    client, panel, panellist, administrator, lead, stranger
):
    paths = (f"/panels/{panel.id}/members", f"/panels/{panel.id}/record")
    paths += (f"/panels/{panel.id}/members/add", f"/panels/{panel.id}/members/{panellist.id}")
    for person, code in ((panellist, 200), (administrator, 403), (lead, 403), (stranger, 404)):
        client.sign_in(person)
        assert [client.get(path).status_code for path in paths] == [code] * 4


@pytest.mark.parametrize("who", ["officer", "equality lead"])
def test_an_officer_with_another_role_acts_as_officer(client, trust, network, officer, who):
    if who != "officer":
        factories.grant(officer, Role.EQUALITY_LEAD, trust)
    joiner = factories.person()

    client.sign_in(officer).post(
        f"/networks/{network.id}/members/add", data={"email": joiner.email}
    )

    entry = db.session.query(AuditEntry).one()
    assert entry.capacity == "is officer of its network"


def test_somebody_not_signed_in_is_asked_to_sign_in(client, at):
    for path in (*LOOKING, *EVERYWHERE):
        assert client.get(at(path)).location.endswith("/sign-in"), path


def test_the_administrator_reads_that_a_network_was_added_and_not_who_joined(
    client, trust, administrator, something_done
):
    shown = words(client.sign_in(administrator).get(f"/organisations/{trust.id}/audit"))

    assert "Made an officer" not in shown
    assert "Downloaded the members" not in shown
