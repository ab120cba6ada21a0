"""A mentee's short pages: what is saved is there later, and a leader sees only what is said so."""

from datetime import timedelta

import pytest

from tests import factories
from tests.at_once import both
from tests.client import words
from tests.conftest import TODAY
from tracker.audit import COMMAND_LINE
from tracker.extensions import begin_writing, db
from tracker.mentoring.models import Enrolment, EqualityRecord, Exclusion, Preference
from tracker.mentoring.operations import begin_enrolment
from tracker.mentoring.shown import all_a_leader_sees
from tracker.mentoring.states import Side
from tracker.permissions import Role


@pytest.fixture
def programme(trust):
    return factories.programme(trust)


@pytest.fixture
def mentee(trust):
    return factories.person(trust, Role.STAFF_MEMBER, name="Amara Nwosu")


@pytest.fixture
def draft(client, trust, programme, mentee):
    """Begun, and nothing said yet."""
    client.sign_in(mentee).post(f"/organisations/{trust.id}/mentoring/{programme.id}/join")
    return the_enrolment()


def the_enrolment():
    db.session.expire_all()
    return db.session.query(Enrolment).filter_by(side="mentee").one()


# What a browser sends of a choice that nobody made.
LEFT_ALONE = {
    "goals": {"first": "", "second": "", "third": ""},
    "work": {"profession": "", "grade": ""},
    "leaders": {"first": "0", "second": "0", "third": "0"},
    "equality": {"ethnicity": ""},
}


def save(client, enrolment, step, **answers):
    sent = LEFT_ALONE.get(step, {}) | answers
    return client.post(f"/mentoring/enrolments/{enrolment.id}/answers/{step}", data=sent)


def say_everything(client, enrolment):
    save(client, enrolment, "goals", first="interview", second="finance")
    save(client, enrolment, "work", profession="nursing", grade="6", directorate="Surgery")
    save(client, enrolment, "when", availability=["mon_am"], remote="y", travels="icb")
    save(client, enrolment, "words", words="I lead a small team")
    save(client, enrolment, "equality", eligible="yes", ethnicity="B")


def join(client, enrolment):
    return client.post(f"/mentoring/enrolments/{enrolment.id}", follow_redirects=True)


def test_the_pages_follow_one_another_and_end_with_the_answers(client, draft):
    first = save(client, draft, "goals", first="interview")
    assert first.location.endswith("/work")
    last = save(client, draft, "equality", eligible="yes")
    assert last.location.endswith(f"/mentoring/enrolments/{draft.id}")

    page = words(client.get(last.location))
    assert "This is all a leader will see" in page
    assert "Interviews and applications" in page


def test_what_was_saved_is_there_on_return(client, draft, mentee):
    save(client, draft, "words", words="I lead a small team")
    client.sign_in(mentee)

    assert (
        "I lead a small team" in client.get(f"/mentoring/enrolments/{draft.id}/answers/words").text
    )
    assert "You have begun to join" in words(client.get("/mentoring"))


def test_whom_their_post_answers_to_is_there_until_they_say_something_else(
    client, draft, mentee, trust
):
    above = factories.post(trust, factories.person(email="above@nhs.example"))
    factories.post(trust, mentee, line_post_id=above.id)
    line = f"/mentoring/enrolments/{draft.id}/answers/line"
    assert 'value="above@nhs.example"' in client.get(line).text

    save(client, draft, "line", manager_email="other@nhs.example", managers_manager_email="")

    assert "above@nhs.example" not in client.get(line).text
    assert the_enrolment().manager_email == "other@nhs.example"


def test_goals_keep_their_order(client, draft):
    save(client, draft, "goals", first="interview", second="finance", third="board")

    assert the_enrolment().goals == ["interview", "finance", "board"]


@pytest.mark.parametrize(
    ("step", "answers", "sentence"),
    [
        ("goals", {}, "Choose what matters most"),
        ("goals", {"first": "board", "second": "board"}, "Choose each goal once"),
        ("goals", {"first": "gold"}, "Choose one of the answers"),
        ("words", {"words": "x" * 201}, "200 characters or fewer"),
        ("not-with", {"people": "nobody@nhs.example"}, "Nobody here has the address"),
        ("not-with", {"places": "Atlantis"}, "No organisation is called Atlantis"),
        (
            "leaders",
            {"first": "999999", "second": "0", "third": "0"},
            "Choose one of the answers",
        ),
        ("equality", {}, "Say whether the programme is meant for you"),
        ("when", {"travels": "the moon"}, "Say how far you can come to meet"),
    ],
)
def test_what_cannot_be_is_refused_in_words(client, draft, step, answers, sentence):
    page = save(client, draft, step, **answers)

    assert sentence in words(page)
    assert page.status_code == 200


def test_joining_puts_a_mentee_into_the_pool_from_that_day(client, draft):
    say_everything(client, draft)

    assert "You are in the pool" in words(join(client, draft))

    assert (the_enrolment().state, the_enrolment().pooled_on) == ("in pool", TODAY)


def test_without_goals_or_a_word_on_whom_it_is_for_nobody_joins(client, draft):
    assert "Choose at least one goal first" in words(join(client, draft))
    save(client, draft, "goals", first="board")
    assert "whether the programme is meant for you" in words(join(client, draft))

    save(client, draft, "equality", eligible="no")
    assert "whether the programme is meant for you" in words(join(client, draft))
    assert the_enrolment().state == "draft"


