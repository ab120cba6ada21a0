"""Every address of the service, walked: who is let in, who is told nothing, what is not there."""

import re
from pathlib import Path

import pytest

from tests import factories
from tracker.organisations.models import Body, Panel
from tracker.permissions import Permission, Role

ROOT = Path(__file__).parent.parent
NOTHING = 2_000_000_000
LOOKING = {"GET", "HEAD", "OPTIONS"}
# Read by everybody who has signed in.
OPEN_TO_ALL = {Permission.VIEW_ORGANISATION}
COUNT = "/mentoring/programmes/<int:mentoring_programme_id>/count"
JUNK = ["", "\0", "9" * 40, "2026-02-30"]
ASKED = re.compile(r"request\.args(?:\.get\(|\[)\s*\"(\w+)\"")

pytestmark = pytest.mark.unguarded


@pytest.fixture(autouse=True)
def without_page_checks(client):
    """Pages are checked where they are tested; here only who gets them is asked."""
    client.checks_pages = False


@pytest.fixture
def lead_of_all(trust):
    """Somebody with leave for nearly everything."""
    national = factories.organisation(code="X24", name="NHS England", kind="national")
    person = factories.person(national, Role.EQUALITY_LEAD)
    for role in (Role.ADMINISTRATOR, Role.LEADERSHIP_CENTRE, Role.VIEWER):
        factories.grant(person, role, national)
    factories.grant(person, Role.EQUALITY_LEAD, trust)
    factories.grant(person, Role.ADMINISTRATOR, trust)
    return person


@pytest.fixture
def things(trust):
    """What addresses speak of, by the names that they have there, with something to show."""
    author = factories.person()
    owner = factories.post(trust, author)
    action = factories.action(factories.plan(trust), owner)
    target = factories.target(factories.figure(trust))
    factories.check_in(action, author)
    factories.milestone(action)
    factories.measure_link(action, target)
    return {
        "organisation_id": trust.id,
        "plan_id": action.plan_id,
        "action_id": action.id,
        "network_id": factories.network(trust).id,
        "panel_id": factories.saved(Panel(name="Panel", organisation_id=trust.id)).id,
        "body_id": factories.saved(Body(name="Group", organisation_id=trust.id)).id,
        "mentoring_programme_id": factories.programme(trust).id,
    }


def routes(app, method="GET"):
    return [
        rule
        for rule in app.url_map.iter_rules()
        if method in rule.methods and rule.endpoint not in ("static", "assets")
    ]


def permission_of(app, rule):
    return app.view_functions[rule.endpoint].permission


def address(app, rule, things=None):
    """The route's address, with what is there and otherwise with what is not."""
    values = {name: (things or {}).get(name, NOTHING) for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, values, append_unknown=False)


def answers(app, client, asked, things=None, method="GET"):
    """What each of these routes answers: its address and the status."""
    found = {}
    for rule in asked:
        response = client.open(address(app, rule, things), method=method)
        found[rule.rule] = response.location or response.status_code
    return found


def otherwise(found, *usual):
    return {path: answer for path, answer in found.items() if answer not in usual}


def test_without_an_account_every_page_that_is_not_public_asks_to_sign_in(app, client, things):
    closed = [rule for rule in routes(app) if permission_of(app, rule) != "public"]

    assert len(closed) > 10
    for exists in (things, None):
        assert otherwise(answers(app, client, closed, exists), "/sign-in") == {}


def test_without_an_account_nothing_is_done_either(app, client, things):
    closed = [rule for rule in routes(app, "POST") if permission_of(app, rule) != "public"]

    assert otherwise(answers(app, client, closed, things, "POST"), "/sign-in") == {}


@pytest.mark.sqlite_only
def test_the_public_pages_are_the_ones_that_we_know_of(app):
    """A page is not made public by the way."""
    public = {rule.rule for rule in routes(app) if permission_of(app, rule) == "public"}

    assert {path for path in public if not path.startswith("/published")} == {
        *("/invitations/<token>", "/resets/<token>", "/choose-a-password"),
        *("/forgotten", "/forgotten/sent"),
        *("/", "/sign-in", "/sign-out", "/words", "/privacy", "/accessibility", "/outbox"),
        *("/healthz", "/readyz"),
        *("/second-factor", "/second-factor/recovery-code", "/second-factor/set-up"),
        *("/sign-in/provider", "/sign-in/provider/callback"),
        *("/privacy/kept", "/privacy/kept.csv"),
        *(f"{COUNT}", f"{COUNT}.csv", f"{COUNT}.json"),
        *("/mentoring/guidance/leaders", "/mentoring/guidance/mentees"),
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_does_not_exist_is_not_found(app, client, lead_of_all, method):
    client.sign_in(lead_of_all)
    with_ids = [rule for rule in routes(app, method) if rule.arguments]

    assert with_ids
    assert otherwise(answers(app, client, with_ids, method=method), 404) == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_part_that_does_not_exist_of_what_does_is_not_found(
    app, client, lead_of_all, things, method
):
    client.sign_in(lead_of_all)
    parts = [rule for rule in routes(app, method) if set(rule.arguments) - set(things)]

    assert otherwise(answers(app, client, parts, things, method), 404, 403) == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_stranger_is_never_told_that_something_is_there(app, client, stranger, things, method):
    client.sign_in(stranger)
    theirs = [
        rule
        for rule in routes(app, method)
        if rule.arguments and permission_of(app, rule) not in OPEN_TO_ALL
    ]

    assert otherwise(answers(app, client, theirs, things, method), 404) == {}


@pytest.mark.sqlite_only
def test_an_act_is_not_looked_at_and_a_page_is_not_acted_on(app, client, lead_of_all, things):
    client.sign_in(lead_of_all)
    paths = {rule.rule for rule in routes(app)}
    acts_alone = [rule for rule in routes(app, "POST") if rule.rule not in paths]
    acted_on = {rule.rule for rule in routes(app, "POST")}
    pages_alone = [rule for rule in routes(app) if rule.rule not in acted_on]

    assert otherwise(answers(app, client, acts_alone, things), 405) == {}
    assert otherwise(answers(app, client, pages_alone, things, "POST"), 405) == {}


def questions_asked():
    """The names of everything that an address may be asked with."""
    sources = [path.read_text() for path in (ROOT / "tracker").rglob("*.py")]
    return sorted({name for source in sources for name in ASKED.findall(source)})


@pytest.mark.parametrize("junk", JUNK)
def test_no_question_however_odd_is_a_fault(app, client, lead_of_all, things, junk):
    """The client raises what goes wrong, so an answer of any kind is one."""
    client.checks_pages = False
    client.sign_in(lead_of_all)
    names = questions_asked()
    assert "after" in names

    for rule in routes(app):
        response = client.get(
            address(app, rule, things), query_string=dict.fromkeys(names, junk), buffered=True
        )
        assert response.status_code < 500, rule.rule


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "path",
    [
        "/static/../config.py",
        "/static/..%2Fconfig.py",
        "/assets/../../../config.py",
        "/assets/..%2F..%2Ftracker.css",
        "/static/%00",
    ],
)
def test_only_what_is_meant_to_be_served_is_served(client, lead, path):
    assert client.sign_in(lead).get(path).status_code == 404
