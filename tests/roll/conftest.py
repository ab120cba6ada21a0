"""A programme of a region, with two trusts in it and their co-ordinators."""

from types import SimpleNamespace

import pytest

from tests import factories
from tracker.permissions import Role


@pytest.fixture
def places(app):
    region = factories.organisation(code="ZR1", name="Vale and Fells", kind="region")
    trust = factories.organisation(region, code="ZZ1", name="Northbridge")
    other = factories.organisation(region, code="ZZ9", name="Fernhollow")
    return SimpleNamespace(region=region, trust=trust, other=other)


@pytest.fixture
def programme(places):
    return factories.programme(places.region)


@pytest.fixture
def coordinator(places):
    return factories.person(places.region, Role.LEADERSHIP_CENTRE, name="Hannah Voss")


@pytest.fixture
def local(places):
    return factories.person(places.trust, Role.LEADERSHIP_CENTRE, name="Priya Raman")


@pytest.fixture
def at(places, programme):
    return f"/organisations/{places.region.id}/mentoring/{programme.id}"


@pytest.fixture
def locally(places, programme):
    return f"/organisations/{places.trust.id}/mentoring/{programme.id}"
