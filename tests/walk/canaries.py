"""A word planted in every private field there is, and who may come upon it.

Which fields are private the tables say themselves, in their `__kept__`: what is `personal_text`,
`secret` or `held`; and, where none of these is text, that somebody has a row at all, if the table
is `special_category` or `unlisted`. One row of each such table is planted in the world of the walk.

A new table is planted by itself, and the walk fails until it is said here who may read it:

1. `READERS`: the table and who may read it. `allowed` asks the permission table about the thing of
   that name in an address, `NOBODY` is nobody but the owner, whose row it is. Secrets are nobody's
   at all, and need no line; nor is the owner told what is `held` of them.
2. `SHAPED`: what its row has to hold besides, where the usual row means nothing or is refused.
3. `IN_THE_WORLD`: only where a row of tests/walk/things.py is what the pages show.
4. `UNSEEN`: only where no page shows it, and why. Everything else somebody has to come upon, so
   that the walk cannot pass by looking where nothing is.
"""

import re

import sqlalchemy as sa

from tests import factories
from tests.cast import CAST
from tests.conftest import TODAY
from tests.test_migrations import choices_of, row_of
from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.governance.register import register
from tracker.mentoring.weights import Settings
from tracker.permissions import Permission, may
from tracker.register import telling
from tracker.register.counting import count
from tracker.workbench.drawing import written

# Who between them come upon whatever is shown to anybody.
WALKERS = (
    "owner",
    "leader",
    "Leadership Centre",
    "officer who is the administrator",
    "officer who is the equality lead",
)
WORD = re.compile(r"zq\.[a-z_]+\.[a-z_]+")
A_ROW = "row"  # that there is one is what is private: the canary is the name of its person
OWNER = "owner"  # whose the planted rows are, where they are anybody's


def allowed(permission, of):
    return lambda who, things: may(CAST[who], permission, things[of])


def NOBODY(_who, _things):  # noqa: N802 - reads as the word that it is
    return False


PROGRAMME = {
    "id": 1,
    "title": "Mentoring",
    "direction": "traditional",
    "target": 500,
    "launched_on": "2026-04-01",
}
PLAN_READERS = allowed(Permission.VIEW_PLAN, of="action_id")
HANDING_OVER = allowed(Permission.VIEW_HAND_OVER, of="holding_id")
THE_PAIR = allowed(Permission.VIEW_PAIR, of="pairing_id")
THE_CENTRE = allowed(Permission.RUN_MENTORING, of="mentoring_programme_id")
ADMINISTRATORS = allowed(Permission.ADMINISTER_PEOPLE, of="organisation_id")

READERS = {
    "acknowledgement": PLAN_READERS,
    "action": PLAN_READERS,
    "action_change": PLAN_READERS,
    "audit_entry": NOBODY,  # what was done as an officer has no name in the organisation's record
    "board_look": PLAN_READERS,
    "check_in": NOBODY,  # a draft
    "concern": NOBODY,
    "declared_line": NOBODY,
    "enrolment": allowed(Permission.VIEW_ENROLMENT, of="enrolment_id"),
    "equality_record": NOBODY,
    "evidence": PLAN_READERS,
    "grant_of_role": allowed(Permission.ADMINISTER_NETWORK, of="network_id"),
    "hand_over_note": HANDING_OVER,
    "hand_over_receipt": HANDING_OVER,
    "identity": ADMINISTRATORS,
    "local_claim": lambda who, _things: who == "leader",  # who told of it
    "match_left_out": THE_CENTRE,
    "match_local_yes": THE_CENTRE,
    "match_override": THE_CENTRE,
    "match_run": THE_CENTRE,
    "match_suggestion": THE_CENTRE,
    "measure_link": PLAN_READERS,
    "meeting": THE_PAIR,
    "mentee_exclusion": NOBODY,
    "mentee_preference": THE_CENTRE,
    "mentoring_pulse_given": NOBODY,
    "message": NOBODY,
    "milestone": PLAN_READERS,
    "milestone_move": PLAN_READERS,
    "officer_backing": allowed(Permission.CHOOSE_OFFICER, of="network_id"),
    "pair_commitment": THE_PAIR,
    "pair_goal": THE_PAIR,
    "pair_insight": THE_PAIR,
    "pairing": allowed(Permission.VIEW_PAIR_DATES, of="pairing_id"),
    "pairing_agreement": THE_PAIR,
    "person": ADMINISTRATORS,
    "plan": PLAN_READERS,
    "private_note": NOBODY,
    "published_count": THE_CENTRE,
    "sign_in": NOBODY,
    "target_change": allowed(Permission.VIEW_MEASURES, of="organisation_id"),
    "upload": NOBODY,  # a file that waits
    "workshop_booking": THE_CENTRE,
}
SHAPED = {
    "audit_entry": {"capacity": "network officer", "did": "changed a network", "thing": "network"},
    "evidence": {"kind": "lived experience", "consent": True},
    "grant_of_role": {"role": "network member", "organisation_id": None, "panel_id": None},
    # An older list, so that nothing is drawn from it.
    "match_run": {"number": 0, "settings": written(Settings())},
    "person": {"active": True},
    "published_count": {"content": telling.published(count([], [], TODAY), PROGRAMME)},
    "sign_in": {"way": "password"},
    "workshop_booking": {"reminded_on": TODAY},  # so that there is a letter
}
IN_THE_WORLD = {
    "action": "action_id",
    "enrolment": "enrolment_id",
    "hand_over_note": "hand_over_note_id",
    "hand_over_receipt": "hand_over_receipt_id",
    "local_claim": "local_claim_id",
    "match_left_out": "match_left_out_id",
    "match_override": "match_override_id",
    "match_suggestion": "match_suggestion_id",
    "measure_link": "link_id",
    "meeting": "meeting_id",
    "milestone": "milestone_id",
    "pair_commitment": "commitment_id",
    "pair_goal": "goal_id",
    "pair_insight": "insight_id",
    "pairing": "pairing_id",
    "pairing_agreement": "agreement_id",
    "plan": "plan_id",
}
UNSEEN = {
    "zq.match_local_yes.row": "that a place said yes is shown, and not who said so for it",
    "zq.officer_backing.row": "the network of the walk has an officer, so nobody stands",
    "zq.published_count.row": "whoever published a count is on the record, and on no page",
}


