"""A leader tells of a colleague; it counts once the colleague says so too."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests import factories
from tests.at_once import at_once, both, twice
from tests.client import words
from tests.conftest import TODAY
from tracker.accounts.models import Person
from tracker.arrangements import operations, queries, tasks
from tracker.arrangements.models import LocalClaim
from tracker.audit import COMMAND_LINE
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.mail.letters import LETTERS
from tracker.mail.models import Message
from tracker.mentoring.models import DeclaredLine, Enrolment, Place, Programme
from tracker.pairings.models import Pairing
from tracker.permissions import Role

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def letters():
    return list(db.session.scalars(select(Message).where(Message.template == "local_claim")))


def the_pairing():
    return db.session.scalars(select(Pairing)).one()


def answer(client, person, told, said="yes"):
    where = f"/you/mentored-by/{told.id}"
    return client.sign_in(person).post(where, data={"answer": said}, follow_redirects=True)


def test_it_is_claimed_with_a_place_and_the_colleague_is_written_to(tell, mentee):
    response = tell(began="2026-01-15")

    assert "It is claimed until they confirm" in words(response)
    pairing = the_pairing()
    assert (pairing.state, pairing.track, pairing.began_on) == (
        "claimed",
        "local",
        date(2026, 1, 15),
    )
    assert pairing.mentee_id is None
    enrolment = db.session.scalars(select(Enrolment)).one()
    assert (enrolment.side, enrolment.state) == ("leader", "enrolled")
    assert db.session.query(Place).filter_by(enrolment_id=enrolment.id).count() == 1
    assert [letter.person_id for letter in letters()] == [mentee.id]


@pytest.mark.parametrize(
    "began, state", [("2026-01-15", "active"), ("2026-06-01", "accepted"), (None, "accepted")]
)
def test_once_confirmed_it_is_a_pair_that_takes_a_place(client, told, mentee, leader, began, state):
    response = answer(client, mentee, told(began=began))

    assert "The two of you are on the register" in words(response)
    pairing = the_pairing()
    assert (pairing.state, pairing.mentee_id) == (state, mentee.id)
    assert pairing.mentee_organisation_id == mentee.organisation_id
    assert pairing.place_id is not None
    claim = db.session.scalars(select(LocalClaim)).one()
    assert (claim.name, claim.email) == ("", "")
    assert "Farid Khan" in words(client.sign_in(leader).get("/you/local-mentoring"))


def test_a_leader_never_learns_that_it_was_denied(client, told, mentee, leader):
    first = told()
    before = words(client.get("/you/local-mentoring"))

    response = answer(client, mentee, first, "no")

    assert "your colleague is not told" in words(response)
    assert the_pairing().state == "declined"
    after = client.sign_in(leader).get("/you/local-mentoring")
    assert "Not confirmed" in words(after)
    assert words(after) == before.replace(SAID, "").replace("  ", " ")
    path = f"/you/local-mentoring/{first.id}/take-back"
    assert "Taken back" in words(client.post(path, follow_redirects=True))
    assert the_pairing().state == "declined"


SAID = "Success Your colleague is asked whether it is so. It is claimed until they confirm."


def test_the_letter_leads_to_the_question_for_the_one_it_names_alone(
    app, client, told, mentee, leader
):
    claim_id = told().id
    [letter] = letters()

    text = LETTERS["local_claim"].paragraph(letter)
    db.session.commit()

    path = "/mentoring/confirm/" + text.split("/mentoring/confirm/")[1].split()[0]
    assert "Ada" not in text
    assert "mentor" not in text.replace("/mentoring/confirm/", "")
    assert client.sign_in(leader).get(path).status_code == 404
    assert client.sign_in(mentee).get(path).location == f"/you/mentored-by/{claim_id}"
    assert "Does Ada Okafor mentor you?" in words(client.get(path, follow_redirects=True))
    answer(client, mentee, db.session.get(LocalClaim, claim_id))
    assert client.get(path).status_code == 404  # it worked once
    assert LETTERS["local_claim"].paragraph(db.session.get(Message, letter.id)) is None


def test_a_link_ends_and_the_question_stays_under_what_is_owed(client, told, mentee):
    claim = told()
    operations.arm(claim, "a-secret", NOW - timedelta(days=15), by=COMMAND_LINE)
    db.session.commit()

    response = client.sign_in(mentee).get("/mentoring/confirm/a-secret")

    assert response.status_code == 404
    assert "This link does not work" in words(response)
    assert "Say whether Ada Okafor mentors you" in words(client.get("/home"))
    answer(client, mentee, claim)
    assert "Say whether" not in words(client.get("/home"))


def test_only_the_colleague_it_names_is_asked(client, told, mentee, leader, stranger, colleague):
    claim = told()
    for somebody in (leader, stranger, colleague):
        client.sign_in(somebody)
        assert client.get(f"/you/mentored-by/{claim.id}").status_code == 404
        assert (
            client.post(f"/you/mentored-by/{claim.id}", data={"answer": "yes"}).status_code == 404
        )
        if somebody is not leader:
            path = f"/you/local-mentoring/{claim.id}/take-back"
            assert client.post(path).status_code == 404
    assert the_pairing().state == "claimed"


def test_somebody_without_an_account_is_asked_once_they_have_one(client, tell, trust, leader):
    response = tell(email="New.Person@nhs.example", name="New Person")
    assert "Ask your administrator to give your colleague one" in words(response)
    assert "Nobody with an account has this address" in words(client.get("/you/local-mentoring"))
    assert letters() == []

    new = factories.person(email="new.person@nhs.example", organisation_id=trust.id)
    for _ in range(2):
        tasks.look_after_claims(datetime.now(UTC))
        db.session.commit()

    assert [letter.person_id for letter in letters()] == [new.id]
    assert "Ada Okafor says that they mentor you" in words(
        client.sign_in(new).get("/you/local-mentoring")
    )


def test_what_nobody_confirms_in_90_days_counts_no_more(told, mentee):
    told()
    later = datetime.now(UTC) + timedelta(days=91)

    tasks.look_after_claims(later)
    db.session.commit()

    assert the_pairing().state == "withdrawn"
    assert queries.told_of(mentee.email) == []


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"email": ""}, "Enter their work e-mail address"),
        ({"email": "not an address"}, "in the correct format"),
        ({"email": "a@b.c\r\nBcc: all@nhs.example"}, "in the correct format"),
        ({"name": ""}, "Enter their name"),
        ({"name": "x" * 121}, "Use 120 characters or fewer"),
        ({"began": "2026-11-24"}, "Leave this empty if it has not begun yet"),
        ({"began": "2026-02-30"}, "must be a real date"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(tell, mentee, typed, sentence):
    response = tell(**{"name": "<b>Farid</b>", "email": "farid.khan@nhs.example"} | typed)

    assert sentence in words(response)
    assert ("name" in typed) or "&lt;b&gt;Farid&lt;/b&gt;" in response.text
    assert db.session.query(Pairing).count() == 0


def test_nobody_mentors_themselves_or_tells_of_the_same_colleague_twice(tell, leader, mentee):
    assert "Nobody can mentor themselves" in words(tell(email=leader.email.upper()))
    tell()

    again = tell(email=" Farid.Khan@NHS.example ")

    assert "You have told us of this colleague already" in words(again)
    assert db.session.query(Pairing).count() == 1


def test_a_pair_of_the_programme_is_not_told_of_as_a_local_one_too(
    tell, leader, mentee, programme, trust
):
    enrolled = factories.enrolment(programme, leader, trust)
    pairing = factories.pairing(
        enrolled, factories.enrolment(programme, mentee, trust, "mentee"), state="trial"
    )

    assert "You and this colleague are a pair in this programme" in words(tell())
    assert db.session.query(Pairing).filter_by(state="claimed").count() == 0

    pairing.state = "offered to mentee"
    db.session.commit()
    assert "are a pair" not in words(tell()), "a leader learns of no offer before the mentee’s yes"


def test_a_leader_tells_of_three_at_most(tell, mentee):
    for n in range(3):
        tell(email=f"colleague{n}@nhs.example")

    assert "at most 3 people" in words(tell(email="one.more@nhs.example"))
    assert db.session.query(Pairing).count() == 3


def test_a_colleague_with_a_leader_keeps_the_one_they_have(client, told, trust, mentee, programme):
    other = factories.enrolment(programme, factories.person(), trust)
    factories.pairing(other, factories.enrolment(programme, mentee, trust, "mentee"))

    response = answer(client, mentee, told())

    assert "has a leader in the programme already" in words(response)
    assert db.session.query(Pairing).filter_by(state="claimed").count() == 1


def test_a_leader_whose_places_are_taken_gets_one_more_up_to_three(
    client, told, trust, programme, leader, mentee
):
    enrolment = factories.enrolment(programme, leader, trust)
    factories.pairing(
        enrolment, factories.enrolment(programme, factories.person(), trust, "mentee")
    )

    answer(client, mentee, told())

    assert db.session.query(Pairing).filter_by(state="accepted").count() == 1
    assert db.session.query(Place).filter_by(enrolment_id=enrolment.id).count() == 2


def test_somebody_whom_the_programme_does_not_cover_cannot_confirm(client, told, mentee, elsewhere):
    mentee.organisation_id = elsewhere.id
    db.session.commit()

    assert "does not cover where you work" in words(answer(client, mentee, told()))


def test_whoever_was_reset_and_not_confirmed_does_not_answer(client, told, mentee):
    mentee.unconfirmed_since = NOW
    db.session.commit()

    assert "nobody has confirmed yet that it is you" in words(answer(client, mentee, told()))


def test_an_answer_is_given_once_however_often_it_is_clicked(client, told, mentee):
    claim = told()
    for _ in range(20):
        shown = answer(client, mentee, claim)
    assert "You have answered this already" in words(shown)

    assert the_pairing().state == "accepted"
    with pytest.raises(Refused, match="answered this already"):
        operations.deny(db.session.get(LocalClaim, claim.id), NOW, TODAY, by=COMMAND_LINE)


def of_two(app):
    """Two leaders who each told of the same colleague; the numbers of what they told, and hers."""
    with app.app_context():
        trust = factories.organisation()
        programme = factories.programme(trust)
        mentee = factories.person(email="farid@nhs.example", organisation_id=trust.id)
        told = []
        for _ in range(2):
            leader = factories.person(organisation_id=trust.id)
            claim = operations.claim(
                *(programme, leader, trust.id, "Farid", "farid@nhs.example", None, NOW, TODAY),
                by=COMMAND_LINE,
            )
            told.append(claim.id)
        ids = (*told, mentee.id, leader.id, programme.id, trust.id)
        db.session.commit()
        db.session.remove()
    return ids


def confirming(claim_id, mentee_id, managers=(None, None)):
    def act():
        begin_writing()
        claim = db.session.get(LocalClaim, claim_id, options=LocalClaim.loaded_with)
        mentee = db.session.get(Person, mentee_id)
        operations.confirm(claim, mentee, managers, NOW, TODAY, by=COMMAND_LINE)
        db.session.commit()
        return "done"

    return act


def test_who_confirms_two_leaders_at_once_has_one(own_app):
    one, other, mentee, *_ = of_two(own_app)

    told = both(own_app, confirming(one, mentee), confirming(other, mentee))

    assert sorted(told) == ["This colleague has a leader in the programme already", "done"]


def test_twenty_answers_at_once_that_name_a_manager_are_one_pair_and_one_line(own_app):
    """The others are told so, whichever of the two leaders they are about."""
    one, other, mentee, *_ = of_two(own_app)
    managers = ("matron@nhs.example", "head@nhs.example")

    acts = [confirming(claim, mentee, managers) for claim in (one, other)]
    told = at_once(own_app, *acts * 10)

    assert Counter(told) == {
        "done": 1,
        operations.ANSWERED: 9,
        "This colleague has a leader in the programme already": 10,
    }
    with own_app.app_context():
        lines = [line.manager_email for line in db.session.query(DeclaredLine)]
        live = db.session.query(Pairing).filter_by(state="accepted").count()
        db.session.remove()
    assert (lines, live) == (["matron@nhs.example"], 1)


def test_two_clicks_at_once_are_one_answer(own_app):
    one, _, mentee, *_ = of_two(own_app)

    told = both(own_app, confirming(one, mentee), confirming(one, mentee))

    assert sorted(told) == [operations.ANSWERED, "done"]


def test_a_leader_who_tells_twice_at_once_tells_once(own_app):
    *_, leader, programme, trust = of_two(own_app)

    def tell_again():
        operations.claim(
            db.session.get(Programme, programme, options=Programme.loaded_with),
            *(db.session.get(Person, leader), trust, "Zoë", "zoe@nhs.example", None, NOW, TODAY),
            by=COMMAND_LINE,
        )

    assert twice(own_app, tell_again) == ["done", operations.TOLD_ALREADY]


def test_what_is_taken_back_is_not_answered_and_what_is_confirmed_is_not_taken_back(
    client, told, mentee, leader
):
    claim = told()
    path = f"/you/local-mentoring/{claim.id}/take-back"
    client.post(path)
    assert the_pairing().state == "withdrawn"
    assert client.post(path).status_code == 409
    assert client.sign_in(mentee).get(f"/you/mentored-by/{claim.id}").status_code == 200
    assert "has taken this back" in words(answer(client, mentee, claim))

    other = told(email="other@nhs.example")
    other_person = factories.person(
        email="other@nhs.example", organisation_id=leader.organisation_id
    )
    answer(client, other_person, other)
    path = f"/you/local-mentoring/{other.id}/take-back"
    response = client.sign_in(leader).post(path)
    assert (response.status_code, "not taken back" in words(response)) == (409, True)


def test_only_at_a_place_that_the_programme_covers(
    client, tell, trust, elsewhere, programme, stranger
):
    factories.grant(stranger, Role.STAFF_MEMBER, elsewhere)
    assert tell(by=stranger).status_code == 404
    assert tell(by=stranger, at=elsewhere).status_code == 404
    viewer = factories.person(trust, Role.VIEWER)
    assert tell(by=viewer).status_code == 403


def test_nothing_is_told_of_a_programme_that_has_closed(tell, client, told, mentee, programme):
    claim = told()
    programme.closed_on = TODAY - timedelta(days=1)
    db.session.commit()

    assert "This programme has closed" in words(tell(email="other@nhs.example"))
    assert "This programme has closed" in words(answer(client, mentee, claim))
    assert "No mentoring programme is open" in words(
        client.sign_in(mentee).get("/you/local-mentoring")
    )


@pytest.mark.parametrize(
    "direction, question, owed",
    [
        ("reverse", "Do you mentor Ada Okafor?", "Say whether you mentor Ada Okafor"),
        (
            "reciprocal",
            "Do you and Ada Okafor mentor each other?",
            "Say whether you and Ada Okafor mentor each other",
        ),
    ],
)
def test_who_mentors_whom_is_said_as_the_programme_has_it(
    client, told, mentee, programme, trust, direction, question, owed
):
    programme.direction = direction
    db.session.commit()
    claim = told()
    form = f"/organisations/{trust.id}/mentoring/{programme.id}/local"
    assert "Tell us of one colleague w" in words(client.get(form))

    client.sign_in(mentee)

    assert owed in words(client.get("/home"))
    assert question in words(client.get(f"/you/mentored-by/{claim.id}"))
    assert "mentors you" not in words(client.get("/you/local-mentoring"))


def test_all_of_it_is_shut_to_whoever_was_reset_and_not_confirmed(
    client, told, programme, mentee, leader
):
    claim = told()
    mentee.unconfirmed_since = leader.unconfirmed_since = NOW
    db.session.commit()
    client.sign_in(mentee)

    for path in ("/you/local-mentoring", f"/you/mentored-by/{claim.id}", "/mentoring/confirm/x"):
        response = client.get(path)
        assert response.status_code == 409
        assert "Ada Okafor" not in words(response)
    assert "Ada Okafor" not in words(client.get("/home"))
    with pytest.raises(Refused, match="nobody has confirmed"):
        operations.claim(
            programme,
            *(leader, 1, "Zoë", "zoe@nhs.example", None, NOW, TODAY),
            by=COMMAND_LINE,
        )
