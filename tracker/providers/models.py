"""Who somebody is to an organisation's own sign-in."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.kept import SECURITY, YEAR, Act, Goes, Kept


class Identity(Model):
    """An account of an OpenID Connect provider that is this person's, by issuer and subject."""

    __kept__ = Kept(
        what="Accounts at your organisation’s own sign-in",
        why="So that your organisation can say that it is you",
        basis=SECURITY,
        seen_by="The person and the administrators who look after the account",
        how_long="While it is used.",
        goes=(Goes("unlinked_at", YEAR, Act.DELETE, "it was taken away"),),
        columns={
            "To know that it is the same person": "person_id issuer subject",
            "To know while it counts": "linked_at unlinked_at",
        },
        subject="person_id",
        personal_text="subject",
        with_person=True,
    )

    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime]
    unlinked_at: Mapped[datetime | None]
