"""After an administrator's reset it may be the administrator who looks: nothing tells what the
person belongs to, until somebody who may confirms them."""

import pytest

from tests import factories
from tests.client import words
from tests.conftest import TODAY
from tests.membership.conftest import RESET
from tracker import audit
from tracker.accounts.models import Grant
from tracker.accounts.standing import standing_of
from tracker.audit import Actor
from tracker.extensions import db
from tracker.permissions import Role

OWN = ("/you", "/you/networks", "/you/record", "/you/record.csv", "/you/data", "/you/data.json")
OWN += ("/home",)


@pytest.fixture
def belongs(trust, network, panel):
    """An officer who is on a panel too and has done things for both."""
    person = factories.person(network, Role.NETWORK_OFFICER, organisation_id=trust.id)
    factories.grant(person, Role.PANEL_MEMBER, panel)
    for capacity in ("is officer of its network", "network member", "panel member"):
        audit.record(Actor(person.id, "", capacity), f"something as {capacity}", trust)
    [given, *_] = person_grants(person)
    audit.record(Actor(person.id, "", "own account"), "left", given)
    db.session.commit()
    return person


def person_grants(person):
    return db.session.query(Grant).filter_by(person_id=person.id).order_by(Grant.id).all()


def test_networks_and_panels_are_no_part_of_who_they_are(trust, network, panel, belongs):
    factories.grant(belongs, Role.VIEWER, trust)
    assert standing_of(belongs.id, TODAY).networks
    belongs.unconfirmed_since = RESET
    db.session.commit()

    shut = standing_of(belongs.id, TODAY)

    assert (shut.networks, shut.panels, shut.confirmed) == ({}, frozenset(), False)
    assert shut.roles == {trust.id: frozenset({Role.VIEWER})}


def test_own_pages_say_alike_to_whoever_belongs_and_whoever_does_not(client, trust, belongs):
    other = factories.person(organisation_id=trust.id)
    client.sign_in(belongs)
    assert "Race Equality Network" in client.get("/you").text
    assert "something as panel member" in client.get("/you/record.csv").text

    belongs.unconfirmed_since = other.unconfirmed_since = RESET
    db.session.commit()

    told = []
    for person in (belongs, other):
        client.sign_in(person)
        answers = [client.get(path).text.replace(person.name, "Me") for path in OWN]
        for answer in answers:
            for word in ("Race Equality Network", "Expert Panel", "omething as", "grant_of_role,"):
                assert word not in answer
        told.append(words(client.get("/you/networks")))
    assert "until a network officer or a co-ordinator confirms" in words(client.get("/you"))
    assert "whether you belong to a network or not" in told[0]
    assert told[0].replace(belongs.name, "") == told[1].replace(other.name, "")


def test_pages_of_their_networks_answer_as_to_a_stranger(client, network, panel, belongs):
    belongs.unconfirmed_since = RESET
    db.session.commit()
    client.sign_in(belongs)

    for path in (
        f"/networks/{network.id}/members",
        f"/panels/{panel.id}/members",
        f"/you/networks/{network.id}/leave",
        f"/you/panels/{panel.id}/leave",
    ):
        assert client.get(path).status_code == 404


def test_a_plan_that_is_consulted_on_is_shut_too(client, trust, network, belongs):
    plan = factories.plan(trust, state="consulting")
    client.sign_in(belongs)
    assert client.get(f"/plans/{plan.id}").status_code == 200

    belongs.unconfirmed_since = RESET
    db.session.commit()

    assert client.get(f"/plans/{plan.id}").status_code in (403, 404)


def test_an_officer_still_finds_and_confirms_them(client, network, officer, belongs):
    belongs.unconfirmed_since = RESET
    db.session.commit()

    open_still = factories.sign_in(belongs)  # begun when no second factor was asked of them

    client.sign_in(officer).post(f"/people/{belongs.id}/confirm", data={"spoke": "y"})

    assert standing_of(belongs.id, TODAY).networks
    assert open_still.ended_at
