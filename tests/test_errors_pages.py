"""When something goes wrong: plain words, no trace, nothing asked of what may be broken."""

import io
import logging
import re
import socket

import flask
import pytest
import sqlalchemy as sa
from flask import abort
from flask_login import LoginManager
from sqlalchemy.exc import DataError, OperationalError, TimeoutError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from tests.client import check_page, listening, page, words
from tests.conftest import settings
from tracker import create_app, pages
from tracker.errors import Refused
from tracker.extensions import db
from tracker.web import public

HEADINGS = {
    400: "The page could not read what was sent",
    403: "You do not have leave to do this",
    404: "Page not found",
    405: "This page cannot be used that way",
    409: "Somebody else changed this first",
    413: "The file is too large",
    429: "Too many tries",
    500: "Something went wrong on our side",
    503: "The service cannot reach its records",
}
OURS = (500, 503)
REFERENCE = re.compile(r"Reference: ([0-9a-f]{8})")
TYPED = "what Ada told me"
SQLITE_ONLY = pytest.mark.sqlite_only
pytestmark = pytest.mark.own_service  # they add a page that fails


@pytest.fixture
def app_settings():
    """As it is served: a fault is a page, not a trace."""
    return {"TESTING": False, "PROPAGATE_EXCEPTIONS": False}


def failing(app, fault):
    """A page that anybody may see, and on which something goes wrong."""

    @public
    def fail(**_address):
        if isinstance(fault, int):
            abort(fault)
        raise fault

    app.add_url_rule("/fails/<int:at>", view_func=fail, methods=["GET", "POST"])
    return "/fails/7"


@SQLITE_ONLY
@pytest.mark.parametrize("code", HEADINGS)
def test_an_error_is_a_page_in_plain_words(app, client, code):
    response = client.get(failing(app, code))

    assert response.status_code == code
    assert page(response).h1.get_text().strip() == HEADINGS[code]
    assert "Traceback" not in response.text
    assert bool(REFERENCE.search(words(response))) is (code in OURS)


@SQLITE_ONLY
@pytest.mark.parametrize("code", [401, 418, 501, 504])
def test_an_error_that_nobody_thought_of_has_a_page_too(app, client, code):
    response = client.get(failing(app, code))

    assert response.status_code == code
    assert page(response).h1.get_text().strip() == HEADINGS[400 if code < 500 else 500]


