"""A line for each request: who and what, and nothing that anybody typed."""

import io
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from tests.client import words
from tests.conftest import ROOT, settings
from tracker import create_app, logs
from tracker.web import public

CANARY = "canary-4711"
REFERENCE = re.compile(r"Reference: ([0-9a-f]{8})")
pytestmark = [pytest.mark.sqlite_only, pytest.mark.own_service]


@pytest.fixture
def app_settings():
    """As it is served in production, where every line is JSON and a fault is a page."""
    return {"ENVIRONMENT": "production", "TESTING": False, "PROPAGATE_EXCEPTIONS": False}


@pytest.fixture
def written(capsys):
    """What has been written to the log since this was last asked."""

    def written():
        return [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    return written


def failing(app, fault):
    @public
    def fail(**_address):
        raise fault

    app.add_url_rule("/fails/<what>", view_func=fail, methods=["GET", "POST"])


def test_a_request_is_one_line_with_its_rule_and_never_its_address(client, lead, trust, written):
    client.sign_in(lead)
    written()

    client.get(f"/organisations/{trust.id}/plan?show=late")

    [line] = written()
    assert line.pop("timestamp").endswith("Z")
    assert isinstance(line.pop("milliseconds"), int)
    assert re.fullmatch("[0-9a-f]{8}", line.pop("request"))
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "tracker.requests",
        "method": "GET",
        "rule": "/organisations/<int:organisation_id>/plan",
        "status": 200,
        "person": lead.id,
    }


def test_nobody_signed_in_is_nobody_and_an_address_that_is_not_there_is_none(client, written):
    client.get(f"/{CANARY}")

    [line] = written()
    assert (line["person"], line["rule"]) == (None, None)


def test_a_cookie_that_is_worth_nothing_is_nobody(client, lead, written):
    client.sign_in(lead)
    with client.session_transaction() as session:
        session["sign_in"] = "made up"

    client.get("/home")

    assert written()[-1]["person"] is None


def test_the_response_says_what_the_request_is_called_and_the_error_page_too(app, client, written):
    failing(app, ValueError(CANARY))

    response = client.get("/fails/x")

    fault, line = written()
    reference = REFERENCE.search(words(response))[1]
    assert reference == response.headers["X-Request-ID"] == line["request"]
    assert f"Fault {reference}: ValueError at GET /fails/<what>" in fault["event"]
    assert line["status"] == 500


def test_two_requests_have_two_names_and_no_header_gives_one(client):
    given = {"X-Request-ID": CANARY}

    one, two = (client.get("/words", headers=given).headers["X-Request-ID"] for _ in range(2))

    assert one != two
    assert CANARY not in (one, two)


CANARIES = {
    "User-Agent": CANARY,
    "Referer": f"http://localhost/{CANARY}",
    "X-Request-ID": CANARY,
    "X-Forwarded-For": CANARY,
    "X-Forwarded-Host": CANARY,
    "Authorization": f"Bearer {CANARY}",
    "Accept-Language": CANARY,
    "Cookie": f"session={CANARY}; other={CANARY}",
    "X-Anything": CANARY,
}


def file_of(times):
    return {"file": (io.BytesIO(CANARY.encode() * times), f"{CANARY}.csv"), CANARY: CANARY}


FIELDS = {"email": f"{CANARY}@nhs.example", "password": CANARY, "csrf_token": CANARY, CANARY: "1"}


