"""workshops, their bookings, and since when somebody named by another is asked"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("enrolment", sa.Column("nominated_on", sa.Date(), nullable=True))
    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("called_off_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("places between 1 and 500", name=op.f("ck_workshop_places")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_workshop_minutes")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_workshop_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["mentoring_programme.id"],
            name=op.f("fk_workshop_programme_id_mentoring_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
    )
    op.create_index(op.f("ix_workshop_organisation_id"), "workshop", ["organisation_id"])
    op.create_index(op.f("ix_workshop_programme_id"), "workshop", ["programme_id"])
    op.create_table(
        "workshop_booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("given_up_on", sa.Date(), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_workshop_booking_enrolment_id_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_workshop_booking_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_booking_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_booking")),
        sa.UniqueConstraint(
            "workshop_id",
            "enrolment_id",
            name=op.f("uq_workshop_booking_workshop_id_enrolment_id"),
        ),
    )
    op.create_index(op.f("ix_workshop_booking_enrolment_id"), "workshop_booking", ["enrolment_id"])
    op.create_index(op.f("ix_workshop_booking_person_id"), "workshop_booking", ["person_id"])
    op.create_index(op.f("ix_workshop_booking_workshop_id"), "workshop_booking", ["workshop_id"])


def downgrade():
    op.drop_table("workshop_booking")
    op.drop_table("workshop")
    with op.batch_alter_table("enrolment", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("nominated_on")
