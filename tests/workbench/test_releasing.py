"""Pairs are approved in bulk, looked at where the two work, and released; then they are asked."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tests.offers.steps import made
from tests.workbench.steps import listed
from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.mail.letters import LETTERS, SUBJECT
from tracker.mail.models import Message
from tracker.mentoring.models import Exclusion
from tracker.mentoring.working_days import working_days_after
from tracker.organisations.models import OrganisationEdge
from tracker.pairings.models import Pairing
from tracker.pairings.queries import free_place_of
from tracker.permissions import Role
from tracker.releases import waiting
from tracker.releases.models import LocalYes
from tracker.workbench import queries

LAST_DAY = working_days_after(TODAY, 5)


@pytest.fixture
def run_one(programme, few):
    return listed(programme)


@pytest.fixture
def at(programme):
    return f"/mentoring/programmes/{programme.id}"


@pytest.fixture
def later(app):
    """The day after the last on which somebody could object."""
    yield LAST_DAY + timedelta(days=1)
    app.config["TODAY"] = TODAY


def approve(client, centre, run, *people):
    """The Centre approves the pairs of these mentees; what the next page says."""
    ids = [one.person_id for one in people]
    return client.sign_in(centre).post(
        f"/mentoring/runs/{run.id}/approve", data={"pair": ids}, follow_redirects=True
    )


def release(client, centre, at, *pairings, act="release"):
    data = {"act": act, "pair": [each.id for each in pairings]}
    return client.sign_in(centre).post(f"{at}/release", data=data, follow_redirects=True)


def pairings():
    db.session.expire_all()
    return db.session.query(Pairing).order_by(Pairing.id).all()


def told(letter="mentoring_to_look_at"):
    return sorted(each.person_id for each in db.session.query(Message).filter_by(template=letter))


def look(client, who, pairing, **answers):
    address = f"/mentoring/pairs/{pairing.id}/look"
    return client.sign_in(who).post(address, data=answers, follow_redirects=True)


def test_the_names_are_shown_before_anything_is_approved(client, centre, run_one, few):
    chosen = {"pair": [few.amara.person_id]}

    shown = client.sign_in(centre).get(f"/mentoring/runs/{run_one.id}/approve", query_string=chosen)

    assert "Amara Nwosu with Helen Marsh" in words(shown)
    assert f"until Monday {LAST_DAY.day} November" in words(shown)
    assert len(page(shown).select("input[name=pair]")) == 1
    assert pairings() == []
    whole = client.get(f"/mentoring/runs/{run_one.id}/approve?all=yes")
    assert len(page(whole).select("input[name=pair]")) == 2
    none = client.get(f"/mentoring/runs/{run_one.id}/approve?pair=abc&pair={'9' * 20}")
    assert "No pair is chosen" in words(none)


def test_what_is_approved_takes_no_place_and_only_the_local_co_ordinators_hear(
    client, centre, at_trust, at_another, run_one, few
):
    shown = words(approve(client, centre, run_one, few.amara, few.leila))

    assert "2 pairs approved" in shown
    assert {each.state for each in pairings()} == {"approved"}
    assert [each.run_id for each in pairings()] == [run_one.id] * 2
    assert told() == sorted([at_trust.id, at_another.id])
    assert db.session.query(Message).count() == 2
    assert free_place_of(few.helen.id) is not None


def test_the_letter_to_a_local_co_ordinator_says_nothing_of_mentoring(
    app, client, centre, at_trust, run_one, few
):
    approve(client, centre, run_one, few.amara)

    message = db.session.query(Message).one()
    with app.test_request_context():
        text = LETTERS["mentoring_to_look_at"].paragraph(message)
    assert "ment" not in (text + SUBJECT).lower()


def test_nothing_ticked_is_said_beside_the_pairs(client, centre, at, run_one):
    shown = approve(client, centre, run_one)

    assert "Tick one pair at least" in words(shown)


def test_a_pair_is_approved_once(client, centre, run_one, few):
    approve(client, centre, run_one, few.amara)

    shown = words(approve(client, centre, run_one, few.amara))

    assert "Not approved" in shown
    assert "Amara Nwosu has a leader approved or live already" in shown
    assert len(pairings()) == 1


def test_nothing_is_approved_from_an_older_list(client, centre, programme, run_one, few):
    listed(programme)

    shown = approve(client, centre, run_one, few.amara)

    assert shown.status_code == 409
    assert "Somebody drew a new list" in words(shown)
    assert pairings() == []


def test_more_than_a_leader_has_places_for_cannot_be_approved(client, centre, run_one, few, join):
    other = join("Zoe Bell")
    factories.pairing(few.helen, other, state="approved")

    shown = words(approve(client, centre, run_one, few.amara))

    assert "Not approved: Amara Nwosu with Helen Marsh: the leader has no place left" in shown


def test_whoever_left_the_pool_since_is_not_approved(client, centre, run_one, few):
    few.amara.unavailable_until = TODAY + timedelta(days=9)
    db.session.commit()

    shown = words(approve(client, centre, run_one, few.amara))

    assert "one of the two is not in the pool any more" in shown


def test_approved_pairs_are_never_suggested_again_and_stand_so_on_the_list(
    client, centre, at, programme, run_one, few
):
    approve(client, centre, run_one, few.amara)

    shown = words(client.get(f"{at}/workbench?show=approved"))
    assert "Amara Nwosu with Helen Marsh" in shown
    second = listed(programme)
    assert queries.line_of(second, few.amara.person_id) is None


def test_before_the_days_are_over_a_pair_is_not_released(client, centre, at, run_one, few):
    approve(client, centre, run_one, few.amara)

    shown = words(release(client, centre, at, *pairings()))

    assert "Not released" in shown
    assert "0 pairs released" not in shown, "which is no success"
    assert f"a local co-ordinator can still object, until {LAST_DAY.day} November" in shown
    assert pairings()[0].state == "approved"


def test_after_the_days_it_is_and_its_mentee_is_asked(app, client, centre, at, run_one, few, later):
    approve(client, centre, run_one, few.amara)
    app.config["TODAY"] = later

    shown = words(release(client, centre, at, *pairings()))

    assert "1 pair released" in shown
    [pairing] = pairings()
    assert (pairing.state, pairing.released_on) == ("released", later)
    assert free_place_of(few.helen.id) is None
    assert told("mentoring_offer") == []
    assert made(pairing).state == "offered to mentee"
    assert told("mentoring_offer") == [few.amara.person_id]


def test_on_the_last_day_itself_somebody_can_still_object(
    app, client, centre, at, run_one, few, later
):
    approve(client, centre, run_one, few.amara)
    app.config["TODAY"] = LAST_DAY

    assert "Not released" in words(release(client, centre, at, *pairings()))


def test_who_objects_late_is_told_until_when_they_can(
    app, client, centre, trust, at_trust, run_one, few, later
):
    approve(client, centre, run_one, few.amara)
    [pairing] = pairings()
    there = f"/organisations/{trust.id}/mentoring/to-look-at"
    client.sign_in(at_trust)
    assert "any day now" not in words(client.get(there))

    app.config["TODAY"] = later

    assert "It is released, any day now" in words(client.get(there))
    said = words(client.get(f"/mentoring/pairs/{pairing.id}/look"))
    assert "It is released, which can be any day now: your days were over on" in said
    look(client, at_trust, pairing, answer="no", reason="other")
    assert pairings()[0].state == "withdrawn"


def test_everything_that_is_ready_is_released_with_one_button(
    app, client, centre, at, run_one, few, later
):
    approve(client, centre, run_one, few.amara, few.leila)
    app.config["TODAY"] = later

    assert "2 pairs released" in words(release(client, centre, at, act="release all"))
    assert {each.state for each in pairings()} == {"released"}
    assert "No approved pair waits" in words(client.get(f"{at}/release"))


def test_with_the_yes_of_both_places_nobody_waits(
    client, centre, at_trust, at_another, at, run_one, few
):
    approve(client, centre, run_one, few.amara)
    [pairing] = pairings()

    look(client, at_trust, pairing, answer="yes")
    assert "Not released" in words(release(client, centre, at, pairing))
    look(client, at_another, pairing, answer="yes")
    look(client, at_another, pairing, answer="yes")

    assert db.session.query(LocalYes).count() == 2
    assert "Yes 2 local yes" in words(client.sign_in(centre).get(f"{at}/release?show=ready"))
    assert "1 pair released" in words(release(client, centre, at, pairing))


def test_whoever_approved_a_pair_does_not_say_yes_for_the_place(
    client, centre, at, run_one, few, at_trust
):
    approve(client, centre, run_one, few.amara)
    [pairing] = pairings()

    shown = words(look(client, centre, pairing, answer="yes"))

    assert "You approved this pair yourself" in shown
    assert db.session.query(LocalYes).count() == 0


def test_an_objection_ends_it_for_good_and_nobody_hears_of_it(
    client, centre, at_trust, at, programme, run_one, few
):
    approve(client, centre, run_one, few.amara)
    [pairing] = pairings()
    seen = words(client.sign_in(at_trust).get(f"/mentoring/pairs/{pairing.id}/look"))
    assert "Amara Nwosu with Helen Marsh" in seen
    before = db.session.query(Message).count()

    look(client, at_trust, pairing, answer="no", reason="conflict of interest")

    [pairing] = pairings()
    assert (pairing.state, pairing.objected_on) == ("withdrawn", TODAY)
    assert (pairing.objected_by_id, pairing.refusal) == (at_trust.id, "conflict of interest")
    assert db.session.query(Message).count() == before
    second = listed(programme)
    line = queries.line_of(second, few.amara.person_id)
    assert line is None or line.leader.person_id != few.helen.person_id
    assert "does not wait for anybody" in words(look(client, at_trust, pairing, answer="yes"))


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Say whether there is anything against it"),
        ({"answer": "no"}, "Say why you object"),
        ({"answer": "no", "reason": "she is awful"}, "Say why you object"),
        ({"answer": "perhaps"}, "Choose one of the answers"),
    ],
)
def test_an_answer_that_lacks_something_says_what(
    client, centre, at_trust, run_one, few, answers, sentence
):
    approve(client, centre, run_one, few.amara)

    shown = words(look(client, at_trust, pairings()[0], **answers))

    assert sentence in shown
    assert pairings()[0].state == "approved"


def test_a_local_co_ordinator_owes_a_look_and_finds_it(
    client, centre, at_trust, run_one, few, trust
):
    approve(client, centre, run_one, few.amara, few.leila)

    assert "2 pairs before they are released" in words(client.sign_in(at_trust).get("/home"))
    there = f"/organisations/{trust.id}/mentoring/to-look-at"
    shown = client.get(there)
    assert "Amara Nwosu with Helen Marsh" in words(shown)
    assert client.get(f"{there}.csv").text.count("Amara Nwosu") == 1
    assert "Amara Nwosu" in words(client.get(f"{there}?show=open"))
    for pairing in pairings():
        look(client, at_trust, pairing, answer="yes")
    assert "Something is said of every pair" in words(client.get(f"{there}?show=open"))
    assert "Nothing against it" in words(client.get(there))
    assert "before they are released" not in words(client.get("/home"))
    assert "before they are released" not in words(client.sign_in(centre).get("/home"))


def test_nobody_learns_there_that_they_are_in_a_pair_themselves(
    client, centre, run_one, few, trust
):
    approve(client, centre, run_one, few.amara)
    amara = db.session.get(Person, few.amara.person_id)
    factories.grant(amara, Role.LEADERSHIP_CENTRE, trust)
    there = f"/organisations/{trust.id}/mentoring/to-look-at"

    client.sign_in(amara)
    for path in (there, f"{there}.csv", "/home"):
        assert "Helen Marsh" not in client.get(path).text
    assert "Look at" not in words(client.get("/home"))
    assert client.get(f"/mentoring/pairs/{pairings()[0].id}/look").status_code == 403


def test_a_local_co_ordinator_of_another_organisation_sees_none_of_it(
    client, centre, run_one, few, elsewhere
):
    approve(client, centre, run_one, few.amara)
    other = factories.person(elsewhere, Role.LEADERSHIP_CENTRE)
    client.sign_in(other)

    address = f"/mentoring/pairs/{pairings()[0].id}/look"
    assert client.get(address).status_code == 404
    assert client.post(address, data={"answer": "no", "reason": "time"}).status_code == 404
    shown = client.get(f"/organisations/{elsewhere.id}/mentoring/to-look-at")
    assert "No pair waits for you" in words(shown)


@pytest.mark.parametrize("role", [Role.STAFF_MEMBER, Role.ADMINISTRATOR, Role.EQUALITY_LEAD])
def test_approving_and_releasing_is_the_centres_alone(client, region, at, run_one, few, role):
    other = factories.person(region, role)

    answer = approve(client, other, run_one, few.amara)
    assert answer.status_code == 403
    assert client.post(f"{at}/release", data={"act": "release"}).status_code == 403
    assert pairings() == []


def test_a_strangers_press_is_not_found(client, stranger, at, run_one, few):
    assert approve(client, stranger, run_one, few.amara).status_code == 404
    assert client.post(f"{at}/release", data={"act": "release"}).status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("exclude", "excluded by the mentee"),
        ("line", "line of management"),
        ("withdraw", "one of the two is not in the pool any more"),
    ],
)
def test_what_was_true_when_it_was_approved_is_looked_at_again(
    app, client, centre, at, run_one, few, later, change, sentence
):
    approve(client, centre, run_one, few.amara)
    app.config["TODAY"] = later
    helen = db.session.get(Person, few.helen.person_id)
    if change == "exclude":
        factories.saved(Exclusion(enrolment_id=few.amara.id, person_id=helen.id))
    elif change == "line":
        few.amara.manager_email = helen.email
    else:
        few.helen.state = "withdrawn"
    db.session.commit()

    shown = words(release(client, centre, at, *pairings()))

    assert f"Not released: Amara Nwosu with Helen Marsh: {sentence}" in shown
    assert pairings()[0].state == "approved"


def test_the_centre_can_think_again(client, centre, at, programme, run_one, few):
    approve(client, centre, run_one, few.amara)

    assert "1 pair taken back" in words(release(client, centre, at, *pairings(), act="take back"))

    second = listed(programme)
    assert queries.line_of(second, few.amara.person_id) is not None
    shown = words(release(client, centre, at, *pairings(), act="take back"))
    assert "1 pair does not wait any more" in shown


def test_in_a_programme_that_has_closed_nobody_is_brought_together(
    client, centre, at, programme, run_one, few
):
    approve(client, centre, run_one, few.amara)
    programme.closed_on = TODAY - timedelta(days=1)
    db.session.commit()

    assert "This programme has closed" in words(approve(client, centre, run_one, few.leila))
    assert "This programme has closed" in words(release(client, centre, at, *pairings()))
    assert [each.state for each in pairings()] == ["approved"]


def test_nothing_ticked_to_release_is_said(client, centre, at, run_one, few):
    approve(client, centre, run_one, few.amara)

    assert "Tick one pair at least" in words(release(client, centre, at))
    assert "Choose one of the answers" in words(release(client, centre, at, act="sell"))
    assert "Choose what to do" in words(client.post(f"{at}/release", data={}))


def test_whoever_a_released_list_left_out_comes_sooner_the_next_time_and_once(
    app, client, centre, at, run_one, few, later
):
    [left] = [
        one
        for one in (few.amara, few.leila, few.samuel)
        if queries.left_out(run_one, one.person_id)
    ]
    matched = [one for one in (few.amara, few.leila, few.samuel) if one is not left]
    approve(client, centre, run_one, *matched)
    app.config["TODAY"] = later

    for pairing in pairings():
        release(client, centre, at, pairing)

    db.session.expire_all()
    assert left.left_out == 1
    assert [one.left_out for one in matched] == [0, 0]
    assert db.session.get(type(run_one), run_one.id).released_on == later


def test_the_lists_to_release_are_narrowed_sorted_and_downloaded(client, centre, at, run_one, few):
    approve(client, centre, run_one, few.amara, few.leila)

    assert "No approved pair is like that" in words(client.get(f"{at}/release?show=ready"))
    assert "Amara Nwosu" in words(client.get(f"{at}/release?show=waiting&sort=newest"))
    assert client.get(f"{at}/approved.csv").text.count("2026-11-23") == 2


def test_many_to_release_take_as_many_questions_as_few(
    client, centre, at, programme, join, another
):
    asked = []
    for people in (3, 20):
        enrolled = [join(f"Mentee {people} {n}") for n in range(people)]
        for n in range(people):
            join(f"Leader {people} {n}", "leader", another)
        approve(client, centre, listed(programme), *enrolled)
        counted = []
        for path in (f"{at}/release", f"{at}/approved.csv"):
            client.get(path)
            counted.append(client.queries)
        client.get(f"/organisations/{another.id}/mentoring/to-look-at")
        asked.append([*counted, client.queries])

    assert asked[0] == asked[1]


@pytest.mark.parametrize("days", [0, 1, 5, 10])
def test_the_database_and_the_sums_agree_on_which_days_are_over(days):
    for ago in range(40):
        approved = TODAY - timedelta(days=ago)
        over = waiting.last_day(approved, days) < TODAY
        assert (approved <= waiting.approved_until(days, TODAY)) == over


def test_bank_holidays_give_more_days_to_object():
    assert waiting.last_day(date(2026, 12, 23), 5) == date(2027, 1, 4)


def test_who_co_ordinates_several_places_comes_back_to_the_list_of_all_of_them(
    client, region, trust, another, centre
):
    nation = factories.organisation(code="X24", name="The whole", kind="national")
    factories.saved(OrganisationEdge(child_id=region.id, parent_id=nation.id))
    whole = factories.programme(nation)
    both = [
        factories.enrolment(whole, factories.person(at), at, side)
        for at, side in ((another, "leader"), (trust, "mentee"))
    ]
    pairing = factories.pairing(*both, state="approved")
    there = f"/organisations/{region.id}/mentoring/to-look-at"
    client.sign_in(centre)

    owed = client.get("/home").text
    page_of_pair = client.get(f"/mentoring/pairs/{pairing.id}/look").text
    answered = client.post(f"/mentoring/pairs/{pairing.id}/look", data={"answer": "yes"})

    assert f'href="{there}"' in owed
    assert f'href="{there}"' in page_of_pair
    assert answered.location == there
