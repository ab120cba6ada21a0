"""A mentoring programme half-way, told through the service's own operations, in every state."""

from datetime import date, timedelta

from tracker.accounts.models import Person
from tracker.arrangements import operations as local
from tracker.arrangements.models import LocalClaim
from tracker.demo.cast import Cast
from tracker.demo.joined import LAUNCHED, Telling, actor_of, enrol_leaders, enrol_mentees
from tracker.demo.together import bring_together
from tracker.extensions import db
from tracker.mentoring.models import Programme
from tracker.mentoring.operations import open_programme
from tracker.mentoring.weights import Settings
from tracker.register import operations as register
from tracker.workbench import drawing
from tracker.workbench import operations as workbench
from tracker.workbench.pool_queries import pool_of
from tracker.workshops import operations as workshops

TITLE = "Reaching further (fictional programme)"
CONTACT = "mentoring@demo.example, Monday to Friday"
WELLBEING = "Staff well-being hub, extension 4000"


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
