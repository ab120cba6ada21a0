"""The worker that sends mail is killed in the middle of one: nobody misses what they are told."""

import asyncio
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests import factories
from tests.apart import PATIENCE, Apart
from tests.conftest import settings
from tests.faults import mailing
from tests.faults.conftest import count
from tests.mail.conftest import MailServer
from tracker import create_app
from tracker.audit import JOB, AuditEntry
from tracker.extensions import begin_writing, db
from tracker.mail import operations
from tracker.mail.models import Message


class SlowServer(MailServer):
    """Once, it lets whoever sends to it wait in the middle of a mail."""

    def __init__(self):
        super().__init__()
        self.slow, self.hears = False, threading.Event()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.slow:
            self.slow = False
            self.hears.set()
            await asyncio.sleep(PATIENCE)
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def server():
    server = SlowServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def waiting(place, tmp_path):
    """Something waits for Amara, and something for Judith."""
    app = create_app(settings(place["DATABASE_URL"], tmp_path))
    with app.app_context():
        for name in ("amara", "judith"):
            person = factories.person(factories.organisation(), email=f"{name}@nhs.example")
            operations.post("plain", person.id, by=JOB, what=f"{name}'s check-in")
        db.session.commit()
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def worker(place, server, tmp_path, waiting):
    """Start a worker in a process of its own; it is killed when the test ends."""
    running = []
    environment = {"MAIL_URL": server.url, "JOBS_URL": f"sqlite:///{tmp_path / 'jobs.db'}"}

    def start(waits=False):
        running.append(Apart(mailing.send, place | environment, waits))
        return running[-1]

    yield start
    for each in running:
        each.kill()


def a_new_worker_sends_the_rest(worker):
    """Once nobody else can be at what was begun."""
    begin_writing()
    db.session.execute(sa.update(Message).values(claimed_until=a_minute_ago()))
    db.session.commit()
    worker()
    last = time.monotonic() + PATIENCE
    while count(Message, Message.state == "sent") < 2:
        assert time.monotonic() < last, "not everything is sent"
        time.sleep(0.05)


def a_minute_ago():
    return datetime.now(UTC) - timedelta(minutes=1)


def taken(server):
    """How often the server took a mail for each, by the first of their address."""
    return Counter(mail["To"].addresses[0].username for mail in server.mails)


def tries():
    """What the outbox says of each that it sent, and the record of the same."""
    db.session.rollback()
    kept = db.session.scalars(sa.select(Message.tries).order_by(Message.id)).all()
    sent = sa.select(AuditEntry.details).where(AuditEntry.did == "sent a message")
    recorded = db.session.scalars(sent.order_by(AuditEntry.thing_id)).all()
    assert [details["tries"] for details in recorded] == kept
    return kept


def test_killed_while_the_server_listens_it_is_sent_by_the_next_worker(worker, server):
    server.slow = True
    killed = worker()
    assert server.hears.wait(PATIENCE)

    killed.kill()

    assert count(Message, Message.state == "waiting") == 2
    assert server.taken == []
    a_new_worker_sends_the_rest(worker)
    assert taken(server) == {"amara": 1, "judith": 1}
    assert tries() == [2, 1]


def test_killed_before_it_is_kept_that_it_was_sent_it_is_sent_once_more(worker, server):
    killed = worker(waits=True)
    assert killed.says() == "taken"

    killed.kill()

    assert count(Message, Message.state == "waiting") == 2
    assert taken(server) == {"amara": 1}
    a_new_worker_sends_the_rest(worker)
    assert taken(server) == {"amara": 2, "judith": 1}
    assert tries() == [2, 1]
    first, again = [mail["Message-ID"] for mail in server.mails if "amara" in mail["To"]]
    assert first == again  # so that a mail program can show it once
