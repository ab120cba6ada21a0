"""Passwords: which are good enough, and how they are kept: hashed, slowly and on purpose."""

import re
import secrets
import unicodedata
from collections.abc import Collection
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

SHORTEST_PASSWORD = 12  # characters
LONGEST_PASSWORD = 200  # more would only cost time
ESTIMATED = 40  # characters that the estimate looks at: its cost grows with the square
GOOD_ENOUGH = 4  # of 4: ten thousand million guesses and more
LEAST_OF_ONES_OWN = 8  # letters and digits besides what anyone knows of the person
WORD = re.compile(r"\w{3,}")

ADVICE = "Three or four words that have nothing to do with one another are easy to remember."
TOO_SHORT = f"Your password must have {SHORTEST_PASSWORD} characters or more. {ADVICE}"
TOO_LONG = f"Your password must have {LONGEST_PASSWORD} characters or fewer"
COMMON = f"This is close to a password that many people use, so it is tried first. {ADVICE}"
ABOUT_YOU = (
    "Your name, your e-mail address and your organisation are tried first. Choose a password that"
    " does without them, or add two or three other words."
)
REPEATED = f"Words or characters that repeat or follow one another are easy to guess. {ADVICE}"
GUESSABLE = "This password is easy to guess. Add a word or two that have nothing to do with it."

hasher = PasswordHasher()


def weakness(password: str, about: Collection[str] = ()) -> str | None:
    """What is wrong with a password that somebody wants, and what to do; None if nothing is.

    `about` is what anyone might know of the person: their name, address and organisation.
    """
    if len(password) < SHORTEST_PASSWORD:
        return TOO_SHORT
    if len(password) > LONGEST_PASSWORD:
        return TOO_LONG
    known = {word for text in about for word in WORD.findall(text.lower())}
    if len(_besides(known, password)) < LEAST_OF_ONES_OWN:
        return ABOUT_YOU
    estimate = zxcvbn(password[:ESTIMATED], user_inputs=sorted(known))
    return None if estimate["score"] >= GOOD_ENOUGH else _because_of(estimate["sequence"])


def _besides(known: Collection[str], password: str) -> str:
    """The letters and digits of a password that are in no word known of the person."""
    rest = password.lower()
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word, "")
    return re.sub(r"[\W_]", "", rest) if rest != password.lower() else rest


def _because_of(sequence: list[dict]) -> str:
    """The sentence for the parts of which a weak password was found to be made."""
    lists = {part.get("dictionary_name") for part in sequence}
    patterns = {part["pattern"] for part in sequence}
    if "user_inputs" in lists:
        return ABOUT_YOU
    if patterns & {"repeat", "sequence", "spatial"}:
        return REPEATED
    return COMMON if "passwords" in lists else GUESSABLE


def hashed(password: str) -> str:
    return hasher.hash(_as_typed_anywhere(password[:LONGEST_PASSWORD]))


def matches(password: str, kept: str | None) -> bool:
    """Whether this is the password that was hashed. As slow where there is none."""
    if len(password) > LONGEST_PASSWORD:
        kept = None
    try:
        hasher.verify(kept or decoy(), _as_typed_anywhere(password[:LONGEST_PASSWORD]))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def _as_typed_anywhere(password: str) -> str:
    """Keyboards differ in how they write an é; what is meant is the same."""
    return unicodedata.normalize("NFKC", password)


@cache
def decoy() -> str:
    """A hash that no password opens, made as dearly as the real ones."""
    return hasher.hash(secrets.token_hex())
