"""A service of its own on a copy of the demonstration, and real browsers to visit it with."""

import fcntl
import shutil
import threading

import pytest
from flask_migrate import upgrade
from playwright.sync_api import sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.conftest import ROOT, TODAY, settings, shared_by_workers, skip
from tests.journeys.visitor import WIDE, Known, Visitor
from tracker import create_app
from tracker.demo import build
from tracker.extensions import db

# The one without a window draws the same pages, with less to start and to keep.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LONGEST_WAIT = 10_000  # milliseconds
POLLS = 0.05  # seconds between looks whether the server is to end


class Unheard(WSGIRequestHandler):
    """Serves without writing down every request."""

    def log(self, *_args):
        pass


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, worker_id):
    """A database with the demonstration in it, to be copied. Whoever wants it first makes it."""
    folder = shared_by_workers(tmp_path_factory, worker_id, "demonstration")
    folder.mkdir(exist_ok=True)
    made = folder / "made.db"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            make_demonstration(folder)
            (folder / "tracker.db").rename(made)
    return made


def make_demonstration(folder):
    app = create_app(settings(f"sqlite:///{folder / 'tracker.db'}", folder))
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        build(TODAY)
        db.session.commit()
        db.engine.dispose()


@pytest.fixture
def site(demonstration, compiled_templates, tmp_path):
    """Where the service is served, as it is in production: tokens and all."""
    shutil.copy(demonstration, tmp_path / "tracker.db")
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    app = create_app(settings(url, tmp_path, WTF_CSRF_ENABLED=True, TESTING=False))
    app.jinja_env.bytecode_cache = compiled_templates
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Unheard)
    thread = threading.Thread(target=server.serve_forever, args=[POLLS], daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        skip("browser", "install Debian's chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIETLY))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory, worker_id):
    """What has been shown already to axe, or walked to, whoever came upon it."""
    known = Known(shared_by_workers(tmp_path_factory, worker_id, "looked_at.db"))
    yield known
    known.kept.close()


@pytest.fixture
def visit(browser, site, looked_at):
    """Have somebody come: signed in as one of the demonstration's people, or nobody known."""
    contexts = []

    def come(who=None, viewport=WIDE, *, scripts=True):
        context = browser.new_context(viewport=viewport, java_script_enabled=scripts)
        context.set_default_timeout(LONGEST_WAIT)
        contexts.append(context)
        visitor = Visitor(context.new_page(), site, looked_at, runs_scripts=scripts)
        if who:
            visitor.signs_in(who)
        return visitor

    yield come
    for context in contexts:
        context.close()
