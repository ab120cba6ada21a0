"""What a leader promises and has learned counts once the mentee says so."""

from tests import factories
from tests.client import words
from tests.conftest import TODAY
from tracker.extensions import db
from tracker.pairs.models import Commitment, Insight


def one(kind):
    db.session.expire_all()
    return db.session.query(kind).one()


def test_a_promise_counts_as_kept_once_the_mentee_says_so(client, at, leader, mentee):
    client.sign_in(leader).post(
        f"{at}/promises/add", data={"kind": "shadow", "words": "A day beside the board"}
    )
    promise = one(Commitment)
    done = f"{at}/promises/{promise.id}/done"

    early = client.sign_in(mentee).post(done, data={"done": "yes"})
    assert "has not said yet that this is done" in words(early)

    client.sign_in(leader).post(done, data={"done": "yes"})
    assert one(Commitment).confirmed_on is None
    assert "Is that so?" in words(client.sign_in(mentee).get(at))

    client.post(done, data={"done": "yes"})
    assert one(Commitment).confirmed_on == TODAY


def test_a_promise_that_did_not_happen_goes_back_to_the_leader(client, at, pairing, mentee):
    promise = factories.commitment(pairing, said_on=TODAY)

    client.sign_in(mentee).post(f"{at}/promises/{promise.id}/done", data={"done": "no"})

    assert (one(Commitment).said_on, one(Commitment).confirmed_on) == (None, None)


def test_only_the_leader_promises(client, at, mentee):
    shown = client.sign_in(mentee).post(
        f"{at}/promises/add", data={"kind": "shadow", "words": "Myself"}
    )

    assert "Only the leader can promise" in words(shown)


def test_what_was_learned_is_agreed_to_by_the_mentee_alone_and_again_when_it_changes(
    client, at, leader, mentee
):
    learned = {"learned": "How shifts are given out", "will_do": "Look at who gets them"}
    client.sign_in(leader).post(f"{at}/insight", data=learned)
    assert "Only the mentee can agree" in words(client.post(f"{at}/insight/agree"))

    client.sign_in(mentee).post(f"{at}/insight/agree")
    assert one(Insight).agreed_on == TODAY

    client.sign_in(leader).post(f"{at}/insight", data=learned | {"will_do": "Something else"})
    assert one(Insight).agreed_on is None
