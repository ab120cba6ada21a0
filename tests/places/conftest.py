"""A small tree, and whoever looks after it."""

import pytest

from tests import factories
from tracker.permissions import Role


@pytest.fixture
def national(app):
    return factories.organisation(code="X24", name="NHS England", kind="national")


@pytest.fixture
def national_administrator(national):
    return factories.person(national, Role.ADMINISTRATOR, name="Peter Lund")


@pytest.fixture
def region(national):
    return factories.organisation(national, code="ZV0", name="Vale Region", kind="region")


@pytest.fixture
def board(region):
    return factories.organisation(region, code="ZVB", name="Vale Board", kind="icb")


@pytest.fixture
def administrator(trust):
    """Of the trust alone."""
    return factories.person(trust, Role.ADMINISTRATOR)
