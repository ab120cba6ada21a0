"""How an act is shown is decided in one place, and the database is asked the same."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from tests import factories
from tracker.audit import ANONYMOUS, AuditEntry
from tracker.extensions import db
from tracker.permissions import ALLOWED, Permission
from tracker.reports import record_queries, shown
from tracker.reports.shown import Shown, counted, how_shown, line_of
from tracker.standing import in_words

MONDAY = datetime(2020, 11, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "capacity, thing, how",
    [
        ("equality lead", "action", Shown.NAMED),
        ("every scope", "organisation", Shown.NAMED),
        ("", "sign_in", Shown.NAMED),
        ("network member", "evidence", Shown.UNNAMED),
        ("network officer", "evidence", Shown.UNNAMED),
        ("is officer of its network", "grant_of_role", Shown.UNNAMED),
        ("is officer of a network of theirs", "person", Shown.UNNAMED),
        ("moderates it", "view", Shown.UNNAMED),
        ("wrote it", "view", Shown.UNNAMED),
        (ANONYMOUS, "view", Shown.BY_WEEK),
        ("Leadership Centre", "pairing", Shown.COUNTED),
        ("is their own", "enrolment", Shown.COUNTED),
        ("network member", "concern", Shown.COUNTED),
        ("is one of the pair", "message", Shown.COUNTED),
        ("handles it", "message", Shown.COUNTED),
    ],
)
def test_how_an_act_is_shown(capacity, thing, how):
    assert how_shown(capacity, thing) == how


def test_every_capacity_that_speaks_of_a_network_is_known(app):
    """A rule whose name does not say so is written down by hand."""
    capacities = {in_words(ground) for grounds in ALLOWED.values() for ground in grounds}
    voice = {in_words(ground) for ground in ALLOWED[Permission.VIEW_HELD_VIEW]}

    assert voice
    unnamed = {each for each in capacities if how_shown(each, "thing") == Shown.UNNAMED}
    assert voice <= unnamed
    assert {each for each in capacities if "network" in each} <= unnamed


@pytest.fixture
def every_kind(trust):
    """A row of each capacity with each thing; person and all."""
    ada = factories.person(name="Ada Quill")
    capacities = ("equality lead", "network officer", "moderates it", "is one of the pair")
    for capacity in (*capacities, ANONYMOUS):
        for thing in ("action", "pairing", "view"):
            factories.saved(
                AuditEntry(
                    at=MONDAY,
                    person_id=ada.id,
                    actor="person",
                    capacity=capacity,
                    did="did it",
                    thing=thing,
                    thing_id="1",
                    organisation_id=trust.id,
                    details={},
                )
            )
    return db.session.scalars(sa.select(AuditEntry).where(AuditEntry.did == "did it")).all()


def test_the_database_leaves_out_what_is_only_counted_and_names_what_may_be_named(
    every_kind, trust
):
    told = db.session.execute(record_queries.record_of(trust, date(2026, 11, 23))).all()
    named = {(row.capacity, row.thing): row.name is not None for row in told}

    expected = {
        (row.capacity, row.thing): how_shown(row.capacity, row.thing) == Shown.NAMED
        for row in every_kind
        if how_shown(row.capacity, row.thing) != Shown.COUNTED
    }
    assert named == expected
    left_out = record_queries.mentoring_acts_in(trust, date(2026, 11, 23))
    assert left_out == len(every_kind) - len(expected) > 0


def line(capacity, thing="action"):
    return line_of(MONDAY, "person", capacity, "did it", thing, "7", "Ada Quill", "Northbridge")


def test_a_line_has_the_name_only_where_it_may_have_it():
    assert line("equality lead").who == "Ada Quill"
    assert line("network officer").who == "somebody for a staff network"
    assert line(ANONYMOUS).who == "nobody can tell who"
    assert line("is one of the pair") is None
    assert line("equality lead", shown.MENTORING_THINGS[0]) is None


def test_a_line_has_no_time_finer_than_the_week_where_it_is_anonymous():
    assert (line(ANONYMOUS).at, line(ANONYMOUS).when) == (None, "2020-W47")
    assert line("equality lead").when == "2020-11-16T00:00:00+00:00"


@pytest.mark.parametrize(
    "number, words",
    [
        (0, "none so far"),
        (1, "fewer than 10 so far"),
        (9, "fewer than 10 so far"),
        (10, "10 so far"),
        (1234, "1,234 so far"),
    ],
)
def test_what_is_left_out_is_counted_in_words_that_tell_nothing_of_one(number, words):
    assert counted(number) == words
