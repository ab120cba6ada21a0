"""Twenty clicks on one offer, at the same moment."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests import factories
from tests.at_once import at_once, both
from tracker.audit import Actor
from tracker.extensions import begin_writing, db
from tracker.mentoring.models import Programme
from tracker.mentoring.states import Refusal
from tracker.offers import answering, operations, tasks
from tracker.pairings.models import Pairing
from tracker.pairings.operations import CHANGED
from tracker.pairings.queries import events_of

TODAY = date(2026, 11, 24)


def offered(app, state="offered to mentee", expires_on=TODAY):
    """An offer to a mentee or a leader; its number, its programme's, and who is asked."""
    with app.app_context():
        trust = factories.organisation()
        programme = factories.programme(trust)
        pairing = factories.pairing(
            factories.enrolment(programme, factories.person(), trust),
            factories.enrolment(programme, factories.person(), trust, "mentee"),
            state=state,
            expires_on=expires_on,
        )
        asked = pairing.mentee_id if state == "offered to mentee" else pairing.leader_id
        told = pairing.id, programme.id, Actor(asked, "asked", "is one of the pair")
        db.session.remove()
    return told


def steps(app, pairing_id):
    with app.app_context():
        states = [event.state for event in events_of(pairing_id)]
        db.session.remove()
    return states[1:]


def test_a_yes_and_a_no_at_once_are_one_answer(own_app):
    pairing_id, programme_id, by = offered(own_app)

    def yes(pairing, programme):
        operations.accept(pairing, programme, TODAY, by)

    def no(pairing, _programme):
        operations.decline(pairing, Refusal.TIME, None, TODAY, by)

    def act(answer):
        def acted():
            begin_writing()
            pairing = db.session.get(Pairing, pairing_id, options=Pairing.loaded_with)
            answer(pairing, db.session.get(Programme, programme_id))
            db.session.commit()
            return "done"

        return acted

    told = both(own_app, act(yes), act(no))

    assert told.count("done") == 1
    assert steps(own_app, pairing_id) in (["offered to leader"], ["declined"])


def accepting(pairing_id, programme_id, on, by):
    def act():
        begin_writing()
        pairing = db.session.get(Pairing, pairing_id, options=Pairing.loaded_with)
        operations.accept(pairing, db.session.get(Programme, programme_id), on, by)
        db.session.commit()
        return "done"

    return act


@pytest.mark.parametrize(
    ("state", "then"),
    [("offered to mentee", "offered to leader"), ("offered to leader", "accepted")],
)
def test_twenty_clicks_at_once_are_one_answer(own_app, state, then):
    pairing_id, programme_id, by = offered(own_app, state)

    told = at_once(own_app, *[accepting(pairing_id, programme_id, TODAY, by)] * 20)

    assert told.count("done") == 1
    assert {word for word in told if word != "done"} <= {operations.ANSWERED, CHANGED}
    assert steps(own_app, pairing_id) == [then]


def test_twenty_clicks_after_the_last_day_make_no_pair_while_the_worker_ends_it(own_app):
    yesterday = TODAY - timedelta(days=1)
    pairing_id, programme_id, by = offered(own_app, "offered to leader", yesterday)

    def end():
        begin_writing()
        tasks.look_after_offers(datetime.combine(TODAY, time(12), UTC))
        db.session.commit()
        return "swept"

    click = accepting(pairing_id, programme_id, TODAY, by)
    assert at_once(own_app, click, click) == [answering.OVER] * 2
    told = at_once(own_app, *[click] * 19, end)

    refused = {word for word in told if word != "swept"}
    assert refused <= {answering.OVER, operations.ANSWERED, CHANGED}
    assert steps(own_app, pairing_id) == ["expired"]