@pytest.mark.parametrize(
    "fault",
    [
        ValueError(CANARY),
        KeyError(CANARY),
        OperationalError(CANARY, {CANARY: CANARY}, Exception(CANARY)),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_no_line_has_anything_that_was_sent(app, client, lead, trust, caplog, written, fault):
    failing(app, fault)
    app.config["MAX_CONTENT_LENGTH"] = 5000
    asked = {CANARY: CANARY, "q": CANARY, "after": CANARY, "from": CANARY, "next": CANARY}
    add = f"/organisations/{trust.id}/imports/add"
    statuses = []
    for headers in (CANARIES, {**CANARIES, "Cookie": ""}):
        client.sign_in(lead)
        if headers["Cookie"]:
            client.sign_out()
        else:
            headers = {name: value for name, value in headers.items() if name != "Cookie"}
        for method, path, sent in (
            ("GET", "/organisations", None),
            ("GET", f"/organisations/{trust.id}", None),
            ("GET", f"/{CANARY}/{CANARY}", None),
            ("GET", f"/fails/{CANARY}", None),
            ("POST", f"/fails/{CANARY}", FIELDS),
            ("POST", "/sign-in", FIELDS),
            ("POST", "/words", FIELDS),
            ("POST", add, file_of(10)),
            ("POST", add, file_of(1000)),
            (CANARY.upper(), "/words", None),
            (CANARY.upper(), f"/{CANARY}", None),
        ):
            response = client.open(
                path, method=method, data=sent, query_string=asked, headers=headers
            )
            statuses.append(response.status_code)
    statuses.append(client.get("/", headers={"Host": f"{CANARY}.example"}).status_code)

    lines = written()
    assert {200, 302, 400, 404, 405, 413} <= set(statuses)
    assert {500, 503} & set(statuses)
    assert len(lines) >= len(statuses)
    assert CANARY not in json.dumps(lines).lower()
    assert CANARY not in caplog.text.lower()
    assert lead.name not in json.dumps(lines)
    assert lead.email not in json.dumps(lines)


def test_a_fault_that_is_logged_with_its_trace_says_its_kind_and_place_alone(app, written):
    try:
        raise ValueError(CANARY)
    except ValueError as fault:
        app.logger.exception("It failed")
        logging.getLogger("another.package").exception("Trouble with %s: %s", CANARY, fault)
        logging.getLogger("another.package").error(fault)
        logging.getLogger("another.package").error(f"Invalid request from ip=10.0.0.1: {fault}")  # noqa: G004
        structlog.stdlib.get_logger("tracker.jobs").error("It failed", exc_info=True)
        structlog.stdlib.get_logger("tracker.jobs").error("It failed", exc_info=fault)

    lines = written()
    assert CANARY not in json.dumps(lines)
    assert [(line["event"], line.get("fault")) for line in lines] == [
        ("It failed", "ValueError"),
        ("Trouble with %s", "ValueError"),
        ("ValueError", None),
        ("Invalid request from ip", None),
        ("It failed", "ValueError"),
        ("It failed", "ValueError"),
    ]
    assert "test_logs.py" in lines[0]["where"]


def test_a_line_of_our_own_is_filled_in(app, written):
    app.logger.warning("Waited %s seconds", 7)

    assert written()[0]["event"] == "Waited 7 seconds"


def test_a_page_of_which_no_line_may_be_kept_leaves_none(app, client, written):
    @public
    @logs.unlogged
    def say():
        return {}

    app.add_url_rule("/quiet", view_func=say)

    response = client.get("/quiet")

    assert response.status_code == 200
    assert written() == []


def test_the_lines_of_servers_about_access_are_not_written(app, written):
    logging.getLogger("werkzeug").setLevel(logging.INFO)

    logging.getLogger("werkzeug").info('127.0.0.1 - - [now] "%s" %s %s\n', f"GET /{CANARY}", 200, 7)
    logging.getLogger("werkzeug").info(" * Running on http://127.0.0.1:5000")
    logging.getLogger("gunicorn.access").error("GET /%s", CANARY)

    [line] = written()
    assert line["event"] == " * Running on http://127.0.0.1:5000"


def test_making_the_service_again_does_not_write_lines_twice(app, client, tmp_path, written):
    create_app(settings("sqlite:///", tmp_path, ENVIRONMENT="production"))

    client.get("/words")

    assert len(written()) == 1


def test_less_is_written_when_less_is_asked_for(client, tmp_path, written):
    logs.configure("WARNING", readable=False)

    client.get("/words")

    assert written() == []


def test_in_development_a_line_is_read_by_people(client, capsys):
    logs.configure("INFO", readable=True)

    client.get("/words")

    line = capsys.readouterr().err
    assert "method=GET" in line
    assert "rule=/words" in line
    assert not line.startswith("{")


# Served by gunicorn, with its own log of access asked for.


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def served(tmp_path):
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "a key that only tests know, long enough",
        "INSTANCE_PATH": str(tmp_path),
    }
    log = (tmp_path / "log").open("w")
    server = subprocess.Popen(
        [sys.executable, *f"-m gunicorn -b 127.0.0.1:{port} --access-logfile=- wsgi:app".split()],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
    )
    yield port, tmp_path / "log"
    server.send_signal(signal.SIGTERM)
    server.wait(30)
    log.close()


def test_gunicorn_writes_our_lines_and_none_of_its_own_about_access(served):
    port, log = served
    address = f"http://127.0.0.1:{port}"
    wait_for(f"{address}/healthz")

    for path in (f"/words?{CANARY}={CANARY}", f"/home/{CANARY}"):
        fetch(address + path, {"User-Agent": CANARY})
    with socket.create_connection(("127.0.0.1", port)) as odd:
        odd.sendall(f"GET /{CANARY} {CANARY}\r\n\r\n".encode())
        odd.recv(1000)

    text = log.read_text()
    ours = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert CANARY not in text
    assert {line.get("rule") for line in ours} >= {"/healthz", "/words", None}


def wait_for(address, tries=150):
    for _ in range(tries):
        try:
            return fetch(address, {})
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError("it does not answer")


def fetch(address, headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.read()
