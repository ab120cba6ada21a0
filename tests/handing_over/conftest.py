"""A Chief Nurse who left two weeks ago, her successor, and two actions that were open."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from tests import factories
from tests.conftest import TODAY
from tracker.accounts.models import Holding
from tracker.audit import Actor
from tracker.extensions import db

LONG_AGO = date(2024, 1, 1)


def ago(days):
    return TODAY - timedelta(days=days)


def at(days, hour=9):
    return datetime(TODAY.year, TODAY.month, TODAY.day, hour, tzinfo=UTC) - timedelta(days=days)


def loaded(holding):
    """The holding as a page has it, with what the rules read."""
    return db.session.get(Holding, holding.id, options=Holding.loaded_with, populate_existing=True)


def as_actor(person, capacity="holds the owning post"):
    return Actor(person.id, person.name, capacity)


@pytest.fixture
def plan(trust):
    return factories.plan(trust)


@pytest.fixture
def handed(trust, plan):
    """Everybody and everything of one hand-over; nothing noted or received."""
    gone, new, above, delegate = (
        factories.person(trust, name=name)
        for name in ("Grace Adeyemi", "Bola Ferris", "Amara Okafor", "Marek Nowak")
    )
    line = factories.post(trust, above, title="Chief executive")
    post = factories.post(trust, title="Chief Nurse", line_post_id=line.id)
    outgoing = factories.hold(post, gone, LONG_AGO, until=ago(14))
    incoming = factories.hold(post, new, ago(10))
    factories.delegate(incoming, delegate, ago(9))
    actions = [
        factories.action(plan, post, title=title) for title in ("Fair panels", "Heard in time")
    ]
    db.session.commit()
    return SimpleNamespace(
        gone=gone,
        new=new,
        above=above,
        delegate=delegate,
        line=line,
        post=post,
        outgoing=outgoing,
        incoming=incoming,
        actions=actions,
        place=f"/hand-overs/{outgoing.id}",
    )
