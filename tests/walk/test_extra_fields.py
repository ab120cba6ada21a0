"""Fields that a form does not have, sent along with those it has, change nothing.

Each form is filled in and sent twice from the same start: as it is, and with everything added that
somebody might like to be or to own. The database must be the same afterwards.
"""

import re
from datetime import datetime

import pytest
import sqlalchemy as sa

from tests.client import page
from tests.walk import things
from tests.walk.test_matrix import address
from tracker.extensions import db

pytestmark = [pytest.mark.unguarded, pytest.mark.sqlite_only]

WISHES = {
    **dict.fromkeys(("role", "roles", "capacity"), "administrator"),
    **dict.fromkeys(
        (
            *("id", "person_id", "organisation_id", "owner_post_id", "reviewer_post_id"),
            *("author_id", "given_by_id", "network_id", "panel_id", "plan_id", "action_id"),
        ),
        "1",
    ),
    **dict.fromkeys(("active", "national", "is_admin", "confirmed", "fictional"), "y"),
    **dict.fromkeys(("unconfirmed_since", "left_on", "erased_on", "has_had_an_officer"), ""),
    "password_hash": "x",
    "state": "adopted",
    "published_on": "2026-01-01",
}
ENDS_A_SESSION = {"signing_in.sign_out"}
TYPED = {"email": "somebody@nhs.example", "password": "x", "number": "3", "search": "x"}
# What is otherwise from one time to the next: instants, secrets and their hashes.
PASSING = re.compile("hash|secret|kept_as|fingerprint|sha256")


def rows():
    """Everything in the database, but for what passes."""
    found = {}
    for table in db.metadata.sorted_tables:
        kept = [c for c in table.columns if not passes(c)]
        found[table.name] = sorted(map(str, db.session.execute(sa.select(*kept))))
    return found


def passes(column):
    return PASSING.search(column.name) or column.type.python_type is datetime


def filled_in(form):
    """What somebody would send who typed something everywhere."""
    answers = {}
    for field in form.find_all(["input", "select", "textarea"]):
        name = field.get("name")
        if not name or field.get("type") in ("file", "submit"):
            continue
        if field.name == "select":
            chosen = field.find("option", value=True)
            answers[name] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            answers[name] = field.get_text().strip() or "Words"
        elif field.get("type") in ("radio", "checkbox"):
            answers.setdefault(name, field.get("value", "y"))
        else:
            usual = TYPED.get(field.get("type"), day_or_words(name))
            answers[name] = field.get("value") or usual
    return answers


def day_or_words(name):
    parts = {"-day": "1", "-month": "12", "-year": "2026"}
    return next((part for ending, part in parts.items() if name.endswith(ending)), "Words")


def test_fields_that_a_form_does_not_have_change_nothing(app, client, everything, undone):
    forms, differing = 0, {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if (
            rule.endpoint in things.NOT_WALKED | ENDS_A_SESSION
            or not {"GET", "POST"} <= rule.methods
        ):
            continue
        path = address(app, rule, everything)
        main = page(client.get(path)).main
        for form in main.find_all("form", method="post") if main else ():
            forms += 1
            answers = filled_in(form)
            wishes = {name: wish for name, wish in WISHES.items() if name not in answers}
            sent = [
                undone(
                    lambda more=more, path=path, answers=answers: sending(
                        client, path, answers | more
                    )
                )
                for more in ({}, wishes)
            ]
            if sent[0] != sent[1]:
                differing[rule.rule] = [
                    table for table in sent[0] if sent[0][table] != sent[1][table]
                ]

    assert forms > 10
    assert differing == {}


def sending(client, path, answers):
    client.post(path, data=answers)
    return rows()
