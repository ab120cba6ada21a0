"""The service in a process of its own, on a database on disk, and people who visit it at once."""

import http.cookiejar
import shutil
import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from tests import factories
from tests.apart import PATIENCE, Apart
from tests.conftest import recreate
from tests.faults import serving
from tracker.extensions import db


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path, worker_id):
    """A database of this test's own, on disk, and the environment of a service that uses it."""
    if request.param == "sqlite":
        made = request.getfixturevalue("sqlite_url").removeprefix("sqlite:///")
        shutil.copy(made, tmp_path / "tracker.db")
        url = f"sqlite:///{tmp_path / 'tracker.db'}"
    else:
        made = sa.make_url(request.getfixturevalue("postgresql_url"))
        name = f"tracker_faults_{worker_id}"
        recreate(made.set(database="postgres"), name, like=made.database)
        url = made.set(database=name).render_as_string(hide_password=False)
    return {
        "TRACKER_ENV": "development",
        "DATABASE_URL": url,
        "INSTANCE_PATH": str(tmp_path),
        "UPLOAD_DIR": str(tmp_path / "uploads"),
        "SECRET_KEY": "a key that only tests know, long enough",
    }


@pytest.fixture
def serve(place):
    """Start the service in a process of its own; it is killed when the test ends."""
    running = []

    def serve(step="nothing"):
        service = Service(place, step)
        running.append(service)
        return service

    yield serve
    for service in running:
        service.kill()


class Service(Apart):
    def __init__(self, place, step):
        super().__init__(serving.serve, place, step)
        self.address = self.says()


@dataclass
class Answer:
    """What came back: looked at as the pages of the other tests are."""

    status_code: int
    text: str
    location: str


@dataclass
class Person:
    """Somebody at a browser of their own."""

    service: Service
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def fetch(self, path, data=None, content_type="application/x-www-form-urlencoded"):
        request = urllib.request.Request(self.service.address + path, data=data)
        if data is not None:
            request.add_header("Content-Type", content_type)
        opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), StayHere()
        )
        try:
            response = opener.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            location = response.headers.get("Location", "")
            return Answer(response.status, response.read().decode(), location)

    def send(self, path, **answers):
        return self.fetch(path, urllib.parse.urlencode(answers).encode())

    def sign_in(self, name):
        self.send("/sign-in", email=f"{name}@nhs.example", password=factories.PASSWORD)
        return self


class StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def count(model, *where):
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).where(*where))


def together(*acts):
    """What each act gives, all begun at the same moment."""
    ready = threading.Barrier(len(acts))
    given = []

    def do(act):
        ready.wait(PATIENCE)
        given.append(act())

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return given
