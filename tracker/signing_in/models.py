"""Sign-ins, the links that lead to the first one, and what holds a guesser back."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model

LIFETIMES = {"invitation": timedelta(hours=24), "reset": timedelta(hours=1)}
GRACE = timedelta(seconds=30)  # a link is good for longer than it says: the clocks of hosts differ


class SignIn(Model):
    """One sign-in on one device. The cookie is worth nothing once this has ended."""

    __table_args__ = (CheckConstraint("way in ('password', 'provider')", name="way"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    way: Mapped[str] = mapped_column(String(10))
    second_factor: Mapped[bool] = mapped_column(default=False)
    browser: Mapped[str] = mapped_column(String(80), default="")  # "Firefox on Windows"
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # at most five minutes behind
    proved_at: Mapped[datetime]  # when the person last showed that it is them
    ended_at: Mapped[datetime | None]


class SingleUseLink(Model):
    """A link sent by mail that works once and for a while. Its secret is made when it is sent."""

    __table_args__ = (CheckConstraint("purpose in ('invitation', 'reset')", name="purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Throttle(Model):
    """How often something was tried in vain: with one account, or from one address.

    What it is about is kept as a keyed hash, which says nothing to whoever reads the table.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(String(64), unique=True)
    failures: Mapped[int]
    since: Mapped[datetime] = mapped_column(index=True)
