"""What every response says to the browser, and the cookie that it is given."""

import base64
import hashlib

import pytest

import config
from tests import factories
from tests.client import page
from tests.factories import PASSWORD

POLICY = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
KINDS = {
    "a page": "/words",
    "a page of somebody's own": "/home",
    "a list": "/organisations",
    "a download": "/organisations.csv",
    "a style sheet": "/static/tracker.css",
    "a picture of the design system": "/assets/images/nhsuk-icon-mask.svg",
    "a page that is not there": "/no/such/page",
    "a style sheet that is not there": "/static/no-such.css",
    "a page that is not theirs": "/organisations/1/lists",
    "an answer to a machine": "/healthz",
    "a way back": "/sign-in",
}
OF_NO_ONE = {"/static/tracker.css", "/assets/images/nhsuk-icon-mask.svg", "/static/no-such.css"}

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def in_production(app):
    """As people use it: cookies of production, over HTTPS."""
    settings = config.from_environment({"SECRET_KEY": "0123456789abcdef" * 2})
    app.config.update(
        {name: value for name, value in settings.items() if name.startswith("SESSION_COOKIE")},
        PREFERRED_URL_SCHEME="https",
    )
    return app


def every_kind(client):
    return {kind: client.get(path, buffered=True) for kind, path in KINDS.items()}


@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "not signed in"])
def test_every_response_says_what_may_run_in_it_and_who_may_frame_it(client, colleague, signed_in):
    if signed_in:
        client.sign_in(colleague)
    for kind, response in every_kind(client).items():
        headers = response.headers
        assert "default-src 'self'" in headers["Content-Security-Policy"], kind
        assert headers["X-Content-Type-Options"] == "nosniff", kind
        assert headers["Referrer-Policy"] == "same-origin", kind
        assert headers["X-Frame-Options"] == "DENY", kind


def test_the_kinds_of_response_are_what_they_are_called(client, colleague):
    found = {
        kind: response.status_code
        for kind, response in every_kind(client.sign_in(colleague)).items()
    }

    assert found.pop("a page that is not there") == 404
    assert found.pop("a style sheet that is not there") == 404
    assert found.pop("a page that is not theirs") in (403, 404)
    assert found.pop("a way back") == 302
    assert set(found.values()) == {200}


def test_nothing_runs_but_what_we_serve_and_the_one_script_of_the_page(client):
    response = client.get("/words")

    directives = dict(
        part.strip().split(" ", 1)
        for part in response.headers["Content-Security-Policy"].split(";")
    )
    [script] = page(response).find_all("script", src=False)
    digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
    assert directives.pop("script-src") == f"'self' 'sha256-{digest}'"
    assert directives == POLICY


def test_browsers_are_held_to_https_in_production_alone(client, in_production):
    assert client.get("/words").headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_browsers_are_not_held_to_https_elsewhere(client):
    for kind, response in every_kind(client).items():
        assert "Strict-Transport-Security" not in response.headers, kind


def test_no_browser_keeps_a_page_of_somebody_signed_in(client, colleague):
    for kind, response in every_kind(client.sign_in(colleague)).items():
        kept = response.headers.get("Cache-Control")
        assert (kept == "no-store") is (KINDS[kind] not in OF_NO_ONE), kind


def test_the_answer_to_signing_in_is_not_kept_either(client, app):
    person = factories.person()

    answer = client.post("/sign-in", data={"email": person.email, "password": PASSWORD})

    assert answer.headers["Cache-Control"] == "no-store"


def cookie_after_signing_in(client, **more):
    person = factories.person()
    data = {"email": person.email, "password": PASSWORD}
    answer = client.post("/sign-in", data=data, **more)
    name_and_value, *attributes = answer.headers["Set-Cookie"].split("; ")
    return name_and_value.split("=")[0], set(attributes)


def test_the_cookie_of_production_is_for_this_host_https_and_no_script(client, in_production):
    name, attributes = cookie_after_signing_in(client, base_url="https://localhost")

    assert name == "__Host-session"
    assert attributes == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


def test_the_cookie_of_development_works_without_https(client):
    name, attributes = cookie_after_signing_in(client)

    assert name == "session"
    assert attributes == {"HttpOnly", "Path=/", "SameSite=Lax"}


def test_somebody_signs_in_and_works_in_production(client, in_production):
    person = factories.person()
    data = {"email": person.email, "password": PASSWORD}
    client.post("/sign-in", data=data, base_url="https://localhost")

    assert person.name in client.get("/words", base_url="https://localhost").text
