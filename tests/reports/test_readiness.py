"""What /readyz says: enough for whoever runs the service, and nothing of anybody's."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests import factories
from tracker.extensions import db
from tracker.jobs.models import Worker
from tracker.mail.models import Message
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
        "mail": "is sent, fewer than 100 waiting",
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


def test_mail_that_waits_for_a_server_is_counted_by_the_hundred(client, app):
    """How many letters an act of one's own brought about would tell who belongs to a network."""
    app.config["MAIL_URL"] = None
    person_id = factories.person().id

    said = []
    for more in (0, 99, 1, 101):
        db.session.add_all(
            Message(person_id=person_id, template="invitation", ids={}) for _ in range(more)
        )
        db.session.commit()
        said.append(client.get("/readyz").json["mail"])

    few = "waits, because MAIL_URL is not set, fewer than 100 waiting"
    assert said[:2] == [few, few]
    assert said[2].endswith("not set, 100 or more waiting")
    assert said[3].endswith("not set, 200 or more waiting")


def test_no_name_is_told(client):
    worker(datetime.now(UTC))

    assert "a-host-of-ours" not in client.get("/readyz").text


@pytest.mark.sqlite_only
def test_a_worker_whose_clock_is_ahead_was_heard_of_now(client):
    worker(datetime.now(UTC) + timedelta(minutes=1))

    assert client.get("/readyz").json["worker"] == "last heard of 0 seconds ago"
