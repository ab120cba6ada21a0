"""The seals: made day after day, and what is done behind the service's back is found by them."""

import hashlib
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError

from tests import factories
from tests.client import listening
from tracker import audit, seals
from tracker.audit import COMMAND_LINE, AuditEntry
from tracker.extensions import db
from tracker.seals import Seal, SealedRow

# Long ago, because acts of today are on the record too.
MONDAY = date(2020, 11, 16)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (
    MONDAY + timedelta(days=days) for days in range(1, 7)
)
NOON = 12


def at(day, hour=NOON, **more):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC) + timedelta(**more)


def acted(day, hour=NOON, **given):
    """A row of the record, dated as we please."""
    usual = {
        "at": at(day, hour),
        "actor": "command line",
        "capacity": "every scope",
        "did": "changed an organisation",
        "thing": "organisation",
        "thing_id": "1",
        "details": {"parent": 3, "fields": ["name", "Zoë"], "share": 0.1},
    }
    return factories.saved(AuditEntry(**usual | given))


def seal(now):
    made = seals.seal_until(now, by=COMMAND_LINE)
    db.session.commit()
    return made


def all_seals():
    return db.session.scalars(sa.select(Seal).order_by(Seal.id)).all()


@pytest.fixture
def sealed(app):
    """Three days of two rows each, sealed; the rows by day."""
    rows = {day: [acted(day, 9), acted(day, 17)] for day in (MONDAY, TUESDAY, WEDNESDAY)}
    seal(at(THURSDAY, 2))
    assert seals.verify().holds
    return rows


def behind_its_back(statement, **values):
    """What somebody does who owns the database: the guards away, the deed, the guards back."""
    connection = db.session.connection()
    for model in seals.GUARDED:
        for trigger in triggers_of(connection, model.__tablename__):
            connection.exec_driver_sql(trigger)
    assert connection.execute(sa.text(statement), values).rowcount > 0
    seals.guard(connection)
    db.session.commit()
    db.session.expire_all()


def triggers_of(connection, table):
    if connection.dialect.name == "sqlite":
        verbs = ("update", "delete", "insert")
        return [f"drop trigger {table}_no_{verb}" for verb in verbs]
    return [f"drop trigger {table}_no_{what} on {table}" for what in ("change", "truncate")]


# Making them


def test_a_day_is_sealed_an_hour_after_it_has_ended_and_not_before(app):
    acted(MONDAY)

    assert seal(at(TUESDAY, 0, minutes=59)) == []
    [made] = seal(at(TUESDAY, 1))

    assert (made.day, made.rows, made.previous) == (MONDAY, 1, "")
    assert re.fullmatch("[0-9a-f]{64}", made.hash)
    assert made.shown == made.hash[:12]


def test_the_clock_of_the_way_in_may_stand_in_any_zone(app):
    acted(MONDAY)
    east = datetime.fromisoformat("2020-11-17T03:30:00+03:00")  # half past midnight

    assert seal(east) == []


def test_every_day_since_the_first_row_is_sealed_also_one_without_rows(app):
    acted(MONDAY)
    acted(THURSDAY)

    made = seal(at(FRIDAY, 2))

    assert [(each.day, each.rows) for each in made] == [
        (MONDAY, 1),
        (TUESDAY, 0),
        (WEDNESDAY, 0),
        (THURSDAY, 1),
    ]
    assert [each.previous for each in made] == ["", *(each.hash for each in made[:-1])]
    assert [each.id for each in made] == [1, 2, 3, 4]


def test_a_record_without_rows_has_no_seal_and_holds(app):
    assert seal(at(FRIDAY, 2)) == []
    assert seals.verify().holds
    assert seals.latest() is None


def test_sealing_again_does_nothing(app):
    acted(MONDAY)
    seal(at(TUESDAY, 2))

    assert seal(at(TUESDAY, 3)) == []
    assert len(all_seals()) == 1


def test_a_clock_that_went_back_does_nothing(sealed):
    assert seal(at(TUESDAY, 2)) == []


