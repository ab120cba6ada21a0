"""An offer is made to the mentee first, then to the leader; each answers in time, or it is over."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.client import words
from tests.conftest import TODAY
from tests.offers.steps import looked_after, made
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.mentoring.models import Enrolment
from tracker.mentoring.working_days import working_days_after
from tracker.offers.answering import OVER
from tracker.pairings.queries import events_of, free_place_of
from tracker.permissions import Role

LAST_DAY = working_days_after(TODAY, 10)


def address(pairing, then=""):
    return f"/mentoring/offers/{pairing.id}{then}"


def told():
    return [(m.template, m.person_id) for m in db.session.query(Message).order_by(Message.id)]


def again(pairing):
    db.session.expire_all()
    return pairing


def enrolment(pairing, side):
    db.session.expire_all()
    return db.session.get(Enrolment, getattr(pairing, f"{side}_enrolment_id"))


def no(reason="time", then="stay", **more):
    return {"reason": reason, "then": then, **more}


def test_the_worker_asks_the_mentee_first_and_says_until_when(pairing, mentee):
    made(pairing)

    assert (pairing.state, pairing.expires_on) == ("offered to mentee", LAST_DAY)
    assert told() == [("mentoring_offer", mentee.id)]


def test_the_mentee_reads_about_the_leader_and_says_yes(client, offered, mentee, leader):
    shown = words(client.sign_in(mentee).get(address(offered)))
    assert "Would you like Helen Marsh as your mentor?" in shown
    assert "Budgets and finance" in shown

    client.sign_in(mentee).post(address(offered, "/accept"))

    assert again(offered).state == "offered to leader"
    assert told()[-1] == ("mentoring_offer", leader.id)


@pytest.mark.parametrize(
    ("direction", "to_colleague", "to_leader"),
    [
        (
            "reverse",
            "Would you like to mentor Helen Marsh?",
            "Would you like Amara Nwosu as your mentor?",
        ),
        (
            "reciprocal",
            "Would you and Helen Marsh like to mentor each other?",
            "Would you and Amara Nwosu like to mentor each other?",
        ),
    ],
)
def test_who_would_mentor_whom_is_asked_as_the_programmes_direction_has_it(
    client, offered, programme, mentee, leader, direction, to_colleague, to_leader
):
    programme.direction = direction
    db.session.commit()

    assert to_colleague in words(client.sign_in(mentee).get(address(offered)))
    client.post(address(offered, "/accept"))
    assert to_leader in words(client.sign_in(leader).get(address(offered)))


def test_the_leader_reads_what_the_mentee_said_and_nothing_that_was_not_for_them(
    client, offered, mentee, leader
):
    client.sign_in(mentee).post(address(offered, "/accept"))

    shown = words(client.sign_in(leader).get(address(offered)))

    assert "I lead a small team" in shown
    assert "Interviews and applications" in shown
    assert not any(word in shown.lower() for word in ("ethnic", "exclu", "manager"))


def test_both_say_yes_and_both_are_told(client, offered, mentee, leader):
    client.sign_in(mentee).post(address(offered, "/accept"))
    client.sign_in(leader).post(address(offered, "/accept"))

    assert again(offered).state == "accepted"
    assert {person for template, person in told() if template == "mentoring_pair"} == {
        mentee.id,
        leader.id,
    }


@pytest.mark.parametrize("who", ["leader", "mentee"])
def test_twenty_clicks_are_one_answer(client, offered, mentee, leader, who):
    client.sign_in(mentee).post(address(offered, "/accept"))
    person = {"leader": leader, "mentee": mentee}[who]

    for _ in range(20):
        client.sign_in(person).post(address(offered, "/accept"))

    steps = [event.state for event in events_of(offered.id)]
    assert len(steps) == len(set(steps))


def test_nobody_answers_for_the_other(client, offered, leader):
    shown = client.sign_in(leader).post(address(offered, "/accept"))

    assert "waits for the other of the two" in words(shown)
    assert again(offered).state == "offered to mentee"


def test_a_no_frees_the_place_and_tells_the_other_no_reason(client, offered, mentee, leader):
    client.sign_in(mentee).post(address(offered, "/accept"))

    client.sign_in(leader).post(address(offered, "/decline"), data=no("conflict of interest"))

    assert (again(offered).state, offered.refusal) == ("declined", "conflict of interest")
    assert free_place_of(offered.leader_enrolment_id) is not None
    assert told()[-1] == ("mentoring_offer_over", mentee.id)
    shown = words(client.sign_in(mentee).get(address(offered)))
    assert "did not come about" in shown
    assert "conflict" not in shown


@pytest.mark.parametrize("state", ["declined", "ended", "expired", "withdrawn"])
def test_what_a_mentee_said_is_not_there_to_read_once_it_is_over(
    client, offered, mentee, leader, state
):
    client.sign_in(mentee).post(address(offered, "/accept"))
    client.sign_in(leader).post(address(offered, "/decline"), data=no())
    again(offered).state = state
    db.session.commit()

    shown = words(client.get(address(offered)))

    assert "Nothing waits" not in shown
    assert "I lead a small team" not in shown
    assert "Interviews and applications" not in shown


def test_a_mentee_who_had_said_yes_goes_first_the_next_time(client, offered, mentee, leader):
    client.sign_in(mentee).post(address(offered, "/accept"))
    client.sign_in(leader).post(address(offered, "/decline"), data=no())

    assert enrolment(offered, "mentee").left_out == 1


def test_whoever_says_no_can_be_unavailable_until_a_day(client, offered, mentee):
    then = TODAY + timedelta(days=30)
    day = {"until-day": then.day, "until-month": then.month, "until-year": then.year}

    client.sign_in(mentee).post(address(offered, "/decline"), data=no(then="away", **day))

    assert enrolment(offered, "mentee").unavailable_until == then
    assert enrolment(offered, "mentee").left_out == 0


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Choose the reason that comes nearest"),
        (no(reason="she is awful"), "Choose one of the answers"),
        (no(then="away"), "Enter the day from which you are available again"),
        (
            no(then="away", **{"until-day": 1, "until-month": 1, "until-year": 2020}),
            "Give a day after today, and within a year",
        ),
    ],
)
def test_a_no_that_lacks_something_says_what_and_changes_nothing(
    client, offered, mentee, answers, sentence
):
    shown = client.sign_in(mentee).post(address(offered, "/decline"), data=answers)

    assert sentence in words(shown)
    assert again(offered).state == "offered to mentee"


def test_an_offer_can_be_answered_on_its_last_day_and_not_the_day_after(
    app, client, offered, mentee
):
    app.config["TODAY"] = LAST_DAY + timedelta(days=1)

    shown = client.sign_in(mentee).post(address(offered, "/accept"))

    assert OVER in words(shown)
    assert again(offered).state == "expired"
    assert free_place_of(offered.leader_enrolment_id) is not None

    app.config["TODAY"] = TODAY


def test_the_last_day_itself_is_in_time(app, client, offered, mentee):
    app.config["TODAY"] = LAST_DAY

    client.sign_in(mentee).post(address(offered, "/accept"))

    assert again(offered).state == "offered to leader"


def test_the_sweep_ends_what_nobody_answered_once(offered):
    looked_after(LAST_DAY)
    assert offered.state == "offered to mentee"

    looked_after(LAST_DAY + timedelta(days=1))
    looked_after(LAST_DAY + timedelta(days=1))

    assert offered.state == "expired"
    assert [event.state for event in events_of(offered.id)].count("expired") == 1


def test_whoever_has_not_answered_is_reminded_once_after_five_working_days(offered, mentee):
    due = working_days_after(TODAY, 5)

    looked_after(due - timedelta(days=1))
    assert told() == [("mentoring_offer", mentee.id)]

    looked_after(due)
    looked_after(due + timedelta(days=1))
    assert told() == [("mentoring_offer", mentee.id)] * 2
    assert offered.chased_on == due


def test_the_leader_has_their_own_days_and_reminder(client, offered, mentee, leader):
    looked_after(working_days_after(TODAY, 5))
    client.sign_in(mentee).post(address(offered, "/accept"))

    assert again(offered).chased_on is None
    assert offered.expires_on == LAST_DAY


def test_who_is_asked_owes_an_answer_on_their_first_page(client, offered, mentee, leader):
    assert "a question about mentoring" in words(client.sign_in(mentee).get("/home"))
    assert "a question about mentoring" not in words(client.sign_in(leader).get("/home"))


@pytest.mark.parametrize("role", [Role.LEADERSHIP_CENTRE, Role.ADMINISTRATOR, Role.EQUALITY_LEAD])
def test_an_offer_is_the_pairs_alone(client, offered, trust, role):
    other = factories.person(trust, role)

    assert client.sign_in(other).get(address(offered)).status_code == 403
    assert client.sign_in(other).post(address(offered, "/accept")).status_code == 403


def test_to_a_stranger_there_is_no_offer(client, offered, stranger):
    assert client.sign_in(stranger).get(address(offered)).status_code == 404


def test_an_offer_that_nobody_made_yet_is_answered_by_nobody(client, pairing, mentee):
    shown = client.sign_in(mentee).post(address(pairing, "/accept"))

    assert "answered this offer already" in words(shown)
    assert again(pairing).state == "released"


def test_the_letter_says_nothing_of_mentoring(app, offered, mentee):
    from tracker.mail.letters import LETTERS

    message = db.session.query(Message).one()
    with app.test_request_context():
        text = LETTERS["mentoring_offer"].paragraph(message)

    assert str(LAST_DAY.day) in text
    assert "ment" not in text.replace(f"/mentoring/offers/{offered.id}", "").lower().split(":")[0]


def test_a_letter_is_not_sent_once_the_offer_was_answered(app, client, offered, mentee):
    from tracker.mail.letters import LETTERS

    first = db.session.query(Message).one()
    client.sign_in(mentee).post(address(offered, "/accept"))
    with app.test_request_context():
        assert LETTERS["mentoring_offer"].paragraph(first) is None


def test_bank_holidays_do_not_count():
    assert working_days_after(date(2026, 12, 23), 2) == date(2026, 12, 29)


def knows_nothing(page):
    shown = words(page)
    named = any(word in shown for word in ("Amara Nwosu as", "I lead a small team", "mentor Amara"))
    return "Nothing waits for your answer" in shown and not named


def test_a_leader_learns_of_nobody_before_the_mentee_has_said_yes(client, offered, leader, mentee):
    assert knows_nothing(client.sign_in(leader).get(address(offered)))
    assert knows_nothing(client.post(address(offered, "/accept")))

    client.sign_in(mentee).post(address(offered, "/accept"))
    assert "I lead a small team" in words(client.sign_in(leader).get(address(offered)))


def test_a_leader_never_learns_of_a_mentee_who_said_no(client, offered, leader, mentee):
    client.sign_in(mentee).post(address(offered, "/decline"), data=no())

    assert knows_nothing(client.sign_in(leader).get(address(offered)))


@pytest.mark.parametrize("who", ["leader", "mentee"])
def test_nobody_learns_of_a_pair_that_was_not_offered(client, pairing, leader, mentee, who):
    person = {"leader": leader, "mentee": mentee}[who]
    partner = {"leader": mentee, "mentee": leader}[who]

    for path in (address(pairing), address(pairing, "/decline"), f"/mentoring/pairs/{pairing.id}"):
        assert partner.name not in words(client.sign_in(person).get(path, follow_redirects=True))
    for path in ("goals/add", "note", "talk", "end"):
        shown = client.get(f"/mentoring/pairs/{pairing.id}/{path}")
        assert partner.name not in words(shown)
