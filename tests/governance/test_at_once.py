"""Two administrators who erase each other in the same moment: one of them stays."""

import sqlalchemy as sa

from tests import factories
from tests.at_once import both
from tests.conftest import TODAY
from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.extensions import begin_writing, db
from tracker.governance import operations
from tracker.permissions import Role


def test_an_organisation_keeps_an_administrator_though_two_erase_each_other(own_app):
    with own_app.app_context():
        trust = factories.organisation()
        ids = [factories.person(trust, Role.ADMINISTRATOR).id for _ in range(2)]
        db.session.remove()

    def erasing(whom, who):
        def act():
            begin_writing()
            person = db.session.get(Person, whom)
            operations.erase_person(person, [], TODAY, Actor(who, "", "administrator"))
            db.session.commit()
            return "done"

        return act

    told = both(own_app, erasing(*ids), erasing(*reversed(ids)))

    assert sorted(word != "done" for word in told) == [False, True]
    with own_app.app_context():
        assert len(db.session.scalars(sa.select(Person).where(Person.active)).all()) == 1
