"""One of those who are enrolled, as a co-ordinator sees them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker.mentoring.models import EqualityRecord, Exclusion, Preference
from tracker.permissions import Role


def entry(enrolment):
    return f"/mentoring/enrolments/{enrolment.id}/roll"


@pytest.fixture
def join(programme, places):
    def join(name, side="mentee", at=places.trust, **given):
        return factories.enrolment(programme, factories.person(at, name=name), at, side, **given)

    return join


@pytest.fixture
def helen(join, places):
    given = {"capacity": 2, "new_to_it": True, "buddies": True, "goals": ["chairing"]}
    return join("Helen Marsh", "leader", places.other, **given)


@pytest.fixture
def amara(join):
    private = {"words": "I would like to chair", "manager_email": "boss@nhs.example"}
    return join("Amara Nwosu", **private, directorate="Theatres", left_out=1)


def test_of_a_mentee_it_says_what_they_said_where_they_stand_and_with_whom(
    client, coordinator, amara, helen, programme
):
    run = factories.match_run(programme)
    pairing = factories.pairing(helen, amara, state="declined", since=date(2026, 8, 3))
    factories.saved(Preference(enrolment_id=amara.id, leader_id=helen.person_id, rank=1))

    shown = client.sign_in(coordinator).get(entry(amara))

    said = words(shown)
    assert "In the pool since 10 May 2026" in said
    assert "Joined 1 May 2026" in said
    assert "I would like to chair" in said
    assert "Manager boss@nhs.example" in said
    assert "Manager’s manager Not known, so not checked" in said
    assert "Leaders they would like Helen Marsh" in said
    assert "By one list that was released" in said
    assert "Helen Marsh State Declined Since 3 Aug 2026" in said
    assert f'href="/mentoring/pairs/{pairing.id}/dates"' in shown.text
    assert f'href="/mentoring/runs/{run.id}/people/{amara.person_id}"' in shown.text


def test_a_co_ordinator_does_not_read_there_that_they_were_declined_themselves(
    client, coordinator, amara, helen, programme, places
):
    own = factories.enrolment(programme, coordinator, places.trust, "leader")
    factories.pairing(own, amara, state="declined")
    factories.pairing(helen, amara, state="expired")

    said = words(client.sign_in(coordinator).get(entry(amara)))

    assert "Helen Marsh State Expired" in said
    assert "Declined" not in said
    assert coordinator.name not in said.split("Pairs and offers so far")[1]


def test_of_a_leader_it_says_how_they_prepared_and_since_when_each_place_is_taken(
    client, coordinator, amara, helen, programme
):
    factories.pairing(helen, amara, state="trial", since=date(2026, 8, 3))
    soon = datetime(2026, 12, 1, 10, tzinfo=UTC)
    factories.booking(factories.workshop(programme, starts_at=soon), helen)

    said = words(client.sign_in(coordinator).get(entry(helen)))

    assert "Prepared 10 May 2026" in said
    assert "Workshops 1 December 2026: has a place" in said
    assert "Place 1 How it stands Taken: trial since 3 August 2026" in said
    assert "Place 2 How it stands Free" in said
    assert "Helps those who begin Yes" in said
    assert "Lists that left them out" not in said
    assert "confidential" not in said


def test_whoever_is_in_a_pair_is_not_said_to_be_in_the_pool(client, coordinator, amara, helen):
    client.sign_in(coordinator)
    assert "In the pool since 10 May 2026" in words(client.get(entry(amara)))

    factories.pairing(helen, amara, state="trial")

    assert "In the pool" not in words(client.get(entry(amara)))
    assert "In the pool since" in words(client.get(entry(helen))), "who has a place left"


def test_a_place_is_free_again_whose_pair_has_ended(client, coordinator, amara, helen):
    factories.pairing(helen, amara, state="ended", since=date(2026, 8, 3))

    said = words(client.sign_in(coordinator).get(entry(helen)))

    assert "Place 1 How it stands Free" in said
    assert "Amara Nwosu State Ended" in said


def test_whoever_was_left_out_leads_to_why_by_each_list(client, coordinator, amara, programme):
    runs = [factories.match_run(programme) for _ in range(6)]

    shown = client.sign_in(coordinator).get(entry(amara))

    why = [a["href"] for a in page(shown).find_all("a", string=lambda s: s and "found nobody" in s)]
    assert why == [f"/mentoring/runs/{r.id}/people/{amara.person_id}" for r in runs[:0:-1]]
    assert "The newest 5 of 6" in words(shown)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"unavailable_until": TODAY + timedelta(days=9)}, "Unavailable until 2 December 2026"),
        ({"state": "withdrawn", "withdrawn_on": date(2026, 8, 3)}, "Withdrawn on 3 August 2026"),
        ({"state": "enrolled", "pooled_on": None, "prepared_on": None}, "Not prepared yet"),
    ],
)
def test_every_state_is_told_with_its_day(client, coordinator, join, given, said):
    client.sign_in(coordinator)

    assert said in words(client.get(entry(join("Bo", "leader", **given))))


def test_whom_they_would_not_be_matched_with_changes_nothing_and_ethnicity_is_not_there(
    client, coordinator, amara
):
    client.sign_in(coordinator)
    before = client.get(entry(amara)).text
    declared = {"eligible": True, "ethnicity": "B", "declared_on": TODAY}
    factories.saved(EqualityRecord(enrolment_id=amara.id, person_id=amara.person_id, **declared))
    never = factories.person(name="Never With")
    factories.saved(Exclusion(enrolment_id=amara.id, person_id=never.id))

    assert client.get(entry(amara)).text == before


def test_a_local_co_ordinator_sees_neither_their_words_nor_their_line_nor_any_list(
    client, local, amara, helen, programme, places
):
    factories.match_run(programme)
    factories.saved(Preference(enrolment_id=amara.id, leader_id=helen.person_id, rank=1))
    pairing = factories.pairing(helen, amara)

    shown = client.sign_in(local).get(entry(amara))

    said = words(shown)
    assert "Amara Nwosu" in said
    assert "Wants" in said
    assert f'href="/mentoring/pairs/{pairing.id}/dates"' in shown.text
    for hidden in ("I would like", "boss@", "Theatres", "Leaders they would like", "workbench"):
        assert hidden not in shown.text
    assert f"/organisations/{places.trust.id}/mentoring/" in shown.text


def test_a_pair_of_when_they_worked_elsewhere_has_no_name_for_a_local_co_ordinator(
    client, local, amara, helen, places
):
    elsewhere = {"mentee_organisation_id": places.other.id}
    pairing = factories.pairing(helen, amara, state="ended", **elsewhere)

    shown = client.sign_in(local).get(entry(amara))

    assert "Somebody elsewhere" in words(shown)
    assert "Helen Marsh" not in shown.text
    assert f"/pairs/{pairing.id}/" not in shown.text


def test_it_is_for_co_ordinators_of_the_place_alone(client, amara, places):
    for role, answer in ((Role.ADMINISTRATOR, 403), (Role.VIEWER, 403)):
        client.sign_in(factories.person(places.trust, role))
        assert client.get(entry(amara)).status_code == answer
    for role in (Role.LEADERSHIP_CENTRE, Role.ADMINISTRATOR):
        client.sign_in(factories.person(places.other, role))
        assert client.get(entry(amara)).status_code == 404


def test_a_draft_and_who_was_named_and_said_nothing_are_on_no_page(client, coordinator, join):
    asked = {"confirmed_on": None, "pooled_on": None}
    client.sign_in(coordinator)

    for given in (
        {"state": "draft", "confirmed_on": date(2026, 5, 1)},
        {"state": "draft", "nominated_on": TODAY, **asked},
        {"state": "withdrawn", **asked},
    ):
        assert client.get(entry(join("Ed", **given))).status_code == 404


def test_ones_own_entry_is_ones_own_page(client, programme, places):
    me = factories.person(places.region, Role.LEADERSHIP_CENTRE)
    mine = factories.enrolment(programme, me, places.trust, "mentee")

    shown = client.sign_in(me).get(entry(mine))

    assert shown.location == "/mentoring"


def test_the_roll_leads_there(client, at, coordinator, amara, programme):
    client.sign_in(coordinator)

    assert f'href="{entry(amara)}"' in client.get(f"{at}/enrolments").text
    pool = f"/mentoring/programmes/{programme.id}/pool"
    assert f'href="{entry(amara)}"' in client.get(pool).text
    run = factories.match_run(programme)
    why = f"/mentoring/runs/{run.id}/people/{amara.person_id}"
    assert f'href="{entry(amara)}"' in client.get(why).text


def test_it_asks_no_more_after_many_pairs(client, coordinator, amara, helen, join):
    factories.pairing(helen, amara, state="declined")
    client.sign_in(coordinator).get(entry(amara))
    client.get(entry(amara))
    few = client.queries
    for number in range(5):
        other = join(f"Leader {number}", "leader")
        factories.pairing(other, amara, state="declined")

    client.get(entry(amara))

    assert client.queries == few
