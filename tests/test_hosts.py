"""Which names the service answers to, and where it sends people once they have signed in."""

import pytest
from flask import session
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.factories import PASSWORD
from tracker.web import LONGEST_WAY_BACK, ask_to_sign_in

SQLITE_ONLY = pytest.mark.sqlite_only


@SQLITE_ONLY
@pytest.mark.parametrize("host", ["localhost", "localhost:5055", "127.0.0.1:5000"])
def test_the_hosts_that_are_trusted_are_answered(client, host):
    assert client.get("/words", headers={"Host": host}).status_code == 200


@SQLITE_ONLY
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evillocalhost",
        "evil.example:5000",
        "localhost, evil.example",
        "localhost,evil.example",
        "localhost evil.example",
        "localhost@evil.example",
        "a b",
        "",
        "[",
    ],
)
@pytest.mark.parametrize("path", ["/words", "/home", "/no/such/page"])
def test_any_other_host_is_not(client, host, path):
    response = client.get(path, headers={"Host": host})

    assert response.status_code == 400
    assert "evil" not in response.text


@SQLITE_ONLY
def test_a_host_said_by_the_visitor_alone_makes_no_address(client):
    response = client.get("/home", headers={"X-Forwarded-Host": "evil.example"})

    assert response.location == "/sign-in"


def way_back(app, path, **request):
    """Where somebody who was sent to the sign-in page would go on to."""
    with app.test_request_context(path, **request):
        ask_to_sign_in()
        return session.get("next")


def test_the_way_back_is_the_address_that_was_asked_for(plain_app):
    assert way_back(plain_app, "/organisations?q=north+east&kind=trust") == (
        "/organisations?q=north+east&kind=trust"
    )
    assert way_back(plain_app, "/organisations/7") == "/organisations/7"


@pytest.mark.parametrize(
    "asked",
    [
        "_external=1",
        "_external=1&_scheme=javascript",
        "_anchor=x",
        "_method=POST",
        "endpoint=signing_in.sign_out",
        "next=//evil.example",
        "organisation_id=2",
        "self=1",
    ],
)
def test_what_is_asked_stays_in_the_question(plain_app, asked):
    back = way_back(plain_app, f"/organisations/7?{asked}")

    assert back.startswith("/organisations/7?")


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=5))
def test_whatever_is_asked_the_way_back_is_a_path_of_ours(plain_app, asked):
    back = way_back(plain_app, "/home", query_string=asked)

    assert back == "/home" or back.startswith("/home?")
    assert back.isascii()


@pytest.mark.parametrize("path", ["/\\evil.example", "/no/such/page"])
def test_an_address_that_is_not_ours_is_no_way_back(plain_app, path):
    assert way_back(plain_app, path) is None


def test_an_act_is_no_way_back(plain_app):
    """It would be looked at, not done again."""
    assert way_back(plain_app, "/sign-out", method="POST") is None


def test_an_address_too_long_for_the_cookie_is_forgotten(plain_app):
    assert way_back(plain_app, f"/home?q={'x' * LONGEST_WAY_BACK}") is None


@SQLITE_ONLY
def test_the_way_back_is_used_once(client, app):
    person = factories.person()
    data = {"email": person.email, "password": PASSWORD}
    client.get("/organisations?q=north&_external=1&_scheme=javascript")

    assert client.post("/sign-in", data=data).location == (
        "/organisations?q=north&_external=1&_scheme=javascript"
    )
    client.post("/sign-out")
    assert client.post("/sign-in", data=data).location == "/home"
