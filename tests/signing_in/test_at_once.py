"""Two who follow one link, and ten who guess, at the same moment on a database on disk."""

import shutil

import pytest
import sqlalchemy as sa

from tests import factories
from tests.conftest import recreate, settings
from tests.faults.conftest import together
from tests.signing_in.links import link, now
from tracker import create_app
from tracker.audit import NOBODY
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.signing_in import operations, throttling
from tracker.signing_in.models import SingleUseLink, Throttle
from tracker.signing_in.throttling import Try


@pytest.fixture(params=["sqlite", "postgresql"])
def own_app(request, tmp_path, worker_id):
    """The service on a database that no other test looks at, where what is committed stays."""
    if request.param == "sqlite":
        made = request.getfixturevalue("sqlite_url").removeprefix("sqlite:///")
        shutil.copy(made, tmp_path / "tracker.db")
        url = f"sqlite:///{tmp_path / 'tracker.db'}"
    else:
        made = sa.make_url(request.getfixturevalue("postgresql_url"))
        name = f"{made.database}_at_once"
        recreate(made.set(database="postgres"), name, like=made.database)
        url = made.set(database=name).render_as_string(hide_password=False)
    app = create_app(settings(url, tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def writing(app, act):
    """An act in a transaction of its own, and what it was told."""

    def do():
        with app.app_context():
            begin_writing()
            try:
                told = act()
                db.session.commit()
            except Refused as refusal:
                told = str(refusal)
            finally:
                db.session.remove()
            return told

    return do


def test_of_two_who_follow_a_link_at_once_one_is_let_in(own_app):
    opened = link(factories.person(password_hash=None)).id

    def use():
        operations.use(opened, NOBODY, now())
        return "in"

    told = together(*[writing(own_app, use)] * 2)

    assert sorted(told) == sorted(["in", operations.NOT_GOOD])
    db.session.rollback()
    assert db.session.get(SingleUseLink, opened).used_at is not None


def test_ten_failures_at_once_are_ten(own_app):
    tries = [Try("account", "a@nhs.example"), Try("address", "192.0.2.7")]

    together(*[writing(own_app, lambda: throttling.count(tries, now()))] * 10)

    assert [row.failures for row in db.session.query(Throttle)] == [10, 10]
    assert throttling.wait_left(tries[:1], now())
    assert not throttling.wait_left(tries[1:], now())


def test_clearing_away_at_once_is_nobodys_fault(own_app):
    for n in range(5):
        throttling.count([Try("account", str(n))], now() - throttling.WINDOW * (n + 1))
    db.session.commit()
    tries = [Try("account", str(n)) for n in range(5)]

    together(*[writing(own_app, lambda: throttling.count(tries, now()))] * 5)

    assert [row.failures for row in db.session.query(Throttle)] == [5] * 5
