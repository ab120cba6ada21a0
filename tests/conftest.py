"""What every test stands on: two databases, a service of its own, and a client that looks."""

import contextvars
import gc
import os
import shutil
import time
from datetime import date
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache

import config
from tests import factories
from tests.built import Built
from tracker import create_app
from tracker.accounts import passwords
from tracker.extensions import db
from tracker.permissions import Role

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 23)
FORBIDDEN_SKIPS = os.environ.get("TRACKER_FORBID_SKIPS", "").split()

# Several workers on few cores stop and start: no example has a deadline, and each worker tries
# fewer of them than somebody does who looks into one test alone.
AT_ONCE = "PYTEST_XDIST_WORKER" in os.environ
hypothesis.settings.register_profile("tests", deadline=None, max_examples=10 if AT_ONCE else 100)
hypothesis.settings.load_profile("tests")

# What one test leaves is small, and looking for it again and again is not.
gc.set_threshold(50_000, 20, 20)

# As quick as argon2 goes: hashing is slow on purpose, and tests hash all day.
passwords.hasher = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def skip(what, because):
    """Skip by name, unless this run promised that it would not."""
    if what in FORBIDDEN_SKIPS:
        pytest.fail(f"{what}: {because}")
    pytest.skip(f"{what}: {because}")


@pytest.fixture(scope="session")
def samples():
    """The folder with the real files."""
    folder = os.environ.get("TRACKER_SAMPLES", ROOT.parent / "shared" / "data")
    if not Path(folder).exists():
        skip("samples", "set TRACKER_SAMPLES to the folder with the real files")
    return Path(folder)


def settings(url, folder, **more):
    environment = {"TRACKER_ENV": "development", "DATABASE_URL": url, "INSTANCE_PATH": str(folder)}
    chosen = config.from_environment(environment)
    testing = {
        "TESTING": True,
        "SECRET_KEY": "a key that only tests know, long enough",
        "WTF_CSRF_ENABLED": False,
        "TODAY": TODAY,
        "SECOND_FACTOR_REQUIRED": False,  # except where it is what is tested
        "JOBS_URL": "at-once:",  # whoever starts long work does it
        "UPLOAD_DIR": folder / "uploads",
    }
    return chosen | testing | more


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory):
    """An embedded database with every migration done, to be copied or rolled back."""
    folder = tmp_path_factory.mktemp("sqlite")
    url = f"sqlite:///{folder / 'tracker.db'}"
    migrate(url, folder)
    return url


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory, worker_id):
    """A database of this worker's own on the server named by TEST_DATABASE_URL."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        skip("postgresql", "set TEST_DATABASE_URL to a server where databases can be made")
    name = f"{sa.make_url(server).database}_{worker_id}"
    url, as_made = (
        sa.make_url(server).set(database=each).render_as_string(hide_password=False)
        for each in (name, as_it_was_made(name))
    )
    recreate(server, as_it_was_made(name))
    migrate(as_made, tmp_path_factory.mktemp("postgresql"))
    recreate(server, name, like=name)
    return url


def as_it_was_made(name):
    """The database beside it that nobody works on, because only such a one can be copied."""
    return f"{name}_as_made"


def recreate(server, name, like=None):
    """An empty database, or one like a worker's own, as that was made."""
    template = as_it_was_made(like) if like else "template0"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            drop(connection, name)
            new = f'create database "{name}" template "{template}"'
            connection.exec_driver_sql(f"{new} encoding 'UTF8'")
    finally:
        engine.dispose()


def drop(connection, name, tries=50):
    """Whoever looks at it is sent away; the server's own cleaning cannot be, but ends soon."""
    for _ in range(tries):
        try:
            connection.exec_driver_sql(f'drop database if exists "{name}" with (force)')
        except sa.exc.ProgrammingError as refused:
            last = refused
            time.sleep(0.2)
        else:
            return
    raise last


def migrate(url, folder):
    app = create_app(settings(url, folder))
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        db.engine.dispose()


def pytest_generate_tests(metafunc):
    """Every test that asks for a database runs on both, unless it says that it need not."""
    chosen = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "database_url" in metafunc.fixturenames and "database_url" not in chosen:
        only = metafunc.definition.get_closest_marker("sqlite_only")
        databases = ["sqlite"] if only else ["sqlite", "postgresql"]
        metafunc.parametrize("database_url", databases, indirect=True)


