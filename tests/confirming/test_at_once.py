"""Two who confirm somebody at the same moment, and two workers who write to whoever can."""

from datetime import UTC, datetime, timedelta

from tests import factories
from tests.at_once import made, twice
from tests.conftest import TODAY
from tests.membership.conftest import RESET
from tracker.accounts.models import Person
from tracker.audit import COMMAND_LINE, JOB
from tracker.confirming import operations
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.organisations.models import Organisation
from tracker.permissions import Role, Standing


def test_two_who_confirm_somebody_confirm_them_once(own_app):
    place = made(own_app, factories.organisation)
    person = made(
        own_app,
        lambda: factories.person(unconfirmed_since=RESET, organisation_id=place),
    )

    told = twice(
        own_app,
        lambda: operations.confirm(
            db.session.get_one(Person, person),
            Standing(person_id=1, roles={place: frozenset({Role.LEADERSHIP_CENTRE})}),
            COMMAND_LINE,
        ),
    )

    assert told[0] == "done"
    assert told[1].startswith("There is nothing to confirm")


def test_two_workers_write_once(own_app):
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    reset = {"unconfirmed_since": hour_ago, "reset_at": hour_ago}
    place = made(own_app, factories.organisation)
    person = made(own_app, lambda: factories.person(organisation_id=place, **reset))

    def coordinator():
        trust = db.session.get_one(Organisation, place)
        return factories.person(trust, Role.LEADERSHIP_CENTRE)

    made(own_app, coordinator)

    twice(own_app, lambda: operations.ask(db.session.get_one(Person, person), TODAY, JOB))

    with own_app.app_context():
        count = db.session.query(Message).count()
        db.session.remove()
    assert count == 1
