"""Somebody waits for long work: the page tells them how far it is, with scripts and without."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import NARROW
from tracker.demo.cast import address_of

pytestmark = pytest.mark.journey


@pytest.fixture
def worker(site, tmp_path):
    """Write down how far the lead's work is, as a worker would."""

    def write(statement, *values):
        with closing(sqlite3.connect(tmp_path / "tracker.db")) as database, database:
            return database.execute(statement, values).lastrowid

    now = datetime.now(UTC).isoformat(" ").removesuffix("+00:00")
    job_id = write(
        """insert into job (name, arguments, person_id, state, steps_done, steps, begun, asked_at,
           heartbeat_at) select 'retention', '{}', id, 'running', 3, 8, 1, ?, ? from person
           where email = ?""",
        *(now, now, address_of("lead")),
    )
    return job_id, write


def test_the_page_says_how_far_it_is_until_it_has_ended(visit, worker):
    job_id, write = worker
    lead = visit("lead", NARROW)
    lead.goes_to(f"/jobs/{job_id}")
    lead.reads("Being done: 3 of 8 steps.")

    write("update job set steps_done = 5")
    lead.reads("Being done: 5 of 8 steps.")
    expect(lead.page.get_by_role("progressbar")).to_have_js_property("value", 5)

    write("update job set state = 'done', ended_at = asked_at")
    lead.reads("Done.")
    expect(lead.page.get_by_role("progressbar")).to_have_count(0)
    lead.looks()


def test_without_scripts_they_look_themselves_and_can_stop_it(visit, worker):
    job_id, write = worker
    lead = visit("lead", scripts=False)
    lead.goes_to(f"/jobs/{job_id}")
    write("update job set steps_done = 6")

    lead.follows("See how far it is now")
    lead.reads("Being done: 6 of 8 steps.")
    lead.presses("Stop this work")
    lead.reads("Stopping, as you asked")
