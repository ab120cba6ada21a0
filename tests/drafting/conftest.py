"""A plan in the making, and the posts that it can name."""

from datetime import date

import pytest

from tests import factories
from tracker.permissions import Role


@pytest.fixture
def owner(app):
    """Whoever holds the post that owns the draft's action."""
    return factories.person(name="Tom Hartley")


@pytest.fixture
def people_officer(trust, owner):
    return factories.post(trust, owner, title="Chief People Officer")


@pytest.fixture
def chair(trust):
    return factories.post(trust, factories.person(name="Nasreen Qadir"), title="Chair")


@pytest.fixture
def draft(trust):
    return factories.plan(
        trust,
        title="Race equality plan 2027 to 2030",
        since=date(2027, 4, 1),
        until=date(2030, 3, 31),
        state="draft",
        adopted_on=None,
        adopted_by=None,
    )


@pytest.fixture
def consulting(draft):
    draft.state = "consulting"
    return factories.saved(draft)


@pytest.fixture
def action(draft, people_officer):
    """An action of the draft, with an owner and nothing else."""
    return factories.action(
        draft,
        people_officer,
        reference="8.1",
        point="8",
        position=7001,  # where 8.1 stands, however much other tests made before
        start=date(2027, 4, 1),
        due=None,
    )


@pytest.fixture
def ready(action, chair):
    """The same with all that adopting asks for."""
    action.reviewer_post_id = chair.id
    action.promise = "Two on every panel for band 8a and above"
    action.due = date(2029, 3, 31)
    return factories.saved(action)


@pytest.fixture
def member(trust):
    """A member of the staff network that covers the trust."""
    return factories.person(factories.network(trust), Role.NETWORK_MEMBER)
