"""How far long work is, on pages that only whoever asked for it sees."""

from datetime import UTC, datetime

import pytest

from tests.client import page, words
from tracker.audit import Actor
from tracker.extensions import db
from tracker.jobs.models import Job
from tracker.jobs.registry import WORKS, Work
from tracker.pages import PAGE_SIZE


@pytest.fixture
def job(ask):
    """One that is being done."""
    job = ask()
    job.state, job.begun, job.steps, job.steps_done = "running", 1, 8, 3
    job.heartbeat_at = datetime.now(UTC)
    db.session.commit()
    return job


@pytest.fixture
def reader(client, lead):
    return client.sign_in(lead)


def test_it_says_how_far_it_is_without_a_script(reader, job):
    shown = page(reader.get(f"/jobs/{job.id}"))

    assert "Being done: 3 of 8 steps." in shown.main.get_text()
    assert (shown.progress["max"], shown.progress["value"]) == ("8", "3")
    assert shown.find("a", string="See how far it is now")["href"] == f"/jobs/{job.id}"
    assert shown.find(attrs={"aria-live": "polite"})["data-progress"] == f"/jobs/{job.id}/progress"
    assert not shown.find("meta", attrs={"http-equiv": "refresh"})


def test_the_script_is_told_the_same(reader, job):
    assert reader.get(f"/jobs/{job.id}/progress").json == {
        "says": "Being done: 3 of 8 steps.",
        "state": "running",
        "ended": False,
        "steps": 8,
        "steps_done": 3,
    }


def test_what_is_done_says_its_result_and_leads_to_it(reader, job):
    job.state, job.ended_at = "done", datetime.now(UTC)
    job.result = {"says": "<b>12</b> removed", "href": "/home", "link": "See them"}
    db.session.commit()

    answer = reader.get(f"/jobs/{job.id}")

    assert "<b>12</b> removed" in words(answer)
    assert page(answer).find("a", string="See them")["href"] == "/home"
    assert not page(answer).find(attrs={"data-progress": True})
    assert not page(answer).progress


def test_it_can_be_stopped_once(reader, job):
    assert page(reader.get(f"/jobs/{job.id}")).find("button", string="Stop this work")

    reader.post(f"/jobs/{job.id}/cancel")

    assert job.cancel_asked_at
    answer = reader.get(f"/jobs/{job.id}")
    assert "Stopping, as you asked" in words(answer)
    assert "Stop this work" not in words(answer)


def test_what_has_ended_meanwhile_is_said_to_have(reader, job):
    job.state, job.ended_at = "done", datetime.now(UTC)
    db.session.commit()

    answer = reader.post(f"/jobs/{job.id}/cancel")

    assert answer.status_code == 409
    assert "nothing to cancel" in words(answer)


@pytest.mark.parametrize("path", ["", "/progress", "/cancel"])
def test_nobody_else_is_told_that_it_is_there(client, job, colleague, trust, path):
    client.sign_in(colleague)

    method = "POST" if path == "/cancel" else "GET"
    assert client.open(f"/jobs/{job.id}{path}", method=method).status_code == 404
    assert not job.cancel_asked_at


def test_work_that_nobody_in_person_asked_for_is_nobodys(reader, ask):
    job = ask(by=Actor(None, "command line"))

    assert reader.get(f"/jobs/{job.id}").status_code == 404


def test_ones_own_are_listed_newest_first_and_by_state(reader, job, ask, colleague):
    later = ask()
    ask(by=Actor(colleague.id, colleague.name))

    everything = page(reader.get("/jobs")).find_all("th", scope="row")
    waiting = page(reader.get("/jobs?state=waiting")).find_all("th", scope="row")

    assert [row.a["href"] for row in everything] == [f"/jobs/{later.id}", f"/jobs/{job.id}"]
    assert [row.a["href"] for row in waiting] == [f"/jobs/{later.id}"]


def test_the_oldest_can_come_first(reader, job, ask):
    later = ask()

    rows = page(reader.get("/jobs?sort=oldest")).find_all("th", scope="row")

    assert [row.a["href"] for row in rows] == [f"/jobs/{job.id}", f"/jobs/{later.id}"]


def test_the_list_is_downloaded_as_it_is_filtered_and_runs_nothing(reader, job, ask):
    ended = ask()
    ended.state, ended.result = "done", {"says": "x"}
    db.session.commit()
    WORKS["counting"] = Work("=1+1", lambda progress: None)

    lines = reader.get("/jobs.csv?state=done").text.splitlines()

    assert len(lines) == 2
    assert lines[1].startswith("'=1+1,")
    assert lines[1].endswith(",done,Done. x")


def test_an_empty_list_says_where_work_comes_from(reader):
    assert "You have asked for no long work yet" in words(reader.get("/jobs"))


def test_a_state_with_nothing_in_it_leads_back_to_all(reader, job):
    answer = reader.get("/jobs?state=failed")

    assert page(answer).find("a", string="Show all of it")["href"] == "/jobs"


@pytest.mark.sqlite_only
def test_the_list_asks_no_more_for_many_than_for_few(reader, lead, work):
    work(lambda progress: None)
    asked = []
    for many in (5, 195):
        db.session.add_all(
            Job(name="counting", arguments={}, person_id=lead.id) for _ in range(many)
        )
        db.session.commit()
        shown = page(reader.get("/jobs"))
        asked.append(reader.queries)

    assert asked[0] == asked[1]
    assert len(shown.find_all("th", scope="row")) == PAGE_SIZE
    assert shown.find("a", rel="next")


def test_somebody_of_two_organisations_sees_their_own_wherever_it_was(reader, ask, elsewhere):
    job = ask(organisation_id=elsewhere.id)

    assert reader.get(f"/jobs/{job.id}").status_code == 200