def test_sealing_is_an_act_on_the_record(app):
    acted(MONDAY)
    acted(TUESDAY)
    seal(at(WEDNESDAY, 2))

    act = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (act.did, act.thing, act.thing_id) == ("sealed the record", "seal", "2")
    assert act.details == {"days": 2, "rows": 2}


def test_when_two_seal_the_same_day_the_second_does_nothing(app, monkeypatch):
    """The second had already seen which days were missing when the first kept its seals."""
    acted(MONDAY)
    acted(TUESDAY)
    missing = list(seals.days_to_seal(TUESDAY))
    seal(at(WEDNESDAY, 2))
    monkeypatch.setattr(seals, "days_to_seal", lambda _last: missing)

    assert seal(at(WEDNESDAY, 2)) == []
    assert [each.day for each in all_seals()] == [MONDAY, TUESDAY]
    assert seals.verify().holds


def test_nothing_is_half_sealed(app, monkeypatch):
    """The second day fails: a hash that is missing is refused by the database."""
    acted(MONDAY)
    acted(TUESDAY)
    monkeypatch.setattr(seals, "sha256_of", lambda row: None if row.at > at(TUESDAY, 0) else "x")

    assert seal(at(WEDNESDAY, 2)) == []
    assert all_seals() == []
    assert db.session.scalar(sa.select(sa.func.count(SealedRow.entry_id))) == 0


def test_a_row_says_the_same_on_every_database(app):
    row = AuditEntry(
        id=7,
        at=datetime(2020, 11, 16, 12, tzinfo=UTC),
        person_id=None,
        actor="nobody",
        capacity="",
        did="signed in",
        thing="sign_in",
        thing_id="3",
        organisation_id=None,
        details={"b": [1, 0.1, "Zoë"], "a": None},
    )
    written = seals.sha256_of(row)
    factories.saved(row)
    db.session.expire_all()

    known = hashlib.sha256(WRITTEN).hexdigest()
    assert seals.sha256_of(db.session.get(AuditEntry, 7)) == written == known


WRITTEN = (
    b'{"actor": "nobody", "at": "2020-11-16T12:00:00.000000+00:00", "capacity": "",'
    b' "details": {"a": null, "b": [1, 0.1, "Zo\\u00eb"]}, "did": "signed in", "id": 7,'
    b' "organisation_id": null, "person_id": null, "thing": "sign_in", "thing_id": "3"}'
)


# What holds


def test_what_was_sealed_and_left_alone_holds(sealed):
    acted(THURSDAY, 3)
    found = seals.verify()

    assert (found.difference, found.seals, found.rows) == (None, 3, 6)
    assert found.latest.day == WEDNESDAY


def test_the_rows_that_are_not_sealed_yet_are_counted_from_the_first(sealed):
    acted(THURSDAY, 3)
    acted(FRIDAY)
    found = seals.verify()

    # the act of sealing itself is on the record too, of today
    assert (found.unsealed, found.unsealed_since) == (3, at(THURSDAY, 3))


def test_the_guards_may_be_put_back_and_nothing_was_done(sealed):
    seals.guard(db.session.connection())

    assert seals.verify().holds


# What is found


@pytest.mark.parametrize(
    "change",
    [
        "did = 'something else'",
        "actor = 'job'",
        "capacity = 'administrator'",
        "thing_id = '2'",
        "details = '{}'",
        "at = '2020-11-17 09:00:00.000001+00:00'",
        "at = '2020-12-24 09:00:00+00:00'",
    ],
)
def test_a_row_that_was_changed_is_named(sealed, change):
    row = sealed[TUESDAY][0]

    behind_its_back(f"update audit_entry set {change} where id = :id", id=row.id)

    assert seals.verify().difference == f"Row {row.id} of 17 November 2020 was changed."


def test_a_row_that_was_removed_is_named(sealed):
    id_ = sealed[TUESDAY][1].id

    behind_its_back("delete from audit_entry where id = :id", id=id_)

    assert seals.verify().difference == f"Row {id_} of 17 November 2020 was removed."