def fields():
    """Every private field: (table, its entry, the name of a column, or "row")."""
    for entry in register():
        marked = [c for mark in ("personal_text", "secret", "held") for c in entry.columns(mark)]
        choices = choices_of(entry.table)
        texts = dict.fromkeys(
            c.name for c in marked if isinstance(c.type, sa.String) and c.name not in choices
        )
        for name in texts:
            yield entry, name
        if not texts and tells_on_somebody(entry.kept):
            yield entry, A_ROW


def tells_on_somebody(kept):
    """Whether it says something of a person that there is a row of theirs."""
    return (kept.special_category or kept.unlisted) and (kept.subject or kept.author)


def word(entry, name):
    return f"zq.{entry.name}.{name}"


def of_whom_nothing_is_said(readers):
    """What a table has to be given, in sentences."""
    return sorted(
        {
            f"{entry.name}.{name} is private: say in READERS of tests/walk/canaries.py who reads it"
            for entry, name in fields()
            if not is_secret(entry, name) and entry.name not in readers
        }
    )


def is_secret(entry, name):
    return name in entry.kept.marked("secret")


def plant(people, values):
    """A canary in every private field of the world of the walk."""
    words = {}
    for entry, name in fields():
        words.setdefault(entry.name, (entry, {}))[1][name] = word(entry, name)
    for entry, given in words.values():
        if entry.name in IN_THE_WORLD:
            plant_in_the_world(entry, given, values[IN_THE_WORLD[entry.name]])
        else:
            db.session.execute(entry.table.insert().values(row(entry, given, people, values)))
    db.session.commit()


def plant_in_the_world(entry, given, id_):
    mine = entry.table.c.id == id_
    if A_ROW in given:  # the last of those whose row it is: of a pair, the mentee
        whose = db.session.scalar(sa.select(entry.columns("subject")[-1]).where(mine))
        db.session.get_one(Person, whose).name = given[A_ROW]
    else:
        db.session.execute(entry.table.update().where(mine).values(given))


def row(entry, given, people, values):
    """A row with these words in it, about the owner or by them, in the world of the walk."""
    whose = people[OWNER]
    if A_ROW in given:
        whose, given = factories.person(name=given[A_ROW]), {}
    if entry.name == "person":
        given = given | {"email": f"{given['email']}@nhs.example"}
    links = {c.name: values.get(f"{target(c)}_id") for c in entry.table.c if c.foreign_keys}
    theirs = dict.fromkeys((*entry.kept.marked("subject"), *entry.kept.marked("author")), whose.id)
    theirs.pop("id", None)
    usual = row_of(entry.table) | {name: id_ for name, id_ in links.items() if id_}
    return named(entry, usual | theirs | SHAPED.get(entry.name, {}) | given)


def named(entry, values):
    """By the names that columns have in Python."""
    keys = {column.name: column.key for column in entry.table.c}
    return {keys.get(name, name): value for name, value in values.items()}


def target(column):
    [link] = column.foreign_keys
    return link.column.table.name


def words_in(text):
    return set(WORD.findall(text))


def kept_from(who, things):
    """The canaries that somebody of the cast may not come upon, wherever they look."""
    return {word(*field) for field in fields() if not may_read(who, things, *field)}


def may_read(who, things, entry, name):
    if is_secret(entry, name):
        return False
    held = name in entry.kept.marked("held")
    theirs = who == OWNER and name != A_ROW and is_theirs(entry) and not held
    return theirs or READERS[entry.name](who, things)


def is_theirs(entry):
    return entry.name != "person" and bool(entry.kept.subject or entry.kept.author)
