"""From a first proof, a password or a provider's word, to a sign-in; more may be asked between."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask_login import login_user
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.signing_in import operations, queries, throttling
from tracker.signing_in.browsers import described
from tracker.signing_in.models import SignIn
from tracker.signing_in.throttling import Try

logger = logging.getLogger(__name__)

HALF_WAY = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Arrival:
    """Somebody who has shown a first proof and is not in yet."""

    person_id: int
    way: str  # 'password' or 'provider'
    strong: bool  # the provider says that it asked for more than a password itself


# What else is asked on the way in: each gives the address of its page, or None.
STEPS: list[Callable[[Arrival], str | None]] = []


def arrive(person_id: int, way: str, strong: bool = False):
    """Go on after the first proof: to the next thing that is asked, or in."""
    arrival = Arrival(person_id, way, strong)
    where_to = next(filter(None, (step(arrival) for step in STEPS)), None)
    if where_to is None:
        return let_in(arrival, second_factor=arrival.strong)
    now, version = int(datetime.now(UTC).timestamp()), version_of(person_id)
    session["arriving"] = [arrival.person_id, arrival.way, arrival.strong, now, version]
    return redirect(where_to)


def arriving() -> Arrival | None:
    """Who is half-way in, on this browser, since no more than ten minutes.

    Nobody whose account was changed meanwhile: what they showed first may open nothing any more.
    """
    person_id, way, strong, at, version = session.get("arriving") or (None, "", False, 0, 0)
    late = datetime.now(UTC).timestamp() - at > HALF_WAY.total_seconds()
    if person_id is None or late or version_of(person_id) != version:
        return None
    return Arrival(person_id, way, strong)


def version_of(person_id: int) -> int | None:
    return db.session.scalar(select(Person.version).where(Person.id == person_id))


def let_in(arrival: Arrival, second_factor: bool = False):
    """Begin a session of the person's own: nothing of the one before goes on.

    Commits, because the cookie may speak only of a sign-in that is there.
    """
    begin_writing()
    person = db.session.get_one(Person, arrival.person_id)
    if not person.active:
        return redirect(url_for("signing_in.sign_in"))
    where_to = session.pop("next", None) or url_for("reports.show_home")
    session.clear()
    session["sign_in"] = operations.sign_in(
        person,
        themselves(person.id, person.name),
        arrival.way,
        second_factor,
        described(request.user_agent.string),
    )
    db.session.commit()
    login_user(person)
    return redirect(where_to)


def themselves(person_id: int, name: str) -> Actor:
    """Whoever showed that they are this person, before they are in."""
    return Actor(person_id, name, "own account")


@contextmanager
def counting(*tries: Try) -> Iterator[None]:
    """Let somebody try something that can be guessed: what is refused in this block counts.

    Too many failures and nobody is asked at all: not even the right answer is heard, nor one that
    was given while others failed. Commits what it counts, so nothing may be half-written.
    """
    throttling.hold_back(tries, datetime.now(UTC))
    try:
        yield
    except Refused:
        logger.warning("A try was refused: %s", ", ".join(each.kind for each in tries))
        begin_writing()
        throttling.count(tries, datetime.now(UTC))
        db.session.commit()
        raise
    throttling.hold_back(tries, datetime.now(UTC))
    rows = throttling.counted(tries)
    if rows:
        begin_writing()
        throttling.forget(rows)
        db.session.commit()


def from_here() -> Try:
    """A password tried from where this request comes from."""
    return Try("address", throttling.place_of(request.remote_addr))


def limits() -> queries.Limits:
    settings = current_app.config
    return queries.Limits(
        idle=timedelta(minutes=settings["SIGN_IN_IDLE_MINUTES"]),
        longest=timedelta(hours=settings["SIGN_IN_HOURS"]),
    )


def whoever_signed_in(person_id: int) -> Person | None:
    """The person whose cookie this is, while their sign-in goes on; notes which one it is."""
    token, now = session.get("sign_in"), datetime.now(UTC)
    found = token and queries.person_signed_in(person_id, operations.hash_of(token), now, limits())
    if not found:
        return None
    g.sign_in = found
    return found[0]


def note_seen(response: Response) -> Response:
    """Keep when somebody was last here, at most every five minutes, after all else is done.

    Looking at a page writes nothing but this. It is not worth a page: a database that is busy is
    told the next time.
    """
    now = datetime.now(UTC)
    sign_in = g.get("sign_in")
    if sign_in is None or sign_in.seen_at > now - SEEN_EVERY:
        return response
    g.pop("reload", None)
    try:
        begin_writing()
        here = SignIn.id == sign_in.sign_in_id, SignIn.seen_at <= now - SEEN_EVERY
        db.session.execute(update(SignIn).where(*here).values(seen_at=now))
        db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()
    return response


def init_app(app: Flask) -> None:
    app.after_request(note_seen)
