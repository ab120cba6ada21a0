"""The pages about privacy and accessibility, and the table of what is kept."""

import csv
import io

import pytest

from tests.client import page, words
from tracker.extensions import Model
from tracker.governance.register import register


@pytest.mark.parametrize("address", ["/privacy", "/privacy/kept", "/accessibility"])
def test_the_pages_about_the_service_need_no_account(client, app, address):
    assert client.get(address).status_code == 200


def test_privacy_says_what_is_kept_how_long_and_whom_to_ask(client, app):
    privacy = words(client.get("/privacy"))

    assert "Sign-ins" in privacy
    assert "Deleted a year after it was last used" in privacy
    assert "erased six years later by itself" in privacy
    assert "to be confirmed by the organisation’s information-governance lead" in privacy
    assert "Information Commissioner’s Office" in privacy


def test_privacy_says_that_ethnicity_is_kept_for_as_long_as_a_table_keeps_it(client, app):
    keeping = [entry.name for entry in register() if "ethnicity" in entry.table.c]
    privacy = words(client.get("/privacy"))

    assert keeping == ["equality_record"]
    assert "your ethnicity if you choose to give it" in privacy
    assert "Nobody’s ethnicity is guessed or brought in from elsewhere" in privacy


def test_privacy_leads_somebody_signed_in_to_their_own_data(client, lead):
    assert not page(client.get("/privacy")).find("a", href="/you/data")
    assert page(client.sign_in(lead).get("/privacy")).find("a", href="/you/data")


def test_the_accessibility_statement_says_the_standard_the_day_and_how_to_complain(client, app):
    statement = words(client.get("/accessibility"))

    assert "Web Content Accessibility Guidelines 2.2 at levels A and AA" in statement
    assert "partly compliant" in statement
    assert "Prepared on" in statement
    assert "Equality Advisory and Support Service" in statement


def test_the_table_has_a_row_for_every_purpose_of_every_table(client, app):
    kept = client.get("/privacy/kept")

    rows = page(kept).select("tbody tr")
    assert len(rows) == sum(len(entry.kept.columns) for entry in register())
    assert len(rows) > len(Model.registry.mappers)
    assert "password hash, active, unconfirmed since" in words(kept)


def test_the_table_is_filtered_by_part_of_the_service(client, app):
    kept = words(client.get("/privacy/kept?feature=signing_in"))

    assert "How often signing in failed" in kept
    assert "Check-ins" not in kept
    assert "There is no such part" in words(client.get("/privacy/kept?feature=<script>"))


def test_the_table_is_downloaded_as_it_is_filtered(client, app):
    answer = client.get("/privacy/kept.csv?feature=plan")

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert {row["Part of the service"] for row in rows} == {"Plans"}
    [learned] = [row for row in rows if "learned" in row["Columns"]]
    assert learned["What"] == "Check-ins"
    assert "article 6(1)(e)" in learned["Basis in law"]
