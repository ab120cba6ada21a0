"""The pages of the record: what an administrator finds, and what somebody did themselves."""

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest

from tests import factories
from tests.client import page, words
from tracker import audit, seals
from tracker.audit import COMMAND_LINE, AuditEntry
from tracker.extensions import db
from tracker.permissions import Role


@pytest.fixture
def administrator(trust):
    return factories.person(trust, Role.ADMINISTRATOR, name="Priya Nair")


def acted(trust, who=None, day="2020-11-16", **given):
    usual = {
        "at": datetime.fromisoformat(f"{day}T12:00:00+00:00"),
        "person_id": who.id if who else None,
        "actor": "person" if who else "command line",
        "capacity": "equality lead" if who else "every scope",
        "did": "worded an action",
        "thing": "action",
        "thing_id": "7",
        "organisation_id": trust.id,
        "details": {},
    }
    return factories.saved(AuditEntry(**usual | given))


@pytest.fixture
def acts(trust, lead):
    """Three people and the machine at work, on three days."""
    ada = factories.person(name="Ada Quill")
    acted(trust, lead, "2020-11-16")
    acted(trust, ada, "2020-11-17", did="moved a milestone", thing="milestone", thing_id="8")
    acted(trust, ada, "2020-11-17", capacity="network officer", did="added evidence")
    acted(trust, None, "2020-11-18", did="changed an organisation", thing="organisation")
    return ada


def rows_of(response):
    return [" ".join(row.get_text(" ").split()) for row in page(response).select("tbody tr")]


def downloaded(response):
    return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    "asked, found",
    [
        ("", 4),
        ("did=moved+a+milestone", 1),
        ("who=quill", 1),
        ("who=QUILL", 1),
        ("who=command", 1),
        ("who=somebody", 0),
        ("capacity=equality+lead", 2),
        ("capacity=network+officer", 1),
        ("thing=organisation", 1),
        ("thing=action&number=7", 2),
        ("thing=action&number=8", 0),
        ("from=2020-11-17", 3),
        ("to=2020-11-17", 3),
        ("from=2020-11-17&to=2020-11-17", 2),
        ("from=2020-11-17&to=2020-11-17&who=quill&thing=milestone", 1),
        ("from=2020-11-18&to=2020-11-16", 0),
        ("from=9999-12-31", 0),
        ("to=0001-01-01", 0),
        ("who=%25", 0),
        ("did=%3Cscript%3E", 0),
    ],
)
def test_the_record_shows_what_is_asked_for_on_the_page_and_in_the_file(
    client, trust, acts, administrator, asked, found
):
    client.sign_in(administrator)

    shown = client.get(f"/organisations/{trust.id}/audit?{asked}")
    file = client.get(f"/organisations/{trust.id}/audit.csv?{asked}")

    assert len(rows_of(shown)) == len(downloaded(file)) == found
    if not found:
        assert "Nothing on the record is all of what you asked for" in words(shown)


def test_a_name_is_never_a_way_to_what_somebody_did_for_their_network(
    client, trust, acts, administrator
):
    client.sign_in(administrator)

    by_name = rows_of(client.get(f"/organisations/{trust.id}/audit?who=Ada+Quill"))
    of_network = rows_of(client.get(f"/organisations/{trust.id}/audit?capacity=network+officer"))

    assert len(by_name) == 1
    assert "Moved a milestone" in by_name[0]
    assert "Somebody for a staff network" in of_network[0]
    assert "Quill" not in of_network[0]


def test_what_was_asked_stays_in_the_form_and_goes_on_to_the_next_page(
    client, trust, lead, administrator
):
    for _ in range(30):
        acted(trust, lead)
    acted(trust, None)
    client.sign_in(administrator)

    asked = "who=Ruth&from=2020-11-01&did=worded+an+action&capacity=equality+lead"
    first = client.get(f"/organisations/{trust.id}/audit?{asked}")
    second = client.get(page(first).find("a", rel="next")["href"])
    file = page(second).find("a", string=lambda text: text and "CSV" in text)["href"]

    assert page(first).find("input", id="who")["value"] == "Ruth"
    assert page(first).find("input", id="from")["value"] == "2020-11-01"
    assert page(first).find("option", selected=True)["value"] == "worded an action"
    assert (len(rows_of(first)), len(rows_of(second))) == (25, 5)
    assert len(downloaded(client.get(file))) == 30


def test_pages_go_on_through_acts_of_the_same_instant(client, trust, lead, administrator):
    for number in range(60):
        acted(trust, lead, thing_id=str(number))
    client.sign_in(administrator)

    seen, address = [], f"/organisations/{trust.id}/audit"
    while address:
        shown = client.get(address)
        seen += [row.find("a")["href"] for row in page(shown).select("tbody tr")]
        further = page(shown).find("a", rel="next")
        address = further and further["href"]

    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize("name", ["from", "to"])
def test_what_is_no_day_is_said_and_leaves_the_rest_of_the_question(
    client, trust, acts, administrator, name
):
    shown = client.sign_in(administrator).get(
        f"/organisations/{trust.id}/audit?{name}=<b>soon&who=quill"
    )

    assert "“<b>soon” cannot be read as a day" in words(shown)
    assert len(rows_of(shown)) == 1


