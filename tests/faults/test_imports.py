"""Bringing figures in while the machine is switched off, and while somebody else does too."""

import contextlib
import http.client
import threading
import time
from functools import partial

import pytest

from tests import factories
from tests.conftest import settings
from tests.faults.conftest import PATIENCE, Person, count, together
from tests.imports.conftest import typed_in
from tests.imports.files import survey
from tracker import create_app
from tracker.extensions import db
from tracker.permissions import Role
from tracker.uploads import Upload
from tracker.wres.models import DataVersion, Figure, VersionScope

TRUSTS = [f"ZZ{number:03}" for number in range(40)]


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


class Importer(Person):
    def choose(self, organisation_id, content):
        """Choose a file; gives the address of its preview."""
        head = 'Content-Disposition: form-data; name="file"; filename="survey_2024.csv"'
        body = f"--x\r\n{head}\r\n\r\n".encode() + content + b"\r\n--x--\r\n"
        path = f"/organisations/{organisation_id}/imports/add"
        return self.fetch(path, body, "multipart/form-data; boundary=x").location

    def accept(self, address):
        typed = typed_in(self.fetch(address))
        return self.send(address, **typed | {"act": "accept"})


def in_the_background(act, *args):
    """Start what will not be answered, or in half: with no line, half a head or half a page."""

    def do():
        with contextlib.suppress(OSError, http.client.HTTPException):
            act(*args)

    thread = threading.Thread(target=do)
    thread.start()
    return thread


@pytest.mark.parametrize("step", ["superseding", "the figures", "accepting"])
def test_a_service_killed_in_mid_import_has_kept_nothing_of_it(own, serve, step):
    content = survey(*TRUSTS)
    half_way = serve(step)
    ruth = Importer(half_way).sign_in("ruth")
    address = ruth.choose(own, content)
    accepting = in_the_background(ruth.accept, address)
    assert half_way.says() == "half-way"

    half_way.kill()
    accepting.join(PATIENCE)

    assert (count(DataVersion), count(Figure), count(VersionScope)) == (0, 0, 0)
    assert count(Upload) == 1
    ruth.service = serve()
    assert ruth.accept(address).status_code == 302
    assert count(Figure) == 4 * len(TRUSTS)
    assert count(Upload) == 0


def test_a_service_killed_just_after_an_import_has_kept_all_of_it(own, serve):
    after = serve("keeping")
    ruth = Importer(after).sign_in("ruth")
    address = ruth.choose(own, survey(*TRUSTS))
    accepting = in_the_background(ruth.accept, address)
    assert after.says() == "half-way"

    after.kill()
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
    ruth = Importer(service).sign_in("ruth")
    address = ruth.choose(own, survey(*TRUSTS))
    typed = typed_in(ruth.fetch(address)) | {"act": "accept"}
    accepting = in_the_background(lambda: ruth.send(address, **typed))
    time.sleep(delay)

    service.kill()
    accepting.join(PATIENCE)

    figures = count(Figure)
    assert figures in (0, 4 * len(TRUSTS))
    assert count(DataVersion) == (1 if figures else 0)
    assert count(VersionScope) == figures // 4


def at_once(service, files, own):
    """Ruth and Nadia look at a file each, then accept it at the same moment."""
    people = [Importer(service).sign_in(name) for name in ("ruth", "nadia")]
    addresses = [person.choose(own, file) for person, file in zip(people, files, strict=True)]
    typed = [typed_in(each.fetch(at)) for each, at in zip(people, addresses, strict=True)]
    answers = together(
        *(
            partial(person.send, address, **written | {"act": "accept"})
            for person, address, written in zip(people, addresses, typed, strict=True)
        )
    )
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
