"""Links as somebody gets them, with the secret that only the letter holds."""

from datetime import UTC, datetime, timedelta

from tests.factories import saved
from tracker.signing_in.models import SingleUseLink
from tracker.signing_in.operations import hash_of

SECRET = "a-secret-that-only-the-letter-holds"
CHOSEN = "purple lantern tide 7"


def now():
    return datetime.now(UTC)


def link(person, purpose="invitation", secret=SECRET, left=timedelta(minutes=30), **given):
    """One that was sent and is good for `left` from now."""
    usual = {
        "person_id": person.id,
        "purpose": purpose,
        "token_hash": hash_of(secret),
        "made_at": now(),
        "expires_at": now() + left,
    }
    return saved(SingleUseLink(**usual | given))


def choose(client, password=CHOSEN, again=None):
    data = {"password": password, "again": password if again is None else again}
    return client.post("/choose-a-password", data=data)
