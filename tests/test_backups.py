"""A backup taken while people write, and the drill: back from it to a service that works."""

import json
import shutil
import stat
import subprocess
import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests import factories
from tests.client import Client, words
from tests.conftest import recreate, settings, skip
from tracker import audit, backups, create_app, seals
from tracker.audit import COMMAND_LINE, AuditEntry
from tracker.extensions import db
from tracker.permissions import Role
from tracker.signing_in.models import SignIn

PATIENCE = 30


@pytest.fixture(params=["sqlite", "postgresql"])
def made(request, tmp_path, worker_id):
    """Make a service on a database of its own: with every table, or with nothing in it."""
    if request.param == "postgresql" and not shutil.which("pg_dump"):
        skip("postgresql", "pg_dump is not on this machine")
    apps = []

    def made(name, tables=True):
        url = f"sqlite:///{tmp_path / name}.db"
        master = request.getfixturevalue(f"{request.param}_url")
        if request.param == "postgresql":
            server = sa.make_url(master)
            database = f"{server.database}_{name}"
            like = server.database if tables else None
            recreate(server.set(database="postgres"), database, like=like)
            url = server.set(database=database).render_as_string(hide_password=False)
        elif tables:
            shutil.copy(master.removeprefix("sqlite:///"), tmp_path / f"{name}.db")
        app = create_app(settings(url, tmp_path))
        app.test_client_class = Client
        apps.append(app)
        return app

    yield made
    for app in apps:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def kept(tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    return folder


def run(app, *given):
    return app.test_cli_runner().invoke(args=[str(word) for word in given])


def in_use(app):
    """Organisations, somebody with a role and a sign-in, acts, and a seal over some of them."""
    trust = factories.organisation(code="ZZ1", name="Northbridge NHS Foundation Trust")
    lead = factories.person(trust, Role.EQUALITY_LEAD, email="ruth@nhs.example", name="Ruth Mensah")
    client = app.test_client().sign_in(lead)
    for day in (1, 2, 3):
        at = datetime(2020, 11, day, 12, tzinfo=UTC)
        acted(at)
    seals.seal_until(datetime(2020, 11, 4, 2, tzinfo=UTC), by=COMMAND_LINE)
    db.session.commit()
    return client


def acted(at):
    details = {"fields": ["Zoë"], "share": 0.1}
    words = {"actor": "job", "capacity": "", "did": "x", "thing": "x", "thing_id": "1"}
    return factories.saved(AuditEntry(at=at, details=details, **words))


def the_backup(folder):
    [file] = [path for path in folder.iterdir() if path.suffix != ".json"]
    return file


def manifest_in(folder):
    return json.loads(backups.manifest_of(the_backup(folder)).read_text())


def backed_up(app, folder):
    result = run(app, "backup", folder)
    assert result.exit_code == 0, result.output
    return the_backup(folder)


# The drill


@pytest.mark.parametrize("tables", [False, True], ids=["nothing there", "empty tables there"])
def test_the_drill_gives_back_a_service_that_works(made, kept, tables):
    app = made("source")
    with app.app_context():
        in_use(app)
        before = dict(counted())
        file = backed_up(app, kept)
        hashes = hashes_of_seals()

    new = made("target", tables=tables)
    with new.app_context():
        result = run(new, "restore", file)

        assert result.exit_code == 0, result.output
        assert "is whole: its SHA-256 is that of its manifest." in result.stdout
        assert "Every table has the rows that its manifest says." in result.stdout
        assert "The record is as it was sealed: 3 rows of 3 days" in result.stdout
        assert counted() == before | {"audit_entry": before["audit_entry"] + 1}
        assert (
            db.session.scalars(sa.select(seals.Seal.hash).order_by(seals.Seal.id)).all() == hashes
        )
        assert seals.verify(hashes[-1][:12]).holds
        assert_guarded_again()
        assert_nobody_is_signed_in()
        sign_in_and_look(new)


def assert_guarded_again():
    for table in ("audit_entry", "seal", "sealed_row"):
        with pytest.raises(sa.exc.DatabaseError, match=audit.REFUSAL):
            db.session.execute(sa.text(f"delete from {table}"))
        db.session.rollback()


def assert_nobody_is_signed_in():
    """Somebody signed out since: their cookie must not be good again."""
    assert db.session.scalar(sa.select(sa.func.count(SignIn.id))) == 1
    assert db.session.scalars(sa.select(SignIn).where(SignIn.ended_at.is_(None))).all() == []


def hashes_of_seals():
    return db.session.scalars(sa.select(seals.Seal.hash).order_by(seals.Seal.id)).all()


def counted():
    db.session.rollback()
    return backups.counts(db.session.connection())


def sign_in_and_look(app):
    client = app.test_client()
    client.post("/sign-in", data={"email": "ruth@nhs.example", "password": factories.PASSWORD})
    assert "Ruth Mensah" in words(client.get("/home"))


def test_what_is_written_meanwhile_is_in_the_backup_whole_or_not_at_all(made, kept, monkeypatch):
    """Each act adds an organisation and its line on the record: as many of one as of the other."""
    app = made("source")
    stop, writing = threading.Event(), threading.Event()
    with app.app_context():
        in_use(app)
        had = counted()

    def write():
        with app.app_context():
            while not stop.is_set():
                audit.record(COMMAND_LINE, "added an organisation", organisation())
                db.session.commit()
                writing.set()

    copy = backups.COPIES[app_kind(app)]
    monkeypatch.setitem(backups.COPIES, app_kind(app), lambda target: while_writing(copy, target))

    def while_writing(copy, target):
        assert writing.wait(PATIENCE)
        return copy(target)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with app.app_context():
            file = backed_up(app, kept)
    finally:
        stop.set()
        writer.join(PATIENCE)

    rows = manifest_in(kept)["rows"]
    new = made("target", tables=False)
    with new.app_context():
        assert run(new, "restore", file).exit_code == 0
        found = counted()
    assert rows["organisation"] > had["organisation"]
    assert rows["organisation"] - had["organisation"] == rows["audit_entry"] - had["audit_entry"]
    assert found["organisation"] == rows["organisation"]


def organisation():
    n = next(factories.number)
    return factories.Organisation(code=f"W{n}", name=f"Trust {n}", kind="trust", fictional=True)


def app_kind(app):
    with app.app_context():
        return db.engine.dialect.name


# What a backup is


def test_a_backup_is_for_its_owner_alone_and_its_manifest_says_what_is_in_it(made, kept):
    app = made("source")
    with app.app_context():
        in_use(app)
        rows = dict(counted())
        seal = seals.latest()
        file = backed_up(app, kept)
        [act] = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.thing == "backup"))
        seal_said = {"day": "2020-11-03", "hash": seal.hash}

    said = manifest_in(kept)
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept.iterdir()} == {0o600}
    assert sorted(path.name for path in kept.iterdir()) == [file.name, f"{file.name}.json"]
    assert (said["rows"], said["latest_seal"], said["migration"]) == (rows, seal_said, "0017")
    assert said["sha256"] == backups.sha256_of(file) == act.details["sha256"]
    assert said["service_version"] == "0.1.0"
    made_at = datetime.fromisoformat(said["made_at"])
    assert f"{made_at:tracker-%Y%m%dT%H%M%SZ}." in file.name


