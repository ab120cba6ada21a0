"""A trust with a line of three posts, and the administrator who looks after them."""

import pytest

from tests import factories
from tracker.permissions import Role


@pytest.fixture
def administrator(trust):
    return factories.person(trust, Role.ADMINISTRATOR, name="Colin Dray")


@pytest.fixture
def chair(trust):
    holder = factories.person(name="Professor Nasreen Qadir")
    return factories.post(trust, holder, title="Chair", senior_leader=True)


@pytest.fixture
def chief(trust, chair):
    holder = factories.person(name="Dr Amara Okafor", email="amara@nhs.example")
    return factories.post(trust, holder, title="Chief executive", line_post_id=chair.id)


@pytest.fixture
def nurse(trust, chief):
    """A post that nobody holds."""
    return factories.post(trust, title="Chief Nurse", line_post_id=chief.id)


@pytest.fixture
def grace():
    return factories.person(name="Grace Adeyemi", email="grace@nhs.example")
