"""A plan with one action: a chief executive who owns it, a vice-chair who reviews it."""

import pytest

from tests import factories
from tests.client import page
from tracker.accounts.models import Holding
from tracker.audit import Actor
from tracker.extensions import db
from tracker.permissions import Role
from tracker.plan.models import Action


def loaded(action):
    """The action as a page has it, with what the rules read."""
    return db.session.get(Action, action.id, options=Action.loaded_with, populate_existing=True)


def as_actor(person, capacity="holds the owning post"):
    return Actor(person.id, person.name, capacity)


def errors_of(response):
    """What the top of the page says is wrong."""
    return [a.get_text().strip() for a in page(response).select(".nhsuk-error-summary a")]


def said(**otherwise):
    """The answers of a check-in."""
    usual = {
        "said": "on course",
        "confidence": 4,
        "done": "61 of 74 panels had an independent member.",
        "changed": "",
        "phase": "under way",
        "learned": "",
        "help_needed": "",
    }
    return usual | otherwise


@pytest.fixture
def chief(app):
    return factories.person(name="Amara Okafor")


@pytest.fixture
def vice(app):
    return factories.person(name="Judith Fairclough")


@pytest.fixture
def owning(trust, chief):
    return factories.post(trust, chief, title="Chief executive")


@pytest.fixture
def reviewing(trust, vice):
    return factories.post(trust, vice, title="Vice-chair")


@pytest.fixture
def plan(trust):
    return factories.plan(trust)


@pytest.fixture
def action(plan, owning, reviewing):
    return factories.action(plan, owning, reviewing, reference="8.1")


@pytest.fixture
def delegate(owning, chief):
    """Somebody whom the chief executive lets draft."""
    person = factories.person(name="Dele Gate")
    holding = db.session.query(Holding).filter_by(post_id=owning.id).one()
    factories.delegate(holding, person)
    return person


@pytest.fixture
def member(trust):
    """A member of the staff network that covers the trust."""
    network = factories.network(trust)
    person = factories.person(name="Nia Member")
    factories.grant(person, Role.NETWORK_MEMBER, network)
    return person
