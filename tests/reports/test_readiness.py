"""What /readyz says: enough for whoever runs the service, and nothing of anybody's."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests import factories
from tracker.audit import JOB
from tracker.extensions import db
from tracker.jobs.models import Worker
from tracker.mail import operations as mail
from tracker.reports.readiness import heard_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def worker(seen_at):
    db.session.add(Worker(name="a-host-of-ours:17", started_at=seen_at, seen_at=seen_at))
    db.session.commit()


def test_all_is_well(client):
    worker(datetime.now(UTC))

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert {**answer.json, "worker": ""} == {
        "status": "ready",
        "database": "answers",
        "migrations": "up to date",
        "worker": "",
        "mail": "is sent, 0 waiting",
    }
    assert answer.json["worker"].startswith("last heard of")


def test_it_asks_one_question(client):
    client.get("/readyz")

    assert client.queries == 1


@pytest.mark.parametrize("version", ["0002", None])
def test_migrations_that_are_behind_stop_the_page(client, version):
    db.session.execute(sa.text("delete from alembic_version"))
    if version:
        db.session.execute(sa.text("insert into alembic_version values (:v)"), {"v": version})
    db.session.commit()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["status"] == "not ready"
    assert answer.json["migrations"] == "behind: run 'flask prepare'"


def test_a_worker_that_is_silent_is_said_and_stops_nobody(client):
    assert client.get("/readyz").json["worker"].startswith("none:")
    worker(datetime.now(UTC) - timedelta(minutes=5))

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert "silent since" in answer.json["worker"]


@pytest.mark.parametrize(
    ("ago", "silent"), [(timedelta(seconds=60), False), (timedelta(seconds=61), True)]
)
def test_a_worker_is_silent_after_a_minute(ago, silent):
    assert ("silent" in heard_of(NOW - ago, NOW)) is silent


def test_mail_that_waits_for_a_server_is_counted(client, app):
    app.config["MAIL_URL"] = None
    for _ in range(2):
        mail.post("invitation", factories.person().id, by=JOB)
    db.session.commit()

    assert client.get("/readyz").json["mail"] == "waits, because MAIL_URL is not set, 2 waiting"


def test_no_name_is_told(client):
    worker(datetime.now(UTC))

    assert "a-host-of-ours" not in client.get("/readyz").text


@pytest.mark.sqlite_only
def test_a_worker_whose_clock_is_ahead_was_heard_of_now(client):
    worker(datetime.now(UTC) + timedelta(minutes=1))

    assert client.get("/readyz").json["worker"] == "last heard of 0 seconds ago"
