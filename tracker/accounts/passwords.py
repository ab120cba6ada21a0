"""Passwords as they are kept: hashed, slowly and on purpose."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LONGEST_PASSWORD = 200  # characters; more would only cost time

hasher = PasswordHasher()


def hashed(password: str) -> str:
    return hasher.hash(password[:LONGEST_PASSWORD])


def matches(password: str, kept: str | None) -> bool:
    """Whether this is the password that was hashed. As slow where there is none."""
    try:
        hasher.verify(kept or decoy(), password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def decoy() -> str:
    """A hash that no password opens, made as dearly as the real ones."""
    return hasher.hash(secrets.token_hex())