def test_a_row_that_was_removed_with_what_was_sealed_of_it_changes_the_seal(sealed):
    id_ = sealed[TUESDAY][1].id

    behind_its_back("delete from audit_entry where id = :id", id=id_)
    behind_its_back("delete from sealed_row where entry_id = :id", id=id_)

    assert "The seal of 17 November 2020 was changed" in seals.verify().difference


@pytest.mark.parametrize(
    "day, where_to",
    [
        (TUESDAY, "to 17 November 2020"),
        (MONDAY - timedelta(days=40), "before the first day that is sealed"),
    ],
)
def test_a_row_that_was_added_to_a_sealed_day_is_named(sealed, day, where_to):
    """Adding is what the guard allows, so this needs nobody's leave."""
    row = acted(day, 11)

    assert seals.verify().difference == (
        f"Row {row.id} was added {where_to}, after that had been sealed."
    )


def test_the_first_of_several_differences_is_named(sealed):
    first, second = sealed[MONDAY][1], sealed[WEDNESDAY][0]
    acted(MONDAY, 1)

    behind_its_back("delete from audit_entry where id = :id", id=second.id)
    behind_its_back("update audit_entry set did = 'x' where id = :id", id=first.id)

    assert seals.verify().difference == f"Row {first.id} of 16 November 2020 was changed."


@pytest.mark.parametrize(
    "change",
    ["rows = 1", f"hash = '{'0' * 64}'", "made_at = '2020-11-18 03:00:00+00:00'"],
)
def test_a_seal_that_was_changed_is_named(sealed, change):
    behind_its_back(f"update seal set {change} where id = 2")

    assert "The seal of 17 November 2020 was changed" in seals.verify().difference


def test_a_row_of_a_seal_that_was_changed_is_named(sealed):
    row = sealed[TUESDAY][0]

    behind_its_back("update sealed_row set sha256 = 'x' where entry_id = :id", id=row.id)

    assert seals.verify().difference == f"Row {row.id} of 17 November 2020 was changed."


def test_a_seal_in_another_place_of_the_chain_is_named(sealed):
    behind_its_back(f"update seal set previous = '{'1' * 64}' where id = 3")

    assert seals.verify().difference == (
        "The seal of 18 November 2020 does not follow from the one before it."
    )


@pytest.mark.parametrize(
    "number, sentence",
    [
        (1, "The seal before that of 17 November 2020 is gone: it was the first."),
        (2, "The seal of 17 November 2020 is gone."),
    ],
)
def test_a_seal_that_was_removed_is_named(sealed, number, sentence):
    behind_its_back("delete from seal where id = :id", id=number)
    behind_its_back("delete from sealed_row where seal_id = :id", id=number)

    assert seals.verify().difference == sentence


def test_the_last_seal_taken_away_without_its_rows_is_missed(sealed):
    behind_its_back("delete from seal where id = 3")

    first = sealed[WEDNESDAY][0]
    assert seals.verify().difference == f"Row {first.id} was sealed, and its seal is gone."


def test_the_last_seal_taken_away_with_its_rows_is_missed_by_whoever_noted_it(sealed):
    noted = all_seals()[-1].shown
    assert seals.verify(noted.upper()).holds

    behind_its_back("delete from seal where id = 3")
    behind_its_back("delete from sealed_row where seal_id = 3")

    assert seals.verify().holds  # nothing that is left speaks of it
    assert f"No seal begins with {noted}" in seals.verify(noted).difference


def test_a_history_made_anew_from_a_changed_row_is_missed_by_whoever_noted_a_seal(sealed):
    """Whoever owns the database can seal all of it again; not so that a printed seal is there."""
    noted = all_seals()[-1].shown
    behind_its_back("update audit_entry set did = 'x' where id = :id", id=sealed[MONDAY][0].id)
    behind_its_back("delete from seal")
    behind_its_back("delete from sealed_row")
    seal(at(THURSDAY, 2))

    assert seals.verify().holds
    assert not seals.verify(noted).holds


# What the database refuses


