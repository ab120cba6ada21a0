"""What a pair keeps for itself: agreement, goals, notes, concerns."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.client import words
from tests.conftest import TODAY
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.pairings.models import Concern
from tracker.pairs.models import Agreement, Goal, PrivateNote, Pulse
from tracker.pairs.sealing import Seal
from tracker.pairs.tasks import count_days_of_notes

AGREED = {
    "purpose": "A step up",
    "first_contact": "mentee",
    "between": "Messages are fine",
    "cancelling": "A day before",
    "race": "Either may raise it, nobody has to prove it",
}


def one(kind):
    db.session.expire_all()
    return db.session.query(kind).one()


def test_whoever_proposes_an_agreement_has_signed_it_and_the_other_signs_too(
    client, at, leader, mentee
):
    client.sign_in(mentee).post(f"{at}/agreement", data=AGREED | {"manager_told": "no"})
    agreement = one(Agreement)
    assert agreement.mentee_signed_at
    assert not agreement.holds

    shown = words(client.sign_in(leader).get(f"{at}/agreement/{agreement.id}"))
    assert "Either may raise it" in shown
    assert "three limits" in shown
    client.sign_in(leader).post(f"{at}/agreement/{agreement.id}/sign")

    assert one(Agreement).holds
    assert "Version 1, by both" in words(client.sign_in(mentee).get(at))


def test_the_goals_of_the_pair_go_with_its_agreement(client, at, pairing, mentee):
    client.sign_in(mentee)
    assert "Up to three goals go with it" in words(client.get(f"{at}/agreement"))
    factories.goal(pairing, words="Chair a meeting")
    factories.goal(pairing, words="Long forgotten", state="let go")

    asked = words(client.get(f"{at}/agreement"))
    client.post(f"{at}/agreement", data=AGREED | {"manager_told": "no"})
    signed = words(client.get(f"{at}/agreement/{one(Agreement).id}"))

    for said in (asked, signed):
        assert "Chair a meeting" in said
        assert "Long forgotten" not in said


def test_only_the_mentee_chooses_whether_their_manager_is_told(client, at, leader, mentee):
    client.sign_in(leader).post(f"{at}/agreement", data=AGREED | {"manager_told": "yes"})
    assert one(Agreement).manager_told is False
    assert "Is your line manager told" not in words(client.sign_in(leader).get(f"{at}/agreement"))

    client.sign_in(mentee).post(f"{at}/agreement", data=AGREED | {"manager_told": "yes"})
    db.session.expire_all()
    assert [a.manager_told for a in db.session.query(Agreement).order_by(Agreement.number)] == [
        False,
        True,
    ]


def test_an_older_version_is_not_signed_any_more(client, at, pairing, leader, mentee):
    older = factories.agreement(pairing)
    factories.agreement(pairing, number=2, author_id=mentee.id)

    shown = client.sign_in(mentee).post(f"{at}/agreement/{older.id}/sign")

    assert "There is a newer version" in words(shown)


def test_an_agreement_without_words_on_race_is_asked_for_them_and_keeps_the_rest(
    client, at, leader
):
    shown = client.sign_in(leader).post(f"{at}/agreement", data=AGREED | {"race": " "})

    assert "Say how you will talk about race and racism" in words(shown)
    assert "Messages are fine" in shown.text


def test_a_pair_has_up_to_three_goals_that_are_open(client, at, pairing, mentee, leader):
    for n in range(3):
        client.sign_in(mentee).post(f"{at}/goals/add", data={"words": f"Goal {n}"})
    shown = client.sign_in(leader).post(f"{at}/goals/add", data={"words": "A fourth"})
    assert "up to 3 goals" in words(shown)

    first = db.session.query(Goal).order_by(Goal.id).first()
    client.sign_in(mentee).post(
        f"{at}/goals/{first.id}", data={"words": "Goal 0", "state": "let go"}
    )
    client.sign_in(leader).post(f"{at}/goals/add", data={"words": "A fourth"})

    assert db.session.query(Goal).count() == 4


def test_another_pairs_goal_is_not_there(client, at, pairing, trust, programme, mentee):
    other = factories.pairing(
        factories.enrolment(programme, factories.person(), trust),
        factories.enrolment(programme, factories.person(), trust, "mentee"),
    )
    theirs = factories.goal(other, words="Secret of others")

    assert client.sign_in(mentee).get(f"{at}/goals/{theirs.id}").status_code == 404
    promise = factories.commitment(other)
    done = client.post(f"{at}/promises/{promise.id}/done", data={"done": "yes"})
    assert done.status_code == 404


def test_a_private_note_is_sealed_and_only_its_author_reads_it(client, at, leader, mentee):
    client.sign_in(mentee).post(f"{at}/note", data={"text": "I am afraid of the panel"})

    assert b"afraid" not in one(PrivateNote).sealed
    assert "I am afraid of the panel" in client.get(f"{at}/note").text
    assert "afraid" not in client.sign_in(leader).get(f"{at}/note").text
    assert "afraid" not in client.get(at).text


def test_an_empty_note_is_deleted(client, at, mentee):
    client.sign_in(mentee).post(f"{at}/note", data={"text": "Words"})
    client.post(f"{at}/note", data={"text": "  "})

    assert db.session.query(PrivateNote).count() == 0


def test_a_note_has_ninety_days_from_the_end_of_its_pair(client, at, pairing, mentee):
    client.sign_in(mentee).post(f"{at}/note", data={"text": "Words"})
    client.post(f"{at}/end", data={"ending": "planned"})

    count_days_of_notes(datetime.now(UTC))
    db.session.commit()

    assert one(PrivateNote).ended_on == TODAY


def test_since_an_unconfirmed_reset_the_note_is_shut(client, at, mentee):
    client.sign_in(mentee).post(f"{at}/note", data={"text": "Words"})
    mentee.unconfirmed_since = datetime(2026, 11, 20, tzinfo=UTC)
    factories.saved(mentee)

    assert client.sign_in(mentee).get(f"{at}/note").status_code == 403


@given(text=st.text(max_size=200), author=st.integers(1, 50), other=st.integers(51, 99))
def test_what_is_sealed_opens_for_its_author_and_for_nobody_else(text, author, other):
    seal = Seal("k" * 40)
    shut = seal.shut(author, text)

    assert seal.opened(author, shut) == text
    assert seal.opened(other, shut) is None
    assert Seal("j" * 40).opened(author, shut) is None


def test_how_it_goes_is_asked_after_the_trial_once_and_stands_apart_from_names(
    client, at, pairing, mentee, programme
):
    assert "Nothing is asked of you" in words(client.sign_in(mentee).get(f"{at}/pulse"))
    for days in (1, 8):
        factories.meeting(pairing, starts_at=datetime(2026, 6, days, tzinfo=UTC))

    client.post(f"{at}/pulse", data={"score": "4"})
    client.post(f"{at}/pulse", data={"score": "1"})

    pulse = one(Pulse)
    assert (pulse.score, pulse.programme_id, pulse.side) == (4, programme.id, "mentee")
    assert pulse.week == TODAY - timedelta(days=TODAY.weekday())
    assert not {"person_id", "pairing_id"} & {c.key for c in Pulse.__table__.columns}


def test_a_concern_goes_to_the_co_ordinator_and_the_partner_sees_nothing(
    client, at, leader, mentee, coordinator
):
    before = words(client.sign_in(leader).get(at))

    client.sign_in(mentee).post(f"{at}/talk", data={"ring": "y", "words": "It is about Tuesday"})

    concern = one(Concern)
    assert (concern.author_id, concern.handler_id) == (mentee.id, coordinator.id)
    message = db.session.query(Message).one()
    assert (message.template, message.person_id) == ("mentoring_concern", coordinator.id)
    assert words(client.sign_in(leader).get(at)) == before


def test_a_concern_says_something_or_asks_for_a_call(client, at, mentee):
    shown = client.sign_in(mentee).post(f"{at}/talk", data={"words": " "})

    assert "Ask to be called, or write what they should know" in words(shown)


def test_a_co_ordinator_who_is_one_of_the_pair_does_not_handle_it(client, at, leader, trust):
    from tracker.permissions import Role

    factories.grant(leader, Role.LEADERSHIP_CENTRE, trust)

    client.sign_in(leader).post(f"{at}/talk", data={"ring": "y"})

    assert one(Concern).handler_id is None


def test_since_a_reset_a_concern_can_be_told_and_names_nobody(client, at, leader, mentee):
    mentee.unconfirmed_since = datetime(2026, 11, 20, tzinfo=UTC)
    factories.saved(mentee)

    assert leader.name not in words(client.sign_in(mentee).get(f"{at}/talk"))
    sent = client.post(f"{at}/talk", data={"ring": "y"})

    assert sent.location.endswith("/home")
    assert one(Concern).author_id == mentee.id


def test_a_co_ordinator_who_is_one_of_the_pair_is_not_named_as_theirs(client, at, leader, trust):
    from tracker.permissions import Role

    factories.grant(leader, Role.LEADERSHIP_CENTRE, trust)

    assert "is your co-ordinator" not in words(client.sign_in(leader).get(at))
