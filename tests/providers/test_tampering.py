"""A token of the provider's, changed on the way: none of these is believed."""

import base64
import json
import time

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.client import page
from tests.providers import is_in, linked
from tracker.providers.connecting import the_provider

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def tampered(app, monkeypatch):
    """Have the provider's real answer changed before it is looked at."""

    def tamper(change):
        with app.app_context():
            client = the_provider().client
        fetch = client.fetch_access_token

        def changed(**asked):
            token = fetch(**asked)
            return token | {"id_token": change(token["id_token"])}

        monkeypatch.setattr(client, "fetch_access_token", changed)

    return tamper


def parts(token):
    return [json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]]


def written(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def with_another_subject(token):
    header, claims = parts(token)
    return ".".join([written(header), written(claims | {"sub": "ruth"}), token.split(".")[2]])


def unsigned(token):
    _, claims = parts(token)
    return f"{written({'alg': 'none'})}.{written(claims | {'sub': 'ruth'})}."


def signed_by_somebody_else(token):
    header, claims = parts(token)
    key = RSAKey.generate_key(2048)
    return jwt.encode({"alg": "RS256", "kid": header.get("kid")}, claims | {"sub": "ruth"}, key)


def signed_with_what_is_public(token):
    _, claims = parts(token)
    key = OctKey.import_key("a secret of the two of us, and long enough for this")
    return jwt.encode({"alg": "HS256"}, claims | {"sub": "ruth"}, key)


def signature_turned(token):
    head, claims, signature = token.split(".")
    return ".".join([head, claims, signature[::-1]])


@pytest.mark.parametrize(
    "change",
    [
        with_another_subject,
        unsigned,
        signed_by_somebody_else,
        signed_with_what_is_public,
        signature_turned,
        lambda _token: "",
        lambda _token: "not.a.token",
    ],
)
def test_a_changed_token_lets_nobody_in(client, nhsmail, lead, tampered, change):
    linked(lead, nhsmail, "ruth")
    tampered(change)
    answer = client.get(nhsmail.signs_in(client, "thief"))

    assert answer.status_code in (400, 502)
    assert not is_in(client)


def test_the_token_that_was_not_changed_does(client, nhsmail, lead, tampered):
    linked(lead, nhsmail, "ruth")
    tampered(lambda token: token)

    assert client.get(nhsmail.signs_in(client, "ruth")).location == "/home"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another service"},
        {"aud": ["another service"], "azp": "tracker"},
        {"nonce": "another attempt's"},
        {"exp": int(time.time()) - 3600},
        {"iat": int(time.time()) + 3600},
        {"amr": "mfa"},
    ],
)
def test_a_token_for_another_time_place_or_reader_lets_nobody_in(client, nhsmail, lead, claims):
    """Signed by the provider itself, as it would be for somebody else."""
    linked(lead, nhsmail, "careful")
    nhsmail.knows("careful", **claims)
    answer = client.get(nhsmail.signs_in(client, "careful"))
    nhsmail.knows("careful")

    assert (answer.status_code, page(answer).h1.get_text()) == (400, "You are not signed in")
    assert not is_in(client)


def test_without_the_verifier_of_this_attempt_the_code_is_worth_nothing(client, nhsmail, lead):
    linked(lead, nhsmail, "ruth")
    answer = nhsmail.signs_in(client, "ruth")
    with client.session_transaction() as session:
        [key] = [key for key in session if key.startswith("_state_")]
        attempt = session[key]

    assert attempt["data"]["code_verifier"] not in attempt["data"]["url"]
    assert len(attempt["data"]["code_verifier"]) >= 43
    assert client.get(answer).location == "/home"


def test_a_subject_longer_than_any_can_be_is_refused_and_no_fault(client, nhsmail):
    assert client.get(nhsmail.signs_in(client, "x" * 256)).status_code == 400
