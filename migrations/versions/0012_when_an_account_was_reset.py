"""when an account was reset, and where to tell of another address"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("person", sa.Column("reset_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("update person set reset_at = unconfirmed_since where unconfirmed_since is not null")
    op.add_column("message", sa.Column("address", sa.String(length=254), nullable=True))


def downgrade():
    op.drop_column("message", "address")
    op.drop_column("person", "reset_at")
