"""The co-ordinator's day: which pairs need somebody, and nothing that the two say."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tests.coordinating.conftest import ago
from tracker.coordinating import queries, tasks
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.permissions import Role


def kinds(programme):
    asked = queries.tasks_of(programme, TODAY, queries.to_look_at([programme.id], TODAY))
    return sorted((row.kind, row.mentee) for row in db.session.execute(asked))


def in_days(days):
    return datetime(2026, 11, 23, 9, tzinfo=UTC) + timedelta(days=days)


@pytest.mark.parametrize(
    "state, days, more, kind",
    [
        ("offered to mentee", 2, {"expires_on": ago(-8)}, "offer"),
        ("offered to leader", 12, {"expires_on": ago(1)}, "offer"),
        ("accepted", 30, {}, "first"),
        ("accepted", 29, {}, None),
        ("trial", 90, {}, "silent"),
        ("trial", 89, {}, None),
        ("paused", 40, {"paused_until": ago(1)}, "pause"),
        ("paused", 400, {"paused_until": TODAY}, None),
        ("ended", 400, {}, None),
        ("approved", 400, {}, None),
    ],
)
def test_a_pair_comes_onto_the_list_on_the_day_that_its_programme_says(
    app, programme, pair, state, days, more, kind
):
    pair(state, days, **more)

    assert kinds(programme) == ([(kind, "Amara Nwosu")] if kind else [])


def test_a_meeting_held_or_one_to_come_is_a_sign_of_life(app, programme, pair):
    met = pair("trial", 200, mentee="Met").pairing
    factories.meeting(met, held_on=ago(89))
    long_ago = pair("trial", 200, mentee="Met Long Ago").pairing
    factories.meeting(long_ago, held_on=ago(90))
    meets = pair("trial", 200, mentee="Will Meet").pairing
    factories.meeting(meets, held=False, starts_at=in_days(3))
    unsaid = pair("trial", 200, mentee="Said Nothing").pairing
    factories.meeting(unsaid, held=False, starts_at=in_days(-100))

    assert kinds(programme) == [("silent", "Met Long Ago"), ("silent", "Said Nothing")]


def test_a_check_in_is_due_until_both_have_given_it(app, programme, pair):
    pairing = pair("active", 5).pairing
    assert kinds(programme) == [("check-in", "Amara Nwosu")]
    factories.pulse_given(pairing, pairing.leader_id)
    assert len(kinds(programme)) == 1
    factories.pulse_given(pairing, pairing.mentee_id)

    assert kinds(programme) == []


@pytest.mark.parametrize(
    "of_mentee",
    [{"manager_email": "helen@nhs.example"}, {"managers_manager_email": "helen@nhs.example"}],
)
def test_a_line_that_arises_is_a_task_and_not_an_ending(app, programme, pair, of_mentee):
    two = pair("trial")
    two.leader.email = "helen@nhs.example"
    assert kinds(programme) == []
    for name, value in of_mentee.items():
        setattr(two.of_mentee, name, value)
    db.session.commit()

    assert kinds(programme) == [("line", "Amara Nwosu")]
    assert two.pairing.state == "trial"


def test_a_post_that_comes_to_answer_to_the_leaders_is_a_line_too(app, trust, programme, pair):
    two = pair("trial")
    above = factories.post(trust, two.leader)
    below = factories.post(trust, two.mentee)
    assert kinds(programme) == []
    below.line_post_id = above.id
    db.session.commit()

    assert kinds(programme) == [("line", "Amara Nwosu")]


def test_the_page_lists_filters_sorts_and_downloads(client, coordinator, pair, at):
    pair("accepted", 40, mentee="Amara Nwosu")
    pair("trial", 100, mentee="Bola Ade")
    client.sign_in(coordinator)

    shown = words(client.get(at))
    assert shown.index("Bola Ade") < shown.index("Amara Nwosu")
    by_name = words(client.get(f"{at}?sort=name"))
    assert by_name.index("Amara Nwosu") < by_name.index("Bola Ade")
    of_a_kind = words(client.get(f"{at}?kind=silent"))
    assert "Bola Ade" in of_a_kind
    assert "Amara Nwosu" not in of_a_kind
    assert "Ring them" in of_a_kind
    assert "Amara Nwosu" in words(client.get(f"{at}?q=AMA"))
    assert "No pair." in words(client.get(f"{at}?q=%25"))
    rows = list(csv.DictReader(io.StringIO(client.get(f"{at}.csv").text.lstrip("\ufeff"))))
    assert [row["Mentee"] for row in rows] == ["Bola Ade", "Amara Nwosu"]
    assert rows[0]["Days"] == "100"


def test_workshops_to_come_and_those_to_be_marked_are_on_it(
    client, trust, coordinator, programme, at
):
    leader = factories.enrolment(programme, factories.person(trust), trust)
    to_come = factories.workshop(programme, place="Room to come", places=2)
    over = factories.workshop(programme, place="Room before", starts_at=in_days(-2))
    factories.workshop(programme, place="Nobody booked", starts_at=in_days(-3))
    factories.workshop(programme, place="Called off", called_off_on=TODAY)
    for workshop in (to_come, over):
        factories.booking(workshop, leader)

    shown = words(client.sign_in(coordinator).get(at))

    assert "Room to come" in shown
    assert "1 of 2" in shown
    assert "Say who came" in shown
    assert "Nobody booked" not in shown
    assert "Called off" not in shown


def test_an_empty_day_says_so(client, coordinator, at):
    assert "No pair needs you today." in words(client.sign_in(coordinator).get(at))


def test_a_long_day_goes_over_pages(client, coordinator, pair, at):
    for number in range(27):
        pair("accepted", 40, leader=f"Leader {number}", mentee=f"Mentee {number:02}")

    first = client.sign_in(coordinator).get(f"{at}?sort=name")
    further = page(first).find("a", attrs={"rel": "next"})["href"]

    assert "Mentee 24" in words(first)
    assert "Mentee 25" not in words(first)
    assert "Mentee 26" in words(client.get(further))


def test_only_whoever_runs_the_programme_has_the_day(client, trust, pair, at):
    two = pair()
    others = (
        (factories.person(trust, Role.EQUALITY_LEAD), 403),
        (factories.person(trust, Role.ADMINISTRATOR), 403),
        (two.leader, 404),
        (factories.person(), 404),
    )
    for person, code in others:
        client.sign_in(person)
        assert client.get(at).status_code == code
        assert client.get(f"{at}.csv").status_code == code


@pytest.mark.sqlite_only
def test_a_day_asks_as_much_for_30_pairs_as_for_2(client, coordinator, pair, at):
    client.sign_in(coordinator)
    asked = []
    for count in (2, 28):
        for number in range(count):
            pair("accepted", 40, leader=f"L {count} {number}", mentee=f"M {count} {number}")
        client.get(at)
        asked.append(client.queries)

    assert asked[0] == asked[1] <= 11


# What the worker does


def nudged():
    return db.session.query(Message).filter_by(template="mentoring_nudge").count()


def test_a_pair_silent_for_60_days_is_written_to_once_for_each_silence(app, programme, pair):
    pairing = pair("trial", 60).pairing
    pair("trial", 59, mentee="Not Yet")
    pair("accepted", 70, mentee="Has Not Begun")
    tasks.nudge_silent_pairs(None)
    tasks.nudge_silent_pairs(None)
    assert nudged() == 2

    pairing.chased_on = ago(80)
    factories.meeting(pairing, held_on=ago(65))
    tasks.nudge_silent_pairs(None)

    assert nudged() == 4
    assert pairing.state == "trial"


def test_what_a_co_ordinator_owes_begins_with_their_day_while_a_pair_needs_somebody(
    client, coordinator, colleague, programme, pair, trust
):
    closed = factories.programme(trust, title="Over", closed_on=ago(1))
    factories.pairing(
        factories.enrolment(closed, factories.person(), trust),
        factories.enrolment(closed, factories.person(), trust, "mentee"),
        state="accepted",
        since=ago(400),
    )
    assert "See to" not in words(client.sign_in(coordinator).get("/home"))

    pair("accepted", 30, mentee="First")
    pair("trial", 90, mentee="Silent")
    client.get("/home")
    asked = client.queries
    another = factories.programme(trust, title="Another way")
    of_another = [
        factories.enrolment(another, factories.person(), trust, side)
        for side in ("leader", "mentee")
    ]
    factories.pairing(*of_another, state="accepted", since=ago(31))
    home = client.get("/home")

    assert "See to 2 things on the day of Reaching further" in words(home)
    assert "See to 1 thing on the day of Another way" in words(home)
    assert page(home).find("a", href=f"/mentoring/programmes/{programme.id}/day")
    assert client.queries == asked, "as many questions for two programmes as for one"
    assert "See to" not in words(client.sign_in(colleague).get("/home"))
