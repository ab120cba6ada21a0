"""What the tests of sign-in by a provider share: links and invitations."""

from datetime import UTC, datetime, timedelta

from tests.factories import number, saved
from tracker.providers.models import Identity
from tracker.signing_in.models import SingleUseLink


def linked(person, nhsmail, subject, **given):
    usual = {"issuer": nhsmail.issuer, "subject": subject, "linked_at": datetime.now(UTC)}
    return saved(Identity(person_id=person.id, **usual | given))


def invitation(person, **given):
    now = datetime.now(UTC)
    usual = {
        "purpose": "invitation",
        "token_hash": f"{next(number):064}",
        "made_at": now,
        "expires_at": now + timedelta(days=1),
    }
    return saved(SingleUseLink(person_id=person.id, **usual | given))


def opened(client, link):
    """The page of an invitation remembers which it is."""
    with client.session_transaction() as session:
        session["invitation"] = link.id
    return client


def is_in(client):
    return client.get("/home").status_code == 200
