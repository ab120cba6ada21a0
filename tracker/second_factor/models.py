"""The second factor: a secret shared with somebody's phone, and codes for when it is lost."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.kept import SECURITY, SERVICE_ALONE, YEAR, Act, Goes, Kept


class SecondFactor(Model):
    """An authenticator app of somebody's. It counts once they have shown a code from it."""

    __kept__ = Kept(
        what="Authenticator apps",
        why="So that a password alone does not open an account that can do much",
        basis=SECURITY,
        seen_by="That there is one: the person and the administrators who look after the account",
        how_long="Until the person takes it away or is erased.",
        columns={
            "To check a code": "person_id secret last_step",
            "To know since when it counts": "made_at confirmed_at",
        },
        subject="person_id",
        secret="secret last_step",
        with_person=True,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    secret: Mapped[str] = mapped_column(String(200))  # encrypted with a key kept elsewhere
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None]  # of thirty seconds: no code is taken twice


class RecoveryCode(Model):
    """A code that stands in for the authenticator app, once. Only its hash is kept."""

    __kept__ = Kept(
        what="Recovery codes",
        why="To get in when the phone is lost",
        basis=SECURITY,
        seen_by=SERVICE_ALONE,
        how_long="Until new ones are made.",
        goes=(Goes("used_at", YEAR, Act.DELETE, "it was used"),),
        columns={"To take each code once": "person_id code_hash made_at used_at"},
        subject="person_id",
        secret="code_hash",
        with_person=True,
    )

    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
