"""Two co-ordinators press the same button at the same moment."""

from datetime import timedelta

import pytest

from tests import factories
from tests.at_once import both
from tests.conftest import TODAY
from tests.workbench.steps import CENTRE, listed
from tracker.extensions import begin_writing, db
from tracker.mentoring.models import Programme
from tracker.mentoring.states import Refusal
from tracker.mentoring.weights import Settings
from tracker.pairings.models import Pairing
from tracker.releases import operations as releases
from tracker.releases.queries import approved
from tracker.workbench import drawing, operations, queries
from tracker.workbench.models import MatchRun
from tracker.workbench.pool_queries import pool_of

LATER = TODAY + timedelta(days=30)


@pytest.fixture
def pool(own_app):
    """A leader with one place and two people who look, on a list; the programme and the mentees."""
    with own_app.app_context():
        region = factories.organisation(kind="region")
        trust = factories.organisation(region)
        programme = factories.programme(region)
        factories.enrolment(programme, factories.person(), trust)
        mentees = [factories.person() for _ in range(2)]
        for each in mentees:
            factories.enrolment(programme, each, trust, "mentee")
        listed(programme)
        told = programme.id, [each.id for each in mentees]
        db.session.remove()
    return told


def the(programme_id):
    return db.session.get(Programme, programme_id, options=Programme.loaded_with)


def counted(app, kind, **of):
    with app.app_context():
        count = db.session.query(kind).filter_by(**of).count()
        db.session.remove()
    return count


def test_two_who_draw_at_once_keep_one_list(own_app, pool):
    programme_id, _ = pool

    def draw():
        begin_writing()
        seen = 1
        programme = the(programme_id)
        drawn = drawing.draw(pool_of(programme, TODAY), Settings())
        operations.keep(programme, drawn, seen, "asked for", CENTRE)
        db.session.commit()
        return "done"

    told = both(own_app, draw, draw)

    assert sorted(told, key=lambda word: word != "done") == ["done", queries.MEANWHILE]
    assert counted(own_app, MatchRun) == 2


def test_two_who_approve_at_once_approve_a_pair_once(own_app, pool):
    programme_id, mentees = pool

    def approve():
        begin_writing()
        outcome = releases.approve(queries.newest_run(programme_id), mentees, TODAY, CENTRE)
        db.session.commit()
        return len(outcome.done)

    assert sorted(both(own_app, approve, approve)) == [0, 1]
    assert counted(own_app, Pairing) == 1


def test_two_who_release_at_once_release_one_pair(own_app, pool):
    programme_id, mentees = pool
    with own_app.app_context():
        releases.approve(queries.newest_run(programme_id), mentees, TODAY, CENTRE)
        db.session.commit()
        ids = [each.id for each in db.session.query(Pairing)]
        assert len(approved(programme_id, ids)) == 1
        db.session.remove()

    def release():
        begin_writing()
        outcome = releases.release(the(programme_id), ids, LATER, CENTRE)
        db.session.commit()
        return len(outcome.done)

    assert sorted(both(own_app, release, release)) == [0, 1]
    assert counted(own_app, Pairing, state="released") == 1


def test_a_release_and_an_objection_at_once_are_one_of_them(own_app, pool):
    programme_id, mentees = pool
    with own_app.app_context():
        releases.approve(queries.newest_run(programme_id), mentees, TODAY, CENTRE)
        db.session.commit()
        ids = [each.id for each in db.session.query(Pairing)]
        db.session.remove()

    def release():
        begin_writing()
        outcome = releases.release(the(programme_id), ids, LATER, CENTRE)
        db.session.commit()
        return "released" if outcome.done else "not released"

    def object_to():
        begin_writing()
        pairing = db.session.get(Pairing, ids[0], options=Pairing.loaded_with)
        releases.object_to(pairing, Refusal.CONFLICT, LATER, CENTRE)
        db.session.commit()
        return "objected"

    told = both(own_app, release, object_to)

    assert ("released" in told) != ("objected" in told)
