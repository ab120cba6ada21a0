"""A real mail server on this machine, and a worker that sends to it at a time of our choosing."""

import contextvars
import socket
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from jinja2 import DictLoader

from tests import factories
from tracker.audit import JOB
from tracker.extensions import db
from tracker.mail import LETTERS, Letter, operations, tasks
from tracker.mail.models import Message


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class MailServer:
    """What it took, and what it refuses: by part of a command, the answer to it."""

    def __init__(self):
        self.port = free_port()
        self.taken = []
        self.refuses = {}
        self.running = None

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def mails(self):
        return [message_from_bytes(content, policy=default) for content in self.taken]

    def start(self):
        self.running = Controller(self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=True)
        self.running.start()

    def stop(self):
        if self.running:
            self.running.stop()
            self.running = None

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if "DATA" in self.refuses:
            return self.refuses["DATA"]
        self.taken.append(envelope.content)
        return "250 Taken"


@pytest.fixture
def server(app):
    server = MailServer()
    app.config["MAIL_URL"] = server.url
    server.start()
    yield server
    server.stop()


@pytest.fixture
def letters(app):
    """Letters of this test alone."""
    before = dict(LETTERS)
    know_plain_letters(app)
    yield LETTERS
    LETTERS.clear()
    LETTERS.update(before)
    del app.jinja_loader.loaders[0]


def know_plain_letters(app):
    """Letters whose words are given with the message."""
    app.jinja_loader.loaders.insert(0, DictLoader({"mail/plain.txt": "You owe {{ what }}."}))
    LETTERS["plain"] = Letter("plain", lambda message: message.ids)
    LETTERS["secret"] = Letter("plain", lambda message: message.ids, alone=True)


@pytest.fixture
def post(letters):
    """Put something into the outbox for somebody."""

    def post(person, template="plain", **ids):
        message = operations.post(template, person.id, by=JOB, **{"what": "a check-in"} | ids)
        db.session.commit()
        return message

    return post


@pytest.fixture
def send(app):
    """Have the worker send what is due at a time; the usual one is after what was just posted."""

    def send(now=None):
        db.session.rollback()

        def there():
            with app.app_context():
                tasks.send(now or datetime.now(UTC))

        contextvars.Context().run(there)
        db.session.rollback()
        db.session.expire_all()

    return send


@pytest.fixture
def ruth(trust):
    return factories.person(trust, name="Ruth Mensah", email="ruth@nhs.example")


def waiting():
    return db.session.query(Message).filter_by(state="waiting").count()
