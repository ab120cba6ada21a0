"""A leader's one page: it enrols them, and is where they change what they said."""

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker.extensions import db
from tracker.mentoring.models import Enrolment
from tracker.mentoring.queries import places_of
from tracker.permissions import Role


@pytest.fixture
def programme(trust):
    return factories.programme(trust)


@pytest.fixture
def leader(trust):
    person = factories.person(trust, name="Helen Marsh")
    above = factories.post(trust, factories.person(email="above@nhs.example"))
    factories.post(trust, person, line_post_id=above.id, title="Chief executive")
    return person


@pytest.fixture
def at(trust, programme):
    return f"/organisations/{trust.id}/mentoring/{programme.id}/lead"


def said(**more):
    usual = {
        "capacity": "2",
        "goals": ["finance", "chairing"],
        "new_to_it": "no",
        "availability": ["mon_am"],
        "remote": "y",
        "travels": "region",
        "profession": "management",
        "grade": "VSM",
    }
    return usual | more


def enrolments():
    db.session.expire_all()
    return db.session.query(Enrolment).all()


def test_one_page_enrols_a_leader_with_the_places_they_offer(client, at, leader):
    client.sign_in(leader).post(at, data=said())

    (enrolment,) = enrolments()
    assert (enrolment.state, enrolment.pooled_on) == ("in pool", TODAY)
    assert enrolment.goals == ["chairing", "finance"] or enrolment.goals == ["finance", "chairing"]
    assert len(places_of(enrolment.id)) == 2


def test_the_page_knows_whom_they_answer_to_and_that_they_lead_their_trust(client, at, leader):
    page = client.sign_in(leader).get(at).text

    assert 'value="above@nhs.example"' in page
    assert 'name="leads_organisation" type="checkbox" value="y" checked' in page


