"""Nothing is changed by a form that was not sent from our own page."""

import itsdangerous.timed
import pytest

from tests import factories
from tests.client import CHANGES, listening, page
from tests.factories import PASSWORD
from tracker.extensions import csrf, db
from tracker.permissions import Role

SAFE = {"GET", "HEAD", "OPTIONS"}
HTTPS = "https://localhost"

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def app_settings():
    return {"WTF_CSRF_ENABLED": True}


@pytest.fixture
def administrator(app):
    national = factories.organisation(code="X24", name="NHS England", kind="national")
    person = factories.person(national, Role.ADMINISTRATOR)
    factories.grant(person, Role.EQUALITY_LEAD, national)
    return person


def changing_routes(app):
    """Every address that takes more than looking, with the way it is used."""
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            address = adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1))
            for method in sorted(rule.methods - SAFE):
                yield method, address


def test_no_address_changes_anything_without_a_token(app, client, administrator):
    client.sign_in(administrator)
    routes = list(changing_routes(app))
    asked = []
    with listening(db.session.get_bind(), asked):
        answers = {route: client.open(route[1], method=route[0]).status_code for route in routes}

    assert ("POST", "/sign-in") in routes
    assert {route: status for route, status in answers.items() if status != 400} == {}
    assert not [statement for statement in asked if statement.startswith(CHANGES)]


def test_no_address_does_without_the_check(app):
    assert not csrf._exempt_views
    assert not csrf._exempt_blueprints


def token_on(response):
    return page(response).find("input", attrs={"name": "csrf_token"})["value"]


def sign_in(client, token, **more):
    person = factories.person()
    data = {"email": person.email, "password": PASSWORD, "csrf_token": token}
    return client.post("/sign-in", data=data, **more)


def test_the_token_of_our_own_page_is_taken(client):
    assert sign_in(client, token_on(client.get("/sign-in"))).location == "/home"


def test_a_token_of_somebody_elses_session_is_not(app, client):
    theirs = token_on(app.test_client().get("/sign-in"))
    client.get("/sign-in")

    assert sign_in(client, theirs).status_code == 400


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "\0", "é" * 5000])
def test_a_token_that_is_none_is_a_page_and_not_a_fault(client, token):
    client.get("/sign-in")

    assert sign_in(client, token).status_code == 400


def test_a_form_that_took_two_days_to_write_is_still_taken(client, monkeypatch):
    token = token_on(client.get("/sign-in"))
    later = int(itsdangerous.timed.time.time()) + 2 * 24 * 3600
    monkeypatch.setattr(itsdangerous.timed.TimestampSigner, "get_timestamp", lambda _self: later)

    assert sign_in(client, token).location == "/home"


@pytest.mark.parametrize(
    "referrer, status",
    [(f"{HTTPS}/sign-in", 302), ("https://evil.example/", 400), (None, 400)],
    ids=["our own", "another site", "none"],
)
def test_over_https_the_page_that_sent_it_must_be_ours_too(client, referrer, status):
    token = token_on(client.get("/sign-in", base_url=HTTPS))
    headers = {"Referer": referrer} if referrer else {}

    assert sign_in(client, token, base_url=HTTPS, headers=headers).status_code == status