@pytest.fixture
def database_url(request):
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def app_settings():
    """What a test file wants otherwise than usual."""
    return {}


def shared_by_workers(tmp_path_factory, worker_id, name):
    """Where something is kept that the workers of one run have in common."""
    folder = tmp_path_factory.getbasetemp()
    return (folder if worker_id == "master" else folder.parent) / name


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory, worker_id):
    """Templates are compiled once, not for every test or worker."""
    folder = shared_by_workers(tmp_path_factory, worker_id, "templates")
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture(scope="session")
def services(compiled_templates):
    """A service as it was asked for: one that was built before, if nobody adds to it."""
    built = {}

    def service(url, folder, asked, alone):
        key, chosen = (url, *sorted(asked.items())), settings(url, folder, **asked)
        if alone or key not in built or not built[key].is_as_built():
            if key in built:
                built.pop(key).engine.dispose()
            built[key] = Built(chosen, compiled_templates)
        return built[key].begin(chosen)

    yield service
    for each in built.values():
        each.engine.dispose()


@pytest.fixture
def app(request, database_url, tmp_path, app_settings, services):
    """The service on a real, migrated database, in a transaction that the test's end undoes."""
    alone = request.node.get_closest_marker("own_service") is not None
    service = services(database_url, tmp_path, app_settings, alone)
    with service.engine.connect() as connection:
        transaction = connection.begin()
        share(service.app, connection)
        yield service.app
        transaction.rollback()


@pytest.fixture(params=["sqlite", "postgresql"])
def own_app(request, tmp_path, services):
    """The service on a database that no other test looks at, where what is committed stays."""
    url = own_copy(request.getfixturevalue(f"{request.param}_url"))
    alone = request.node.get_closest_marker("own_service") is not None
    service = services(url, tmp_path, {}, alone)
    yield service.app
    with service.app.app_context():
        db.session.remove()
    service.engine.dispose()


def own_copy(url):
    """A database like this one, as it was made, in the place of the copy before."""
    made = sa.make_url(url)
    if made.get_backend_name() == "sqlite":
        copy = Path(made.database).with_name("own.db")
        for left in copy.parent.glob("own.db*"):
            left.unlink()
        shutil.copy(made.database, copy)
        return f"sqlite:///{copy}"
    name = f"{made.database}_at_once"
    recreate(made.set(database="postgres"), name, like=made.database)
    return made.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def inside_own_app(own_app):
    """The same, and the test at work in it: what it makes and asks for itself is there."""
    with own_app.app_context():
        yield own_app
        db.session.remove()


@pytest.fixture(scope="session")
def plain_app(tmp_path_factory):
    """The service for what asks nothing of its database, which is empty."""
    return create_app(settings("sqlite:///", tmp_path_factory.mktemp("plain")))


def share(app, connection):
    """Every session of the app works inside the test's own transaction, with savepoints."""
    db._app_engines[app] = {None: connection}
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")


@pytest.fixture(autouse=True)
def no_session_outlives_its_test(request):
    yield
    if "app" in request.fixturenames:
        db.session.remove()


@pytest.fixture
def client(app):
    """Not kept open between requests, as pytest-flask's is: each has a context of its own."""
    return app.test_client()


@pytest.fixture
def run(app):
    """Run a command as somebody at the machine would; what it did not commit is gone after it."""
    runner = app.test_cli_runner()

    def run(*words):
        db.session.rollback()
        result = contextvars.Context().run(runner.invoke, args=[str(word) for word in words])
        db.session.expire_all()
        return result

    return run


@pytest.fixture
def trust(app):
    return factories.organisation(code="ZZ1", name="Northbridge NHS Foundation Trust")


@pytest.fixture
def elsewhere(app):
    return factories.organisation(code="ZZ9", name="Fernhollow NHS Trust")


@pytest.fixture
def lead(trust):
    """The equality lead of the trust."""
    return factories.person(trust, Role.EQUALITY_LEAD, name="Ruth Mensah")


@pytest.fixture
def stranger(elsewhere):
    """An equality lead, but of another organisation."""
    return factories.person(elsewhere, Role.EQUALITY_LEAD)


@pytest.fixture
def colleague(trust):
    """Somebody of the same organisation who may do nothing in particular."""
    return factories.person(trust, Role.STAFF_MEMBER)
