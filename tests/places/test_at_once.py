"""Two administrators at the same moment."""

import pytest
import sqlalchemy as sa

from tests import factories
from tests.at_once import both, counted, made, twice
from tests.conftest import TODAY
from tracker.audit import COMMAND_LINE
from tracker.extensions import begin_writing, db
from tracker.organisations.models import Body, Organisation, OrganisationEdge
from tracker.organisations.operations import add_body, place
from tracker.places import operations


def act(operate):
    def acted():
        begin_writing()
        operate()
        db.session.commit()
        return "done"

    return acted


def got(id_):
    return db.session.get_one(Organisation, id_)


def test_two_who_place_the_same_organisation_place_it_once(own_app):
    child = made(own_app, factories.organisation)
    above = [made(own_app, factories.organisation) for _ in range(2)]

    told = both(
        own_app,
        *(
            act(lambda id_=id_: place(got(child), got(id_), TODAY, TODAY, COMMAND_LINE))
            for id_ in above
        ),
    )

    with own_app.app_context():
        present = sa.select(OrganisationEdge).where(OrganisationEdge.until.is_(None))
        assert len(list(db.session.scalars(present))) == 1
        db.session.remove()
    assert told == ["done", "done"]  # the second puts right what begins today


def test_two_who_place_one_under_the_other_close_no_circle(own_app):
    one, other = (made(own_app, factories.organisation) for _ in range(2))

    told = both(
        own_app,
        act(lambda: place(got(one), got(other), TODAY, TODAY, COMMAND_LINE)),
        act(lambda: place(got(other), got(one), TODAY, TODAY, COMMAND_LINE)),
    )

    assert sorted(word == "done" for word in told) == [False, True]
    assert counted(own_app, OrganisationEdge) == 1


def test_two_who_name_each_the_others_successor_close_no_circle(own_app):
    one, other = (made(own_app, factories.organisation) for _ in range(2))

    told = both(
        own_app,
        act(lambda: operations.close(got(one), TODAY, got(other), COMMAND_LINE)),
        act(lambda: operations.close(got(other), TODAY, got(one), COMMAND_LINE)),
    )

    assert sorted(word == "done" for word in told) == [False, True]


@pytest.mark.parametrize("what", ["organisation", "group"])
def test_two_who_add_the_same_make_one(own_app, what):
    home = made(own_app, factories.organisation)

    def add():
        if what == "group":
            add_body(got(home), "Local HR network", COMMAND_LINE)
        else:
            operations.add("ZZ5", "New", "trust", TODAY, got(home), COMMAND_LINE)

    told = twice(own_app, add)

    assert told[0] == "done"
    assert "already" in told[1]
    assert counted(own_app, Body) == (what == "group")
