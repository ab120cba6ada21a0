"""Twenty clicks on one offer, at the same moment."""

from datetime import date

from tests import factories
from tests.at_once import both
from tracker.audit import Actor
from tracker.extensions import begin_writing, db
from tracker.mentoring.models import Programme
from tracker.mentoring.states import Refusal
from tracker.offers import operations
from tracker.pairings.models import Pairing
from tracker.pairings.queries import events_of

TODAY = date(2026, 11, 24)


def test_a_yes_and_a_no_at_once_are_one_answer(own_app):
    with own_app.app_context():
        trust = factories.organisation()
        programme = factories.programme(trust)
        mentee = factories.person()
        pairing = factories.pairing(
            factories.enrolment(programme, factories.person(), trust),
            factories.enrolment(programme, mentee, trust, "mentee"),
            state="offered to mentee",
            expires_on=TODAY,
        )
        pairing_id, programme_id, mentee_id = pairing.id, programme.id, mentee.id
        db.session.remove()
    by = Actor(mentee_id, "mentee", "is one of the pair")

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
    with own_app.app_context():
        states = [event.state for event in events_of(pairing_id)]
        db.session.remove()
    assert states[1:] in (["offered to leader"], ["declined"])
