"""A row in every table about one person, with words in it that are nobody else's."""

from datetime import date

import sqlalchemy as sa

from tests.test_migrations import CHOSEN, row_of
from tracker.extensions import db
from tracker.governance.register import register


def canary(number, column):
    return f"{number}!{column.table.name[:12]}.{column.name[:12]}"


def secret(number, column):
    return f"{number}?{column.table.name[:8]}.{column.name[:8]}"


def fill(number, elsewhere):
    """Rows of this number in every table, all of them person `number`'s. Gives the person's id."""
    entries = {entry.name: entry for entry in register()}
    sensible = {
        "organisation_edge": {"parent_id": elsewhere.id},
        "person": {"active": True},
        "grant_of_role": {"role": "staff member"},
        "seal": {"day": date.fromordinal(number)},
    }
    for table in db.metadata.sorted_tables:
        row = row_of(table) | CHOSEN.get(table.name, {})
        row |= {c.key: number for c in table.primary_key}
        for column in table.c:
            if isinstance(column.type, sa.String) and row.get(column.key) == "word":
                row[column.key] = f"w{number}"
            if column.foreign_keys and row.get(column.key) is not None:
                row[column.key] = number
        row |= sensible.get(table.name, {})
        kept = entries[table.name].kept
        row |= dict.fromkeys((*kept.marked("subject"), *kept.marked("author")), number)
        if table.name == "pairing":
            row["mentee_id"] = None  # nobody mentors themselves
        row |= {c.key: canary(number, c) for c in entries[table.name].columns("personal_text")}
        row |= {
            c.key: secret(number, c)
            for c in entries[table.name].columns("secret")
            if isinstance(c.type, sa.String)
        }
        db.session.execute(table.insert().values(row))
    db.session.commit()
    return number
