"""Who is in the pool, in what words the matching is told of them, and who is left aside."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.client import listening
from tests.conftest import TODAY
from tests.workbench.steps import CENTRE, drawn, listed, pairs_of
from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.mentoring.market import market_of
from tracker.mentoring.models import EqualityRecord, Exclusion, Place, Preference
from tracker.mentoring.scoring import words_of
from tracker.mentoring.weights import PARTS, Settings
from tracker.workbench import operations
from tracker.workbench.pool import read, with_locks_that_hold, written
from tracker.workbench.pool_queries import pool_of


def pool(programme):
    db.session.commit()
    return pool_of(programme, TODAY)


def mentees(programme):
    return {one.id for one in pool(programme).mentees}


def the(programme, enrolment):
    everybody = pool(programme)
    return next(
        one for one in (*everybody.leaders, *everybody.mentees) if one.id == enrolment.person_id
    )


def test_what_people_said_is_told_in_numbers_and_codes(programme, few, region, trust):
    few.amara.directorate = "  Surgery and   Theatres "
    few.amara.manager_email = "Somebody@nhs.example"
    few.amara.managers_manager_email = factories.person(email="boss@nhs.example").email
    factories.saved(Preference(enrolment_id=few.amara.id, leader_id=few.owen.person_id, rank=1))

    amara = the(programme, few.amara)

    assert (amara.region, amara.organisation) == ("Vale", trust.id)
    assert (amara.wants, amara.names) == (("finance", "chairing"), (few.owen.person_id,))
    assert (amara.grade, amara.profession) == ("6", "nursing")
    assert amara.weeks_waited == (TODAY - date(2026, 5, 10)).days // 7
    assert amara.manager is not None
    assert amara.unchecked == ()
    assert the(programme, few.leila).unchecked == (
        "manager",
        "manager's manager",
        "directorate",
    )


def test_the_same_directorate_and_manager_are_known_however_they_are_written(programme, few, trust):
    for enrolment, directorate, manager in (
        (few.helen, "surgery", "X@nhs.example "),
        (few.amara, " Surgery", "x@NHS.example"),
    ):
        enrolment.directorate, enrolment.manager_email = directorate, manager

    helen, amara = the(programme, few.helen), the(programme, few.amara)

    assert helen.directorate == amara.directorate
    assert helen.manager == amara.manager


def test_a_manager_who_leads_in_the_pool_is_never_matched_with_their_own(programme, few):
    few.amara.manager_email = db.session.get(Person, few.helen.person_id).email.upper()
    db.session.commit()

    assert (few.helen.person_id, few.amara.person_id) not in pairs_of(drawn(programme))


@pytest.mark.parametrize(
    "change",
    [
        {"state": "enrolled"},
        {"state": "withdrawn"},
        {"unavailable_until": TODAY + timedelta(days=1)},
    ],
)
def test_whoever_is_not_there_today_is_not_in_the_pool(programme, few, change):
    for name, value in change.items():
        setattr(few.amara, name, value)

    assert few.amara.person_id not in mentees(programme)


def test_whoever_comes_back_today_is(programme, few):
    few.amara.unavailable_until = TODAY

    assert few.amara.person_id in mentees(programme)


def test_a_leader_who_is_not_prepared_or_offers_no_place_is_not(programme, few):
    few.helen.prepared_on = None
    db.session.query(Place).filter_by(enrolment_id=few.owen.id).one().withdrawn_on = TODAY

    assert pool(programme).leaders == ()


def test_somebody_whose_account_is_closed_is_not(programme, few):
    db.session.get(Person, few.amara.person_id).active = False

    assert few.amara.person_id not in mentees(programme)


@pytest.mark.parametrize("state", ["approved", "released", "offered to mentee", "trial", "paused"])
def test_a_pair_that_lives_or_is_approved_takes_both(programme, few, state):
    factories.pairing(few.helen, few.amara, state=state)

    told = pool(programme)

    assert few.amara.person_id not in {one.id for one in told.mentees}
    assert told.places_free[few.helen.person_id] == 0


@pytest.mark.parametrize(
    "over",
    [{"state": "declined"}, {"state": "ended"}, {"state": "withdrawn", "objected_on": TODAY}],
)
def test_a_pair_that_was_not_to_be_is_never_suggested_again(programme, few, region, over):
    last_year = factories.programme(region, title="The year before")
    for each in (programme, last_year):
        factories.pairing(few.helen, few.amara, programme_id=each.id, **over)

    assert (few.helen.person_id, few.amara.person_id) in pool(programme).declined
    assert (few.helen.person_id, few.amara.person_id) not in pairs_of(drawn(programme))
    assert few.amara.person_id in mentees(programme)


def test_an_offer_that_nobody_answered_can_come_again(programme, few):
    factories.pairing(few.helen, few.amara, state="expired")

    assert pool(programme).declined == frozenset()


def test_whom_a_mentee_excludes_is_never_suggested(programme, few, another):
    factories.saved(Exclusion(enrolment_id=few.amara.id, person_id=few.helen.person_id))
    factories.saved(Exclusion(enrolment_id=few.leila.id, organisation_id=another.id))

    found = pairs_of(drawn(programme))

    assert (few.helen.person_id, few.amara.person_id) not in found
    assert few.leila.person_id not in {mentee for _, mentee in found}


def test_the_equality_record_changes_nothing(programme, few):
    before = written(pool(programme))

    for enrolment in (few.amara, few.leila):
        factories.saved(
            EqualityRecord(
                enrolment_id=enrolment.id,
                person_id=enrolment.person_id,
                eligible=True,
                ethnicity="B",
                declared_on=TODAY,
            )
        )

    assert written(pool(programme)) == before


def test_a_lock_that_no_longer_can_be_is_left_aside(programme, few):
    run = listed(programme)
    operations.override(
        run, "swap", (few.owen.person_id, few.amara.person_id), "Asked for", None, TODAY, CENTRE
    )
    assert pool(programme).locks == {(few.owen.person_id, few.amara.person_id)}

    factories.saved(Exclusion(enrolment_id=few.amara.id, person_id=few.owen.person_id))

    assert pool(programme).locks == frozenset()
    assert drawn(programme).run.matched == 2


def test_of_two_locks_for_one_place_the_first_holds(programme, few):
    told = pool(programme)
    wanted = [(few.owen.person_id, few.amara.person_id), (few.owen.person_id, few.leila.person_id)]

    assert with_locks_that_hold(told, wanted).locks == {wanted[0]}
    assert with_locks_that_hold(told, [(7, few.amara.person_id)]).locks == frozenset()


def test_what_is_kept_of_a_pool_gives_the_same_pool(programme, few):
    factories.saved(Exclusion(enrolment_id=few.amara.id, person_id=few.owen.person_id))
    factories.pairing(few.helen, few.leila, state="ended")
    few.amara.matrix_line = "one@nhs.example two@nhs.example"
    told = pool(programme)

    assert read(written(told)) == told
    assert "Amara" not in str(written(told))


def test_however_many_there_are_the_pool_takes_as_many_questions(app, programme, join):
    asked = []
    for people in (5, 200):
        for n in range(people):
            join(f"Mentee {people} {n}")
            join(f"Leader {people} {n}", "leader")
        db.session.commit()
        with listening(db.session.get_bind(), statements := []):
            told = pool_of(programme, TODAY)
        asked.append(len(statements))

    assert len(told.mentees) == 205
    assert asked[0] == asked[1]


def test_how_far_people_come_and_professions_that_are_near_are_told(programme, few, region, trust):
    board = factories.organisation(region, code="ZVB", name="Vale board", kind="icb")
    at_board = factories.organisation(board, code="ZZ3", name="Fernhollow NHS Trust")
    few.helen.organisation_id, few.helen.travels = at_board.id, "icb"
    few.helen.profession = "allied"
    few.owen.profession = few.amara.profession = "other"

    helen, amara = the(programme, few.helen), the(programme, few.amara)

    assert (helen.icb, helen.region, helen.travels) == (board.id, "Vale", "icb")
    assert (amara.icb, amara.region, amara.travels) == (None, "Vale", None)
    assert (helen.profession, helen.family) == ("allied", "care")
    assert (amara.profession, amara.family) == (None, None), "two of something else are not alike"


def test_a_list_kept_before_more_was_asked_is_explained_as_it_was_drawn():
    """What it has of people then: no board, no family of professions, nothing of how far."""
    work = {"organisation": 1, "region": "Vale", "profession": "nursing"}
    kept = {
        "leaders": [{"id": 1, **work, "capacity": 1}],
        "mentees": [{"id": 2, **work, "organisation": 2, "profession": "midwifery"}],
        **{pairs: [] for pairs in ("locks", "active", "declined", "suggested")},
    }

    market = market_of(read(kept), Settings(floor=0))
    [edge] = market.acceptable.parts.tolist()
    points = dict(zip(PARTS, edge, strict=True))
    words = words_of(market.columns.leaders[0], market.columns.mentees[0])

    assert (points["profession"], words["profession"]) == (0, "another profession")
    assert (points["travel"], words["travel"]) == (600, "in your region")
    assert written(read(kept)) == kept
