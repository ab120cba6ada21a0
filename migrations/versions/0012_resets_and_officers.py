"""when an account was reset, where to tell of another address, who is for whom as officer"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COLUMNS = (("network", "network"), ("candidate", "person"), ("person", "person"))


def upgrade():
    op.add_column("person", sa.Column("reset_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("update person set reset_at = unconfirmed_since where unconfirmed_since is not null")
    op.add_column("message", sa.Column("address", sa.String(length=254), nullable=True))
    op.create_table(
        "officer_backing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{column}_id"],
                [f"{table}.id"],
                name=op.f(f"fk_officer_backing_{column}_id_{table}"),
            )
            for column, table in COLUMNS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_backing")),
        sa.UniqueConstraint(
            "network_id",
            "candidate_id",
            "person_id",
            name=op.f("uq_officer_backing_network_id_candidate_id_person_id"),
        ),
    )
    for column, _ in COLUMNS:
        op.create_index(
            op.f(f"ix_officer_backing_{column}_id"), "officer_backing", [f"{column}_id"]
        )


def downgrade():
    op.drop_table("officer_backing")
    op.drop_column("message", "address")
    op.drop_column("person", "reset_at")
