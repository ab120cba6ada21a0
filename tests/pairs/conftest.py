"""A pair that has just said yes, and whoever stands around it."""

import pytest

from tests import factories
from tracker.permissions import Role


@pytest.fixture
def programme(trust):
    return factories.programme(trust, wellbeing_contact="Occupational health, extension 4000")


@pytest.fixture
def leader(trust):
    return factories.person(trust, name="Helen Marsh")


@pytest.fixture
def mentee(trust):
    return factories.person(trust, name="Amara Nwosu")


@pytest.fixture
def coordinator(trust):
    return factories.person(trust, Role.LEADERSHIP_CENTRE, name="Priya Raman")


@pytest.fixture
def pairing(programme, trust, leader, mentee):
    return factories.pairing(
        factories.enrolment(programme, leader, trust),
        factories.enrolment(programme, mentee, trust, "mentee"),
        state="accepted",
    )


@pytest.fixture
def at(pairing):
    return f"/mentoring/pairs/{pairing.id}"