def test_what_an_act_was_done_to_leads_to_all_that_was_done_to_it(
    client, trust, acts, administrator
):
    client.sign_in(administrator)
    shown = client.get(f"/organisations/{trust.id}/audit")

    of_it = client.get(page(shown).find("a", string="Action", href=re.compile("number=7"))["href"])

    assert len(rows_of(of_it)) == 2


def test_the_record_asks_as_much_for_many_acts_as_for_few(client, trust, lead, administrator):
    client.sign_in(administrator)
    for _ in range(5):
        acted(trust, lead)
    client.get(f"/organisations/{trust.id}/audit")
    few = client.queries
    for _ in range(195):
        acted(trust, lead)
    client.get(f"/organisations/{trust.id}/audit")

    assert client.queries == few <= 9


def test_a_cell_of_the_file_runs_in_no_spreadsheet(client, trust, administrator):
    cunning = factories.person(name="=1+1")
    acted(trust, cunning)

    [row] = downloaded(client.sign_in(administrator).get(f"/organisations/{trust.id}/audit.csv"))

    assert row["Who"] == "'=1+1"


# Seals


def test_the_record_says_that_it_is_not_sealed_yet(client, trust, administrator):
    shown = client.sign_in(administrator).get(f"/organisations/{trust.id}/audit")

    assert "Not sealed yet" in words(shown)


def test_the_record_shows_up_to_when_it_is_sealed_and_how_the_seal_begins(
    client, trust, lead, administrator
):
    acted(trust, lead)
    [seal] = seals.seal_until(datetime(2020, 11, 17, 2, tzinfo=UTC), by=COMMAND_LINE)
    db.session.commit()

    shown = words(client.sign_in(administrator).get(f"/organisations/{trust.id}/audit"))

    assert f"Sealed up to 16 November 2020: {seal.hash[:12]}" in shown
    assert seal.hash not in shown


# Rules 12 and 13


def test_mentoring_is_on_no_list_and_only_counted(client, trust, lead, administrator):
    for _ in range(12):
        acted(trust, lead, thing="pairing", did="made a pair", capacity="Leadership Centre")
    client.sign_in(administrator)

    shown = client.get(f"/organisations/{trust.id}/audit")
    asked = client.get(f"/organisations/{trust.id}/audit?did=made+a+pair&thing=pairing")
    file = client.get(f"/organisations/{trust.id}/audit.csv")

    for each in (shown, asked):
        assert rows_of(each) == []
        assert "acts of mentoring (12 so far)" in words(each)
    assert "Made a pair" not in shown.text
    assert downloaded(file) == []


def test_the_count_of_mentoring_is_never_that_of_one_person(client, trust, lead, administrator):
    for _ in range(12):
        acted(trust, lead, thing="pairing", did="made a pair", capacity="Leadership Centre")

    asked = client.sign_in(administrator).get(f"/organisations/{trust.id}/audit?who=nobody+at+all")

    assert "acts of mentoring (12 so far)" in words(asked)


def test_what_was_anonymous_is_shown_by_its_week(client, trust, administrator):
    audit.record_unattributed("wrote a view", trust, date(2020, 11, 19))
    db.session.commit()
    client.sign_in(administrator)

    [row] = rows_of(client.get(f"/organisations/{trust.id}/audit"))
    [line] = downloaded(client.get(f"/organisations/{trust.id}/audit.csv"))

    assert "In the week of 16 November 2020" in row
    assert "Nobody can tell who" in row
    assert "00:00" not in row
    assert (line["When"], line["Who"]) == ("2020-W47", "nobody can tell who")


# One's own record


def test_somebody_sees_everything_that_they_did_and_nothing_of_others(client, trust, acts, lead):
    acted(trust, acts, thing="pairing", did="noted a meeting", capacity="is one of the pair")

    shown = client.sign_in(acts).get("/you/record")

    assert len(rows_of(shown)) == 3
    assert "Added evidence" in words(shown)
    assert "as network officer" in words(shown)
    assert "Noted a meeting" in words(shown)
    assert "Worded an action" not in words(shown)


def test_ones_own_record_pages_on_and_is_downloaded(client, trust, lead):
    for number in range(30):
        acted(trust, lead, thing_id=str(number))
    client.sign_in(lead)

    first = client.get("/you/record")
    second = client.get(page(first).find("a", rel="next")["href"])
    file = downloaded(client.get("/you/record.csv"))

    assert (len(rows_of(first)), len(rows_of(second)), len(file)) == (25, 5, 30)
    assert list(file[0]) == [
        *("When", "In what capacity", "Did", "To what", "Organisation"),
    ]
    assert file[0]["When"] == "2020-11-16T12:00:00+00:00"


def test_ones_own_record_says_when_there_is_nothing(client, colleague):
    shown = words(client.sign_in(colleague).get("/you/record"))

    assert "Nothing yet. What you do is written down here" in shown


def test_ones_own_record_asks_as_much_for_many_acts_as_for_few(client, trust, lead):
    client.sign_in(lead)
    acted(trust, lead)
    client.get("/you/record")
    few = client.queries
    for _ in range(199):
        acted(trust, lead)
    client.get("/you/record")

    assert client.queries == few <= 8


def test_ones_own_page_leads_to_ones_own_record(client, lead):
    own = client.sign_in(lead).get("/you")

    assert page(own).find("a", href="/you/record")


def test_nobody_signed_in_has_no_record(client, app):
    assert client.get("/you/record").location == "/sign-in"
    assert client.get("/you/record.csv").location == "/sign-in"
