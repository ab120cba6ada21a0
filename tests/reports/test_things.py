"""What an act was done to, in plain words, and nobody named whom the reader may not see."""

from datetime import UTC, date, datetime

import pytest

from tests import factories
from tests.client import page, words
from tracker import audit
from tracker.accounts import operations as accounts
from tracker.audit import COMMAND_LINE, Actor, AuditEntry
from tracker.extensions import Model, db
from tracker.permissions import Role
from tracker.plan.models import Plan
from tracker.reports import things
from tracker.reports.shown import MENTORING_THINGS
from tracker.signing_in import operations as signing_in

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def administrator(trust):
    return factories.person(trust, Role.ADMINISTRATOR, name="Priya Nair")


@pytest.fixture
def ada(trust):
    return factories.saved(factories.person(trust, name="Ada Quill"))


def on_the_record(client, administrator, trust):
    """Each line's words of what it was done to, the latest first."""
    shown = client.sign_in(administrator).get(f"/organisations/{trust.id}/audit")
    return [row.find("a").get_text() for row in page(shown).select("tbody tr")]


def of(thing, places=()):
    named = (thing.__tablename__, str(thing.id))
    return things.in_words([named], places)[named]


def test_the_record_says_what_was_done_to_what_in_plain_words(client, trust, administrator, ada):
    post = accounts.add_post(trust, "Chief Nurse", COMMAND_LINE)
    accounts.hold(post, ada, TODAY, COMMAND_LINE)
    accounts.grant(ada, Role.VIEWER, trust, TODAY, COMMAND_LINE)
    signing_in.reset(ada, COMMAND_LINE, NOW)
    db.session.commit()

    assert on_the_record(client, administrator, trust)[:4] == [
        "Reset of Ada Quill",
        f"Role of viewer at {trust.name}, Ada Quill",
        "Post Chief Nurse, held by Ada Quill",
        "Post Chief Nurse",
    ]


def test_the_organisation_of_the_page_is_here_and_one_below_has_its_name(
    client, trust, elsewhere, administrator
):
    audit.record(COMMAND_LINE, "changed an organisation", trust)
    db.session.commit()

    shown = client.sign_in(administrator).get(f"/organisations/{trust.id}/audit")

    [*_, where] = page(shown).select("tbody tr")[0].find_all("td")
    assert where.get_text().strip() == "Where Here"


def test_somebody_whose_account_is_looked_after_elsewhere_is_not_named(
    trust, elsewhere, administrator
):
    stranger = factories.saved(factories.person(elsewhere, name="Bilal Stone"))
    link = signing_in.reset(stranger, COMMAND_LINE, NOW)
    post = accounts.add_post(elsewhere, "Chief Nurse", COMMAND_LINE)
    holding = accounts.hold(post, stranger, TODAY, COMMAND_LINE)
    grant = accounts.grant(stranger, Role.VIEWER, elsewhere, TODAY, COMMAND_LINE)
    db.session.commit()

    for thing in (stranger, link, holding, grant):
        if thing is not None:
            assert "Bilal" not in of(thing, {trust.id})
            assert "Bilal" in of(thing, {trust.id, elsewhere.id})
    assert of(stranger, {trust.id}) == "account"
    assert of(holding, {trust.id}) == "post Chief Nurse"


def test_nobody_is_named_as_belonging_to_a_network(trust, ada):
    network = factories.network(trust, name="Race Equality Network")
    given = factories.grant(ada, Role.NETWORK_MEMBER, network)

    assert of(given, {trust.id}) == "role of network member at Race Equality Network"


def test_what_was_done_for_a_network_is_said_by_its_kind_alone(client, trust, administrator, ada):
    by = Actor(ada.id, "", "network officer")
    audit.record(by, "wrote to somebody", ada, trust.id)
    db.session.commit()

    assert on_the_record(client, administrator, trust)[0] == "Account"


def test_the_title_of_a_plan_is_told_once_it_is_adopted(trust):
    adopted = factories.plan(trust)
    draft = factories.saved(
        Plan(
            organisation_id=trust.id,
            template=adopted.template,
            title="A secret draft",
            since=adopted.since,
            until=adopted.until,
        )
    )

    assert of(adopted) == f"plan: {adopted.title}"
    assert of(draft) == "plan"


def test_what_hangs_on_an_action_is_told_by_the_actions_reference(trust, lead):
    action = factories.action(factories.plan(trust), title="Panels")
    said = factories.check_in(action, lead, done="Trained a group")

    assert of(action) == f"action {action.reference}"
    assert of(said) == f"check-in, action {action.reference}"


def test_what_is_gone_is_called_by_its_kind(app):
    assert things.in_words([("grant_of_role", "9999")]) == {("grant_of_role", "9999"): "role"}
    assert things.in_words([("backup", "2026-11-23T02:00")]) == {
        ("backup", "2026-11-23T02:00"): "backup"
    }


def test_every_kind_of_thing_can_be_looked_up(app):
    """Whatever its table: the question is one that the database understands."""
    asked = [(name, "1") for name in Model.metadata.tables]

    assert set(things.in_words(asked, {1})) == set(asked)


def test_no_kind_is_called_by_the_name_of_its_table(app):
    for name in Model.metadata.tables:
        assert "_" not in things.kind_in_words(name)
    assert things.kind_in_words("grant_of_role") == "role"
    assert things.KINDS.keys() >= {name for name in MENTORING_THINGS if name.startswith("match_")}


def test_thousands_of_things_are_looked_up_in_parts(client, trust, ada):
    accounts_asked = [("person", str(number)) for number in range(10_000_000, 10_040_000)]

    found = things.in_words([*accounts_asked, ("person", str(ada.id))], {trust.id})

    assert found["person", str(ada.id)] == "account of Ada Quill"
    assert len(found) == 40_001


def test_what_there_is_to_choose_from_is_in_words(client, trust, administrator, ada):
    accounts.grant(ada, Role.VIEWER, trust, TODAY, Actor(administrator.id, "", "administrator"))
    db.session.commit()

    shown = client.sign_in(administrator).get(f"/organisations/{trust.id}/audit")

    chosen = {
        name: {
            option["value"]: option.get_text() for option in page(shown).select(f"#{name} option")
        }
        for name in ("thing", "capacity")
    }
    assert chosen["thing"]["grant_of_role"] == "Role"
    assert chosen["capacity"]["administrator"] == "As administrator"


def test_ones_own_record_has_no_numbers_and_names_nobody_else(client, trust, administrator, ada):
    by = Actor(administrator.id, "", "administrator")
    accounts.grant(ada, Role.VIEWER, trust, TODAY, by)
    db.session.commit()

    shown = client.sign_in(administrator).get("/you/record")
    file = client.get("/you/record.csv").text

    assert f"Role of viewer at {trust.name}" in words(shown)
    assert "Posted a message Letter" in words(shown).replace("To what ", "").replace("Did ", "")
    assert "Quill" not in words(shown) + file
    numbers = {str(row.thing_id) for row in db.session.query(AuditEntry) if row.thing == "message"}
    assert numbers
    assert not any(f",{number}," in file for number in numbers)