def test_a_leader_new_to_it_prepares_before_anybody_is_offered(client, at, leader):
    client.sign_in(leader).post(at, data=said(new_to_it="yes"))
    (enrolment,) = enrolments()
    assert (enrolment.state, enrolment.pooled_on) == ("enrolled", None)
    gate = f"/mentoring/enrolments/{enrolment.id}/prepare"

    assert "Read it first" in words(client.post(gate, data={}))
    client.post(gate, data={"read": "y"})

    (enrolment,) = enrolments()
    assert (enrolment.state, enrolment.prepared_on) == ("in pool", TODAY)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"capacity": "0"}, "Choose from 1 to 3 people"),
        ({"capacity": "4"}, "Choose from 1 to 3 people"),
        ({"capacity": ""}, "Choose from 1 to 3 people"),
        ({"capacity": "two"}, "Choose from 1 to 3 people"),
        ({"goals": []}, "Choose at least one thing"),
        ({"goals": ["finance", "chairing", "board", "policy"]}, "Choose up to three"),
        ({"travels": ""}, "Say how far you can come to meet"),
        ({"manager_email": "somebody"}, "Enter an e-mail address"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_the_rest_is_kept(
    client, at, leader, more, sentence
):
    page = client.sign_in(leader).post(at, data=said(**{"directorate": "Estates"} | more))

    assert sentence in words(page)
    assert "Estates" in page.text
    assert enrolments() == []


def test_what_is_wrong_is_listed_in_the_order_of_the_page(client, at, leader):
    shown = client.sign_in(leader).post(at, data=said(capacity="", goals=[], travels=""))

    errors = words(page(shown).select_one(".nhsuk-error-summary"))
    places = [errors.index(said) for said in ("1 to 3 people", "at least one thing", "how far")]
    assert places == sorted(places)


def test_offering_again_changes_what_was_said(client, at, leader):
    client.sign_in(leader).post(at, data=said())
    client.post(at, data=said(capacity="1", goals=["board"]))

    (enrolment,) = enrolments()
    assert (enrolment.capacity, enrolment.goals) == (1, ["board"])
    places = places_of(enrolment.id)
    assert [place.withdrawn_on for place in places] == [None, TODAY]


def test_a_programme_of_another_organisation_is_not_there(client, trust, elsewhere, leader):
    other = factories.programme(elsewhere)

    page = client.sign_in(leader).get(f"/organisations/{trust.id}/mentoring/{other.id}/lead")

    assert page.status_code == 404


def test_a_closed_programme_takes_nobody(client, at, leader, programme):
    programme.closed_on = TODAY.replace(day=1)
    factories.saved(programme)

    assert client.sign_in(leader).get(at).status_code == 404


def test_a_stranger_and_an_administrator_do_not_join(client, at, trust, stranger):
    administrator = factories.person(trust, Role.ADMINISTRATOR)

    assert client.sign_in(stranger).get(at).status_code == 404
    assert client.sign_in(administrator).get(at).status_code == 403


def test_your_mentoring_says_where_each_enrolment_stands(client, at, leader):
    assert "Offer to mentor somebody" in words(client.sign_in(leader).get("/mentoring"))

    client.post(at, data=said())

    shown = words(client.get("/mentoring"))
    assert "as a leader" in shown
    assert "In the pool since" in shown
    assert "Offer to mentor somebody" not in shown


def test_whoever_is_in_a_pair_is_not_told_that_they_are_in_the_pool(client, programme, trust):
    helen, yusuf, omar = (factories.person(trust) for _ in range(3))
    leader = factories.enrolment(programme, helen, trust, capacity=2)
    mentee = factories.enrolment(programme, yusuf, trust, "mentee")
    pairing = factories.pairing(leader, mentee, state="released")

    def standing_of(person):
        return words(client.sign_in(person).get("/mentoring"))

    assert "In the pool since" in standing_of(helen), "who is not told before the mentee says yes"
    assert "In the pool since" in standing_of(yusuf)
    pairing.state = "trial"
    db.session.commit()
    assert "In one pair, and in the pool with what is left of the two you offered" in (
        standing_of(helen)
    )
    assert "You are in a pair, so nobody else is looked for while it lasts" in standing_of(yusuf)
    assert "In the pool since" not in standing_of(yusuf)

    _, second = places_of(leader.id)
    other = factories.enrolment(programme, omar, trust, "mentee")
    factories.pairing(leader, other, place_id=second.id)
    assert "In two pairs, as many as you offered: nobody else is offered" in standing_of(helen)


def test_a_programme_that_somebody_joined_on_both_sides_is_not_shown_to_join(
    client, programme, trust, leader
):
    factories.enrolment(programme, leader, trust)
    headings = page(client.sign_in(leader).get("/mentoring")).select("section h2.nhsuk-heading-s")
    assert [each.get_text() for each in headings] == [
        *(f"{programme.title}, as a leader", programme.title),
    ]

    factories.enrolment(programme, leader, trust, "mentee")

    headings = page(client.get("/mentoring")).select("section h2.nhsuk-heading-s")
    assert {each.get_text() for each in headings} == {
        *(f"{programme.title}, as a leader", f"{programme.title}, as a mentee"),
    }


@pytest.mark.parametrize(
    ("direction", "choice", "leads", "places", "learns", "goals"),
    [
        (
            "reverse",
            "Colleagues mentor leaders.",
            "Ask to be mentored by a colleague",
            "By how many people would you be mentored at a time?",
            "Offer to mentor a leader",
            "What you can help a leader with",
        ),
        (
            "reciprocal",
            "Each mentors the other.",
            "Offer to mentor and be mentored",
            "With how many people can you do this at a time?",
            "Look for a leader to mentor each other",
            "What the two of you could work on",
        ),
    ],
)
def test_both_sides_are_asked_as_the_programmes_direction_has_it(
    client, trust, leader, direction, choice, leads, places, learns, goals
):
    programme = factories.programme(trust, direction=direction)

    shown = words(client.sign_in(leader).get("/mentoring"))

    assert choice in shown
    assert leads in shown
    assert learns in shown
    assert "Offer to mentor somebody" not in shown
    asked = words(client.get(f"/organisations/{trust.id}/mentoring/{programme.id}/lead"))
    assert leads in asked
    assert places in asked
    begun = client.post(
        f"/organisations/{trust.id}/mentoring/{programme.id}/join", follow_redirects=True
    )
    assert goals in words(begun)


def test_where_no_programme_covers_the_place_the_page_says_so(client, stranger):
    assert "No mentoring programme covers" in words(client.sign_in(stranger).get("/mentoring"))
