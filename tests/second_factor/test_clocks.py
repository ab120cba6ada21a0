"""Phones whose clocks are not ours, and codes that come in the wrong order."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from tests.second_factor import Phone, keys
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.second_factor import operations
from tracker.second_factor.models import SecondFactor

AT = datetime(2026, 11, 23, 9, 0, 10, tzinfo=UTC)


@pytest.fixture
def take(app, lead):
    """Take the code that the lead's phone shows at an instant, as if it were the other one now."""
    phone = Phone(app, lead)
    by = Actor(lead.id, lead.name, "own account")

    def take(shown_at, now=AT):
        code = pyotp.TOTP(phone.secret).at(shown_at)
        operations.take_code(lead, code, now, keys(app), by=by)

    return take


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_clock_half_a_minute_off_is_near_enough(take, seconds):
    take(AT + timedelta(seconds=seconds))

    assert db.session.query(SecondFactor).one().last_step == AT.timestamp() // 30 + seconds // 30


@pytest.mark.parametrize("seconds", [-300, -60, 60, 300])
def test_a_clock_minutes_off_is_refused_with_what_to_do(take, seconds):
    with pytest.raises(Refused, match="Check that your phone sets its clock itself"):
        take(AT + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-30, 0])
def test_after_a_newer_code_an_older_one_is_used_up_too(take, seconds):
    take(AT + timedelta(seconds=30))

    with pytest.raises(Refused, match="This code has been used"):
        take(AT + timedelta(seconds=seconds))


def test_the_next_code_is_taken_when_its_time_comes(take):
    take(AT)
    take(AT + timedelta(seconds=30), now=AT + timedelta(seconds=30))
