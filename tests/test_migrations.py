"""The database goes from one shape to the next and back, with people's work in it."""

import re
import shutil
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy.exc import DatabaseError, IntegrityError

from tests.conftest import ROOT, recreate, settings
from tracker import audit, create_app
from tracker.extensions import db

A_DAY = date(2026, 1, 1)
SIMPLE = {
    bytes: b"word",
    bool: False,
    int: 1,
    float: 1.0,
    date: A_DAY,
    datetime: datetime(2026, 1, 1, tzinfo=UTC),
    object: {},  # JSON
}
CHOICE = re.compile(r"^(\w+) in \('([^']+)'")
# Where a rule joins several columns, so that the usual row would break it.
CHOSEN = {
    "mentee_exclusion": {"organisation_id": 1},
    "organisation_edge": {"parent_id": 2},
    "grant_of_role": {"organisation_id": 1},
    "sign_in": {"way": "password"},
    "action_helper": {"post_id": 1},
}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path, worker_id):
    """The service on a database of this test's own, in which nothing was made yet."""
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    if request.param == "postgresql":
        url = empty_database_on(request, f"tracker_migrations_{worker_id}")
    app = create_app(settings(url, tmp_path))
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def empty_database_on(request, name):
    server = request.getfixturevalue("postgresql_url")
    recreate(server, name)
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def migrations(tmp_path):
    """A copy of the migrations, to which a test may add."""
    return shutil.copytree(ROOT / "migrations", tmp_path / "migrations")


def add_migration(folder, body):
    """One more migration after the last."""
    last = ScriptDirectory(str(folder)).get_current_head()
    (folder / "versions" / "zzzz_one_more.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision = 'zzzz', '{last}'\n\n\ndef upgrade():\n    {body}\n"
    )


def fill():
    """A row in every table; two organisations, so that one may answer to the other."""
    organisation = db.metadata.tables["organisation"]
    db.session.execute(organisation.insert().values(row_of(organisation) | {"code": "second"}))
    for table in db.metadata.sorted_tables:
        db.session.execute(table.insert().values(row_of(table) | CHOSEN.get(table.name, {})))
    db.session.commit()


def choices_of(table):
    """The columns that hold one of a few words, each with the first of these."""
    return dict(CHOICE.match(str(c.sqltext)).groups() for c in rules_of(table) if is_choice(c))


def row_of(table):
    """Whatever the table will take: what may be empty is."""
    choices = choices_of(table)
    return {
        column.key: choices.get(column.name, SIMPLE.get(column.type.python_type, "word"))
        for column in table.columns
        if not column.primary_key and (not column.nullable or column.name in choices)
    }


def rules_of(table):
    return [c for c in table.constraints if isinstance(c, sa.CheckConstraint)]


def is_choice(rule):
    return CHOICE.match(str(rule.sqltext))


def counts():
    tables = db.metadata.sorted_tables
    return {t.name: db.session.scalar(sa.select(sa.func.count()).select_from(t)) for t in tables}


def foreign_keys_are_on():
    if db.engine.dialect.name != "sqlite":
        return True
    with db.engine.connect() as connection:
        return connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def version():
    return db.session.scalar(sa.text("select version_num from alembic_version"))


def test_up_with_data_down_to_nothing_and_up_again(database):
    revisions = list(ScriptDirectory(str(ROOT / "migrations")).walk_revisions())
    upgrade(str(ROOT / "migrations"))
    fill()
    assert all(counts().values())
    db.session.remove()

    for _each in revisions:
        downgrade(str(ROOT / "migrations"))
    assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]

    upgrade(str(ROOT / "migrations"))
    assert not any(counts().values())
    fill()
    assert all(counts().values())
    assert foreign_keys_are_on()


def test_what_the_migrations_make_is_what_the_models_say(database, capsys):
    upgrade(str(ROOT / "migrations"))

    check(str(ROOT / "migrations"))


def test_the_tables_of_the_queue_are_none_of_ours(database):
    upgrade(str(ROOT / "migrations"))
    with db.engine.begin() as connection:
        connection.exec_driver_sql("create table huey_task (id integer)")

    check(str(ROOT / "migrations"))


def test_the_rules_that_the_comparison_passes_over_are_the_same_too(database):
    """Alembic compares everything but CHECK constraints."""
    upgrade(str(ROOT / "migrations"))

    made = sa.inspect(db.engine)
    for table in db.metadata.sorted_tables:
        there = {rule["name"] for rule in made.get_check_constraints(table.name)}
        assert there == {str(rule.name) for rule in rules_of(table)}, table.name


MADE_ANEW = """\
for table in ("organisation", "audit_entry"):
        with op.batch_alter_table(table, recreate="{recreate}") as batch:
            batch.add_column(sa.Column("more", sa.String(10)))
"""


def test_a_table_made_anew_keeps_what_points_at_it_and_the_guard_of_the_record(
    database, migrations
):
    upgrade(str(migrations))
    fill()
    before = counts()
    db.session.remove()
    recreate = "always" if db.engine.dialect.name == "sqlite" else "auto"
    add_migration(migrations, MADE_ANEW.format(recreate=recreate))

    upgrade(str(migrations))

    assert version() == "zzzz"
    assert counts() == before
    with pytest.raises(DatabaseError, match=audit.REFUSAL):
        db.session.execute(sa.text("update audit_entry set did = 'something else'"))
    db.session.rollback()
    with pytest.raises(DatabaseError, match=audit.REFUSAL):
        db.session.execute(sa.text("delete from audit_entry"))
    assert foreign_keys_are_on()


@pytest.mark.parametrize(
    "fault", ["raise RuntimeError('no')", "op.execute('delete from organisation')"]
)
def test_a_migration_that_fails_half_way_leaves_everything_as_it_was(database, migrations, fault):
    """Rows that would point at nothing are a failure too, though foreign keys are off meanwhile."""
    upgrade(str(migrations))
    fill()
    before, was = counts(), version()
    db.session.remove()
    add_migration(
        migrations, f"op.create_table('half', sa.Column('id', sa.Integer()))\n    {fault}"
    )

    with pytest.raises((SystemExit, IntegrityError)):
        upgrade(str(migrations))

    assert version() == was
    assert counts() == before
    assert "half" not in sa.inspect(db.engine).get_table_names()
    assert foreign_keys_are_on()


def test_minutes_of_travel_become_a_choice_and_go_back_to_minutes(database):
    """Nought stood there unless somebody changed it, so it says nothing."""
    upgrade()
    fill()
    enrolment = sa.table("enrolment", sa.column("travel_minutes"), sa.column("travels"))
    for minutes, travels, back in ((0, "", 0), (45, "icb", 60), (90, "region", 120)):
        downgrade(revision="0015")
        db.session.execute(enrolment.update().values(travel_minutes=minutes))
        db.session.commit()

        upgrade()

        assert db.session.scalar(sa.select(enrolment.c.travels)) == travels
        db.session.rollback()
        downgrade(revision="0015")
        assert db.session.scalar(sa.select(enrolment.c.travel_minutes)) == back
        db.session.rollback()
        upgrade()
