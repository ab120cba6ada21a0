"""A network whose last officer has gone goes on, by its members' choice and nobody else's."""

from datetime import UTC, datetime
from functools import partial

import pytest

from tests import factories
from tests.at_once import both
from tests.client import page, words
from tests.conftest import TODAY
from tracker.accounts.models import Grant, Person
from tracker.audit import JOB
from tracker.extensions import begin_writing, db
from tracker.mail.models import Message
from tracker.organisations.models import Network
from tracker.permissions import Role
from tracker.succession import operations
from tracker.succession.models import Backing

MEMBER, OFFICER = Role.NETWORK_MEMBER, Role.NETWORK_OFFICER


@pytest.fixture
def network(trust):
    """One that has had an officer, and has none."""
    return factories.network(trust, name="Race Equality Network", has_had_an_officer=True)


@pytest.fixture
def members(network):
    names = ("Amara Osei", "Bilal Khan", "Chen Wu", "Dara Obi")
    return [factories.person(network, MEMBER, name=name) for name in names]


@pytest.fixture
def at(network):
    return f"/networks/{network.id}/officer"


def officers(network):
    found = db.session.query(Grant).filter_by(network_id=network.id, role=OFFICER, until=None)
    return {grant.person_id for grant in found}


def test_whoever_stands_is_officer_once_two_others_agree(client, network, members, at):
    amara, bilal, chen, _ = members
    client.sign_in(amara).post(f"{at}/stand")
    assert "0 of 2" in words(client.get(at))

    client.sign_in(bilal).post(f"{at}/{amara.id}/agree")
    assert officers(network) == set()
    client.sign_in(chen)
    shown = client.get(at)
    assert "1 of 2" in words(shown)
    assert "Bilal" not in shown.text
    client.post(f"{at}/{amara.id}/agree")

    assert officers(network) == {amara.id}
    assert db.session.query(Backing).count() == 0
    [message] = db.session.query(Message).filter_by(person_id=amara.id)
    assert message.template == "officer_chosen"
    assert client.sign_in(amara).get(f"/networks/{network.id}/members").status_code == 200
    shown = client.get(at)
    assert "there is nobody to choose" in words(shown)
    assert page(shown).find("a", href=f"/networks/{network.id}/members")
    assert not page(client.sign_in(bilal).get(at)).find("a", href=f"/networks/{network.id}/members")


def test_it_is_among_what_every_member_owes_and_on_their_page(client, members, at):
    for address in ("/home", "/you/networks"):
        assert page(client.sign_in(members[0]).get(address)).find("a", href=at)


def test_of_two_members_the_other_agrees_and_the_last_needs_nobody(client, network, at):
    amara, bilal = (factories.person(network, MEMBER) for _ in range(2))
    client.sign_in(amara).post(f"{at}/stand")
    assert "0 of 1" in words(client.get(at))
    bilal.active = False
    db.session.commit()
    client.post(f"{at}/withdraw")
    client.post(f"{at}/stand")

    assert officers(network) == {amara.id}


def test_nobody_agrees_with_themselves_or_twice_or_with_somebody_who_does_not_stand(
    client, network, members, at
):
    amara, bilal, chen, _ = members
    client.sign_in(amara).post(f"{at}/stand")
    assert "forward already" in words(client.post(f"{at}/stand"))
    assert "Others have to agree" in words(client.post(f"{at}/{amara.id}/agree"))
    client.sign_in(bilal).post(f"{at}/{amara.id}/agree")
    assert "agreed with Amara Osei already" in words(client.post(f"{at}/{amara.id}/agree"))
    assert client.post(f"{at}/2000000000/agree").status_code == 404
    for nobody in (chen.id, factories.person().id):
        assert "do not stand" in words(client.post(f"{at}/{nobody}/agree"))
    assert "You do not stand" in words(client.post(f"{at}/withdraw"))

    assert officers(network) == set()


def test_whoever_has_left_or_is_gone_counts_for_nobody(client, network, members, at):
    amara, bilal, chen, dara = members
    client.sign_in(amara).post(f"{at}/stand")
    client.sign_in(bilal).post(f"{at}/{amara.id}/agree")
    client.post(f"/you/networks/{network.id}/leave")

    client.sign_in(chen).post(f"{at}/{amara.id}/agree")
    assert officers(network) == set()
    client.sign_in(dara).post(f"{at}/{amara.id}/agree")
    assert officers(network) == {amara.id}


def test_whoever_stands_no_longer_takes_what_was_agreed_along(client, network, members, at):
    amara, bilal, *_ = members
    client.sign_in(amara).post(f"{at}/stand")
    client.sign_in(bilal).post(f"{at}/{amara.id}/agree")
    client.sign_in(amara).post(f"{at}/withdraw")
    assert "Nobody has put themselves forward" in words(client.get(at))
    client.post(f"{at}/stand")

    assert "0 of 2" in words(client.get(at))


def test_a_network_with_an_officer_or_a_closed_one_chooses_none(client, network, members, at):
    officer = factories.person(network, OFFICER)
    assert "has an officer" in words(client.sign_in(members[0]).post(f"{at}/stand"))
    assert not page(client.get("/you/networks")).find("a", href=at)
    officer.active = False
    network.closed_on = TODAY
    db.session.commit()

    assert "The network is closed" in words(client.post(f"{at}/stand"))
    assert officers(network) == {officer.id}


def test_management_strangers_and_the_unconfirmed_have_no_part_in_it(client, trust, network, at):
    unconfirmed = factories.person(network, MEMBER, unconfirmed_since=datetime.now(UTC))
    people = (
        (factories.person(trust, Role.ADMINISTRATOR), 403),
        (factories.person(trust, Role.EQUALITY_LEAD), 403),
        (factories.person(factories.network(trust), MEMBER), 403),
        (factories.person(), 404),
        (unconfirmed, 404),
    )
    for person, code in people:
        client.sign_in(person)
        assert client.get(at).status_code == code
        assert client.post(f"{at}/stand").status_code == code


def test_no_administrator_reads_of_it(client, trust, members, at):
    client.sign_in(members[0]).post(f"{at}/stand")
    client.sign_in(factories.person(trust, Role.ADMINISTRATOR))

    for address in (f"/organisations/{trust.id}/audit.csv", f"/organisations/{trust.id}/networks"):
        shown = client.get(address)
        assert "forward" not in shown.text
        assert "Amara" not in shown.text


def test_two_who_agree_at_once_make_one_officer(inside_own_app):
    network = factories.network(factories.organisation(), has_had_an_officer=True)
    amara, *others = (factories.person(network, MEMBER) for _ in range(4))
    operations.stand(network, amara, TODAY, JOB)
    db.session.commit()
    place, candidate, *ids = (each.id for each in (network, amara, *others[:2]))

    def agrees(person_id):
        begin_writing()
        people = [db.session.get_one(Person, id_) for id_ in (candidate, person_id)]
        operations.agree(db.session.get_one(Network, place), *people, TODAY, JOB)
        db.session.commit()
        return "done"

    told = both(inside_own_app, *(partial(agrees, id_) for id_ in ids))

    db.session.rollback()
    assert told == ["done", "done"]
    assert officers(network) == {candidate}