@pytest.mark.parametrize("made", ["postgresql"], indirect=True)
def test_the_password_is_not_where_others_can_read_it(made, kept, monkeypatch):
    app = made("source")
    asked = []

    def listen(arguments, **more):
        asked.append((arguments, more["env"]))

    monkeypatch.setattr(subprocess, "run", listen)
    with app.app_context():
        really_there = db.engine.url
        secret = really_there.set(password="hunter2").update_query_dict({"password": "hunter3"})
        monkeypatch.setattr(db.engine, "url", secret)
        backups.run_program("pg_dump", "--schema-only", f"--file={kept / 'dump'}")

    [(arguments, environment)] = asked
    assert "hunter" not in " ".join(map(str, arguments))
    assert environment["PGPASSWORD"] == "hunter2"


@pytest.mark.parametrize("made", ["sqlite"], indirect=True)
def test_a_second_backup_in_the_same_second_writes_over_nothing(made, kept):
    app = made("source")
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    with app.app_context():
        backups.take(kept, now)
        with pytest.raises(backups.Refused, match="is there already"):
            backups.take(kept, now)
        backups.take(kept, now + timedelta(seconds=1))

    assert len(list(kept.iterdir())) == 4


# What goes wrong


@pytest.mark.parametrize("made", ["sqlite"], indirect=True)
def test_a_folder_that_is_not_there_is_a_sentence(made, tmp_path):
    app = made("source")

    result = run(app, "backup", tmp_path / "nowhere")

    assert result.exit_code == 1
    assert f"There is no folder {tmp_path / 'nowhere'}." in result.stderr


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_backup_that_stops_half_way_leaves_nothing(made, kept, monkeypatch, fault):
    app = made("source")
    monkeypatch.setattr(backups, "sync", fails_with(fault))

    with app.app_context(), pytest.raises((backups.Refused, KeyboardInterrupt)) as stopped:
        backups.take(kept, datetime.now(UTC))

    assert list(kept.iterdir()) == []
    if isinstance(fault, OSError):
        assert str(stopped.value) == f"Nothing was kept in {kept}: No space left on device."