@SQLITE_ONLY
@pytest.mark.parametrize(
    "fault, code",
    [
        (Refused("Choose the file again"), 409),
        (StaleDataError(), 409),
        (ObjectDeletedError(None, "gone"), 409),
        (DataError("select", {}, Exception(TYPED)), 400),
        (OperationalError("select", {}, Exception(TYPED)), 503),
        (TimeoutError(), 503),
        (ValueError(TYPED), 500),
        (ZeroDivisionError(), 500),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_a_fault_is_a_page_and_never_shows_what_was_typed(app, client, caplog, fault, code):
    response = client.get(failing(app, fault))

    assert response.status_code == code
    assert TYPED not in response.text
    assert TYPED not in caplog.text


@SQLITE_ONLY
def test_a_rule_that_says_no_where_there_is_no_form_is_heard_all_the_same(app, client):
    response = client.get(failing(app, Refused("This file is no longer kept. Choose it again.")))

    assert "This file is no longer kept. Choose it again." in words(response)


@SQLITE_ONLY
def test_the_reference_on_the_page_finds_the_place_in_the_log(app, client, caplog):
    response = client.get(failing(app, ValueError(TYPED)))

    reference = REFERENCE.search(words(response))[1]
    [logged] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert reference in logged.getMessage()
    assert "ValueError at GET /fails/<int:at>" in logged.getMessage()
    assert "in fail" in logged.getMessage()


@SQLITE_ONLY
def test_nobody_writes_lines_of_their_own_into_the_log(app, client, caplog):
    failing(app, ValueError())
    app.add_url_rule("/says/<path:what>", view_func=app.view_functions["fail"])

    client.get("/says/x%0AFault 00000000: all is well")

    assert "all is well" not in caplog.text


@SQLITE_ONLY
def test_the_page_for_a_fault_asks_nothing_and_makes_no_address(app, lead, monkeypatch):
    """Either may be what failed: a page about it must not fail again."""

    def never(*_args, **_kwargs):
        raise AssertionError("asked")

    monkeypatch.setattr(flask.Flask, "url_for", never)
    monkeypatch.setattr(LoginManager, "_load_user", never)
    asked = []
    for code in HEADINGS:
        with app.test_request_context("/"), listening(db.session.get_bind(), asked):
            html, status, _headers = pages.error_page(code, ValueError())
        assert status == code
        check_page(html)
    assert asked == []


def test_a_forged_host_is_told_that_it_is_not_read(client):
    for path in ("/", "/home", "/no/such/page", "/static/tracker.css"):
        response = client.get(path, headers={"Host": "evil.example"})
        assert response.status_code == 400, path
        assert page(response).h1.get_text().strip() == HEADINGS[400]
        assert "evil.example" not in response.text + str(response.headers)


@SQLITE_ONLY
def test_a_method_that_a_page_does_not_take_is_refused_with_those_it_does(client, lead):
    response = client.sign_in(lead).post("/words")

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert page(response).h1.get_text().strip() == HEADINGS[405]


@SQLITE_ONLY
def test_a_body_larger_than_is_taken_is_refused_once_it_has_arrived(app, client, lead):
    """So that a browser shows our page, and not its own about a connection that closed."""
    app.config["MAX_CONTENT_LENGTH"] = 1000
    sent = io.BytesIO(b"x" * 5000)

    response = client.sign_in(lead).post("/sign-out", input_stream=sent, content_length=5000)

    assert response.status_code == 413
    assert page(response).h1.get_text().strip() == HEADINGS[413]
    assert sent.tell() == 5000


@SQLITE_ONLY
def test_a_body_without_an_end_is_not_listened_to_for_ever(app, client, lead):
    app.config["MAX_CONTENT_LENGTH"] = 1000
    sent = io.BytesIO(b"x" * 50_000)

    response = client.sign_in(lead).post("/sign-out", input_stream=sent, content_length=50_000)

    assert response.status_code == 413
    assert sent.tell() == 10_000


@pytest.mark.parametrize("number", ["2147483648", "9" * 30])
def test_a_number_that_no_id_can_be_is_a_page_that_is_not_there(client, lead, number):
    response = client.sign_in(lead).get(f"/organisations/{number}")

    assert response.status_code == 404


def test_a_nul_in_a_question_is_no_fault_of_ours(client, lead):
    response = client.sign_in(lead).get("/organisations?q=a%00b")

    assert response.status_code in (200, 400)


# A database that does not answer.


def port_where_nobody_listens():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture(params=["sqlite", "postgresql"])
def cut_off(request, tmp_path):
    """The service, its database out of reach, and a browser of somebody who was signed in."""
    url = f"sqlite:///{tmp_path / 'no-such-folder' / 'tracker.db'}"
    if request.param == "postgresql":
        url = f"postgresql://tracker@127.0.0.1:{port_where_nobody_listens()}/tracker"
    app = create_app(settings(url, tmp_path, TESTING=False))
    browser = app.test_client()
    with browser.session_transaction() as session:
        session.update(_user_id="1", sign_in="a token")
    return browser


@pytest.mark.parametrize("path", ["/home", "/organisations", "/words", "/no/such/page"])
def test_a_database_that_does_not_answer_is_a_page_that_says_so(cut_off, path, caplog):
    response = cut_off.get(path)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    check_page(response.text)
    assert HEADINGS[503] in words(response)
    assert REFERENCE.search(words(response))[1] in caplog.text


def test_signing_in_without_a_database_is_a_page_that_says_so(cut_off):
    data = {"email": "a@nhs.example", "password": "x"}

    assert cut_off.post("/sign-in", data=data).status_code == 503


def test_a_program_that_asks_whether_it_is_ready_is_told_so(cut_off):
    answer = cut_off.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["status"] == "not ready"


def test_the_service_is_up_while_its_database_is_down(cut_off):
    assert cut_off.get("/healthz").status_code == 200
    assert cut_off.get("/static/tracker.css", buffered=True).status_code == 200


def test_a_visitor_reads_what_needs_no_database(cut_off):
    cut_off.delete_cookie("session")

    assert cut_off.get("/words").status_code == 200


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_service_is_not_ready_before_its_database_has_its_tables(request, tmp_path, kind):
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    if kind == "postgresql":
        server = sa.make_url(request.getfixturevalue("postgresql_url"))
        url = server.set(database="postgres").render_as_string(hide_password=False)
    app = create_app(settings(url, tmp_path, TESTING=False))

    assert app.test_client().get("/readyz").status_code == 503
    with app.app_context():
        db.engine.dispose()


def test_the_service_is_ready_when_it_has_them(client):
    assert client.get("/readyz").json["status"] == "ready"
    assert sa.inspect(db.session.get_bind()).has_table("organisation")
