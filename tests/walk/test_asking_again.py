"""Before what a borrowed screen should not be enough for, the service asks once more who it is."""

from datetime import timedelta

import pytest

from tests.walk.test_extra_fields import rows
from tracker.extensions import db
from tracker.signing_in.models import SignIn

pytestmark = [pytest.mark.unguarded, pytest.mark.sqlite_only]

ASKED = "/prove-it-is-you"
BEFORE = (
    "/people/{person_id}/edit",
    "/people/{person_id}/reset",
    "/people/{person_id}/leave",
    "/people/{person_id}/erase",
    "/roles/{grant_of_role_id}/end",
    "/organisations/{organisation_id}/roles/add",
    "/organisations/{organisation_id}/erasures/add",
    "/you/password",
    "/you/provider",
    "/you/second-factor/set-up",
    "/you/second-factor/remove",
    "/you/second-factor/recovery-codes",
)


@pytest.fixture
def long_since(everything):
    """Eleven minutes after they showed who they are."""
    for sign_in in db.session.query(SignIn):
        sign_in.proved_at -= timedelta(minutes=11)
    db.session.commit()
    return everything


@pytest.mark.parametrize("where", BEFORE)
def test_after_ten_minutes_it_is_asked_again_and_nothing_is_done_meanwhile(
    client, long_since, where
):
    path = where.format(**long_since)
    before = rows()

    assert client.get(path).location == ASKED
    assert client.post(path, data={"sure": "y"}).location == ASKED
    assert rows() == before


@pytest.mark.parametrize("where", BEFORE)
def test_within_ten_minutes_it_is_not(client, everything, where):
    assert client.get(where.format(**everything)).location != ASKED
