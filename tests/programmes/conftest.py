"""A programme of the trust, and its co-ordinator."""

from datetime import date

import pytest

from tests import factories
from tracker.permissions import Role

REVIEW = date(2027, 4, 1)


@pytest.fixture
def programme(trust):
    return factories.programme(trust, review_on=REVIEW)


@pytest.fixture
def centre(trust):
    """A co-ordinator of the Leadership Centre."""
    return factories.person(trust, Role.LEADERSHIP_CENTRE, name="Grace Adeyemi")
