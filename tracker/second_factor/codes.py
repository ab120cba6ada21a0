"""Codes: the six figures that an authenticator app shows, and the ones for when it is lost."""

import hmac
import re
import secrets
import unicodedata
from datetime import datetime

import pyotp

STEP = 30  # seconds for which an app shows one code
SLACK = 1  # steps by which somebody's clock may be ahead or behind
RECOVERY_LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"  # none is taken for another: no 0 and O, 1 and I
RECOVERY_LENGTH = 10
FROM_AN_APP = re.compile("[0-9]{6}")
ISSUER = "Race equality action tracker"


def new_secret() -> str:
    """A secret to share with an app: 160 random bits, in base 32."""
    return pyotp.random_base32()


def address_of(secret: str, email: str) -> str:
    """What the picture says to an authenticator app."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=email, issuer_name=ISSUER)


def in_groups(secret: str, of: int = 4) -> str:
    return " ".join(secret[start : start + of] for start in range(0, len(secret), of))


def as_meant(typed: str) -> str:
    """A code without the spaces and dashes that people put into it, in capital letters."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(letter for letter in plain if letter.isalnum())


def is_from_an_app(typed: str) -> bool:
    return FROM_AN_APP.fullmatch(as_meant(typed)) is not None


def step_of(secret: str, typed: str, at: datetime) -> int | None:
    """The step of thirty seconds whose code this is: the one at that instant, or next to it.

    None when it is no code of these steps. Counted from 1970, as RFC 6238 has it.
    """
    app, now = pyotp.TOTP(secret, interval=STEP), int(at.timestamp()) // STEP
    given = as_meant(typed).encode()
    steps = range(now + SLACK, now - SLACK - 1, -1)
    same = (step for step in steps if hmac.compare_digest(app.generate_otp(step).encode(), given))
    return next(same, None)


def new_recovery_codes(number: int = 10) -> list[str]:
    """Codes of ten letters in two groups of five: 46 random bits each."""
    letters = [
        [secrets.choice(RECOVERY_LETTERS) for _ in range(RECOVERY_LENGTH)] for _ in range(number)
    ]
    return [as_written("".join(code)) for code in letters]


def as_written(code: str) -> str:
    """7KXPA-94TQH"""
    plain = as_meant(code)
    return f"{plain[:5]}-{plain[5:]}"
