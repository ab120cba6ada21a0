"""What is kept of a hand-over: the notes of whoever leaves, the receipts of whoever follows."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.handing_over.receiving import Answer
from tracker.kept import PUBLIC_TASK, WITH_THE_PLAN, Kept
from tracker.plan.models import one_of

SEEN_BY = (
    "Whoever hands over, whoever holds the post or the one that it answers to, and the equality"
    " leads of the organisation"
)


class HandOverNote(Model):
    """What whoever leaves a post says of an action. Another may follow; none is changed."""

    __kept__ = Kept(
        what="Notes at a hand-over",
        why="So that a promise does not leave with whoever made it",
        basis=PUBLIC_TASK,
        seen_by=SEEN_BY,
        how_long=WITH_THE_PLAN,
        columns={
            "To know who handed over what, when": "holding_id action_id author_id written_at",
            "To tell the next holder how it stands": "words",
        },
        author="author_id",
        personal_text="words",
        within="action_id",
    )

    __table_args__ = (UniqueConstraint("holding_id", "action_id", "written_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    holding_id: Mapped[int] = mapped_column(ForeignKey("holding.id"), index=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    words: Mapped[str] = mapped_column(String(1000))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    written_at: Mapped[datetime]


class HandOverReceipt(Model):
    """What whoever follows answers about an action. The last one counts, and all are kept."""

    __kept__ = Kept(
        what="Receipts at a hand-over",
        why="So that it is on the record who took on which promise, and with what concern",
        basis=PUBLIC_TASK,
        seen_by=SEEN_BY,
        how_long=WITH_THE_PLAN,
        columns={
            "To know who received what from whom, when": "holding_id action_id"
            " receiving_holding_id author_id given_at",
            "To know whether it was received": "answer",
            "To know with what concern, or what is asked": "words",
        },
        author="author_id",
        personal_text="words",
        within="action_id",
    )

    __table_args__ = (
        one_of("answer", tuple(Answer)),
        CheckConstraint("answer = 'accept' or words <> ''", name="words_with_it"),
        UniqueConstraint("holding_id", "action_id", "given_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    holding_id: Mapped[int] = mapped_column(ForeignKey("holding.id"), index=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    receiving_holding_id: Mapped[int] = mapped_column(ForeignKey("holding.id"), index=True)
    answer: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(1000), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    given_at: Mapped[datetime]
