"""What the tests of the second factor share: an app on somebody's phone."""

from datetime import UTC, datetime, timedelta

import pyotp

from tests import factories
from tests.factories import PASSWORD
from tracker.second_factor import codes
from tracker.second_factor.keys import Keys
from tracker.second_factor.models import RecoveryCode, SecondFactor

LONG_SINCE = datetime(2026, 9, 1, 12, tzinfo=UTC)


def keys(app):
    return Keys(app.config["SECRET_KEY"])


class Phone:
    """An authenticator app that somebody set up a while ago, and their recovery codes."""

    def __init__(self, app, person):
        self.secret = codes.new_secret()
        self.recovery = codes.new_recovery_codes(3)
        sealed = keys(app).seal(person.id, self.secret)
        since = {"made_at": LONG_SINCE}
        factories.saved(
            SecondFactor(person_id=person.id, secret=sealed, confirmed_at=LONG_SINCE, **since)
        )
        for code in self.recovery:
            code_hash = keys(app).hash_of(codes.as_meant(code))
            factories.saved(RecoveryCode(person_id=person.id, code_hash=code_hash, **since))

    def code(self, later=0):
        """What it shows now, or some seconds later."""
        return shown(self.secret, later)


def shown(secret, later=0):
    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=later))


def wrong(code):
    """Six figures that no step near this one has, but for one chance in 300,000."""
    return f"{(int(code) + 500_000) % 1_000_000:06}"


def enter(client, person, password=PASSWORD):
    return client.post("/sign-in", data={"email": person.email, "password": password})


def show(client, code, path="/second-factor"):
    return client.post(path, data={"code": code})
