"""Bringing in the first administrator, before anybody is there to invite them."""

from tests import factories
from tracker.accounts.models import Grant, Person
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.organisations.models import Organisation

BRING_IN = ("people", "bring-in", "amara@nhs.example")
AT = ("--organisation", "zz9")


def place():
    return factories.organisation(code="ZZ9", name="Northbridge")


def letters():
    return sorted(message.template for message in db.session.query(Message))


def test_a_newcomer_is_invited_and_told_of_the_role(run):
    place()

    result = run(*BRING_IN, *AT, "--name", " Dr  Amara Okafor ")

    assert result.exit_code == 0, result.stderr
    assert result.stdout == (
        "Dr Amara Okafor has the role administrator in Northbridge, and is told so by mail.\n"
    )
    person = db.session.query(Person).filter_by(email="amara@nhs.example").one()
    given = db.session.query(Grant).filter_by(person_id=person.id).one()
    home = db.session.get_one(Organisation, person.organisation_id)
    assert (given.role, given.until, home.code) == ("administrator", None, "ZZ9")
    assert letters() == ["given_role", "invitation"]
    acts = db.session.query(AuditEntry).filter_by(did="gave a role").one()
    assert (acts.actor, acts.person_id) == ("command line", None)


def test_somebody_with_an_account_is_given_the_role_alone(run):
    place()
    factories.person(email="amara@nhs.example", name="Amara Okafor")

    result = run(*BRING_IN, *AT, "--role", "equality lead")

    assert "Amara Okafor has the role equality lead" in result.stdout
    assert letters() == ["given_role"]


def test_a_second_time_it_is_refused_and_nobody_is_told_again(run):
    place()
    run(*BRING_IN, *AT, "--name", "Amara Okafor")

    result = run(*BRING_IN, *AT)

    assert result.exit_code == 1
    assert "They have the role administrator here already" in result.stderr
    assert letters() == ["given_role", "invitation"]


def test_what_cannot_be_is_said_and_leaves_nothing(run):
    place()
    refusals = {
        (*BRING_IN, "--organisation", "NONE", "--name", "A"): "No organisation has the code NONE",
        (*BRING_IN, *AT): "Say with --name who it is",
        (*BRING_IN, *AT, "--name", "x" * 121): "Say with --name who it is",
        ("people", "bring-in", "amara", *AT, "--name", "A"): "in the correct format",
        ("people", "bring-in", "a\r\nb@c.d", *AT, "--name", "A"): "in the correct format",
    }
    for asked, words in refusals.items():
        result = run(*asked)
        assert (result.exit_code, words in result.stderr) == (1, True), result.stderr

    assert "Invalid value for '--role'" in run(*BRING_IN, *AT, "--role", "network officer").stderr
    assert letters() == []
    assert db.session.query(Person).count() == 0


def test_whoever_has_left_is_given_nothing(run):
    place()
    factories.person(email="amara@nhs.example", active=False)

    assert "This person has left" in run(*BRING_IN, *AT).stderr
    assert letters() == []
