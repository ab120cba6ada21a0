"""Who begins a network or a panel is named once, by the administrator of its home."""

import pytest

from tests import factories
from tests.client import words
from tests.conftest import TODAY
from tracker.accounts import operations
from tracker.accounts.standing import standing_of
from tracker.audit import COMMAND_LINE, AuditEntry
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.organisations.models import Panel
from tracker.permissions import Role


@pytest.fixture
def network(trust):
    return factories.network(trust, name="Race Equality Network")


@pytest.fixture
def panel(trust):
    return factories.saved(Panel(name="Expert Panel", organisation_id=trust.id))


@pytest.fixture
def first(app):
    return factories.person(name="Denise Campbell")


@pytest.fixture
def addresses(network, panel):
    return (f"/networks/{network.id}/first-officer", f"/panels/{panel.id}/first-member")


def test_the_first_officer_is_named_and_told_by_mail(
    client, network, administrator, first, addresses
):
    shown = client.sign_in(administrator).post(
        addresses[0], data={"email": first.email}, follow_redirects=True
    )

    assert "Denise Campbell begins it" in words(shown)
    assert network.has_had_an_officer
    assert standing_of(first.id, TODAY).networks == {network.id: {Role.NETWORK_OFFICER}}
    message = db.session.query(Message).one()
    assert (message.template, message.person_id) == ("first_officer", first.id)
    assert message.ids == {"network": network.id}


def test_the_first_member_of_a_panel_is_named_and_told_by_mail(
    client, panel, administrator, first, addresses
):
    client.sign_in(administrator).post(addresses[1], data={"email": first.email})

    assert panel.has_had_a_member
    assert standing_of(first.id, TODAY).panels == {panel.id}
    assert db.session.query(Message).one().template == "first_panel_member"


def test_it_is_on_the_record_that_somebody_was_named_and_not_who(
    client, trust, network, administrator, first, addresses
):
    client.sign_in(administrator).post(
        addresses[0], data={"email": first.email}, follow_redirects=True
    )

    theirs = db.session.query(AuditEntry).filter_by(organisation_id=trust.id).all()
    assert [(entry.did, entry.thing, entry.details) for entry in theirs] == [
        ("named the first officer", "network", {})
    ]
    shown = client.get(f"/organisations/{trust.id}/audit")
    assert "Named the first officer" in words(shown)
    assert "Denise Campbell" not in shown.text


def test_it_is_done_once(client, administrator, first, addresses):
    client.sign_in(administrator)
    for address in addresses:
        client.post(address, data={"email": first.email})
        other = factories.person()
        assert client.get(address).status_code == 403
        assert client.post(address, data={"email": other.email}).status_code == 403
        assert not standing_of(other.id, TODAY).roles


def test_nobody_who_administers_it_begins_it_themselves(client, administrator, addresses):
    client.sign_in(administrator)

    for address in addresses:
        shown = client.post(address, data={"email": administrator.email})
        assert "Name somebody else" in words(shown)


def test_a_closed_network_is_not_begun(client, network, administrator, first, addresses):
    network.closed_on = TODAY
    factories.saved(network)

    shown = client.sign_in(administrator).post(addresses[0], data={"email": first.email})

    assert "It is closed" in words(shown)


@pytest.mark.parametrize("email", ["", "nobody@nhs.example", "<script>"])
def test_an_address_that_is_nobodys_is_kept_to_be_mended(client, administrator, addresses, email):
    client.sign_in(administrator)

    for address in addresses:
        shown = client.post(address, data={"email": email})
        assert "There is a problem" in words(shown)
        assert "<script>" not in shown.text.split("<main")[1]
    assert db.session.query(Message).count() == 0


def test_only_the_administrator_of_its_home_names_anybody(
    client, network, panel, elsewhere, lead, stranger, first, addresses
):
    other = factories.person(elsewhere, Role.ADMINISTRATOR)

    for person, code in ((lead, 403), (stranger, 404), (other, 404)):
        client.sign_in(person)
        for address in addresses:
            assert client.get(address).status_code == code
            assert client.post(address, data={"email": first.email}).status_code == code
    assert not network.has_had_an_officer
    assert not panel.has_had_a_member


def test_whoever_was_given_the_role_at_set_up_is_the_first(app, network, panel, first):
    operations.grant(first, Role.NETWORK_OFFICER, network, TODAY, COMMAND_LINE)
    operations.grant(first, Role.PANEL_MEMBER, panel, TODAY, COMMAND_LINE)
    db.session.commit()

    assert network.has_had_an_officer
    assert panel.has_had_a_member
