"""A staff network of the trust and a panel, with whoever belongs to them."""

from datetime import UTC, datetime

import pytest

from tests import factories
from tracker.organisations.models import Panel, PanelCover
from tracker.permissions import Role

RESET = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def network(trust):
    return factories.network(trust, name="Race Equality Network", has_had_an_officer=True)


@pytest.fixture
def other_network(trust):
    """Another of the same trust."""
    return factories.network(trust, name="Filipino Nurses Network", has_had_an_officer=True)


@pytest.fixture
def officer(network):
    return factories.person(network, Role.NETWORK_OFFICER, name="Denise Campbell")


@pytest.fixture
def member(network, trust):
    """A member whose account the trust's administrator looks after."""
    return factories.person(network, Role.NETWORK_MEMBER, name="Priya Nair")


@pytest.fixture
def panel(trust):
    made = factories.saved(
        Panel(name="Expert Panel", organisation_id=trust.id, has_had_a_member=True)
    )
    factories.saved(PanelCover(panel_id=made.id, organisation_id=trust.id))
    return made


@pytest.fixture
def panellist(panel):
    return factories.person(panel, Role.PANEL_MEMBER, name="Dr Owen Bright")


@pytest.fixture
def administrator(trust):
    return factories.person(trust, Role.ADMINISTRATOR, name="Alan Reed")


@pytest.fixture
def coordinator(trust):
    return factories.person(trust, Role.LEADERSHIP_CENTRE, name="Hannah Voss")


@pytest.fixture
def waiting(member):
    """The member, since an administrator reset their sign-in."""
    member.unconfirmed_since = RESET
    return factories.saved(member)
