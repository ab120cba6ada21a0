"""Sign-ins, the links that lead to the first one, and what holds a guesser back."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.kept import SECURITY, SERVICE_ALONE, THEMSELVES, YEAR, Act, Goes, Kept

LIFETIMES = {"invitation": timedelta(hours=24), "reset": timedelta(hours=1)}
GRACE = timedelta(seconds=30)  # a link is good for longer than it says: the clocks of hosts differ


class SignIn(Model):
    """One sign-in on one device. The cookie is worth nothing once this has ended."""

    __kept__ = Kept(
        what="Sign-ins",
        why="So that you can see where you are signed in and end it, and a copied cookie dies",
        basis=SECURITY,
        seen_by=THEMSELVES,
        goes=(
            Goes("seen_at", 90, Act.BLANK, "it was last used", "browser"),
            Goes("seen_at", YEAR, Act.DELETE, "it was last used"),
        ),
        columns={
            "To know who is signed in, how, and until when": "person_id token_hash way"
            " second_factor started_at seen_at proved_at ended_at",
            "To let the person recognise their own device": "browser",
        },
        subject="person_id",
        personal_text="browser",
        secret="token_hash",
        with_person=True,
    )

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

    __kept__ = Kept(
        what="Invitations and links to a new password",
        why="So that a link works once, for a while, and for one person",
        basis=SECURITY,
        seen_by="That there is one: the administrators who look after the account",
        goes=(Goes("expires_at", 90, Act.DELETE, "it ran out"),),
        columns={
            "To know whose it is and what for": "person_id purpose token_hash",
            "To know who sent it": "given_by_id",
            "To let it work once": "made_at expires_at used_at withdrawn_at",
        },
        subject="person_id",
        author="given_by_id",
        secret="token_hash",
        with_person=True,
    )

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

    __kept__ = Kept(
        what="How often signing in failed",
        why="To hold back whoever guesses passwords",
        basis=SECURITY,
        seen_by=SERVICE_ALONE,
        goes=(Goes("since", 30, Act.DELETE, "the first failure"),),
        columns={"To count failures with one account or from one address": "about failures since"},
        secret="about",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(String(64), unique=True)
    failures: Mapped[int]
    since: Mapped[datetime] = mapped_column(index=True)
