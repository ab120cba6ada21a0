"""Work to ask for, in the worker of the test itself."""

import contextvars
from datetime import UTC, datetime

import pytest

from tracker import jobs
from tracker.audit import Actor
from tracker.extensions import db
from tracker.jobs.registry import WORKS

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def work():
    """Declare work for this test alone."""
    before = dict(WORKS)
    yield lambda does, title="Counting": jobs.work("counting", title=title)(does)
    WORKS.clear()
    WORKS.update(before)


@pytest.fixture
def ask(work, lead):
    """Ask for work as the trust's equality lead; it waits until it is started."""

    def ask(does=lambda progress: None, by=None, **arguments):
        work(does)
        job = jobs.operations.ask("counting", by or Actor(lead.id, lead.name), **arguments)
        db.session.commit()
        return job

    return ask


@pytest.fixture
def in_a_worker(app):
    """Do something as a worker would: in a context of its own."""

    def do(act, *arguments):
        db.session.rollback()

        def there():
            with app.app_context():
                return act(*arguments)

        result = contextvars.Context().run(there)
        db.session.rollback()
        db.session.expire_all()
        return result

    return do
