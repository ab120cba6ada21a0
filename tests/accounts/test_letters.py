"""Whoever is given a post, a delegation or a role is told so by mail, which says not which."""

import pytest

from tests import factories
from tests.conftest import TODAY
from tracker.accounts import operations
from tracker.audit import COMMAND_LINE, JOB, Actor
from tracker.demo import DEMONSTRATION
from tracker.extensions import db
from tracker.mail.letters import LETTERS
from tracker.mail.models import Message
from tracker.permissions import Role


@pytest.fixture
def grace(trust):
    return factories.person(trust, Role.STAFF_MEMBER, name="Grace Adeyemi")


@pytest.fixture
def by(trust):
    giver = factories.person(trust, Role.ADMINISTRATOR, name="Colin Dray")
    return Actor(giver.id, giver.name, "administrator")


def give(what, person, trust, by):
    post = factories.post(trust, title="Chief Nurse")
    if what == "given_post":
        operations.hold(post, person, TODAY, by)
    elif what == "given_delegation":
        operations.delegate(factories.hold(post, factories.person()), person, TODAY, by)
    else:
        operations.grant(person, Role.LEADERSHIP_CENTRE, trust, TODAY, by)


GIVEN = ("given_post", "given_delegation", "given_role")


@pytest.mark.parametrize("what", GIVEN)
def test_whoever_is_given_something_is_told_and_no_mail_says_what(app, grace, trust, by, what):
    give(what, grace, trust, by)

    message = db.session.query(Message).one()
    assert (message.template, message.person_id, message.ids) == (what, grace.id, {})
    text = LETTERS[what].paragraph(message)
    assert "http://127.0.0.1:5000/you" in text
    private = ("nurse", "post", "role", "draft", "mentor", "leadership", "northbridge", "colin")
    assert [word for word in private if word in text.lower()] == []


@pytest.mark.parametrize("what", GIVEN)
def test_a_command_writes_the_same_letter(app, grace, trust, what):
    give(what, grace, trust, COMMAND_LINE)

    message = db.session.query(Message).one()
    assert (message.template, message.person_id) == (what, grace.id)


@pytest.mark.parametrize("what", GIVEN)
@pytest.mark.parametrize("by", [DEMONSTRATION, JOB])
def test_a_demonstration_that_is_made_and_the_service_itself_tell_nobody(
    app, grace, trust, what, by
):
    give(what, grace, trust, by)

    assert db.session.query(Message).count() == 0


def test_somebody_who_was_never_in_gets_the_invitation_alone(app, grace, trust, by):
    grace.password_hash = None
    give("given_role", grace, trust, by)
    message = db.session.query(Message).one()

    assert LETTERS["given_role"].values(message) is None
    factories.sign_in(grace)  # by a provider, say
    assert LETTERS["given_role"].values(message)


def test_what_is_refused_tells_nobody(app, grace, trust, by):
    give("given_role", grace, trust, by)

    with pytest.raises(operations.Refused):
        give("given_role", grace, trust, by)
    assert db.session.query(Message).count() == 1
