"""A mentoring programme half-way, told through the service's own operations, in every state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tracker.accounts import operations as accounts
from tracker.accounts.models import Person
from tracker.arrangements import operations as local
from tracker.arrangements.models import LocalClaim
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
from tracker.extensions import db
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.operations import begin_enrolment, open_programme
from tracker.mentoring.states import Ending, Refusal, Side, State
from tracker.mentoring.weights import Settings
from tracker.nominating import operations as nominating
from tracker.offers import operations as offers
from tracker.pages import LONDON
from tracker.pairings.models import Meeting, Pairing
from tracker.pairings.operations import move, propose
from tracker.pairs import operations as pairs
from tracker.permissions import Role
from tracker.preparing import operations as preparing
from tracker.register import operations as register
from tracker.workbench import drawing
from tracker.workbench import operations as workbench
from tracker.workbench.pool_queries import pool_of
from tracker.workshops import operations as workshops

TITLE = "Reaching further (fictional programme)"
LAUNCHED = 200  # days ago
CONTACT = "mentoring@demo.example, Monday to Friday"
WELLBEING = "Staff well-being hub, extension 4000"


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


def tell(cast: Cast, today: date) -> Programme:
    """Enrol sixty leaders and seventy-five mentees, and bring some of them together."""
    by = cast.actor("national coordinator")
    launch = today - timedelta(days=LAUNCHED)
    programme = open_programme(cast.organisations["X24"], TITLE, launch, by)
    programme.contact, programme.wellbeing_contact = CONTACT, WELLBEING
    programme.need = "Few very senior managers are from an ethnic minority, and few more each year."
    programme.evidence = "Indicator 1 of the region’s returns, in each of the last three years."
    programme.proportionality = "Open to all for whom it is meant; no post is reserved."
    programme.review_on = today + timedelta(days=60)
    telling = Telling(cast, programme, today, {}, {})
    enrol_leaders(telling)
    enrol_mentees(telling)
    bring_together(telling)
    tell_of_local_ones(telling)
    hold_a_workshop(telling)
    draw_a_list(telling)
    last_month = telling.ago(30)
    register.publish(programme, last_month, telling.moment(last_month), today, telling.centre)
    return programme


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


def approve(telling: Telling, leader: str, mentee: str, days: int) -> Pairing:
    above, below = telling.leaders[leader], telling.mentees[mentee]
    own_trust = above.organisation_id == below.organisation_id
    return propose(
        telling.programme,
        above,
        below,
        telling.ago(days),
        telling.centre,
        steps_back=above.leads_organisation and own_trust,
    )


def offer(telling: Telling, leader: str, mentee: str, days: int) -> Pairing:
    """Approved, looked at where they work, released, and offered to the mentee."""
    pairing = approve(telling, leader, mentee, days + 7)
    move(pairing, State.RELEASED, telling.ago(days), telling.centre)
    pairing.released_on = telling.ago(days)
    offers.make(pairing, telling.programme, telling.ago(days), telling.centre)
    return pairing


def two_of(telling: Telling, pairing: Pairing) -> tuple[Actor, Actor]:
    ids = pairing.leader_id, pairing.mentee_id
    leader, mentee = (actor_of(db.session.get_one(Person, id_)) for id_ in ids)
    return leader, mentee


def agree(telling: Telling, leader: str, mentee: str, days: int) -> Pairing:
    """Both said yes, so many days ago."""
    pairing = offer(telling, leader, mentee, days + 4)
    leads, learns = two_of(telling, pairing)
    offers.accept(pairing, telling.programme, telling.ago(days + 2), learns)
    offers.accept(pairing, telling.programme, telling.ago(days), leads)
    db.session.flush()
    return with_programme(pairing)


def with_programme(pairing: Pairing) -> Pairing:
    return db.session.get_one(
        Pairing, pairing.id, options=Pairing.loaded_with, populate_existing=True
    )


def meet(telling: Telling, pairing: Pairing, *days: int) -> None:
    """They met so many days ago, and both say so."""
    leads, learns = two_of(telling, pairing)
    for ago in days:
        day = telling.ago(ago)
        now = telling.moment(day - timedelta(days=3))
        planned = pairs.plan_meeting(pairing, telling.moment(day), 60, "", now, learns)
        for who in (learns, leads):
            meeting = db.session.get_one(
                Meeting, planned.id, options=Meeting.loaded_with, populate_existing=True
            )
            later = telling.moment(day) + timedelta(hours=1)
            pairs.say_whether_held(meeting, True, later, day, who)
        db.session.flush()


def bring_together(telling: Telling) -> None:
    """One pair, or a few, in every state that there is."""
    approve(telling, "leader 20", "mentee 40", 2)
    approve(telling, "leader 21", "mentee 41", 8)
    offer(telling, "operating", "staff", 2)
    offer(telling, "leader 22", "mentee 42", 6)
    waiting = offer(telling, "chief executive", "mentee 43", 5)
    offers.accept(waiting, telling.programme, telling.ago(3), two_of(telling, waiting)[1])
    over = offer(telling, "leader 23", "mentee 44", 30)
    offers.expire(over, telling.ago(15), telling.centre)
    refused = offer(telling, "leader 24", "mentee 45", 25)
    mentee = two_of(telling, refused)[1]
    offers.decline(refused, Refusal.NOT_NOW, None, telling.ago(22), mentee)
    agree(telling, "leader 25", "mentee 46", 41)
    agree(telling, "leader 26", "mentee 47", 6)
    begin_to_meet(telling)


def next_two(numbers: Iterator[int]) -> tuple[str, str]:
    """A leader and a mentee of Vale and Fells who are in no pair yet."""
    number = next(numbers)
    return f"leader {number}", f"mentee {number + 21}"


def begin_to_meet(telling: Telling) -> None:
    """In the trial, one of them silent; beyond it; paused; and one where something is wrong."""
    numbers = iter(range(27, 60))
    held: tuple[tuple[int, ...], ...] = ((30,), (12,), (100,))
    for days in held:
        meet(telling, agree(telling, *next_two(numbers), 110), *days)
    for days in ((90, 60, 20), (80, 50, 10), (85, 40), (70, 45, 15), (66, 30)):
        meet(telling, agree(telling, *next_two(numbers), 100), *days)
    live = agree(telling, "nurse", "member", 95)
    meet(telling, live, 80, 50, 20)
    leads, learns = two_of(telling, live)
    pairs.add_goal(live, "Be ready for the next interview at band 7", telling.ago(-60), learns)
    pairs.promise(
        live, "introduce", "Introduce you to the finance director", telling.ago(-20), leads
    )
    pairs.plan_meeting(
        live,
        telling.moment(telling.ago(-9)),
        60,
        "Room 4, education centre",
        telling.moment(telling.today),
        learns,
    )
    paused = agree(telling, *next_two(numbers), 90)
    meet(telling, paused, 75, 50)
    pairs.pause(paused, telling.ago(-45), telling.ago(5), two_of(telling, paused)[1])
    told = agree(telling, *next_two(numbers), 60)
    meet(telling, told, 40)
    words = "I would rather speak to somebody before the next meeting."
    pairs.raise_concern(told, words, True, telling.ago(1), two_of(telling, told)[1])
    end_some(telling, numbers)


def end_some(telling: Telling, numbers: Iterator[int]) -> None:
    for ending in (Ending.PLANNED, Ending.MOVED_JOB, Ending.NOT_A_FIT):
        pairing = agree(telling, *next_two(numbers), 120)
        meet(telling, pairing, 100, 70)
        pairs.end(pairing, ending, telling.ago(30), two_of(telling, pairing)[0])
    closing = agree(telling, *next_two(numbers), 120)
    meet(telling, closing, 100, 70, 40)
    move(closing, State.WINDING_DOWN, telling.ago(4), two_of(telling, closing)[0])


def tell_of_local_ones(telling: Telling) -> None:
    """Two that wait for the colleague to confirm, and two that they have confirmed."""
    told = (
        ("people", "mentee 62", 60, 30, False),
        ("leader 43", "mentee 63", None, 6, False),
        ("leader 44", "mentee 64", 300, 90, True),
        ("leader 46", "mentee 65", None, 50, True),
    )
    for leader, mentee, began, days, confirmed in told:
        person = db.session.get_one(Person, telling.leaders[leader].person_id)
        colleague = db.session.get_one(Person, telling.mentees[mentee].person_id)
        day, home = telling.ago(days), telling.leaders[leader].organisation_id
        claimed = local.claim(
            telling.programme,
            person,
            home,
            colleague.name,
            colleague.email,
            telling.ago(began) if began else None,
            telling.moment(day),
            day,
            actor_of(person),
        )
        if confirmed:
            later = telling.ago(days - 3)
            waiting = db.session.get_one(
                LocalClaim, claimed.id, options=LocalClaim.loaded_with, populate_existing=True
            )
            unknown, by = (None, None), actor_of(colleague)
            local.confirm(waiting, colleague, unknown, telling.moment(later), later, by)


def hold_a_workshop(telling: Telling) -> None:
    """For leaders who begin, in a fortnight; two of those who are not prepared have a place."""
    soon, now = telling.moment(telling.ago(-14)), telling.moment(telling.today)
    home, by = telling.cast.organisations["X24"], telling.centre
    workshop = workshops.add(telling.programme, home, soon, 120, "By video call", 12, now, by)
    for leader in ("leader 5", "leader 15"):
        enrolment = telling.leaders[leader]
        person = db.session.get_one(Person, enrolment.person_id)
        workshops.book(workshop, enrolment, now, actor_of(person))


def draw_a_list(telling: Telling) -> None:
    """Two lists, so that the second stands beside the first. Nothing of them is approved."""
    settings, seen = Settings(floor=telling.programme.floor), None
    for ago in (7, 0):
        drawn = drawing.draw(pool_of(telling.programme, telling.ago(ago)), settings)
        kept = workbench.keep(telling.programme, drawn, seen, "asked for", telling.centre)
        db.session.flush()
        seen = kept.id
