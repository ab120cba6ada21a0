"""The same code, shown twice at the same moment."""

from datetime import UTC, datetime

import pyotp

from tests import factories
from tests.at_once import made, twice
from tests.second_factor import Phone, keys, wrong
from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.second_factor import codes, operations
from tracker.second_factor.models import SecondFactor
from tracker.signing_in.models import Throttle

AT = datetime(2026, 11, 23, 9, 0, 10, tzinfo=UTC)


def somebody(app):
    """A person with an app, by id."""
    phones = []

    def make():
        person = factories.person()
        phones.append(Phone(app, person))
        return person

    return made(app, make), phones[0]


def taking(app, person_id, typed):
    def take():
        person = db.session.get_one(Person, person_id)
        by = Actor(person.id, person.name, "own account")
        try:
            operations.take_code(person, typed, AT, keys(app), by=by)
        except Refused:
            db.session.commit()
            raise

    return take


def test_of_two_who_show_one_code_one_is_let_in(own_app):
    person_id, phone = somebody(own_app)
    told = twice(own_app, taking(own_app, person_id, pyotp.TOTP(phone.secret).at(AT)))

    assert told == ["done", operations.USED]


def test_of_two_who_use_one_recovery_code_one_is_let_in(own_app):
    person_id, phone = somebody(own_app)
    told = twice(own_app, taking(own_app, person_id, phone.recovery[0]))

    assert told == ["done", operations.WRONG_RECOVERY]


def test_of_two_wrong_codes_both_are_counted(own_app):
    person_id, phone = somebody(own_app)
    code = wrong(pyotp.TOTP(phone.secret).at(AT))
    told = twice(own_app, taking(own_app, person_id, code))

    assert told == [operations.WRONG] * 2
    with own_app.app_context():
        assert db.session.query(Throttle).one().failures == 2
        db.session.remove()


def test_of_two_apps_set_up_at_once_one_counts(own_app):
    person_id = made(own_app, factories.person)
    secret = codes.new_secret()

    def set_up():
        person = db.session.get_one(Person, person_id)
        by = Actor(person.id, person.name, "own account")
        code = pyotp.TOTP(secret).at(AT)
        operations.set_up(person, secret, code, AT, keys(own_app), by=by)

    told = twice(own_app, set_up)

    assert told[0] == "done"
    assert "You have an authenticator app already" in told[1]
    with own_app.app_context():
        assert db.session.query(SecondFactor).count() == 1
        db.session.remove()