def test_leaders_are_named_in_order_from_those_of_the_programme(client, draft, programme, trust):
    one, other = factories.person(name="Helen Marsh"), factories.person(name="Owen Price")
    for leader in (one, other):
        factories.enrolment(programme, leader, trust)

    save(client, draft, "leaders", first=other.id, second=one.id, third=0)

    named = db.session.query(Preference).order_by(Preference.rank)
    assert [row.leader_id for row in named] == [other.id, one.id]
    twice = save(client, draft, "leaders", first=one.id, second=one.id, third=0)
    assert "named the same leader twice" in words(twice)


def test_nobody_names_themselves(client, draft, programme, trust, mentee):
    factories.enrolment(programme, mentee, trust)

    page = client.get(f"/mentoring/enrolments/{draft.id}/answers/leaders")

    assert "Amara Nwosu," not in page.text


def test_people_and_organisations_are_excluded_without_a_reason(client, draft, trust):
    other = factories.person(email="never@nhs.example")

    save(client, draft, "not-with", people=" Never@NHS.example\n", places=trust.name.upper())

    rows = db.session.query(Exclusion).order_by(Exclusion.id).all()
    assert {row.person_id for row in rows} == {other.id, None}
    assert {row.organisation_id for row in rows} == {trust.id, None}
    assert "reason" not in {column.key for column in Exclusion.__table__.columns}


def test_what_a_leader_sees_does_not_change_with_the_equality_record_or_the_exclusions(
    client, draft
):
    say_everything(client, draft)
    before = all_a_leader_sees(loaded(draft.id))
    factories.person(email="never@nhs.example")

    save(client, draft, "equality", eligible="yes", ethnicity="Z")
    save(client, draft, "not-with", people="never@nhs.example")

    assert all_a_leader_sees(loaded(draft.id)) == before
    assert not any("ethnic" in (key + value).lower() for key, value in before)


def loaded(enrolment_id):
    db.session.expire_all()
    return db.session.get(
        Enrolment, enrolment_id, options=Enrolment.loaded_with, populate_existing=True
    )


def test_an_equality_record_is_changed_and_not_added_to(client, draft):
    save(client, draft, "equality", eligible="no")
    save(client, draft, "equality", eligible="yes", ethnicity="B")

    record = db.session.query(EqualityRecord).one()
    assert (record.eligible, record.ethnicity) == (True, "B")


def test_an_enrolment_is_its_persons_alone(client, draft, trust):
    for role, status in [
        (Role.LEADERSHIP_CENTRE, 403),
        (Role.ADMINISTRATOR, 403),
        (Role.STAFF_MEMBER, 403),
    ]:
        client.sign_in(factories.person(trust, role))
        assert client.get(f"/mentoring/enrolments/{draft.id}").status_code == status
        assert (
            client.get(f"/mentoring/enrolments/{draft.id}/answers/equality").status_code == status
        )
    client.sign_in(factories.person())
    assert client.get(f"/mentoring/enrolments/{draft.id}").status_code == 404


def test_a_field_of_ones_own_changes_nothing_else(client, draft):
    save(client, draft, "words", words="Hello", state="in pool", left_out="9", person_id="1")

    assert (the_enrolment().state, the_enrolment().left_out) == ("draft", 0)


def test_joining_twice_is_one_enrolment(client, draft, trust, programme):
    client.post(f"/organisations/{trust.id}/mentoring/{programme.id}/join")

    assert the_enrolment().id == draft.id


def test_somebody_is_unavailable_until_a_day_and_available_before_it(client, draft):
    say_everything(client, draft)
    join(client, draft)
    then = TODAY + timedelta(days=40)
    day = {"until-day": then.day, "until-month": then.month, "until-year": then.year}

    client.post(f"/mentoring/enrolments/{draft.id}/unavailable", data=day)
    assert the_enrolment().unavailable_until == then
    client.post(f"/mentoring/enrolments/{draft.id}/available")
    assert the_enrolment().unavailable_until is None

    long = day | {"until-year": then.year + 2}
    page = client.post(f"/mentoring/enrolments/{draft.id}/unavailable", data=long)
    assert "within a year" in words(page)


def test_whoever_withdraws_can_join_again(client, draft, trust, programme):
    say_everything(client, draft)
    join(client, draft)
    client.post(f"/mentoring/enrolments/{draft.id}/withdraw")
    assert the_enrolment().state == "withdrawn"

    client.post(f"/organisations/{trust.id}/mentoring/{programme.id}/join")
    join(client, draft)

    assert the_enrolment().state == "in pool"


def test_two_beginnings_at_once_are_one_enrolment(own_app):
    with own_app.app_context():
        trust = factories.organisation()
        programme_id = factories.programme(trust).id
        trust_id, person_id = trust.id, factories.person().id
        db.session.remove()

    def begin():
        from tracker.accounts.models import Person
        from tracker.mentoring.models import Programme

        begin_writing()
        programme = db.session.get(Programme, programme_id)
        person = db.session.get(Person, person_id)
        begin_enrolment(programme, person, trust_id, Side.MENTEE, TODAY, by=COMMAND_LINE)
        db.session.commit()
        return "done"

    both(own_app, begin, begin)

    with own_app.app_context():
        assert db.session.query(Enrolment).count() == 1
        db.session.remove()
