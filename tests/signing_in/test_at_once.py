"""Two who follow one link, and ten who guess, at the same moment on a database on disk."""

from tests import factories
from tests.faults.conftest import together
from tests.signing_in.links import link, now
from tracker.audit import NOBODY
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.signing_in import operations, throttling
from tracker.signing_in.models import SingleUseLink, Throttle
from tracker.signing_in.throttling import Try


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


def test_of_two_who_follow_a_link_at_once_one_is_let_in(inside_own_app):
    opened = link(factories.person(password_hash=None)).id

    def use():
        operations.use(opened, NOBODY, now())
        return "in"

    told = together(*[writing(inside_own_app, use)] * 2)

    assert sorted(told) == sorted(["in", operations.NOT_GOOD])
    db.session.rollback()
    assert db.session.get(SingleUseLink, opened).used_at is not None


def test_ten_failures_at_once_are_ten(inside_own_app):
    tries = [Try("account", "a@nhs.example"), Try("address", "192.0.2.7")]

    together(*[writing(inside_own_app, lambda: throttling.count(tries, now()))] * 10)

    assert [row.failures for row in db.session.query(Throttle)] == [10, 10]
    assert throttling.wait_left(tries[:1], now())
    assert not throttling.wait_left(tries[1:], now())


def test_clearing_away_at_once_is_nobodys_fault(inside_own_app):
    for n in range(5):
        throttling.count([Try("account", str(n))], now() - throttling.WINDOW * (n + 1))
    db.session.commit()
    tries = [Try("account", str(n)) for n in range(5)]

    together(*[writing(inside_own_app, lambda: throttling.count(tries, now()))] * 5)

    assert [row.failures for row in db.session.query(Throttle)] == [5] * 5
