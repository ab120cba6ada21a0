"""Two officers at the same moment."""

import pytest

from tests import factories
from tests.at_once import both, made, twice
from tests.conftest import TODAY
from tracker.accounts.models import Grant, Person
from tracker.audit import COMMAND_LINE
from tracker.extensions import begin_writing, db
from tracker.membership import operations
from tracker.organisations.models import Network
from tracker.permissions import Role


def grants(app, **which):
    with app.app_context():
        count = db.session.query(Grant).filter_by(until=None, **which).count()
        db.session.remove()
    return count


@pytest.mark.parametrize("verb", ["end", "step_down"])
def test_the_last_two_officers_who_remove_each_other_leave_one(own_app, verb):
    network = made(own_app, lambda: factories.network(factories.organisation()))

    def officer():
        return factories.person(db.session.get_one(Network, network), Role.NETWORK_OFFICER)

    one, other = made(own_app, officer), made(own_app, officer)

    def act(whom):
        def acted():
            begin_writing()
            place, person = db.session.get_one(Network, network), db.session.get_one(Person, whom)
            getattr(operations, verb)(place, person, TODAY, COMMAND_LINE)
            db.session.commit()
            return "done"

        return acted

    told = sorted(both(own_app, act(one), act(other)))

    assert told[1] == "done"
    assert told[0].startswith("A network keeps at least one officer")
    assert grants(own_app, role="network officer") == 1


def test_two_who_add_the_same_person_add_them_once(own_app):
    network = made(own_app, lambda: factories.network(factories.organisation()))
    made(own_app, lambda: factories.person(email="farid@nhs.example"))

    told = twice(
        own_app,
        lambda: operations.add_member(
            db.session.get_one(Network, network), "farid@nhs.example", TODAY, COMMAND_LINE
        ),
    )

    assert told[0] == "done"
    assert told[1].endswith("belongs to it already")
    assert grants(own_app, network_id=network) == 1


def test_two_administrators_name_one_first_officer(own_app):
    network = made(own_app, lambda: factories.network(factories.organisation()))
    made(own_app, lambda: factories.person(email="denise@nhs.example"))

    told = twice(
        own_app,
        lambda: operations.name_first_officer(
            db.session.get_one(Network, network), "denise@nhs.example", TODAY, COMMAND_LINE
        ),
    )

    assert told[0] == "done"
    assert told[1].startswith("This network has had an officer")
