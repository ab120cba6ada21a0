"""What the walks share."""

import pytest

from tests import factories
from tests.walk import things, world
from tracker.extensions import db
from tracker.permissions import Role


@pytest.fixture
def undone(app):
    """Do a thing and undo it, whatever it committed."""
    connection = db._app_engines[app][None]

    def undone(act):
        db.session.rollback()
        nested = connection.begin_nested()
        try:
            return act()
        finally:
            db.session.rollback()
            nested.rollback()
            db.session.expire_all()

    return undone


@pytest.fixture
def everything(client, app):
    """Somebody with every role there is, a place for them, and one of everything."""
    client.checks_pages = False
    at = world.places()
    people = world.people(at)
    values = things.of_the_trust(at, people, world.posts(at, people))
    person = people["officer who is the administrator"]
    for role in (Role.ADMINISTRATOR, Role.EQUALITY_LEAD, Role.LEADERSHIP_CENTRE):
        factories.grant(person, role, at.nation)
    factories.grant(person, Role.PANEL_MEMBER, at.panel)
    client.sign_in(person)
    return values
