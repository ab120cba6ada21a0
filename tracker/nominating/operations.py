"""Naming somebody, and what they answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from tracker import audit
from tracker.audit import Actor
from tracker.errors import OutOfDate, Refused
from tracker.extensions import db, insert_all
from tracker.mail.operations import post_all
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.states import Enrolled, Side
from tracker.nominating import queries
from tracker.organisations.models import Organisation
from tracker.organisations.queries import below

ANSWERED = "You have answered this already"


@dataclass(frozen=True)
class Named:
    """Whom somebody names, for which side; a leader's places are a suggestion to them."""

    person_id: int
    organisation_id: int  # where they work
    side: Side
    capacity: int = 1


def nominate(
    programme: Programme,
    organisation: Organisation,
    email: str,
    side: Side,
    today: date,
    by: Actor,
) -> None:
    """Ask somebody of the organisation, or of one below it, whether they would like to join.

    Whoever names them is told the same whether they are asked now, were asked before, have joined
    or have said no: that is the person's own to tell.
    """
    places = below([organisation.id], today)[organisation.id]
    person = queries.people_at(places, [email], today).get(email)
    if person is None:
        raise Refused(
            f"Nobody at {organisation.name} has this address. Check how it is spelt", "email"
        )
    if person.id == by.person_id:
        raise Refused("This is you. Join from “Your mentoring”", "email")
    at = queries.where_they_work(person, places, organisation.id)
    nominate_all(programme, [Named(person.id, at, side)], today, by)
    audit.record(by, "named a colleague", programme)


def nominate_all(programme: Programme, named: Iterable[Named], today: date, by: Actor) -> int:
    """Ask everybody named who has no enrolment on that side, whatever its state; says how many."""
    if not programme.is_open(today):
        raise Refused("This programme has closed, so nobody can be named for it")
    listed = list(named)
    known = queries.known_to(programme.id, [each.person_id for each in listed])
    new = [each for each in listed if (each.person_id, each.side.value) not in known]
    rows = [
        {
            "programme_id": programme.id,
            "person_id": each.person_id,
            "side": each.side.value,
            "organisation_id": each.organisation_id,
            "state": Enrolled.DRAFT.value,
            "capacity": each.capacity,
            "nominated_by_id": by.person_id,
            "nominated_on": today,
        }
        for each in new
    ]
    try:
        with db.session.begin_nested():
            made = insert_all(Enrolment, rows)
    except IntegrityError:  # somebody else named one of them, or they joined, at the same moment
        raise OutOfDate(
            "Somebody joined or was named while you were writing. Send it again"
        ) from None
    told: dict[int, dict[str, str]] = {id_: {} for id_ in made}
    audit.record_all(by, "named for mentoring", Enrolment, told, programme.organisation_id)
    letters = {
        each.person_id: {"enrolment": id_} for each, id_ in zip(new, made, strict=True)
    }  # one letter for whoever is named for both sides
    post_all("mentoring_question", by, letters)
    return len(made)


def say_yes(enrolment: Enrolment, by: Actor) -> None:
    """They would like to join: a draft of their own from now on, that they go through."""
    _refuse_unless_waiting(enrolment)
    enrolment.nominated_on = None
    audit.record(by, "said yes to being named", enrolment)


def decline(enrolment: Enrolment, today: date, by: Actor) -> None:
    """They would not. Nobody is told or asks them again; by themselves they may still join."""
    _refuse_unless_waiting(enrolment)
    enrolment.state, enrolment.withdrawn_on = Enrolled.WITHDRAWN.value, today
    audit.record(by, "said no to being named", enrolment)


def let_go(enrolment: Enrolment, by: Actor) -> None:
    """What nobody said yes to has had its time. A row that goes says nothing of an answer."""
    audit.record(by, "let a naming go", enrolment)
    db.session.delete(enrolment)


def _refuse_unless_waiting(enrolment: Enrolment) -> None:
    if not enrolment.is_nomination or enrolment.state != Enrolled.DRAFT:
        raise Refused(ANSWERED)
