"""Bringing figures in while the machine is switched off, and while somebody else does too."""

import contextlib
import http.cookiejar
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from tests import factories
from tests.conftest import ROOT, recreate, settings
from tests.imports.conftest import typed_in
from tests.imports.files import survey
from tracker import create_app
from tracker.extensions import db
from tracker.permissions import Role
from tracker.uploads import Upload
from tracker.wres.models import DataVersion, Figure, VersionScope

PATIENCE = 30  # seconds
TRUSTS = [f"ZZ{number:03}" for number in range(40)]


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
def own(place, tmp_path):
    """The same database, seen from here. It has an organisation, and two people who lead."""
    app = create_app(settings(place["DATABASE_URL"], tmp_path))
    with app.app_context():
        england = factories.organisation(code="X24", name="NHS England", kind="national")
        for code in TRUSTS:
            factories.organisation(parent=england, code=code)
        for name in ("ruth", "nadia"):
            factories.person(england, Role.EQUALITY_LEAD, email=f"{name}@nhs.example")
        db.session.commit()
        yield england.id
        db.session.remove()
        db.engine.dispose()


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


class Service:
    def __init__(self, place, step):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.serving", step],
            cwd=ROOT,
            env=os.environ | place,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.address = f"http://127.0.0.1:{int(self.says())}"

    def says(self):
        """The next line it prints."""
        heard = []
        listening = threading.Thread(target=lambda: heard.append(self.process.stdout.readline()))
        listening.start()
        listening.join(PATIENCE)
        assert heard, "the service says nothing"
        assert heard[0], "the service has ended"
        return heard[0].strip()

    def kill(self):
        self.process.kill()
        self.process.wait(PATIENCE)
        self.process.stdout.close()


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

    def choose(self, organisation_id, content):
        """Choose a file; gives the address of its preview."""
        head = 'Content-Disposition: form-data; name="file"; filename="survey_2024.csv"'
        body = f"--x\r\n{head}\r\n\r\n".encode() + content + b"\r\n--x--\r\n"
        path = f"/organisations/{organisation_id}/imports/add"
        return self.fetch(path, body, "multipart/form-data; boundary=x").location

    def accept(self, address):
        typed = typed_in(self.fetch(address))
        return self.send(address, **typed | {"act": "accept"})


class StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def count(model, *where):
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).where(*where))


def in_the_background(act, *args):
    """Start what will not be answered."""

    def do():
        with contextlib.suppress(OSError):
            act(*args)

    thread = threading.Thread(target=do)
    thread.start()
    return thread


@pytest.mark.parametrize("step", ["superseding", "the figures", "accepting"])
def test_a_service_killed_in_mid_import_has_kept_nothing_of_it(own, serve, step):
    content = survey(*TRUSTS)
    half_way = serve(step)
    ruth = Person(half_way).sign_in("ruth")
    address = ruth.choose(own, content)
    accepting = in_the_background(ruth.accept, address)
    assert half_way.says() == "half-way"

    os.kill(half_way.process.pid, signal.SIGKILL)
    accepting.join(PATIENCE)

    assert (count(DataVersion), count(Figure), count(VersionScope)) == (0, 0, 0)
    assert count(Upload) == 1
    ruth.service = serve()
    assert ruth.accept(address).status_code == 302
    assert count(Figure) == 4 * len(TRUSTS)
    assert count(Upload) == 0


def test_a_service_killed_just_after_an_import_has_kept_all_of_it(own, serve):
    after = serve("keeping")
    ruth = Person(after).sign_in("ruth")
    address = ruth.choose(own, survey(*TRUSTS))
    accepting = in_the_background(ruth.accept, address)
    assert after.says() == "half-way"

    os.kill(after.process.pid, signal.SIGKILL)
    accepting.join(PATIENCE)

    assert count(Figure) == 4 * len(TRUSTS)
    ruth.service = serve()
    again = ruth.fetch(address)
    assert "This file is already imported" in again.text
    assert "This file is already imported" in ruth.accept(address).text
    assert count(DataVersion) == 1


@pytest.mark.parametrize("delay", [0.05, 0.15, 0.3])
def test_whenever_a_service_is_killed_it_is_all_or_nothing(own, serve, delay):
    service = serve()
    ruth = Person(service).sign_in("ruth")
    address = ruth.choose(own, survey(*TRUSTS))
    typed = typed_in(ruth.fetch(address)) | {"act": "accept"}
    accepting = in_the_background(lambda: ruth.send(address, **typed))
    time.sleep(delay)

    os.kill(service.process.pid, signal.SIGKILL)
    accepting.join(PATIENCE)

    figures = count(Figure)
    assert figures in (0, 4 * len(TRUSTS))
    assert count(DataVersion) == (1 if figures else 0)
    assert count(VersionScope) == figures // 4


def at_once(service, files, own):
    """Ruth and Nadia look at a file each, then accept it at the same moment."""
    people = [Person(service).sign_in(name) for name in ("ruth", "nadia")]
    addresses = [person.choose(own, file) for person, file in zip(people, files, strict=True)]
    ready = threading.Barrier(2)
    answers = []

    def accept(person, address):
        typed = typed_in(person.fetch(address)) | {"act": "accept"}
        ready.wait(PATIENCE)
        answers.append(person.send(address, **typed))

    pairs = zip(people, addresses, strict=True)
    threads = [threading.Thread(target=accept, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return sorted(answers, key=lambda answer: answer.status_code != 302)


def test_of_two_who_import_at_once_one_is_told_and_looks_again(own, serve):
    files = [survey(*TRUSTS), survey(*TRUSTS, white="0.2", ratio="1.5")]

    accepted, told = at_once(serve(), files, own)

    assert (accepted.status_code, told.status_code) == (302, 409)
    assert "Somebody else imported figures since you looked" in told.text
    assert "Changes 4 of 4" in told.text
    assert count(DataVersion) == 1
    assert count(Figure) == count(Figure, Figure.superseded_by_id.is_(None)) == 4 * len(TRUSTS)
    assert count(Upload) == 1


def test_of_two_who_import_the_same_file_at_once_one_is_told(own, serve):
    accepted, told = at_once(serve(), [survey(*TRUSTS)] * 2, own)

    assert accepted.status_code == 302
    assert told.status_code in (200, 409)
    sentences = ("This file is already imported", "Somebody else imported figures")
    assert any(sentence in told.text for sentence in sentences)
    assert count(DataVersion) == 1
    assert count(Figure) == 4 * len(TRUSTS)
