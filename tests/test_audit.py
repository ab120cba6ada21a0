"""The record: kept with the act or not at all, and never changed afterwards."""

import ast
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from tests import factories
from tracker import audit
from tracker.accounts import operations as accounts
from tracker.audit import COMMAND_LINE, Actor, AuditEntry
from tracker.extensions import db
from tracker.organisations.models import Body
from tracker.signing_in import operations as signing_in

ROOT = Path(__file__).parent.parent

# What a person types or is called. Ids, codes, dates, numbers and our own words are what is kept.
PERSONAL = {
    *("text", "words", "title", "name", "email", "reason", "note", "notes", "file_name"),
    *("learned", "help_needed", "link", "address", "password", "ethnicity"),
}


def entries():
    return db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()


def add_body(trust):
    return audit.record(
        COMMAND_LINE, "added a body", Body(organisation_id=trust.id, name="HR network")
    )


def test_an_act_is_on_the_record_with_who_did_it_in_what_capacity_to_what(app, trust, lead):
    post = factories.post(trust)

    audit.record(
        Actor(lead.id, lead.name, "equality lead"), "moved a date", post, to=date.max.isoformat()
    )

    [entry] = entries()
    assert (entry.person_id, entry.actor, entry.capacity) == (lead.id, "person", "equality lead")
    assert (entry.did, entry.thing, entry.thing_id) == ("moved a date", "post", str(post.id))
    assert entry.organisation_id == trust.id
    assert entry.details == {"to": "9999-12-31"}


def test_what_is_new_has_its_id_on_the_record(app, trust):
    entry = add_body(trust)

    assert entry.thing_id == str(db.session.scalars(sa.select(Body.id)).one())


def test_an_act_that_did_not_happen_leaves_nothing_on_the_record(app, trust):
    add_body(trust)
    db.session.rollback()

    assert entries() == []
    assert db.session.scalars(sa.select(Body)).all() == []


def test_a_fault_after_the_act_takes_the_record_with_it(app, trust):
    db.session.begin_nested()
    add_body(trust)
    db.session.add(Body(organisation_id=None, name="Nobody's"))
    with pytest.raises(DatabaseError):
        db.session.commit()
    db.session.rollback()

    assert entries() == []


UPDATE = "update audit_entry set did = 'something else'"
DELETE = "delete from audit_entry"
REPLACE = """insert or replace into audit_entry
             select id, at, person_id, 'somebody', capacity, did, thing, thing_id, organisation_id,
             details from audit_entry"""
UPSERT = """insert into audit_entry select * from audit_entry where true
            on conflict (id) do update set did = 'something else'"""


def refused(statement):
    """Whether the database refuses this, in our words, and leaves the record as it was."""
    before = db.session.execute(sa.text("select * from audit_entry")).all()
    assert before
    nested = db.session.begin_nested()
    with pytest.raises(DatabaseError, match=audit.REFUSAL):
        db.session.execute(sa.text(statement))
    nested.rollback()
    return db.session.execute(sa.text("select * from audit_entry")).all() == before


@pytest.mark.parametrize("change", [UPDATE, DELETE, UPSERT], ids=["update", "delete", "upsert"])
def test_the_database_itself_refuses_to_change_the_record(app, trust, change):
    add_body(trust)
    db.session.commit()

    assert refused(change)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_refuses_to_put_one_entry_in_the_place_of_another(app, trust):
    add_body(trust)
    db.session.commit()

    assert refused(REPLACE)


@pytest.mark.parametrize("table", ["audit_entry", "organisation"])
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_empty_the_table(app, trust, table):
    """Also by way of a table that the record points at."""
    add_body(trust)
    db.session.commit()

    assert refused(f"truncate {table} cascade")


def test_guarding_it_twice_changes_nothing(app, trust):
    add_body(trust)
    audit.guard(db.session.connection())
    add_body(trust)
    db.session.commit()

    assert len(entries()) == 2


def test_the_command_line_is_on_the_record_as_itself(app, trust):
    audit.record(COMMAND_LINE, "added a body", Body(organisation_id=trust.id, name="HR network"))

    [entry] = entries()
    assert (entry.person_id, entry.actor) == (None, "command line")


def test_nobody_is_named_on_the_record(app, trust):
    """Their row may be erased one day; the record never is."""
    ada = accounts.add_person("Ada Quill", "ada.quill@nhs.example", "a password", by=COMMAND_LINE)
    themselves = Actor(ada.id, ada.name, "own account")
    signing_in.sign_out(signing_in.sign_in(ada, by=themselves), by=themselves)
    post = accounts.add_post(trust, "Director of Quillwork", by=themselves)
    accounts.hold(post, ada, date(2026, 1, 1), by=themselves)
    db.session.commit()

    written = " ".join(str(row) for row in db.session.execute(sa.text("select * from audit_entry")))
    assert written.count("person") >= 4
    assert "quill" not in written.lower()
    assert "a password" not in written


def records():
    """Every place that writes to the record, with the details that it gives."""
    for path in sorted((ROOT / "tracker").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                given = [keyword.arg for keyword in node.keywords]
                yield pytest.param(set(given), id=f"{path.parent.name}.{path.stem}:{node.lineno}")


@pytest.mark.parametrize("details", list(records()))
def test_the_details_of_an_act_hold_nothing_that_somebody_typed(details):
    assert not details & PERSONAL
