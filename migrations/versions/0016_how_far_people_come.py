"""how far people come to meet, where minutes counted for nothing; whom people name above them;
who was reminded of a workshop"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# By hand, on both databases: to add a rule to a table that others point to, SQLite would make the
# table again.
ADD = """
alter table enrolment add column travels varchar(6) default '' not null
constraint ck_enrolment_travels check (travels in ('here', 'icb', 'region', ''))
"""


def upgrade():
    """Nought stood there unless somebody changed it, so it says nothing."""
    op.execute(ADD)
    op.execute("update enrolment set travels = 'icb' where travel_minutes between 1 and 60")
    op.execute("update enrolment set travels = 'region' where travel_minutes > 60")
    with op.batch_alter_table("enrolment", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("travel_minutes")
    op.add_column("workshop_booking", sa.Column("reminded_on", sa.Date(), nullable=True))
    op.create_table(
        "declared_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("manager_email", sa.String(length=254), nullable=True),
        sa.Column("managers_manager_email", sa.String(length=254), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_declared_line_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_line")),
        sa.UniqueConstraint("person_id", name=op.f("uq_declared_line_person_id")),
    )


def downgrade():
    op.drop_table("declared_line")
    with op.batch_alter_table("workshop_booking", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("reminded_on")
    added = sa.Column("travel_minutes", sa.Integer(), server_default="0", nullable=False)
    op.add_column("enrolment", added)
    op.execute("update enrolment set travel_minutes = 60 where travels = 'icb'")
    op.execute("update enrolment set travel_minutes = 120 where travels = 'region'")
    with op.batch_alter_table("enrolment", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("travels")
