"""Erasing a person or a text, and letting go what has had its time."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from tracker import audit, uploads
from tracker.accounts.models import Delegation, Grant, Person
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.governance import queries
from tracker.governance.queries import Text
from tracker.governance.register import Entry, Rule, register
from tracker.kept import ERASED_PERSON, Act, tombstone
from tracker.organisations.models import Organisation
from tracker.organisations.queries import national
from tracker.people import reach

# Tables of which more than the row has to go.
WITH_THEIR_FILES: dict[str, Callable[[Any, Actor], None]] = {"upload": uploads.throw_away}


def erase_person(
    person: Person,
    texts: Iterable[Text],
    today: date,
    by: Actor,
    scope: Collection[int] | None = None,
) -> None:
    """Take away who somebody is. What they did stays, by a number that is nobody's name.

    `texts` are those of theirs that go too. The record is not touched: it never held a name.
    `scope` is where whoever does it administers: an account that reaches further is not theirs to
    erase. None is everywhere.
    """
    beyond = "" if scope is None else reach.beyond_in_words(person, scope, today)
    if beyond:
        raise Refused(beyond)
    _refuse_to_erase(person, today, by)
    _end_all(person, today)
    gone = _delete_what_is_theirs_alone(person, by)
    chosen = list(texts)
    for text in chosen:
        _blank(text, today)
    person.name = ERASED_PERSON
    person.email = f"erased-{person.id}@erased.invalid"
    person.password_hash = None
    person.active = False
    person.unconfirmed_since = person.reset_at = None
    person.left_on = person.left_on or today
    person.erased_on = today
    audit.record(by, "erased a person", person, rows=gone, texts=len(chosen))


def _refuse_to_erase(person: Person, today: date, by: Actor) -> None:
    if person.erased_on:
        raise Refused("This person’s data are erased already")
    if person.id == by.person_id:
        raise Refused("Nobody erases their own account: ask another administrator to do it")
    held = queries.still_held(person, today)
    if held:
        raise Refused(
            f"{person.name} holds {' and '.join(held)}. End that first, so that what it owes is"
            " handed over; then erase the account."
        )
    places = queries.administered_by(person)
    for place in places:  # two who erase each other at once: in turn
        db.session.get(Organisation, place, with_for_update=True)
    alone = queries.without_other_administrator(places, person, today)
    if alone:
        raise Refused(
            f"{person.name} is the last administrator of {' and '.join(alone)}. Give somebody else"
            " that role first; then erase the account."
        )


def _end_all(person: Person, today: date) -> None:
    """Roles and delegations end yesterday, or on their first day where that is later.

    How many they were is not told: who belongs to a network is not an administrator's to know.
    """
    kinds: tuple[Any, ...] = (Grant, Delegation)
    for kind in kinds:
        open_still = or_(kind.until.is_(None), kind.until >= today)
        for each in db.session.scalars(select(kind).where(kind.person_id == person.id, open_still)):
            each.until = max(each.since, today - timedelta(days=1))


def _delete_what_is_theirs_alone(person: Person, by: Actor) -> dict[str, int]:
    """Whatever only served their signing in, and what waits for them. Says how much of each."""
    gone = {}
    for entry in register():
        if entry.kept.with_person:
            theirs = or_(*(link == person.id for link in entry.columns("subject")))
            ids = db.session.scalars(select(entry.table.c.id).where(theirs)).all()
            if ids:
                gone[entry.name] = _delete(entry, entry.table.c.id.in_(ids), by)
    return gone


def _delete(entry: Entry, which: ColumnElement[bool], by: Actor) -> int:
    """Rows, with whatever lies elsewhere for them; says how many."""
    throw_away = WITH_THEIR_FILES.get(entry.name)
    if throw_away is None:
        return _rows_changed(delete(entry.model).where(which))
    rows = db.session.scalars(select(entry.model).where(which)).all()
    for row in rows:
        throw_away(row, by)
    db.session.flush()
    return len(rows)


def _rows_changed(statement: Any) -> int:
    return db.session.execute(statement).rowcount  # type: ignore[attr-defined]


def erase_texts(
    entry: Entry, row_id: int, columns: Sequence[str], because: str, today: date, by: Actor
) -> None:
    """Put a tombstone in the place of texts that should not be kept. Figures are never touched."""
    if because not in queries.REASONS:
        raise Refused("Choose why it is erased", field="because")
    chosen = [text for text in queries.texts_of(entry, row_id) if text.column in columns]
    if not chosen:
        raise Refused("Choose what to erase", field="columns")
    for text in chosen:
        _blank(text, today)
    row = db.session.get_one(entry.model, row_id)
    place = queries.organisation_of(entry, row_id)
    erased = [text.column for text in chosen]
    audit.record(by, "erased text", row, place, because=because, columns=erased)


def _blank(text: Text, today: date) -> None:
    row = db.session.get_one(text.entry.model, text.row_id)
    setattr(row, text.column, tombstone(today))


def purge(rule: Rule, ids: Sequence[int], now: datetime, by: Actor) -> int:
    """Let go the rows of one batch whose time has come; says how many went.

    The accounts of leavers who still hold a post or are a last administrator stay.
    """
    place = national()
    if place is None:
        raise Refused(
            "There is no national organisation here, on whose record this would stand."
            " Bring in a list of organisations first."
        )
    act = {Act.DELETE: _let_go, Act.BLANK: _empty, Act.ERASE: _erase_leavers}[rule.goes.act]
    done = act(rule, ids, now, by)
    if done:
        shape = {"table": rule.entry.name, "act": rule.goes.act.name.lower(), "rows": done}
        audit.record(by, "kept to retention", place, **shape)
    return done


def _let_go(rule, ids, now, by):
    return _delete(rule.entry, _still_due(rule, ids, now), by)


def _empty(rule, ids, now, by):
    columns = (rule.entry.table.c[name] for name in rule.goes.columns.split())
    empty = {column.name: None if column.nullable else "" for column in columns}
    return _rows_changed(update(rule.entry.model).where(_still_due(rule, ids, now)).values(empty))


def _still_due(rule, ids, now):
    """Somebody else may be at the same work."""
    return and_(rule.entry.table.c.id.in_(ids), queries.is_due(rule, now))


def _erase_leavers(rule, ids, now, by):
    done = 0
    for id_ in ids:
        with suppress(Refused):
            erase_person(db.session.get_one(Person, id_), [], now.date(), by)
            done += 1
    return done
