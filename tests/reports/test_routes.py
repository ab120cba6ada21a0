"""What you owe, the record, and the pages that need no account."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker import audit
from tracker.audit import COMMAND_LINE
from tracker.extensions import db
from tracker.permissions import Role


@pytest.fixture
def chief(trust):
    return factories.person(name="Dr Amara Okafor")


@pytest.fixture
def post(trust, chief):
    return factories.post(trust, holder=chief, title="Chief executive")


@pytest.fixture
def action(trust, post):
    return factories.action(factories.plan(trust), owner=post, title="Panels", reference="8.1")


def ago(days):
    return TODAY - timedelta(days=days)


def test_somebody_sees_what_they_owe_and_how_late_it_is(client, action, chief):
    factories.check_in(action, chief, on=ago(102))

    home = words(client.sign_in(chief).get("/home"))

    assert "Chief executive, Northbridge NHS Foundation Trust" in home
    assert "One thing needs you, and it is past its date" in home
    assert "Check in on 8.1 Panels" in home
    assert "Due: 11 November, 12 days ago" in home


def test_what_is_coming_is_not_counted_as_needing_anybody(client, action, chief):
    factories.check_in(action, chief, on=ago(80))

    home = words(client.sign_in(chief).get("/home"))

    assert "Nothing needs you today" in home
    assert "Coming, next 30 days 1" in home


def test_an_empty_home_says_so_once_and_names_a_next_step(client, trust, lead):
    home = client.sign_in(lead).get("/home")

    assert words(home).count("Nothing needs you today") == 1
    next_step = page(home).main.find("a", href=f"/organisations/{trust.id}/plan")
    assert next_step.text == "no plan in force"


def test_an_empty_home_leads_to_the_plan_only_where_one_is_in_force(client, trust, lead):
    factories.plan(trust)

    home = client.sign_in(lead).get("/home")

    assert "Have a look at your organisation’s plan" in words(home)
    assert "no plan in force" not in words(home)


def test_somebody_without_any_role_is_led_to_the_organisations(client, app):
    home = client.sign_in(factories.person()).get("/home")

    assert page(home).find("a", href="/organisations")


def test_home_asks_as_much_for_many_duties_as_for_few(client, trust, post, chief, action):
    client.sign_in(chief).get("/home")
    few = client.queries
    plan = factories.plan(trust, title="Another")
    for _ in range(60):
        factories.action(plan, owner=post)
    client.get("/home")

    assert client.queries == few <= 12


def test_the_front_page_leads_somebody_signed_in_home(client, lead):
    assert client.get("/").status_code == 200
    assert client.sign_in(lead).get("/").location == "/home"


@pytest.mark.parametrize("address", ["/words", "/privacy", "/accessibility", "/published"])
def test_the_pages_about_the_service_need_no_account(client, app, address):
    assert client.get(address).status_code == 200


def test_only_published_plans_are_listed_for_everybody(client, trust):
    factories.plan(trust, title="Shown", published_on=date(2025, 4, 14))
    factories.plan(trust, title="Adopted only")
    factories.plan(trust, title="From tomorrow", published_on=TODAY + timedelta(days=1))

    listed = words(client.get("/published"))

    assert "Shown" in listed
    assert "Adopted only" not in listed
    assert "From tomorrow" not in listed


def test_the_list_says_what_it_is_when_nothing_is_published(client, app):
    assert "No plan has been published yet" in words(client.get("/published"))


@pytest.fixture
def administrator(trust):
    return factories.person(trust, Role.ADMINISTRATOR)


def record(did, thing):
    audit.record(COMMAND_LINE, did, thing)
    db.session.commit()


def test_an_administrator_reads_who_did_what(client, trust, administrator):
    record("changed an organisation", trust)

    shown = words(client.sign_in(administrator).get(f"/organisations/{trust.id}/audit"))

    assert "Changed an organisation" in shown
    assert "Command line with every scope" in shown


def test_the_record_of_elsewhere_is_not_shown(client, trust, elsewhere, administrator):
    record("changed an organisation", elsewhere)

    shown = words(client.sign_in(administrator).get(f"/organisations/{trust.id}/audit"))

    assert "Nothing yet" in shown


def test_the_record_of_one_kind_is_shown_by_itself(client, trust, administrator):
    record("changed an organisation", trust)
    record("placed an organisation", trust)

    shown = client.sign_in(administrator).get(
        f"/organisations/{trust.id}/audit?did=placed+an+organisation"
    )

    rows = [words_of(row) for row in page(shown).select("tbody tr")]
    assert len(rows) == 1
    assert "Placed an organisation" in rows[0]


def words_of(tag):
    return " ".join(tag.get_text(" ").split())


def test_the_record_pages_on(client, trust, administrator):
    for _ in range(30):
        record("changed an organisation", trust)
    client.sign_in(administrator)

    first = client.get(f"/organisations/{trust.id}/audit")
    second = client.get(page(first).find("a", rel="next")["href"])

    assert len(page(first).select("tbody tr")) == 25
    assert len(page(second).select("tbody tr")) == 5


def test_who_belongs_to_a_network_is_not_on_the_page(client, app):
    national = factories.organisation(kind="national")
    administrator = factories.person(national, Role.ADMINISTRATOR)
    network = factories.network(national)
    member = factories.person()
    record("gave a role", factories.grant(member, Role.NETWORK_MEMBER, network))

    shown = words(client.sign_in(administrator).get(f"/organisations/{national.id}/audit"))

    assert "Gave a role" not in shown


def test_what_somebody_did_for_their_network_is_shown_without_their_name(
    client, trust, administrator
):
    officer = factories.person(name="Denise Campbell")
    by = audit.Actor(officer.id, officer.name, "network officer")
    audit.record(by, "added evidence", trust)
    db.session.commit()
    client.sign_in(administrator)

    shown = client.get(f"/organisations/{trust.id}/audit")
    downloaded = client.get(f"/organisations/{trust.id}/audit.csv")

    assert "Added evidence" in words(shown)
    assert "Denise Campbell" not in shown.text + downloaded.text


def test_nobody_but_an_administrator_reads_the_record(client, trust, lead, stranger):
    assert client.sign_in(lead).get(f"/organisations/{trust.id}/audit").status_code == 403
    assert client.sign_in(stranger).get(f"/organisations/{trust.id}/audit").status_code == 404
    assert client.sign_in(lead).get(f"/organisations/{trust.id}/audit.csv").status_code == 403


def test_the_record_is_downloaded_as_it_is_shown(client, trust, administrator):
    record("changed an organisation", trust)

    text = client.sign_in(administrator).get(f"/organisations/{trust.id}/audit.csv").text

    assert "command line,every scope,changed an organisation,organisation" in text
    assert trust.name in text


def test_the_service_says_that_it_is_ready(client, app):
    assert client.get("/healthz").json == {"status": "up"}
    assert client.get("/readyz").json["status"] == "ready"


def test_an_empty_home_after_a_reset_says_that_some_of_it_is_shut(client, trust, lead):
    lead.unconfirmed_since = datetime(2026, 11, 20, tzinfo=UTC)
    db.session.commit()

    home = words(client.sign_in(lead).get("/home"))

    assert "Some of it is shut" in home
    lead.unconfirmed_since = None
    db.session.commit()
    assert "Some of it is shut" not in words(client.get("/home"))
