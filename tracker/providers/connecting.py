"""Talking to an OpenID Connect provider. What it says is believed once authlib has checked it."""

from dataclasses import dataclass
from typing import Any

from authlib.integrations.flask_client import FlaskOAuth2App, OAuth, OAuthError
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, current_app, session
from joserfc.errors import JoseError
from requests import RequestException, TooManyRedirects

from tracker.providers.proofs import is_strong

PATIENCE = 10  # seconds for each answer of the provider's


@dataclass(frozen=True)
class Provider:
    """One that people may sign in by. `name` is what they call it: "NHSmail"."""

    name: str
    issuer: str
    client: Any


@dataclass(frozen=True)
class Account:
    """Who somebody is to a provider. Neither their name nor their address is asked for."""

    issuer: str
    subject: str
    strong: bool  # it asked for more than a password


class NotSignedIn(Exception):
    """The provider's answer cannot be believed, or it says that they did not sign in."""


class OutOfReach(Exception):
    """The provider does not answer, or not so that it can be understood."""


class Straight(OAuth2Session):
    """Asks the addresses that the settings and the provider name, and follows nothing elsewhere."""

    def request(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().request(*args, **kwargs | {"allow_redirects": False})
        if answer.is_redirect:
            raise TooManyRedirects("the provider answered with another address")
        return answer


class StraightApp(FlaskOAuth2App):
    client_cls = Straight


def init_app(app: Flask) -> None:
    """Know the provider that the settings name, if they name one. It is asked nothing yet."""
    app.extensions["sign_in_providers"] = [_provider(app)] if app.config["OIDC_ISSUER"] else []


def _provider(app):
    issuer = app.config["OIDC_ISSUER"]
    client = OAuth(app).register(
        "oidc",
        client_cls=StraightApp,
        client_id=app.config["OIDC_CLIENT_ID"],
        client_secret=app.config["OIDC_CLIENT_SECRET"],
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
        },
    )
    return Provider(app.config["OIDC_NAME"], issuer, client)


def the_provider() -> Provider | None:
    return next(iter(current_app.extensions["sign_in_providers"]), None)


def way_there(provider: Provider, back_to: str):
    """Send somebody to the provider with a state, a nonce and a challenge of their own.

    An attempt before this one is forgotten: the cookie has room for few.
    """
    for key in [key for key in session if key.startswith("_state_")]:
        session.pop(key)
    try:
        return provider.client.authorize_redirect(back_to)
    except FAILING as failure:
        raise OutOfReach from failure


def account_shown(provider: Provider) -> Account:
    """Whose account it is, from the provider's answer in this request, used up by reading it.

    The signature, the issuer, the audience, the nonce and the time are checked.
    """
    expected = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client.client_id},
        "sub": {"essential": True},
    }
    try:
        token = provider.client.authorize_access_token(claims_options=expected)
    except (OAuthError, JoseError) as refusal:
        raise NotSignedIn from refusal
    except FAILING as failure:
        raise OutOfReach from failure
    said = token.get("userinfo")
    if not said or not isinstance(said["sub"], str) or not 0 < len(said["sub"]) <= 255:
        raise NotSignedIn
    return Account(provider.issuer, said["sub"], is_strong(said.get("amr")))


# What requests and authlib raise when an answer does not come, or is not what it should be.
FAILING = (RequestException, ValueError, KeyError, TypeError, RuntimeError)