def fails_with(fault):
    def fail(*_given):
        raise fault

    return fail


@pytest.mark.parametrize("made", ["sqlite"], indirect=True)
def test_a_database_that_was_not_made_is_not_backed_up(made, kept):
    app = made("empty", tables=False)

    result = run(app, "backup", kept)

    assert result.exit_code == 1
    assert "There is nothing to back up" in result.stderr
    assert list(kept.iterdir()) == []


@pytest.mark.parametrize("made", ["postgresql"], indirect=True)
def test_a_machine_without_pg_dump_is_told_what_to_install(made, kept, monkeypatch):
    app = made("source")
    monkeypatch.setenv("PATH", str(kept))

    result = run(app, "backup", kept)

    assert result.exit_code == 1
    assert "pg_dump is not on this machine" in result.stderr
    assert list(kept.iterdir()) == []


@pytest.mark.parametrize("made", ["postgresql"], indirect=True)
def test_a_server_that_pg_dump_cannot_reach_is_a_sentence(made, kept, monkeypatch):
    app = made("source")
    monkeypatch.setenv("PGSSLMODE", "require")
    monkeypatch.setattr(backups, "COPIES", {"postgresql": dump_of_nothing})

    result = run(app, "backup", kept)

    assert result.exit_code == 1
    assert "pg_dump did not finish. It says:" in result.stderr


def dump_of_nothing(target):
    backups.run_program("pg_dump", "--snapshot=00000000-00000000-0", f"--file={target}")


def spoilt(file):
    with file.open("ab") as opened:
        opened.write(b"x")


def without_manifest(file):
    backups.manifest_of(file).unlink()


def other_manifest(file):
    backups.manifest_of(file).write_text('["not one"]')


def of_another_database(file):
    manifest = json.loads(backups.manifest_of(file).read_text())
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[manifest["database"]]
    backups.manifest_of(file).write_text(json.dumps(manifest | {"database": other}))


@pytest.mark.parametrize("made", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "spoil, sentence",
    [
        (spoilt, "is not the file that was backed up: its SHA-256 is another."),
        (without_manifest, "nobody can tell whether the backup is whole"),
        (other_manifest, "is not a manifest of a backup."),
        (of_another_database, "Set DATABASE_URL to a database of the same kind."),
    ],
)
def test_a_backup_that_is_not_right_is_not_restored(made, kept, spoil, sentence):
    app = made("source")
    with app.app_context():
        file = backed_up(app, kept)
    spoil(file)

    new = made("target", tables=False)
    result = run(new, "restore", file)

    assert result.exit_code == 1
    assert sentence in result.stderr
    with new.app_context():
        assert counted() == {}


def test_a_database_with_rows_is_never_written_over(made, kept):
    app = made("source")
    with app.app_context():
        in_use(app)
        file = backed_up(app, kept)
        before = dict(counted())

        result = run(app, "restore", file)

        assert result.exit_code == 1
        assert "The database has rows already (audit_entry" in result.stderr
        assert counted() == before


@pytest.mark.parametrize("made", ["sqlite"], indirect=True)
def test_fewer_rows_than_the_manifest_says_are_named(made, kept):
    app = made("source")
    with app.app_context():
        in_use(app)
        file = backed_up(app, kept)
    manifest = json.loads(backups.manifest_of(file).read_text())
    manifest["rows"]["organisation"] += 1
    backups.manifest_of(file).write_text(json.dumps(manifest))

    result = run(made("target", tables=False), "restore", file)

    assert result.exit_code == 1
    assert "organisation has 1 rows, and the backup had 2." in result.stderr


@pytest.mark.parametrize("made", ["sqlite"], indirect=True)
def test_a_backup_of_another_version_asks_for_the_migrations(made, kept):
    app = made("source")
    with app.app_context():
        db.session.execute(sa.text("update alembic_version set version_num = '0003'"))
        db.session.commit()
        file = backed_up(app, kept)

    result = run(made("target", tables=False), "restore", file)

    assert result.exit_code == 0
    assert "'flask db upgrade'" in result.stdout


def test_a_restore_that_stops_half_way_leaves_the_database_empty(made, kept, monkeypatch):
    app = made("source")
    with app.app_context():
        in_use(app)
        file = backed_up(app, kept)
    new = made("target")
    monkeypatch.setattr(backups.shutil, "copyfile", fails_with(OSError(28, "No space left")))
    monkeypatch.setattr(backups, "run_program", fails_with(backups.Refused("It stopped.")))

    result = run(new, "restore", file)

    assert result.exit_code == 1
    assert "No space left" in result.stderr or "It stopped." in result.stderr
    with new.app_context():
        found = counted()
        assert found.pop("alembic_version") == 1
        assert not any(found.values())
    assert file.exists()
