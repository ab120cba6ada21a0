"""A person's own data: all of it, and nobody else's."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests import factories
from tests.client import page, words
from tests.governance.canaries import canary, fill, secret
from tracker import audit, mail
from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.extensions import db
from tracker.governance.register import register
from tracker.governance.theirs import with_people
from tracker.permissions import Role
from tracker.signing_in.models import SingleUseLink

SOMEBODY, ANOTHER = 900_001, 900_002


@pytest.fixture
def people(elsewhere):
    """Two people, each with a row in every table that can be theirs."""
    return [db.session.get(Person, fill(number, elsewhere)) for number in (SOMEBODY, ANOTHER)]


def canaries(number):
    """What each of the person's texts says, by where it is kept."""
    return {
        canary(number, column)
        for entry in with_people()
        for column in entry.columns("personal_text")
    }


def texts_elsewhere(number):
    return {
        canary(number, column) for entry in register() for column in entry.columns("personal_text")
    }


def secrets(number):
    return {secret(number, column) for entry in register() for column in entry.columns("secret")}


def test_the_download_has_every_text_of_theirs_and_none_of_anybody_elses(client, people):
    assert len(canaries(SOMEBODY)) > 10
    for me, other in ((SOMEBODY, ANOTHER), (ANOTHER, SOMEBODY)):
        mine = client.sign_in(db.session.get(Person, me)).get("/you/data.json").text

        assert {text for text in canaries(me) if text not in mine} == set()
        assert {text for text in texts_elsewhere(other) if text in mine} == set()


@pytest.mark.parametrize("address", ["/you/data", "/you/data.json"])
def test_no_secret_is_ever_shown(client, people, address):
    mine = client.sign_in(people[0]).get(address).text

    assert len(secrets(SOMEBODY)) > 5
    assert {text for text in secrets(SOMEBODY) if text in mine} == set()


def test_the_page_says_the_same_as_the_download(client, people):
    mine = client.sign_in(people[0]).get("/you/data").text

    assert {text for text in canaries(SOMEBODY) if text not in mine} == set()
    assert {text for text in texts_elsewhere(ANOTHER) if text in mine} == set()


def test_what_the_download_holds_has_its_purpose_beside_it(client, trust, lead):
    answer = client.sign_in(lead).get("/you/data.json")

    assert answer.mimetype == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    kept = json.loads(answer.text)["kept"]
    assert kept["person"]["rows"][0]["name"] == "Ruth Mensah"
    assert "password_hash" not in kept["person"]["rows"][0]
    [role] = kept["grant_of_role"]["rows"]
    assert role["organisation_id"] == {"id": trust.id, "name": trust.name}
    assert role["person_id"] == "you"
    assert "article 9(2)" in kept["grant_of_role"]["basis"]


def test_other_people_have_no_number_and_no_name(client, trust, lead):
    other = factories.person(trust, name="Ada Quill")
    factories.grant(other, Role.VIEWER, trust, given_by_id=lead.id)

    answer = client.sign_in(lead).get("/you/data.json")

    roles = json.loads(answer.text)["kept"]["grant_of_role"]["rows"]
    assert [(row["person_id"], row["given_by_id"]) for row in roles] == [
        ("somebody else", "you"),
        ("you", None),
    ]
    assert "Quill" not in answer.text


def test_what_was_said_of_somebody_in_confidence_is_only_its_authors(
    client, trust, lead, colleague, monkeypatch
):
    held = replace(SingleUseLink.__kept__, held="purpose")
    monkeypatch.setattr(SingleUseLink, "__kept__", held)
    at = datetime(2026, 9, 1, tzinfo=UTC)
    factories.saved(
        SingleUseLink(
            person_id=colleague.id,
            given_by_id=lead.id,
            purpose="reset",
            made_at=at,
            expires_at=at,
        )
    )

    def links_of(person):
        answer = client.sign_in(person).get("/you/data.json")
        return json.loads(answer.text)["kept"]["single_use_link"]["rows"]

    assert "purpose" not in links_of(colleague)[0]
    assert links_of(lead)[0]["purpose"] == "reset"


def test_after_a_reset_nothing_says_that_somebody_belongs_to_a_network(client, trust):
    """It may be the administrator who looks, with the password that they set."""
    network = factories.network(trust, name="Race Equality Network")
    member = factories.person(network, Role.NETWORK_MEMBER)
    audit.record(Actor(member.id, "", "network member"), "did something", trust)
    member.unconfirmed_since = datetime(2026, 11, 20, tzinfo=UTC)
    db.session.commit()
    client.sign_in(member)

    shut = [client.get(path) for path in ("/you/data", "/you/data.json")]
    assert "Some of it is shut" in words(shut[0])
    for answer in shut:
        assert "Race Equality Network" not in answer.text
        assert "network member" not in answer.text
    assert client.get("/you/data/grant_of_role").status_code == 404

    member.unconfirmed_since = None
    db.session.commit()
    assert "Race Equality Network" in client.get("/you/data").text
    assert "network member" in client.get("/you/data.json").text


