"""A trust under a board under the top, each with an administrator, and people to look after."""

from datetime import UTC, datetime

import pytest

from tests import factories
from tracker.permissions import Role
from tracker.signing_in.models import SignIn

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def national(app):
    return factories.organisation(code="X24", name="NHS England", kind="national")


@pytest.fixture
def board(national):
    return factories.organisation(national, code="QZZ", name="Vale Board", kind="icb")


@pytest.fixture
def trust(board):
    return factories.organisation(board, code="ZZ1", name="Northbridge NHS Foundation Trust")


@pytest.fixture
def colin(trust):
    """The administrator of the trust."""
    return factories.person(trust, Role.ADMINISTRATOR, name="Colin Dray", email="colin@nhs.example")


@pytest.fixture
def peter(national):
    """The administrator of everything."""
    return factories.person(national, Role.ADMINISTRATOR, name="Peter Lund")


@pytest.fixture
def priya(trust):
    """Somebody of the trust, who signed in once."""
    priya = factories.person(trust, Role.STAFF_MEMBER, name="Priya Nair", email="priya@nhs.example")
    started = {"started_at": NOW, "seen_at": NOW, "proved_at": NOW}
    factories.saved(SignIn(person_id=priya.id, token_hash="1" * 64, way="password", **started))
    return priya


@pytest.fixture
def newcomer(trust):
    """Somebody who was added and has not been in."""
    return factories.person(trust, name="Ngozi Eze", email="ngozi@nhs.example", password_hash=None)


@pytest.fixture
def signed_in(client, colin):
    """The trust's administrator, unless the test says otherwise."""
    return client.sign_in(colin)
