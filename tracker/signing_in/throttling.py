"""Holding back whoever guesses: failures are counted by account and by address, in the database."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil
from typing import Any

from flask import current_app
from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from tracker.errors import Refused
from tracker.extensions import db
from tracker.signing_in.models import Throttle

WINDOW = timedelta(minutes=15)
# How many failures there may be in the window, of each kind, before the next try waits as long.
LIMITS = {
    "account": 5,  # passwords for one e-mail address
    "address": 30,  # passwords from one place: a whole hospital may come from a single one
    "code": 5,  # codes of one person's second factor
    "letter to": 5,  # resets asked for
    "letters from": 30,
}
OF_A_PLACE = ("address", "letters from")  # not forgotten when one account there is let in
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class Try:
    """Something that can be guessed at, or asked for too often: a kind, and of whom or whence."""

    kind: str
    key: str

    @property
    def about(self) -> str:
        """What the row is known by; without our key it says nothing."""
        secret = current_app.config["SECRET_KEY"].encode()
        return hmac.new(secret, f"{self.kind} {self.key}".encode(), hashlib.sha256).hexdigest()


class HeldBack(Refused):
    """Too many failures: whoever it is waits, with the right answer too."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds = ceil(wait.total_seconds())
        minutes = ceil(self.seconds / 60)
        words = "1 minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(f"There were too many tries. Wait {words}, then try again.")


def wait_left(tries: Iterable[Try], now: datetime) -> timedelta:
    """How long whoever tries has to wait before they may; nothing, if they may now."""
    limits = {each.about: LIMITS[each.kind] for each in tries}
    rows = db.session.execute(
        select(Throttle.about, Throttle.failures, Throttle.since).where(Throttle.about.in_(limits))
    )
    waits = [row.since + WINDOW - now for row in rows if row.failures >= limits[row.about]]
    return max([timedelta(), *waits])


def hold_back(tries: Iterable[Try], now: datetime) -> None:
    wait = wait_left(tries, now)
    if wait:
        raise HeldBack(wait)


def count(tries: Iterable[Try], now: datetime) -> None:
    """Count one failure of each, however many come at once.

    The window begins with the first failure, and anew with the one that reaches the limit. Whoever
    calls this writes already, and commits though what was tried is refused.
    """
    _clear_away(now)
    insert = INSERTS[db.session.get_bind().dialect.name]
    over, again = Throttle.since <= now - WINDOW, Throttle.failures + 1
    for each in sorted(tries, key=lambda each: each.about):  # in one order: nobody waits in a ring
        reaches = again == LIMITS[each.kind]
        db.session.execute(
            insert(Throttle)
            .values(about=each.about, failures=1, since=now)
            .on_conflict_do_update(
                index_elements=[Throttle.about],
                set_={
                    "failures": case((over, 1), else_=again),
                    "since": case((over | reaches, now), else_=Throttle.since),
                },
            )
        )


def _clear_away(now: datetime) -> None:
    """What is over counts no more; what somebody else is at now goes another time."""
    over = select(Throttle.id).where(Throttle.since <= now - WINDOW)
    db.session.execute(
        delete(Throttle).where(Throttle.id.in_(over.with_for_update(skip_locked=True)))
    )


def counted(tries: Iterable[Try]) -> list[int]:
    """The rows that go once whoever tries is let in: of the account, not of where they are."""
    abouts = [each.about for each in tries if each.kind not in OF_A_PLACE]
    return list(db.session.scalars(select(Throttle.id).where(Throttle.about.in_(abouts))))


def forget(rows: Iterable[int]) -> None:
    db.session.execute(delete(Throttle).where(Throttle.id.in_(rows)))


def place_of(address: str | None) -> str:
    """An address as it is counted: whoever has one of IPv6 has all of its /64."""
    try:
        read = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(read, IPv6Address):
        inner = read.ipv4_mapped
        return str(inner or IPv6Network((int(read), 64), strict=False))
    return str(read)
