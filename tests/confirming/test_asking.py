"""Whoever can confirm somebody after a reset is written to: once, and by nobody's record."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from tests.conftest import TODAY
from tracker.audit import AuditEntry
from tracker.confirming.tasks import ask_for_confirmations
from tracker.extensions import db
from tracker.mail.letters import LETTERS
from tracker.mail.models import Message
from tracker.permissions import Role

NOW = datetime.now(UTC)


@pytest.fixture
def reset(trust, member):
    """The member of the network, reset by the trust's administrator an hour ago."""
    member.organisation_id = trust.id
    member.unconfirmed_since = member.reset_at = NOW - timedelta(hours=1)
    return factories.saved(member)


def written_to():
    ask_for_confirmations(NOW)
    db.session.commit()
    asked = db.session.query(Message).filter_by(template="to_confirm")
    return sorted(message.person_id for message in asked)


def test_officers_and_coordinators_are_written_to(app, reset, officer, coordinator):
    assert written_to() == sorted([officer.id, coordinator.id])


def test_a_second_time_they_are_not(app, reset, officer, coordinator):
    written_to()

    assert len(written_to()) == 2


def test_another_reset_is_another_matter(app, reset, officer):
    written_to()
    reset.unconfirmed_since = reset.reset_at = datetime.now(UTC) + timedelta(seconds=1)
    db.session.commit()

    assert written_to() == [officer.id, officer.id]


def test_the_letter_names_nobody_and_nothing(app, reset, officer, trust):
    written_to()

    message = db.session.query(Message).one()
    text = LETTERS["to_confirm"].paragraph(message).lower()
    assert "http://127.0.0.1:5000/home" in text
    private = ("priya", "northbridge", "network", "race equality network", "mentor", "reset")
    assert [word for word in (*private, "administrator") if word in text] == []
    assert message.ids == {}


def test_whoever_may_not_confirm_is_not_written_to(
    app, reset, trust, network, other_network, administrator, lead
):
    factories.grant(administrator, Role.NETWORK_OFFICER, network)
    factories.person(network, Role.NETWORK_MEMBER)
    factories.person(network, Role.NETWORK_OFFICER, active=False)
    factories.person(network, Role.NETWORK_OFFICER, unconfirmed_since=NOW)
    factories.person(other_network, Role.NETWORK_OFFICER)
    factories.grant(reset, Role.NETWORK_OFFICER, network)
    elsewhere = factories.organisation()
    factories.person(elsewhere, Role.LEADERSHIP_CENTRE)

    assert written_to() == []


def test_an_officer_who_took_them_in_since_the_reset_is_not(app, trust, network, officer):
    taken_in = factories.person(trust, Role.STAFF_MEMBER, organisation_id=trust.id)
    taken_in.unconfirmed_since = taken_in.reset_at = datetime.combine(TODAY, NOW.timetz())
    factories.grant(taken_in, Role.NETWORK_MEMBER, network, since=TODAY)

    assert written_to() == []


def test_of_the_coordinators_up_the_line_the_nearest_are(app, reset, trust):
    region = factories.organisation(kind="region")
    factories.saved(factories.OrganisationEdge(child_id=trust.id, parent_id=region.id))
    nation = factories.organisation(kind="national", code="QN")
    factories.saved(factories.OrganisationEdge(child_id=region.id, parent_id=nation.id))
    factories.person(nation, Role.LEADERSHIP_CENTRE)
    near = factories.person(region, Role.LEADERSHIP_CENTRE)

    assert written_to() == [near.id]


def test_a_coordinator_is_written_to_whether_they_belong_to_a_network_or_not(
    app, trust, reset, officer, coordinator
):
    """Or a letter that did not come would say that they do."""
    plain = factories.person(trust, Role.STAFF_MEMBER, organisation_id=trust.id)
    plain.unconfirmed_since = plain.reset_at = NOW - timedelta(hours=1)
    db.session.commit()

    assert written_to() == sorted([officer.id, coordinator.id, coordinator.id])


def test_the_record_is_alike_whoever_was_there_to_be_written_to(
    client, trust, reset, officer, administrator
):
    """An administrator learns neither who belongs to a network nor who is confirmed by then."""
    plain, known = (factories.person(trust, organisation_id=trust.id) for _ in range(2))
    plain.unconfirmed_since = plain.reset_at = known.reset_at = NOW - timedelta(hours=1)
    db.session.commit()

    assert written_to() == [officer.id]

    acts = db.session.query(AuditEntry).filter_by(did="wrote to whoever can confirm").all()
    assert [act.thing_id for act in acts] == [str(p.id) for p in (reset, plain, known)]
    assert {(act.person_id, act.actor) for act in acts} == {(None, "job")}
    posted = db.session.query(AuditEntry).filter_by(thing="message").one()
    assert (posted.person_id, posted.organisation_id) == (None, None)
    client.sign_in(administrator)
    lines = client.get(f"/organisations/{trust.id}/audit.csv").text.splitlines()
    assert sum("wrote to whoever can confirm" in line for line in lines) == 3
    for address in ("/you/record.csv", "/you/data.json"):
        assert "confirm" not in client.get(address).text.replace("unconfirmed", "")


def test_a_reset_through_the_page_is_told_of_by_the_next_round(
    client, trust, reset, officer, administrator
):
    reset.unconfirmed_since = reset.reset_at = None
    db.session.commit()
    client.sign_in(administrator).post(f"/people/{reset.id}/reset")
    own = {m.template for m in db.session.query(Message).filter_by(person_id=reset.id)}
    assert own == {"reset_by_administrator", "reset"}

    assert written_to() == [officer.id]
