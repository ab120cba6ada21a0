"""A pairing goes one step at a time; places and mentees are taken once."""

from datetime import date

import pytest

from tests import factories
from tests.at_once import both
from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.mentoring.operations import open_programme, set_capacity
from tracker.mentoring.states import LIVE, Ending, State
from tracker.pairings import operations, queries
from tracker.pairings.models import Pairing

TODAY = date(2026, 11, 24)
CENTRE = Actor(None, "command line", "every scope")


@pytest.fixture
def programme(trust):
    return factories.programme(trust)


@pytest.fixture
def leader(programme, trust):
    return factories.enrolment(programme, factories.person(), trust)


@pytest.fixture
def mentee(programme, trust):
    return factories.enrolment(programme, factories.person(), trust, "mentee")


def brought_to(pairing, *states):
    for state in states:
        operations.move(pairing, state, TODAY, by=CENTRE)
    db.session.commit()
    return pairing


def test_what_is_approved_takes_no_place_and_what_is_released_takes_one(programme, leader, mentee):
    pairing = operations.propose(programme, leader, mentee, TODAY, by=CENTRE)
    assert pairing.place_id is None
    assert queries.free_place_of(leader.id) is not None

    brought_to(pairing, State.RELEASED)

    assert pairing.place_id is not None
    assert queries.free_place_of(leader.id) is None
    assert [event.state for event in queries.events_of(pairing.id)] == ["approved", "released"]


def test_a_place_is_free_again_once_the_pair_has_ended(leader, mentee):
    pairing = factories.pairing(leader, mentee)

    operations.move(pairing, State.ENDED, TODAY, by=CENTRE, ending=Ending.PLANNED)
    db.session.commit()

    assert (pairing.ending, pairing.ended_on) == ("planned", TODAY)
    assert queries.free_place_of(leader.id) is not None


def test_a_full_leader_is_released_to_nobody_else(leader, mentee, programme, trust):
    factories.pairing(leader, mentee)
    other = factories.enrolment(programme, factories.person(), trust, "mentee")
    second = operations.propose(programme, leader, other, TODAY, by=CENTRE)

    with pytest.raises(Refused, match="no free place"):
        operations.move(second, State.RELEASED, TODAY, by=CENTRE)


def test_a_mentee_has_one_leader_in_a_programme(leader, mentee, programme, trust):
    factories.pairing(leader, mentee)
    other = factories.enrolment(programme, factories.person(), trust)
    second = operations.propose(programme, other, mentee, TODAY, by=CENTRE)

    with pytest.raises(Refused, match="has a leader in the programme already"):
        operations.move(second, State.RELEASED, TODAY, by=CENTRE)


def test_nobody_mentors_themselves(leader, programme, trust):
    same = factories.enrolment(programme, db.session.get(Person, leader.person_id), trust, "mentee")

    with pytest.raises(Refused, match="mentor themselves"):
        operations.propose(programme, leader, same, TODAY, by=CENTRE)


@pytest.mark.parametrize("to", [State.TRIAL, State.CLAIMED, State.APPROVED])
def test_no_step_is_left_out_or_taken_back(leader, mentee, to):
    pairing = factories.pairing(leader, mentee, state="released")

    with pytest.raises(Refused, match="has changed"):
        operations.move(pairing, to, TODAY, by=CENTRE)


def test_a_local_arrangement_that_nobody_confirmed_takes_no_place(programme, leader):
    pairing = operations.claim(programme, leader, None, TODAY, by=CENTRE)

    with pytest.raises(Refused, match="Nobody has confirmed"):
        operations.move(pairing, State.ACCEPTED, TODAY, by=CENTRE)


def test_the_database_itself_keeps_a_second_pair_out_of_a_place(leader, mentee, programme, trust):
    first = factories.pairing(leader, mentee)
    other = factories.enrolment(programme, factories.person(), trust, "mentee")

    with pytest.raises(Exception, match=r"(?i)unique"):
        factories.pairing(leader, other, place_id=first.place_id)
    db.session.rollback()


@pytest.mark.parametrize("capacity", [0, 4, -1])
def test_a_leader_takes_one_to_three_people(leader, capacity):
    with pytest.raises(Refused, match="from 1 to 3"):
        set_capacity(leader, capacity, TODAY, by=CENTRE)


def test_a_leader_who_offers_fewer_places_keeps_whom_they_have(leader, mentee):
    set_capacity(leader, 3, TODAY, by=CENTRE)
    factories.pairing(leader, mentee)

    set_capacity(leader, 1, TODAY, by=CENTRE)
    db.session.commit()

    assert queries.free_place_of(leader.id) is None
    assert leader.capacity == 1


def test_a_programme_has_a_name_and_hopes_for_somebody(trust):
    with pytest.raises(Refused, match="a name"):
        open_programme(trust, " ", TODAY, by=CENTRE)
    with pytest.raises(Refused, match="one or more"):
        open_programme(trust, "Mentoring", TODAY, by=CENTRE, target=0)


def test_two_who_release_two_pairs_for_one_place_at_once_make_one(own_app):
    with own_app.app_context():
        trust = factories.organisation()
        programme = factories.programme(trust)
        leader = factories.enrolment(programme, factories.person(), trust)
        ids = []
        for _ in range(2):
            mentee = factories.enrolment(programme, factories.person(), trust, "mentee")
            ids.append(operations.propose(programme, leader, mentee, TODAY, by=CENTRE).id)
        db.session.commit()
        db.session.remove()

    def release(pairing_id):
        def act():
            begin_writing()
            pairing = db.session.get(Pairing, pairing_id, options=Pairing.loaded_with)
            operations.move(pairing, State.RELEASED, TODAY, by=CENTRE)
            db.session.commit()
            return "done"

        return act

    told = both(own_app, *(release(id_) for id_ in ids))

    assert sorted(told) == [operations.NO_PLACE, "done"]
    with own_app.app_context():
        live = db.session.query(Pairing).filter(Pairing.state.in_([*LIVE])).count()
        db.session.remove()
    assert live == 1
