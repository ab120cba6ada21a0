"""daily seals of the record"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
        sa.UniqueConstraint("day", name=op.f("uq_seal_day")),
    )
    op.create_table(
        "sealed_row",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_sealed_row")),
    )
    with op.batch_alter_table("sealed_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_row_seal_id"), ["seal_id"], unique=False)


def downgrade():
    with op.batch_alter_table("sealed_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_row_seal_id"))

    op.drop_table("sealed_row")
    op.drop_table("seal")
