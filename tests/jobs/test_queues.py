"""The same on a file, on PostgreSQL and on Redis: work is done, killed, and taken up again once."""

import shutil
import socket
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests import factories
from tests.apart import PATIENCE, Apart
from tests.conftest import recreate, settings, skip
from tests.jobs import working
from tracker import create_app, jobs
from tracker.audit import JOB
from tracker.extensions import begin_writing, db
from tracker.jobs.models import Job, Worker
from tracker.jobs.registry import WORKS
from tracker.mail import operations as mail
from tracker.mail.models import Message


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    """A Redis of this run's own, on a port that was free."""
    program = shutil.which("redis-server")
    if not program:
        skip("redis", "install redis-server")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    quietly = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--loglevel", "warning"]
    server = subprocess.Popen(
        [program, "--port", str(port), *quietly],
        cwd=tmp_path_factory.mktemp("redis"),
        stdout=subprocess.DEVNULL,
    )
    until(lambda: somebody_listens(port))
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(PATIENCE)


def somebody_listens(port):
    with socket.socket() as visitor:
        return visitor.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def place(request, tmp_path, worker_id):
    """A database on disk, a queue of the kind, and the environment of a worker that uses them."""
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    queues = f"sqlite:///{tmp_path / 'jobs.db'}"
    if request.param == "postgresql":
        made = sa.make_url(request.getfixturevalue("postgresql_url"))
        name = f"{made.database}_jobs_{worker_id}"
        recreate(made.set(database="postgres"), name, like=made.database)
        url = queues = made.set(database=name).render_as_string(hide_password=False)
    else:
        shutil.copy(request.getfixturevalue("sqlite_url").removeprefix("sqlite:///"), tmp_path)
    if request.param == "redis":
        queues = request.getfixturevalue("redis_url")
    return {
        "TRACKER_ENV": "development",
        "DATABASE_URL": url,
        "INSTANCE_PATH": str(tmp_path),
        "JOBS_URL": queues,
        "SECRET_KEY": "a key that only tests know, long enough",
    }


@pytest.fixture
def app(place, tmp_path):
    app = create_app(settings(place["DATABASE_URL"], tmp_path, JOBS_URL=place["JOBS_URL"]))
    before = dict(WORKS)
    jobs.work("counting")(lambda progress: None)  # known here, and done by the worker
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
        jobs.tasks.starter().huey.storage.close()
    WORKS.clear()
    WORKS.update(before)


@pytest.fixture
def worker(app, place, tmp_path):
    """Start a worker in a process of its own; it is killed when the test ends."""
    running = []

    def start():
        process = Apart(working.work, place, tmp_path)
        running.append(process)
        until(lambda: ask(sa.select(sa.func.count(Worker.id))) >= 1)
        return process

    yield start
    for process in running:
        process.kill()


def until(holds):
    """Wait for what another process does."""
    last = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < last, "it does not happen"
        time.sleep(0.05)


def ask(query):
    db.session.rollback()
    return db.session.scalar(query)


def state_of(job_id):
    return ask(sa.select(Job.state).where(Job.id == job_id))


def half_way(job_id):
    return ask(sa.select(Job.steps_done).where(Job.id == job_id)) == 2


def asked_for():
    begin_writing()
    job_id = jobs.operations.ask("counting", by=JOB).id
    db.session.commit()
    jobs.tasks.start(job_id)
    return job_id


def test_it_is_killed_half_way_taken_up_again_once_and_ends(worker, tmp_path):
    killed = worker()
    job_id = asked_for()
    until(lambda: half_way(job_id))

    killed.kill()
    assert state_of(job_id) == "running"
    begin_writing()
    db.session.execute(sa.update(Job).values(heartbeat_at=datetime.now(UTC) - timedelta(minutes=3)))
    db.session.execute(sa.delete(Worker))
    db.session.commit()
    (tmp_path / "go-on").touch()
    worker()
    until(lambda: state_of(job_id) == "done")

    job = db.session.get_one(Job, job_id)
    assert (job.begun, job.result) == (2, {"says": "5 counted"})
    assert (tmp_path / "counted").read_text() == "xxxxx"


def test_it_is_told_to_end_half_way_and_the_next_worker_goes_on(worker, tmp_path):
    """Mail is sent by the way, and a worker that has gone says so."""
    told = mail.post("nobody registered this", factories.person(active=False).id, by=JOB)
    message_id = told.id
    db.session.commit()
    first = worker()
    job_id = asked_for()
    until(lambda: half_way(job_id))
    until(lambda: ask(sa.select(Message.state).where(Message.id == message_id)) == "withdrawn")

    assert first.terminate() == 0
    assert state_of(job_id) == "waiting"
    assert ask(sa.select(sa.func.count(Worker.id))) == 0
    (tmp_path / "go-on").touch()
    worker()
    until(lambda: state_of(job_id) == "done")

    assert db.session.get_one(Job, job_id).begun == 1
    assert (tmp_path / "counted").read_text() == "xxxxx"


def test_whoever_writes_to_the_queue_without_the_key_has_nothing_done(app, tmp_path):
    queue = jobs.tasks.starter().huey
    queue.storage.enqueue(b"cos\nsystem\n(S'touch owned'\ntR.:0000")

    with pytest.raises(ValueError, match="mismatch"):
        queue.dequeue()
