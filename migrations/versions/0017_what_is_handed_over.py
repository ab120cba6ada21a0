"""what whoever leaves a post notes of each open action, and what whoever follows receives"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def links(table, *columns):
    """The links of a table, each to the table that it is named after."""
    targets = {"receiving_holding_id": "holding", "author_id": "person"}
    for column in columns:
        target = targets.get(column, column.removesuffix("_id"))
        name = op.f(f"fk_{table}_{column}_{target}")
        yield sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def index(table, *columns):
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade():
    op.create_table(
        "hand_over_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holding_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        *links("hand_over_note", "holding_id", "action_id", "author_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over_note")),
        sa.UniqueConstraint(
            "holding_id",
            "action_id",
            "written_at",
            name=op.f("uq_hand_over_note_holding_id_action_id_written_at"),
        ),
    )
    index("hand_over_note", "holding_id", "action_id", "author_id")
    received = ("holding_id", "action_id", "receiving_holding_id", "author_id")
    op.create_table(
        "hand_over_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holding_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("receiving_holding_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "answer in ('accept', 'concern', 'query')", name=op.f("ck_hand_over_receipt_answer")
        ),
        sa.CheckConstraint(
            "answer = 'accept' or words <> ''", name=op.f("ck_hand_over_receipt_words_with_it")
        ),
        *links("hand_over_receipt", *received),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over_receipt")),
        sa.UniqueConstraint(
            "holding_id",
            "action_id",
            "given_at",
            name=op.f("uq_hand_over_receipt_holding_id_action_id_given_at"),
        ),
    )
    index("hand_over_receipt", *received)


def downgrade():
    op.drop_table("hand_over_receipt")
    op.drop_table("hand_over_note")
