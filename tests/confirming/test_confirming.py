"""Somebody whose sign-in an administrator reset is confirmed by one who is not."""

from datetime import timedelta

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tests.membership.conftest import RESET
from tracker import audit
from tracker.audit import JOB, AuditEntry
from tracker.confirming.queries import duties_of
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.permissions import Role, Standing

SPOKEN = {"spoke": "y"}


@pytest.fixture
def at(member):
    return f"/people/{member.id}/confirm"


def entries(did="confirmed somebody after a reset"):
    return db.session.query(AuditEntry).filter_by(did=did).order_by(AuditEntry.id).all()


def test_an_officer_of_their_network_confirms_them(client, officer, waiting, at):
    client.sign_in(officer)
    assert "Speak to them first" in words(client.get(at))

    client.post(at, data=SPOKEN)

    assert waiting.unconfirmed_since is None
    message = db.session.query(Message).one()
    assert (message.template, message.person_id) == ("confirmed", waiting.id)
    assert "There is nothing to confirm" in words(client.get(at))
    assert "There is nothing to confirm" in words(client.post(at, data=SPOKEN))


def test_an_officer_does_not_confirm_whom_they_took_in_after_the_reset(
    client, officer, trust, network
):
    """Or an administrator would reset somebody and have an officer of their own take them in."""
    person = factories.person(trust, Role.STAFF_MEMBER, unconfirmed_since=RESET)
    factories.grant(person, Role.NETWORK_MEMBER, network, since=TODAY)

    shown = client.sign_in(officer).post(f"/people/{person.id}/confirm", data=SPOKEN)

    assert "They came to your network after their sign-in was reset" in words(shown)
    assert person.unconfirmed_since == RESET


def test_whoever_administers_an_account_does_not_confirm_it(client, officer, trust, waiting, at):
    waiting.organisation_id = trust.id
    factories.grant(officer, Role.ADMINISTRATOR, trust)
    factories.grant(officer, Role.LEADERSHIP_CENTRE, trust)

    assert client.sign_in(officer).post(at, data=SPOKEN).status_code == 403
    assert waiting.unconfirmed_since == RESET


def test_nobody_is_confirmed_before_somebody_spoke_to_them(client, officer, waiting, at):
    shown = client.sign_in(officer).post(at)

    assert "Speak to them first, then say so here" in words(shown)
    assert waiting.unconfirmed_since == RESET


def test_a_coordinator_confirms_whoever_is_in_their_scope(client, coordinator, trust):
    person = factories.person(trust, Role.STAFF_MEMBER, unconfirmed_since=RESET)

    client.sign_in(coordinator).post(f"/people/{person.id}/confirm", data=SPOKEN)

    assert person.unconfirmed_since is None


@pytest.mark.parametrize("by", ["officer", "coordinator"])
def test_administrators_read_of_it_on_no_record_whoever_confirmed(
    client, request, trust, waiting, administrator, at, by
):
    waiting.organisation_id = trust.id
    factories.saved(waiting)
    person = request.getfixturevalue(by)
    client.sign_in(person).post(at, data=SPOKEN)

    assert {entry.organisation_id for entry in entries()} == {None}
    assert person.id in {entry.person_id for entry in entries()}
    audit.record(JOB, "confirmed somebody after a reset", waiting)  # as it was written once
    client.sign_in(administrator)
    for address in ("audit", "audit.csv"):
        shown = client.get(f"/organisations/{trust.id}/{address}")
        assert "onfirmed" not in shown.text
        assert person.name not in shown.text


def test_the_network_reads_who_confirmed_whom(client, network, officer, waiting, at):
    client.sign_in(officer).post(at, data=SPOKEN)

    shown = words(client.get(f"/networks/{network.id}/record"))

    assert "Did Confirmed somebody after a reset About Priya Nair Who Denise Campbell" in shown


def test_others_confirm_nobody_and_are_not_told_who_belongs(
    client, trust, network, other_network, waiting, administrator, lead, stranger, elsewhere
):
    waiting.organisation_id = trust.id
    outsider = factories.person(trust, Role.STAFF_MEMBER, unconfirmed_since=RESET)
    unconfirmed = factories.person(network, Role.NETWORK_OFFICER, unconfirmed_since=RESET)
    others = (
        (administrator, 403),
        (lead, 403),
        (factories.person(network, Role.NETWORK_MEMBER), 403),
        (factories.person(other_network, Role.NETWORK_OFFICER), 403),
        (unconfirmed, 404),
        (factories.person(elsewhere, Role.LEADERSHIP_CENTRE), 404),
        (stranger, 404),
    )
    for person, code in others:
        client.sign_in(person)
        for whom in (waiting, outsider):  # in the network, and in none
            address = f"/people/{whom.id}/confirm"
            assert client.get(address).status_code == code
            assert client.post(address, data=SPOKEN).status_code == code
    assert waiting.unconfirmed_since == RESET


