"""room for three points on the way in what is kept of a change"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SHORT, LONG = sa.String(length=60), sa.String(length=200)


def upgrade():
    change("before", SHORT, LONG)
    change("after", SHORT, LONG)


def downgrade():
    op.execute(
        'update target_change set "before" = substr("before", 1, 60), '
        '"after" = substr("after", 1, 60)'
    )
    change("before", LONG, SHORT)
    change("after", LONG, SHORT)


def change(column, now, then):
    with op.batch_alter_table("target_change") as batch_op:
        batch_op.alter_column(column, existing_type=now, type_=then, existing_nullable=False)
