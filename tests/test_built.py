"""Tests share a service, and none of them notices."""

import pytest

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def given(services, sqlite_url, tmp_path):
    """What the next test would be given."""
    return lambda alone=False: services(sqlite_url, tmp_path, {"OIDC_NAME": "Nobody"}, alone).app


def test_what_a_test_changes_of_the_settings_is_put_back(given):
    app = given()
    before = dict(app.config), dict(app.extensions)
    app.config.update(MAIL_URL=None, OIDC_NAME="Somebody", ADDED=True)
    app.extensions["start_job"] = app.extensions["standing_of"] = None

    assert given() is app
    assert dict(app.config) == before[0]
    assert dict(app.extensions) == before[1]


def page_of_its_own(app):
    app.add_url_rule("/own", "own", str)


@pytest.mark.parametrize(
    "add",
    [
        page_of_its_own,
        lambda app: app.view_functions.update(own=str),
        lambda app: app.before_request(str),
        lambda app: app.jinja_loader.loaders.append(None),
        lambda app: app.jinja_env.filters.update(own=str),
        lambda app: app.jinja_env.globals.update(own=str),
    ],
    ids=["page", "view", "check", "folder", "filter", "word"],
)
def test_whoever_adds_to_the_service_has_it_alone(given, add):
    app = given(alone=True)
    add(app)

    assert given() is not app


def test_one_marked_as_adding_to_it_never_has_what_another_had(given):
    assert given() is not given(alone=True)


def test_a_page_cannot_be_added_to_a_service_that_has_served(client, app):
    """So that a mark that was forgotten is noticed."""
    client.get("/healthz")

    with pytest.raises(AssertionError, match="can no longer be called"):
        page_of_its_own(app)
