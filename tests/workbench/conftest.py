"""A programme of a region, its co-ordinator, and people of two trusts to be matched."""

import pytest

from tests import factories
from tests.workbench import steps
from tracker.permissions import Role


@pytest.fixture
def region(app):
    return factories.organisation(code="ZV0", name="Vale", kind="region")


@pytest.fixture
def trust(region):
    return factories.organisation(region, code="ZZ1", name="Northbridge NHS Foundation Trust")


@pytest.fixture
def another(region):
    return factories.organisation(region, code="ZZ2", name="Ashmere NHS Trust")


@pytest.fixture
def programme(region):
    return factories.programme(region)


@pytest.fixture
def centre(region):
    return factories.person(region, Role.LEADERSHIP_CENTRE, name="Tom Ellery")


@pytest.fixture
def at_trust(trust):
    """Who co-ordinates where the mentees work."""
    return factories.person(trust, Role.LEADERSHIP_CENTRE, name="Priya Raman")


@pytest.fixture
def at_another(another):
    """Who co-ordinates where the leaders work."""
    return factories.person(another, Role.LEADERSHIP_CENTRE, name="Bill Frost")


@pytest.fixture
def join(programme, trust):
    """A function that brings somebody into the pool."""

    def join(name, side="mentee", at=trust, **given):
        person = factories.person(at, name=name)
        return factories.enrolment(programme, person, at, side, **given)

    return join


@pytest.fixture
def few(join, another):
    """Two leaders with one place each, and three people who look."""
    return steps.People(
        helen=join("Helen Marsh", "leader", another, goals=["finance", "chairing"]),
        owen=join("Owen Price", "leader", another, goals=["interview"]),
        amara=join("Amara Nwosu", goals=["finance", "chairing"]),
        leila=join("Leila Haddad", goals=["interview"]),
        samuel=join("Samuel Oyelaran", goals=["research"], remote=False),
    )
