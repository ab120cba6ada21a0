"""Two administrators at the same moment, each in a transaction of their own."""

from functools import partial

import pytest

from tests import factories
from tests.at_once import both, made, twice
from tests.conftest import TODAY
from tests.people.conftest import NOW
from tracker.accounts import operations as accounts
from tracker.accounts.models import Grant, Person
from tracker.audit import COMMAND_LINE
from tracker.extensions import begin_writing, db
from tracker.organisations.models import Organisation
from tracker.people import operations
from tracker.permissions import Role


def two_administrators():
    trust = factories.organisation(name="Northbridge")
    for _ in range(2):
        factories.person(trust, Role.ADMINISTRATOR)
    return trust


def administrators(app):
    """How many the trust still has."""
    with app.app_context():
        left = db.session.query(Grant).filter_by(role="administrator", until=None).count()
        db.session.remove()
    return left


def in_a_transaction(change, id_):
    begin_writing()
    change(id_)
    db.session.commit()
    return "done"


def end_role(grant_id):
    accounts.end_grant(db.session.get_one(Grant, grant_id), TODAY, COMMAND_LINE)


def leave(grant_id):
    person = db.session.get_one(Person, db.session.get_one(Grant, grant_id).person_id)
    operations.leave(person, TODAY, [person.organisation_id], TODAY, COMMAND_LINE, NOW)


@pytest.mark.parametrize("first, second", [(end_role, end_role), (end_role, leave), (leave, leave)])
def test_two_administrators_who_remove_each_other_leave_one(own_app, first, second):
    made(own_app, two_administrators)
    with own_app.app_context():
        grants = [grant.id for grant in db.session.query(Grant)]
        db.session.remove()

    told = both(
        own_app,
        *(
            partial(in_a_transaction, change, id_)
            for change, id_ in zip((first, second), grants, strict=True)
        ),
    )

    assert sorted(word[:28] for word in told) == ["This is the last administrat", "done"]
    assert administrators(own_app) == 1


def test_two_who_add_the_same_address_add_one_person(own_app):
    trust = made(own_app, factories.organisation)

    def add():
        place = db.session.get_one(Organisation, trust)
        accounts.add_person("Una Quist", "una@nhs.example", None, COMMAND_LINE, place)

    told = twice(own_app, add)

    assert told == ["done", "Somebody already has this address"]


def test_two_who_give_the_same_role_give_it_once(own_app):
    person = made(own_app, lambda: factories.person(factories.organisation()))

    def give():
        place = db.session.query(Organisation).one()
        somebody = db.session.get_one(Person, person)
        accounts.grant(somebody, Role.VIEWER, place, TODAY, COMMAND_LINE)

    told = twice(own_app, give)

    assert told == ["done", "They have the role viewer here already"]


def test_of_two_who_give_one_address_to_two_people_one_is_told(own_app):
    people = [made(own_app, factories.person) for _ in range(2)]

    def take(id_):
        person = db.session.get_one(Person, id_)
        operations.readdress(person, "una@nhs.example", (), TODAY, COMMAND_LINE, NOW)

    told = both(own_app, *(partial(in_a_transaction, take, id_) for id_ in people))

    assert sorted(told) == ["Somebody already has this address", "done"]
