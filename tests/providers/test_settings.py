"""A provider by configuration: all of it, or none."""

import pytest

import config
from tests.client import words
from tests.conftest import settings
from tests.providers.conftest import provider_settings
from tracker import create_app

PRODUCTION = {"SECRET_KEY": "0123456789abcdef" * 2}
DEVELOPMENT = {"TRACKER_ENV": "development"}
PROVIDER = provider_settings("https://sign-in.example.nhs.uk")

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def app_settings():
    return {}


def test_without_one_there_is_no_link_and_no_way(app, client):
    assert app.extensions["sign_in_providers"] == []
    assert "Sign in with" not in words(client.get("/sign-in"))
    assert "stay signed in there" not in words(client.get("/sign-out"))
    assert client.get("/sign-in/provider").status_code == 404
    assert client.get("/sign-in/provider/callback").status_code == 404


def test_the_one_that_is_named_is_known_without_asking_it_anything(tmp_path):
    app = create_app(settings("sqlite:///", tmp_path, **provider_settings("https://a.invalid")))

    [provider] = app.extensions["sign_in_providers"]
    assert (provider.name, provider.issuer) == ("NHSmail", "https://a.invalid")


def test_none_of_it_is_no_provider():
    read = config.from_environment(PRODUCTION | dict.fromkeys(PROVIDER, " "))

    assert {read[name] for name in PROVIDER} == {None}


def test_all_of_it_is_one():
    read = config.from_environment(PRODUCTION | PROVIDER)

    assert {name: read[name] for name in PROVIDER} == PROVIDER


@pytest.mark.parametrize("missing", PROVIDER)
def test_a_part_that_is_missing_is_named(missing):
    some = {name: value for name, value in PROVIDER.items() if name != missing}

    with pytest.raises(config.WrongSetting, match=f"^{missing} is not set. .* or none"):
        config.from_environment(PRODUCTION | some)


@pytest.mark.parametrize(
    "issuer",
    [
        "http://sign-in.example.nhs.uk",
        "http://127.0.0.1:9400",
        "sign-in.example.nhs.uk",
        "https://",
        "https://name:password@sign-in.example.nhs.uk",
        "https://sign-in.example.nhs.uk?x=1",
        "https://sign-in.example.nhs.uk:port",
        "https://[x",
        "javascript:alert(1)",
    ],
)
def test_an_issuer_that_somebody_could_pretend_to_be_is_refused(issuer):
    with pytest.raises(config.WrongSetting, match=r"^OIDC_ISSUER is .* https://"):
        config.from_environment(PRODUCTION | PROVIDER | {"OIDC_ISSUER": issuer})


@pytest.mark.parametrize(
    "issuer", ["http://127.0.0.1:9400", "http://localhost:9400", "http://[::1]:9400"]
)
def test_in_development_it_may_be_this_machine(issuer):
    read = config.from_environment(DEVELOPMENT | PROVIDER | {"OIDC_ISSUER": issuer})

    assert read["OIDC_ISSUER"] == issuer


@pytest.mark.parametrize("issuer", ["http://sign-in.example.nhs.uk", "http://127.0.0.1.example"])
def test_and_no_other_without_https(issuer):
    with pytest.raises(config.WrongSetting):
        config.from_environment(DEVELOPMENT | PROVIDER | {"OIDC_ISSUER": issuer})


def test_the_second_factor_is_required_unless_a_test_says_otherwise():
    assert config.from_environment(PRODUCTION)["SECOND_FACTOR_REQUIRED"]
    assert config.from_environment(DEVELOPMENT)["SECOND_FACTOR_REQUIRED"]


def test_only_development_is_a_demonstration():
    """Where whoever the demonstration made signs in with a password alone."""
    assert not config.from_environment(PRODUCTION)["DEMONSTRATION"]
    assert config.from_environment(DEVELOPMENT)["DEMONSTRATION"]
