"""Coming into a programme, staying in it, and going."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete

from tracker import audit
from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.enrolling import queries
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mentoring.models import Enrolment, EqualityRecord, Exclusion, Preference, Programme
from tracker.mentoring.operations import begin_enrolment, set_capacity
from tracker.mentoring.states import Enrolled, Side

MOST_GOALS = 3
LATEST = 366  # days for which somebody can be unavailable
LEADERS_OWN = (
    *("goals", "availability", "remote", "travels", "profession", "grade", "directorate"),
    *("manager_email", "managers_manager_email", "new_to_it", "leads_organisation", "buddies"),
)


def lead(
    programme: Programme,
    person: Person,
    organisation_id: int,
    answers: Mapping[str, Any],
    today: date,
    by: Actor,
) -> Enrolment:
    """A leader's one page: it enrols them, and later changes what they said."""
    enrolment = begin_enrolment(programme, person, organisation_id, Side.LEADER, today, by)
    _refuse_too_many(answers["goals"])
    for name in LEADERS_OWN:
        setattr(enrolment, name, answers[name])
    set_capacity(enrolment, answers["capacity"], today, by)
    if enrolment.state in (Enrolled.DRAFT, Enrolled.WITHDRAWN):
        enrolment.state, enrolment.confirmed_on = Enrolled.ENROLLED.value, today
        enrolment.withdrawn_on = enrolment.nominated_on = None
    if not enrolment.new_to_it or enrolment.prepared_on:
        _into_pool(enrolment, today)
    audit.record(by, "offered to mentor", enrolment)
    return enrolment


def answer(enrolment: Enrolment, answers: Mapping[str, Any], by: Actor) -> None:
    """Keep what a mentee said on one of their pages."""
    _refuse_gone(enrolment)
    _refuse_too_many(answers.get("goals", ()))
    for name, value in answers.items():
        setattr(enrolment, name, value)
    audit.record(by, "answered on joining", enrolment)


def name_leaders(enrolment: Enrolment, leaders: Sequence[int], by: Actor) -> None:
    """Whom they would like, in order."""
    _refuse_gone(enrolment)
    if len(set(leaders)) < len(leaders):
        raise Refused("You have named the same leader twice", "second")
    known = {id_ for id_, _ in queries.leaders_of(enrolment.programme_id, enrolment.person_id)}
    if not known.issuperset(leaders):
        raise Refused("Choose leaders from the list", "first")
    db.session.execute(delete(Preference).where(Preference.enrolment_id == enrolment.id))
    for number, leader in enumerate(leaders):
        db.session.add(Preference(enrolment_id=enrolment.id, leader_id=leader, rank=number + 1))
    audit.record(by, "named leaders", enrolment, named=len(leaders))


def exclude(
    enrolment: Enrolment, emails: Sequence[str], organisations: Sequence[str], by: Actor
) -> None:
    """People and organisations that they will not be matched with. No reason is asked."""
    _refuse_gone(enrolment)
    people = queries.people_with(emails)
    unknown = next((email for email in emails if email not in people), None)
    if unknown:
        raise Refused(f"Nobody here has the address {unknown}. Check how it is spelt", "people")
    places = queries.organisations_called([name.lower() for name in organisations])
    strange = next((name for name in organisations if name.lower() not in places), None)
    if strange:
        raise Refused(f"No organisation is called {strange}. Give its name or code", "places")
    db.session.execute(delete(Exclusion).where(Exclusion.enrolment_id == enrolment.id))
    for person_id in sorted(set(people.values())):
        db.session.add(Exclusion(enrolment_id=enrolment.id, person_id=person_id))
    for place_id in sorted({places[name.lower()] for name in organisations}):
        db.session.add(Exclusion(enrolment_id=enrolment.id, organisation_id=place_id))
    audit.record(by, "said with whom not to match", enrolment)


def declare(enrolment: Enrolment, eligible: bool, ethnicity: str, today: date, by: Actor) -> None:
    """The equality record, apart from everything else."""
    _refuse_gone(enrolment)
    record = queries.equality_record_of(enrolment.id) or EqualityRecord(
        enrolment_id=enrolment.id, person_id=enrolment.person_id
    )
    record.eligible, record.ethnicity, record.declared_on = eligible, ethnicity, today
    audit.record(by, "gave an equality record", record, enrolment.organisation_id)


def join(enrolment: Enrolment, today: date, by: Actor) -> None:
    """A mentee has checked their answers: they are in the pool, and their waiting begins."""
    _refuse_gone(enrolment)
    if not enrolment.goals:
        raise Refused("Choose at least one goal first")
    record = queries.equality_record_of(enrolment.id)
    if record is None or not record.eligible:
        raise Refused("Say first whether the programme is meant for you")
    enrolment.confirmed_on = enrolment.confirmed_on or today
    enrolment.prepared_on = enrolment.prepared_on or today
    _into_pool(enrolment, today)
    audit.record(by, "joined as a mentee", enrolment)


def be_unavailable(enrolment: Enrolment, until: date | None, today: date, by: Actor) -> None:
    """Nobody is offered to them, or they to anybody, until a day."""
    _refuse_gone(enrolment)
    if until is not None and not 0 < (until - today).days <= LATEST:
        raise Refused("Give a day after today, and within a year", "until")
    enrolment.unavailable_until = until
    audit.record(by, "is unavailable" if until else "is available", enrolment)


def withdraw(enrolment: Enrolment, today: date, by: Actor) -> None:
    """Out of the programme. A pair that lives goes on until one of the two ends it."""
    _refuse_gone(enrolment)
    enrolment.state, enrolment.withdrawn_on = Enrolled.WITHDRAWN.value, today
    audit.record(by, "withdrew from mentoring", enrolment)


def come_back(enrolment: Enrolment, by: Actor) -> None:
    """Into the programme again: what was said is there still, to be checked."""
    if enrolment.state == Enrolled.WITHDRAWN:
        enrolment.state, enrolment.withdrawn_on = Enrolled.DRAFT.value, None
        enrolment.pooled_on = enrolment.nominated_on = None
    audit.record(by, "began to enrol again", enrolment)


def _into_pool(enrolment: Enrolment, today: date) -> None:
    enrolment.state = Enrolled.IN_POOL.value
    enrolment.pooled_on = enrolment.pooled_on or today


def _refuse_gone(enrolment: Enrolment) -> None:
    if enrolment.state == Enrolled.WITHDRAWN:
        raise Refused("You have withdrawn from this programme. Join it again first")


def _refuse_too_many(goals: Sequence[str]) -> None:
    if len(goals) > MOST_GOALS:
        raise Refused(f"Choose up to {MOST_GOALS} goals", "goals")