def test_the_page_says_it_in_words_the_newest_first(client, trust, lead):
    action = factories.action(factories.plan(trust), title="Panels")
    for number in range(7):
        factories.check_in(action, lead, done=f"Trained group {number}")

    everything = client.sign_in(lead).get("/you/data")
    said = words(everything)

    assert "Trained group 6" in said
    assert "Trained group 1" not in said  # five of each kind, then a page of their own
    assert said.index("Trained group 6") < said.index("Trained group 5")
    assert f"Action {action.id} " in said
    assert "Published on 1 September 2026" in said
    assert page(everything).find("a", href="/you/data/check_in")


def test_what_others_call_a_thing_today_is_not_among_what_somebody_wrote(client, trust, lead):
    """Who wrote of an action may have no leave to see it any more, and so not its title."""
    action = factories.action(factories.plan(trust), title="Panels for every promotion")
    milestone = factories.milestone(action, title="Managers trained")
    factories.check_in(action, lead, done="Trained six managers")
    client.sign_in(lead)

    shown = [client.get(f"/you/data{more}").text for more in ("", ".json", "/check_in")]

    for said in shown:
        assert "Trained six managers" in said
        assert action.title not in said
        assert milestone.title not in said
    assert trust.name in shown[0]  # their own role is of an organisation, which is no secret


def test_a_kind_of_which_there_is_much_has_pages_of_its_own(client, trust, lead):
    action = factories.action(factories.plan(trust))
    for number in range(30):
        factories.check_in(action, lead, done=f"Group {number:02}")

    first = client.sign_in(lead).get("/you/data/check_in")
    second = client.get(page(first).find("a", rel="next")["href"])

    assert "Group 05" in first.text
    assert "Group 04" not in first.text
    assert "Group 04" in second.text


@pytest.mark.sqlite_only
@pytest.mark.parametrize("kind", ["figure", "throttle", "nothing", "<script>"])
def test_what_is_nobodys_has_no_page(client, lead, kind):
    assert client.sign_in(lead).get(f"/you/data/{kind}").status_code == 404


def test_a_kind_of_which_there_is_none_says_so(client, lead):
    assert "Nothing of this kind" in words(client.sign_in(lead).get("/you/data/evidence"))


def test_it_asks_as_much_for_many_rows_as_for_few(client, trust, lead):
    action = factories.action(factories.plan(trust))
    factories.check_in(action, lead)
    client.sign_in(lead).get("/you/data")
    few = client.queries
    for _ in range(60):
        factories.check_in(action, lead)
    client.get("/you/data")

    assert client.queries == few <= len(with_people()) + 8


def test_what_somebody_typed_is_text_and_never_a_page(client, trust, lead):
    action = factories.action(factories.plan(trust))
    factories.check_in(action, lead, done="<script>alert(1)</script>")

    assert "<script>alert" not in client.sign_in(lead).get("/you/data").text


def test_no_number_tells_how_much_was_done_to_others_in_between(client, trust, lead):
    """Letters, acts and sign-ins are numbered on, one number after the other, for everybody."""
    by = Actor(lead.id, "", "equality lead")
    other = factories.person(trust, name="Ada Quill")
    factories.check_in(factories.action(factories.plan(trust)), lead)
    mail.operations.post("given", lead.id, by)
    audit.record(by, "gave a role", trust, person=other.id)
    audit.record(by, "changed a name", other)
    db.session.commit()
    client.sign_in(lead)

    kept = json.loads(client.get("/you/data.json").text)["kept"]
    pages = [client.get(f"/you/data{more}") for more in ("", "/message", "/audit_entry")]

    assert all("id" not in row for row in kept["message"]["rows"] + kept["audit_entry"]["rows"])
    assert [row["id"] for row in kept["check_in"]["rows"]]  # whose text can be erased by it
    [letter] = [row for row in kept["audit_entry"]["rows"] if row["thing"] == "message"]
    assert "thing_id" not in letter
    [of_another] = [row for row in kept["audit_entry"]["rows"] if row["thing"] == "person"]
    assert "thing_id" not in of_another
    [given] = [row for row in kept["audit_entry"]["rows"] if row["did"] == "gave a role"]
    assert given["details"] == {"person": "somebody else"}
    for number, of_theirs in enumerate(pages):
        assert of_theirs.status_code == 200
        assert ("Number " in words(of_theirs)) == (number == 0)
