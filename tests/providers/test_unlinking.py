"""Undoing the link to a provider's account."""

import pytest

from tests import factories
from tests.client import page, words
from tests.providers import invitation, linked, opened
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.permissions import Role

MINE = "/you/provider"


def test_somebody_with_a_password_unlinks_it(client, nhsmail, lead):
    identity = linked(lead, nhsmail, "ruth")
    client.sign_in(lead)
    assert "Your account has been linked since" in words(client.get(MINE))

    assert client.post(MINE).location == MINE
    db.session.refresh(identity)
    assert identity.unlinked_at is not None
    assert "sign in with your e-mail address and password" in words(client.get(MINE))
    client.sign_out()
    assert client.get(nhsmail.signs_in(client, "ruth")).status_code == 403
    assert [entry.did for entry in db.session.query(AuditEntry)] == [
        "unlinked a provider's account"
    ]


def test_somebody_without_a_password_would_lock_themselves_out(client, nhsmail, trust):
    person = factories.person(trust, Role.EQUALITY_LEAD, password_hash=None)
    identity = linked(person, nhsmail, "ruth")
    client.sign_in(person)

    assert "set a password first" in words(client.get(MINE))
    assert "Set a password first" in words(client.post(MINE))
    db.session.refresh(identity)
    assert identity.unlinked_at is None


@pytest.mark.parametrize("times", [1, 2])
def test_where_nothing_is_linked_nothing_is_unlinked(client, nhsmail, lead, stranger, times):
    theirs = linked(stranger, nhsmail, "theirs")
    client.sign_in(lead)
    assert page(client.get(MINE)).select(".tracker-empty")

    for _ in range(times):
        answer = client.post(MINE, data={"person_id": stranger.id})
    assert "No account of a provider is linked to yours" in words(answer)
    db.session.refresh(theirs)
    assert theirs.unlinked_at is None


def test_an_account_that_was_unlinked_is_linked_again_by_an_invitation(client, nhsmail, lead):
    linked(lead, nhsmail, "ruth")
    client.sign_in(lead).post(MINE)
    client.sign_out()
    opened(client, invitation(lead))

    assert client.get(nhsmail.signs_in(client, "ruth")).location == "/home"


def test_an_account_that_was_unlinked_may_become_anothers_by_an_invitation(
    client, nhsmail, lead, colleague
):
    linked(lead, nhsmail, "shared")
    client.sign_in(lead).post(MINE)
    client.sign_out()
    client.get(nhsmail.signs_in(opened(client, invitation(colleague)), "shared"))

    assert colleague.name in client.get("/home").text
