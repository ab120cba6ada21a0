"""Whom a holder names to draft for them, and how that ends."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests import factories
from tests.client import words
from tests.conftest import TODAY
from tracker.accounts.models import Delegation, Holding, Person
from tracker.accounts.standing import standing_of
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.permissions import Role

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def holding(chief):
    return db.session.scalar(sa.select(Holding).where(Holding.post_id == chief.id))


@pytest.fixture
def holder(holding):
    return db.session.get(Person, holding.person_id)


@pytest.fixture
def marek(trust):
    return factories.person(trust, Role.STAFF_MEMBER, name="Marek Nowak", email="marek@nhs.example")


def name(client, holding, email="marek@nhs.example"):
    return client.post(f"/holdings/{holding.id}/delegates/add", data={"email": email})


def drafts_for(person):
    return standing_of(person.id, TODAY).delegated_posts


def test_a_holder_names_somebody_who_then_drafts(client, chief, holding, holder, marek):
    answer = name(client.sign_in(holder), holding, " MAREK@nhs.example")

    assert answer.location == "/you/delegates"
    assert drafts_for(marek) == {chief.id}
    assert "Marek Nowak drafts for you since 23 November 2026" in words(
        client.get("/you/delegates")
    )
    act = db.session.scalar(sa.select(AuditEntry).where(AuditEntry.did == "named a delegate"))
    assert act.organisation_id == chief.organisation_id
    assert act.capacity == "is their own"


def test_a_delegate_drafts_and_does_not_submit(client, trust, chief, holding, holder, marek):
    action = factories.action(factories.plan(trust), chief)
    name(client.sign_in(holder), holding)
    client.sign_in(marek)

    assert client.get(f"/actions/{action.id}/check-in").status_code == 200
    assert "Draft the check-in" in words(client.get("/home"))


@pytest.mark.parametrize("place", ["above", "below", "account only", "post"])
def test_a_colleague_may_be_of_above_or_below_or_hold_a_post(client, place):
    region = factories.organisation(kind="region")
    board = factories.organisation(parent=region, kind="icb")
    trust = factories.organisation(parent=board)
    holder = factories.person()
    holding = factories.hold(factories.post(board), holder)
    person = factories.person(email="marek@nhs.example")
    if place == "above":
        factories.grant(person, Role.VIEWER, region)
    elif place == "below":
        factories.grant(person, Role.STAFF_MEMBER, trust)
    elif place == "account only":
        person.organisation_id = board.id
        factories.saved(person)
    else:
        factories.post(trust, person)

    assert name(client.sign_in(holder), holding).location


@pytest.mark.parametrize(
    "who", ["nobody", "somebody elsewhere", "a member of a network", "left", "role has ended"]
)
def test_an_answer_never_tells_who_else_has_an_account(client, trust, holding, holder, who):
    """Of anybody who is no colleague the answer is the same as of nobody at all."""
    if who == "somebody elsewhere":
        factories.person(factories.organisation(), Role.STAFF_MEMBER, email="marek@nhs.example")
    elif who == "a member of a network":
        member = factories.person(email="marek@nhs.example")
        factories.grant(member, Role.NETWORK_MEMBER, factories.network(trust))
    elif who == "left":
        factories.person(trust, Role.STAFF_MEMBER, email="marek@nhs.example", active=False)
    elif who == "role has ended":
        person = factories.person(email="marek@nhs.example")
        factories.grant(person, Role.STAFF_MEMBER, trust, until=YESTERDAY)

    answer = name(client.sign_in(holder), holding)

    assert "Nobody with this e-mail address works in Northbridge NHS Foundation Trust" in (
        words(answer)
    )
    assert db.session.query(Delegation).count() == 0


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Enter an e-mail address"),
        ("\0", "Enter an e-mail address"),
        ("x" * 300, "Shorten this to 254"),
    ],
)
def test_an_address_that_is_none_is_told(client, holding, holder, email, sentence):
    assert sentence in words(name(client.sign_in(holder), holding, email))


def test_a_holder_does_not_name_themselves(client, trust, holding, holder):
    factories.grant(holder, Role.STAFF_MEMBER, trust)

    answer = name(client.sign_in(holder), holding, holder.email)

    assert "Name somebody other than the holder" in words(answer)


def test_nobody_is_named_twice(client, holding, holder, marek):
    client.sign_in(holder)
    name(client, holding)

    assert "Marek Nowak drafts for this post already" in words(name(client, holding))
    assert db.session.query(Delegation).count() == 1


def test_a_delegate_ends_at_once_and_can_be_named_again_the_same_day(
    client, chief, holding, holder, marek
):
    client.sign_in(holder)
    name(client, holding)
    [delegation] = db.session.scalars(sa.select(Delegation))

    answer = client.post(f"/holdings/{holding.id}/delegates/{delegation.id}/end")
    assert answer.location == "/you/delegates"
    assert drafts_for(marek) == set()

    assert name(client, holding).location
    assert drafts_for(marek) == {chief.id}
    assert db.session.query(Delegation).count() == 1


def test_a_delegate_ends_once(client, holding, holder, marek):
    delegation = factories.delegate(holding, marek)
    path = f"/holdings/{holding.id}/delegates/{delegation.id}/end"
    client.sign_in(holder).post(path)

    again = client.post(path)

    assert again.status_code == 409
    assert "They no longer draft for this post" in words(again)
    assert delegation.until == YESTERDAY


def test_a_delegate_sees_for_whom_they_draft_and_steps_back(client, holding, holder, marek):
    delegation = factories.delegate(holding, marek)
    client.sign_in(marek)

    assert "Who drafts for you, and for whom you draft" in words(client.get("/home"))
    assert "Dr Amara Okafor Chief executive" in words(client.get("/you/delegates"))
    client.post(f"/you/delegations/{delegation.id}/end")
    assert drafts_for(marek) == set()


def test_somebody_else_steps_back_from_nothing(client, holding, marek, colleague):
    delegation = factories.delegate(holding, marek)

    answer = client.sign_in(colleague).post(f"/you/delegations/{delegation.id}/end")

    assert answer.status_code == 404
    assert delegation.until is None


def test_an_administrator_sees_delegates_and_ends_one_but_names_none(
    client, administrator, chief, holding, marek
):
    delegation = factories.delegate(holding, marek)
    client.sign_in(administrator)

    assert "Marek Nowak" in words(client.get(f"/posts/{chief.id}"))
    assert name(client, holding).status_code == 403
    client.post(f"/posts/{chief.id}/delegates/{delegation.id}/end")

    assert drafts_for(marek) == set()
    act = db.session.scalar(sa.select(AuditEntry).where(AuditEntry.did == "ended a delegate"))
    assert (act.capacity, act.organisation_id) == ("administrator", chief.organisation_id)


def test_a_delegate_of_one_post_is_not_ended_by_way_of_another(
    client, administrator, trust, chair, holding, holder, marek
):
    delegation = factories.delegate(holding, marek)
    other = factories.hold(factories.post(trust), holder)

    by_post = client.sign_in(administrator).post(f"/posts/{chair.id}/delegates/{delegation.id}/end")
    by_holding = client.sign_in(holder).post(f"/holdings/{other.id}/delegates/{delegation.id}/end")

    assert (by_post.status_code, by_holding.status_code) == (404, 404)
    assert delegation.until is None


def test_whoever_held_a_post_before_names_nobody_any_more(client, nurse, grace, marek):
    past = factories.hold(nurse, grace, until=YESTERDAY)
    to_come = factories.hold(nurse, grace, since=TODAY + timedelta(days=1))
    client.sign_in(grace)

    for holding in (past, to_come):
        assert "only while they hold the post" in words(name(client, holding))
    assert "You hold no post" in words(client.get("/you/delegates"))


def test_somebody_who_holds_two_posts_names_delegates_for_each(client, trust, holder, holding):
    factories.hold(factories.post(trust, title="Accountable officer"), holder)

    shown = words(client.sign_in(holder).get("/you/delegates"))

    assert "Name a delegate for Chief executive" in shown
    assert "Name a delegate for Accountable officer" in shown


@pytest.mark.sqlite_only
def test_the_page_asks_as_much_of_many_delegates_as_of_one(client, trust, holding, holder):
    asked = []
    client.sign_in(holder)
    for count in (1, 20):
        for _ in range(count):
            factories.delegate(holding, factories.person())
            factories.hold(factories.post(trust), holder)
        client.get("/you/delegates")
        asked.append(client.queries)

    assert asked[0] == asked[1]


def test_home_leads_to_delegates_for_those_who_have_or_are_one(client, holder, colleague):
    assert "/you/delegates" in client.sign_in(holder).get("/home").text
    assert "/you/delegates" not in client.sign_in(colleague).get("/home").text
