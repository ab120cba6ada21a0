"""Whom somebody could have next, when an offer came to nothing or a pair ended."""

from datetime import date

import pytest

from tests import factories
from tests.client import words
from tracker.choices.queries import next_choices
from tracker.extensions import db
from tracker.mentoring.models import Exclusion
from tracker.mentoring.states import OVER

TODAY = date(2026, 11, 23)
FITTING, LESS = {"profession": "nursing"}, {"profession": "estates"}


@pytest.fixture
def leaders(join, another):
    """Three with a place each; the first fits best and the last least."""
    given = [FITTING | {"goals": ["finance"]}, FITTING, LESS]
    names = ("Ada Obi", "Ben Cole", "Cara Lane")
    return [join(name, "leader", another, **each) for name, each in zip(names, given, strict=True)]


@pytest.fixture
def mentee(join):
    return join("Maya Iqbal", **FITTING, goals=["finance"])


@pytest.fixture
def at(programme):
    return f"/mentoring/programmes/{programme.id}/next-choices"


def over(leader, mentee, state="declined", **given):
    """A pair in view that is no more."""
    assert state in OVER
    made = factories.pairing(leader, mentee, state, since=date(2026, 11, 12), **given)
    made.place_id = None
    db.session.commit()
    return made


def test_whoever_was_declined_has_the_best_of_the_others_next(client, centre, leaders, mentee, at):
    over(leaders[0], mentee)

    page = words(client.sign_in(centre).get(at))

    assert "Maya Iqbal" in page
    assert "Offer declined 12 Nov" in page
    assert "Next choice Ben Cole" in page
    assert "1 more to choose from" in page
    assert "Ada Obi" not in page


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("expired", "Offer not answered in time"),
        ("withdrawn", "Offer withdrawn"),
        ("ended", "Pair ended"),
    ],
)
def test_it_is_said_what_came_of_it(client, centre, leaders, mentee, at, state, said):
    over(leaders[0], mentee, state)

    assert said in words(client.sign_in(centre).get(at))


def test_a_leader_without_a_free_place_is_nobodys_next_choice(
    client, centre, join, leaders, mentee, at
):
    over(leaders[0], mentee)
    factories.pairing(leaders[1], join("Somebody else"))

    assert "Next choice Cara Lane" in words(client.sign_in(centre).get(at))


def test_where_nobody_is_left_it_is_said(client, centre, join, another, mentee, at):
    over(join("Ada Obi", "leader", another), mentee)

    assert "Nobody with a free place" in words(client.sign_in(centre).get(at))


def test_whoever_has_somebody_again_or_cannot_be_matched_is_not_listed(
    client, centre, join, leaders, mentee, at
):
    over(leaders[0], mentee)
    factories.pairing(leaders[1], mentee)
    away = join("Omar Aziz", unavailable_until=date(2027, 1, 4))
    over(leaders[0], away)
    join("Lena Fox")  # nobody was offered to her yet

    page = words(client.sign_in(centre).get(at))

    for name in ("Maya Iqbal", "Omar Aziz", "Lena Fox"):
        assert name not in page
    assert "Nobody waits again" in page


def test_of_their_own_a_co_ordinator_is_shown_nothing(
    client, centre, region, programme, leaders, at
):
    own = factories.enrolment(programme, centre, region, "mentee", **FITTING)
    over(leaders[0], own)

    assert "Nobody waits again" in words(client.sign_in(centre).get(at))


def test_an_excluded_leader_is_no_choice_and_nobody_learns_why(client, centre, leaders, mentee, at):
    over(leaders[0], mentee)
    factories.saved(Exclusion(enrolment_id=mentee.id, person_id=leaders[1].person_id))

    page = words(client.sign_in(centre).get(at))

    assert "Next choice Cara Lane" in page
    assert "Ben Cole" not in page


def test_it_is_searched_sorted_and_downloaded(client, centre, join, leaders, mentee, at):
    over(leaders[0], mentee)
    over(leaders[2], join("Zoe Ward", **FITTING, goals=["finance"]), "expired")
    client.sign_in(centre)

    assert "Maya" not in words(client.get(at, query_string={"q": "zoe"}))
    assert "Nobody who waits again has that name" in words(client.get(f"{at}?q=nobody"))
    by_name = words(client.get(f"{at}?sort=name"))
    assert by_name.index("Maya") < by_name.index("Zoe")
    lines = client.get(f"{at}.csv").text.splitlines()
    assert lines[0].removeprefix("\ufeff").startswith("Who looks,Where,What came of it,Since")
    assert any("Maya Iqbal" in line and "Ben Cole" in line for line in lines)


def test_a_long_list_goes_over_pages_and_asks_no_more_questions(
    client, centre, join, leaders, mentee, at
):
    over(leaders[0], mentee)
    client.sign_in(centre).get(at)
    client.get(at)
    few = client.queries
    for n in range(26):
        over(leaders[0], join(f"Mentee {n:02}"))

    page = client.get(at)

    assert client.queries == few
    assert "after=" in page.text


def test_somebody_who_is_not_in_the_pool_has_no_next_choice(app, programme, leaders):
    assert next_choices(programme, [0], TODAY) == {}
    assert next_choices(programme, [], TODAY) == {}
