"""The commands of the record: seal, verify, show."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests import factories
from tests.test_seals import behind_its_back
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.seals import Seal

LONG_ENOUGH_AGO = datetime.now(UTC) - timedelta(days=2)


@pytest.fixture
def acts(trust, lead):
    """Two acts of the day before yesterday, which can be sealed."""
    return [
        factories.saved(
            AuditEntry(
                at=LONG_ENOUGH_AGO,
                person_id=lead.id,
                actor="person",
                capacity=capacity,
                did="worded an action",
                thing="action",
                thing_id="7",
                organisation_id=trust.id,
                details={},
            )
        ).id
        for capacity in ("equality lead", "network officer")
    ]


def test_days_are_sealed_each_with_a_sentence_and_then_there_is_nothing_to_seal(run, acts):
    first, again = run("audit", "seal"), run("audit", "seal")

    seal = db.session.scalars(sa.select(Seal).order_by(Seal.id)).first()
    assert first.exit_code == 0, first.output
    assert f"2 rows, {seal.shown}." in first.stdout
    assert again.stdout.startswith("Nothing to seal")


def test_a_record_that_holds_is_said_to_hold_and_what_is_not_sealed_is_counted(run, acts):
    run("audit", "seal")

    result = run("audit", "verify")

    assert result.exit_code == 0
    assert "The record is as it was sealed: 2 rows of" in result.stdout
    assert "Not sealed yet: 1 row, since" in result.stdout  # the act of sealing


def test_a_record_that_differs_ends_with_one_and_names_what_differs(run, acts):
    run("audit", "seal")
    behind_its_back("update audit_entry set did = 'x' where id = :id", id=acts[0])

    result = run("audit", "verify")

    assert result.exit_code == 1
    assert f"The record is not as it was sealed. Row {acts[0]} of" in result.stderr
    assert result.stdout == ""


def test_a_seal_that_was_noted_is_looked_for(run, acts):
    run("audit", "seal")
    noted = db.session.scalars(sa.select(Seal.hash)).first()[:12]

    assert run("audit", "verify", "--printed", noted).exit_code == 0
    assert run("audit", "verify", "--printed", "0123456789ab").exit_code == 1


def test_a_record_without_seals_says_so(run, acts):
    result = run("audit", "verify")

    assert result.exit_code == 0
    assert result.stdout.startswith("No day is sealed yet.\nNot sealed yet: 2 rows, since")


def test_the_record_is_shown_as_json_and_nothing_else(run, trust, lead, acts):
    result = run("audit", "show", "--organisation", "zz1", "--json")

    assert result.stderr == ""
    of_network, own = json.loads(result.stdout)
    assert own == {
        "when": LONG_ENOUGH_AGO.isoformat(),
        "who": "Ruth Mensah",
        "capacity": "equality lead",
        "did": "worded an action",
        "what": "action",
        "thing": "action",
        "thing_id": "7",
        "organisation": trust.name,
    }
    assert of_network["who"] == "somebody for a staff network"


def test_the_record_is_shown_between_two_days(run, trust, acts):
    before = str((LONG_ENOUGH_AGO - timedelta(days=3)).date())

    shown = run("audit", "show", "--organisation", "ZZ1", "--from", before)
    none = run("audit", "show", "--organisation", "ZZ1", "--to", before)

    assert shown.stdout.count("worded an action") == 2
    assert none.stdout == "Nothing is on the record of ZZ1 in that time.\n"


@pytest.mark.parametrize(
    "words, sentence",
    [
        (("--organisation", "ZZ8"), "No organisation has the code ZZ8"),
        (("--organisation", "ZZ1", "--from", "soon"), "'soon' does not match the format"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(run, trust, words, sentence):
    result = run("audit", "show", *words)

    assert result.exit_code != 0
    assert sentence in result.stderr
