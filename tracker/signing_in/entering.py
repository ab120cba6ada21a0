"""From a first proof, a password or a provider's word, to a sign-in; more may be asked between."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import redirect, session, url_for
from flask_login import login_user

from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.extensions import begin_writing, db
from tracker.signing_in import operations

HALF_WAY = timedelta(minutes=10)


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
        return let_in(arrival)
    now = int(datetime.now(UTC).timestamp())
    session["arriving"] = [arrival.person_id, arrival.way, arrival.strong, now]
    return redirect(where_to)


def arriving() -> Arrival | None:
    """Who is half-way in, on this browser, since no more than ten minutes."""
    person_id, way, strong, at = session.get("arriving") or (None, "", False, 0)
    late = datetime.now(UTC).timestamp() - at > HALF_WAY.total_seconds()
    return None if person_id is None or late else Arrival(person_id, way, strong)


def let_in(arrival: Arrival, second_factor: bool = False):
    """Begin a session of the person's own: nothing of the one before goes on.

    Commits, because the cookie may speak only of a sign-in that is there.
    """
    begin_writing()
    person = db.session.get_one(Person, arrival.person_id)
    where_to = session.pop("next", None) or url_for("reports.show_home")
    session.clear()
    themselves = Actor(person.id, person.name, "own account")
    session["sign_in"] = operations.sign_in(person, themselves, arrival.way, second_factor)
    db.session.commit()
    login_user(person)
    return redirect(where_to)