@pytest.mark.parametrize("table", ["seal", "sealed_row"])
@pytest.mark.parametrize("change", ["update {} set {} = 0", "delete from {}"])
def test_the_database_itself_refuses_to_change_a_seal(sealed, table, change):
    column = {"seal": "rows", "sealed_row": "seal_id"}[table]
    nested = db.session.begin_nested()

    with pytest.raises(DatabaseError, match=audit.REFUSAL):
        db.session.execute(sa.text(change.format(table, column)))
    nested.rollback()
    assert seals.verify().holds


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "put",
    [
        "insert or replace into seal select 9, day, made_at, 0, previous, hash from seal",
        "insert or replace into seal select id, '2020-01-01', made_at, 0, previous, hash from seal",
        "insert or replace into sealed_row select entry_id, seal_id, 'x' from sealed_row",
    ],
)
def test_sqlite_refuses_to_put_one_seal_in_the_place_of_another(sealed, put):
    nested = db.session.begin_nested()

    with pytest.raises(IntegrityError, match=audit.REFUSAL):
        db.session.execute(sa.text(put))
    nested.rollback()
    assert seals.verify().holds


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", ["seal", "sealed_row"])
def test_postgresql_refuses_to_empty_a_table_of_seals(sealed, table):
    nested = db.session.begin_nested()

    with pytest.raises(DatabaseError, match=audit.REFUSAL):
        db.session.execute(sa.text(f"truncate {table} cascade"))
    nested.rollback()


# What is anonymous


def anonymous(day):
    thing = factories.organisation()
    entry = audit.record_unattributed("wrote a view", thing, day)
    db.session.commit()
    return entry


def test_an_anonymous_act_has_no_person_and_no_time_but_its_week(app):
    entry = anonymous(THURSDAY)

    assert (entry.person_id, entry.actor, entry.capacity) == (None, "nobody", "anonymous")
    assert entry.at == at(MONDAY, 0)
    assert entry.details == {}


def test_the_ids_of_anonymous_acts_do_not_say_when_they_were_written(app):
    ids = [anonymous(THURSDAY).id for _ in range(8)]

    assert all(id_ < 0 for id_ in ids)
    assert sorted(ids) != ids != sorted(ids, reverse=True)


def test_an_anonymous_act_is_sealed_with_the_last_day_of_its_week(app):
    """So that one written on Thursday is not added to a Monday that was sealed long since."""
    acted(WEDNESDAY)
    seal(at(THURSDAY, 2))
    anonymous(THURSDAY)
    assert seals.verify().holds

    made = seal(at(SUNDAY, 2))
    assert [each.rows for each in made] == [0, 0, 0]
    [sunday] = seal(at(SUNDAY, 2, days=1))

    assert (sunday.day, sunday.rows) == (SUNDAY, 1)
    assert seals.verify().holds


def test_an_anonymous_act_added_to_a_week_that_is_sealed_is_named(app):
    acted(MONDAY)
    seal(at(SUNDAY, 2, days=1))
    late = anonymous(TUESDAY)

    assert f"Row {late.id} was added to 22 November 2020" in seals.verify().difference


# How much it asks


def test_a_day_is_sealed_and_proved_with_as_many_questions_for_many_rows_as_for_few(app):
    def asked_for(rows, day):
        db.session.execute(sa.insert(AuditEntry), [row_of(day) for _ in range(rows)])
        db.session.commit()
        asked = []
        with listening(db.session.get_bind(), asked):
            seal(at(day, 2, days=1))
            assert seals.verify().holds
        return len([each for each in asked if each.startswith("select")])

    few = asked_for(5, MONDAY)
    # one day more to prove costs its two questions
    assert asked_for(200, TUESDAY) <= few + 2


def row_of(day):
    return {
        "at": at(day),
        "actor": "job",
        "capacity": "",
        "did": "sent a message",
        "thing": "message",
        "thing_id": "1",
        "details": {},
    }


def test_a_day_of_more_rows_than_are_held_at_once_is_sealed_and_proved(app, monkeypatch):
    monkeypatch.setattr(seals, "AT_ONCE", 3)
    for _ in range(8):
        acted(MONDAY)

    [made] = seal(at(TUESDAY, 2))

    assert made.rows == 8
    assert seals.verify().holds
