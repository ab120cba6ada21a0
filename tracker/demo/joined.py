"""Who is in the programme of the demonstration: sixty leaders and seventy-five mentees."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tracker.accounts import operations as accounts
from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.demo.cast import Cast, address_of
from tracker.demo.colleagues import (
    LEADERS_GRADES,
    MENTEES_GRADES,
    WORDS,
    Colleague,
    leaders,
    mentees,
)
from tracker.enrolling import operations as enrolling
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.operations import begin_enrolment
from tracker.mentoring.states import Side
from tracker.nominating import operations as nominating
from tracker.pages import LONDON
from tracker.permissions import Role
from tracker.preparing import operations as preparing

LAUNCHED = 200  # days ago


@dataclass
class Telling:
    """The programme, as it comes about day by day."""

    cast: Cast
    programme: Programme
    today: date
    leaders: dict[str, Enrolment]
    mentees: dict[str, Enrolment]

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    @property
    def centre(self) -> Actor:
        return self.cast.actor("national coordinator")

    def moment(self, day: date) -> datetime:
        return datetime.combine(day, time(9), LONDON)


def actor_of(person: Person) -> Actor:
    return Actor(person.id, person.name, "is one of the pair")


def somebody(telling: Telling, colleague: Colleague) -> Person:
    """An account that nobody has come in with yet."""
    home = telling.cast.organisations[colleague.place]
    # By an administrator, and an address without a story: neither tells that they are mentored.
    by, since = telling.cast.actor("national administrator"), telling.ago(LAUNCHED)
    person = accounts.add_person(colleague.name, address_of(colleague.name.lower()), None, by, home)
    accounts.grant(person, Role.STAFF_MEMBER, home, since, by)
    return person


BOARD = ("chief executive", "people", "nurse", "operating", "medical")
LEADERS_COME = ("icb", "region", "here", "icb")
MENTEES_COME = ("here", "icb", "here")
UNPREPARED = (9, 19, 49, 59)
STAFF = ("staff", "member", "delegate")


def enrol_leaders(telling: Telling) -> None:
    known = [Colleague(key, "", "ZN1", number) for number, key in enumerate(BOARD)]
    people = [telling.cast.people[key] for key in BOARD]
    made = [(each, somebody(telling, each)) for each in leaders()]
    for number, (colleague, person) in enumerate([*zip(known, people, strict=True), *made]):
        telling.leaders[colleague.key] = enrol_leader(telling, colleague, person, number)
    for key in ("leader 52", "leader 53"):
        enrolling.be_unavailable(
            telling.leaders[key], telling.today + timedelta(days=40), telling.today, telling.centre
        )
    enrolling.withdraw(telling.leaders["leader 54"], telling.ago(20), telling.centre)


def enrol_leader(telling: Telling, colleague: Colleague, person: Person, number: int) -> Enrolment:
    """Four are new to it and have not read what they need yet."""
    day, by = telling.ago(LAUNCHED - 5 - number), actor_of(person)
    unprepared = number in UNPREPARED
    answers = {
        "goals": colleague.goals,
        "availability": colleague.times,
        "remote": not colleague.is_far and number % 3 > 0,
        "travels": LEADERS_COME[number % len(LEADERS_COME)],
        "profession": colleague.profession,
        "grade": LEADERS_GRADES[number % len(LEADERS_GRADES)],
        "directorate": "",
        "manager_email": None,
        "managers_manager_email": None,
        "new_to_it": True,
        "leads_organisation": colleague.key == "chief executive",
        "buddies": number % 7 == 0,
        "capacity": 1 if colleague.is_far else 1 + number % 3 // 2,
    }
    home = telling.cast.organisations[colleague.place].id
    enrolment = enrolling.lead(telling.programme, person, home, answers, day, by)
    if not unprepared:
        preparing.prepare(enrolment, day, by)
    return enrolment


def enrol_mentees(telling: Telling) -> None:
    known = [Colleague(key, "", "ZN1", number) for number, key in enumerate(STAFF)]
    people = [telling.cast.people[key] for key in STAFF]
    listed = mentees()
    for colleague, person in zip(known, people, strict=True):
        telling.mentees[colleague.key] = enrol_mentee(telling, colleague, person)
    for colleague in listed[:-3]:
        person = somebody(telling, colleague)
        telling.mentees[colleague.key] = enrol_mentee(telling, colleague, person)
    begin_and_stop(telling, listed[-3:])
    enrolling.be_unavailable(
        telling.mentees["mentee 68"],
        telling.today + timedelta(days=30),
        telling.today,
        telling.centre,
    )
    enrolling.withdraw(telling.mentees["mentee 69"], telling.ago(10), telling.centre)


def enrol_mentee(telling: Telling, colleague: Colleague, person: Person) -> Enrolment:
    number, by = colleague.number, actor_of(person)
    day = telling.ago(LAUNCHED - 10 - number)
    home = telling.cast.organisations[colleague.place].id
    programme = telling.programme
    enrolment = begin_enrolment(programme, person, home, Side.MENTEE, day, by)
    answers = {
        "goals": colleague.goals,
        "availability": colleague.times,
        "remote": not colleague.is_far and number % 2 == 0,
        "travels": MENTEES_COME[number % len(MENTEES_COME)],
        "profession": colleague.profession,
        "grade": MENTEES_GRADES[number % len(MENTEES_GRADES)],
        "words": WORDS[number % len(WORDS)],
    }
    if number % 4 == 0:
        answers["manager_email"] = f"manager.{number}@demo.example"
    enrolling.answer(enrolment, answers, by)
    enrolling.declare(enrolment, True, "", day, by)
    enrolling.join(enrolment, day, by)
    return enrolment


def begin_and_stop(telling: Telling, listed: list[Colleague]) -> None:
    """Two who have begun and not finished, and one whom a colleague has named."""
    *begun, named = listed
    for colleague in begun:
        person = somebody(telling, colleague)
        at = telling.cast.organisations[colleague.place].id
        telling.mentees[colleague.key] = begin_enrolment(
            telling.programme, person, at, Side.MENTEE, telling.ago(3), actor_of(person)
        )
    person = somebody(telling, named)
    home = telling.cast.organisations[named.place]
    nominating.nominate(
        telling.programme, home, person.email, Side.MENTEE, telling.ago(2), telling.centre
    )