def test_nobody_confirms_themselves(client, network, officer):
    officer.unconfirmed_since = RESET
    factories.saved(officer)

    answered = client.sign_in(officer).post(f"/people/{officer.id}/confirm", data=SPOKEN)

    assert answered.status_code == 403


def test_somebody_who_left_the_network_is_not_its_officers_to_confirm(
    client, network, officer, waiting, at
):
    client.sign_in(officer).post(f"/networks/{network.id}/members/{waiting.id}/end")

    assert client.get(at).status_code in (403, 404)


# Who is told that somebody waits


def test_officers_see_at_the_top_of_their_members_who_waits(client, network, officer, waiting, at):
    shown = client.sign_in(officer).get(f"/networks/{network.id}/members")

    assert "One member waits to be confirmed" in words(shown)
    assert page(shown).find("a", href=at)


def test_it_is_among_what_an_officer_and_a_coordinator_owe(
    client, trust, officer, coordinator, waiting, at
):
    waiting.organisation_id = trust.id
    factories.saved(waiting)

    for person in (officer, coordinator):
        home = client.sign_in(person).get("/home")
        assert "Confirm Priya Nair, whose sign-in was reset" in words(home)
        assert page(home).find("a", href=at)


def test_whoever_may_not_confirm_owes_nothing_and_is_asked_about_nothing(client, app):
    asked = duties_of(Standing(person_id=1, networks={1: frozenset({Role.NETWORK_MEMBER})}), TODAY)
    unconfirmed = Standing(
        person_id=1, networks={1: frozenset({Role.NETWORK_OFFICER})}, confirmed=False
    )

    assert asked == []
    assert duties_of(unconfirmed, TODAY) == []


def test_a_coordinator_has_a_list_of_their_scope(client, trust, elsewhere, coordinator):
    factories.person(trust, Role.STAFF_MEMBER, name="Waits Here", unconfirmed_since=RESET)
    factories.person(trust, Role.STAFF_MEMBER, name="Long Since Confirmed")
    factories.person(elsewhere, Role.STAFF_MEMBER, name="Waits There", unconfirmed_since=RESET)
    below = factories.organisation(trust)
    factories.person(below, Role.STAFF_MEMBER, name="Waits Below", unconfirmed_since=RESET)
    address = f"/organisations/{trust.id}/to-confirm"

    shown = words(client.sign_in(coordinator).get(address))

    assert "Waits Here" in shown
    assert "Waits Below" in shown
    assert "Waits There" not in shown
    assert "Long Since" not in shown
    assert "Waits Below" not in words(client.get(f"{address}?q=here"))
    assert "None found" in words(client.get(f"{address}?q=%25"))


def test_the_list_is_the_coordinators_alone(client, trust, administrator, officer, stranger):
    address = f"/organisations/{trust.id}/to-confirm"

    for person, code in ((administrator, 403), (officer, 403), (stranger, 404)):
        assert client.sign_in(person).get(address).status_code == code
        assert client.get(f"{address}.csv").status_code == code


def test_those_who_wait_are_sorted_and_downloaded(client, trust, coordinator):
    later = RESET + timedelta(hours=1)
    factories.person(trust, Role.STAFF_MEMBER, name="Amy Late", unconfirmed_since=later)
    factories.person(trust, Role.STAFF_MEMBER, name="Zoe Early", unconfirmed_since=RESET)
    address = f"/organisations/{trust.id}/to-confirm"

    client.sign_in(coordinator)
    by_name, by_day = (
        [link.get_text() for link in page(client.get(f"{address}{sort}")).select("tbody th a")]
        for sort in ("", "?sort=reset")
    )
    lines = client.get(f"{address}.csv").text.splitlines()

    assert by_name == ["Amy Late", "Zoe Early"]
    assert by_day == ["Zoe Early", "Amy Late"]
    assert lines[0] == "\ufeffName,Organisation,Reset"
    assert lines[2] == "Zoe Early,Northbridge NHS Foundation Trust,2026-11-20T09:00:00+00:00"
    assert len(client.get(f"{address}.csv?q=amy").text.splitlines()) == 2


@pytest.mark.sqlite_only
def test_lists_and_duties_ask_as_much_of_200_as_of_5(client, trust, coordinator):
    client.sign_in(coordinator)
    asked = []
    for count in (5, 195):
        for _ in range(count):
            factories.person(trust, Role.STAFF_MEMBER, unconfirmed_since=RESET)
        client.get(f"/organisations/{trust.id}/to-confirm")
        listed = client.queries
        client.get("/home")
        asked.append((listed, client.queries))

    assert asked[0] == asked[1]
