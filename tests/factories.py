"""People and things for tests. Say only what the test is about; the rest is filled in."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count

from tracker.accounts import passwords
from tracker.accounts.models import Delegation, Grant, Holding, Person, Post
from tracker.arrangements.models import LocalClaim
from tracker.audit import COMMAND_LINE
from tracker.extensions import db
from tracker.handing_over.models import HandOverNote, HandOverReceipt
from tracker.jobs.models import Job
from tracker.mentoring.models import Enrolment, Place, Programme
from tracker.mentoring.weights import Settings
from tracker.organisations.models import (
    Body,
    Network,
    NetworkCover,
    Organisation,
    OrganisationEdge,
    Panel,
    PanelCover,
)
from tracker.pairings.models import Concern, Meeting, Pairing, PairingEvent
from tracker.pairs.models import Agreement, Commitment, Goal, Insight, PulseGiven
from tracker.plan.models import Action, ActionHelper, Plan
from tracker.plan.progress import CheckIn, MeasureLink, Milestone
from tracker.second_factor.models import RecoveryCode, SecondFactor
from tracker.signing_in.models import SignIn, SingleUseLink
from tracker.uploads import Upload
from tracker.workbench.drawing import draw
from tracker.workbench.models import Override
from tracker.workbench.operations import keep
from tracker.workbench.pool_queries import pool_of
from tracker.workbench.queries import newest_run
from tracker.workshops.models import Booking, Workshop
from tracker.wres.models import DataVersion, Figure, Target, VersionScope

number = count(1)
LONG_AGO = date(2020, 4, 1)
PASSWORD = "correct horse battery staple"


@cache
def password_hash():
    return passwords.hashed(PASSWORD)


def saved(thing):
    """Committed, and not read again at its next use: there is nothing new to read."""
    session = db.session()
    session.add(thing)
    session.expire_on_commit = False
    try:
        session.commit()
    finally:
        session.expire_on_commit = True
    return thing


def begun(thing):
    """Written down, to be committed with what belongs to it: each commit is some more questions."""
    db.session.add(thing)
    db.session.flush()
    return thing


def organisation(parent=None, **given):
    n = next(number)
    usual = {"code": f"Q{n:03}", "name": f"Trust {n}", "kind": "trust", "fictional": True}
    made = begun(Organisation(**usual | given))
    if parent:
        begun(OrganisationEdge(child_id=made.id, parent_id=parent.id))
    return saved(made)


def network(*organisations, **given):
    home = organisations[0].id if organisations else None
    made = begun(Network(**{"name": f"Network {next(number)}", "organisation_id": home} | given))
    for covered in organisations:
        begun(NetworkCover(network_id=made.id, organisation_id=covered.id))
    return saved(made)


def body(organisation, **given):
    return saved(Body(**{"organisation_id": organisation.id, "name": "HR network"} | given))


def panel(*organisations, **given):
    home = organisations[0].id if organisations else None
    made = begun(Panel(**{"name": f"Panel {next(number)}", "organisation_id": home} | given))
    for covered in organisations:
        begun(PanelCover(panel_id=made.id, organisation_id=covered.id))
    return saved(made)


def person(place=None, role=None, **given):
    """Somebody with an account; with a role in a place, where one is given."""
    n = next(number)
    usual = {"name": f"Person {n}", "email": f"person{n}@nhs.example"}
    home = getattr(place, "organisation_id", None)
    made = begun(
        Person(**usual | {"password_hash": password_hash(), "organisation_id": home} | given)
    )
    if role:
        grant(made, role, place)
    return saved(made)


def grant(person, role, place, **given):
    scope = {f"{place.__tablename__}_id": place.id}
    return saved(
        Grant(**{"person_id": person.id, "role": role.value, "since": LONG_AGO} | scope | given)
    )


def post(organisation, holder=None, **given):
    made = begun(
        Post(**{"organisation_id": organisation.id, "title": f"Director {next(number)}"} | given)
    )
    if holder:
        hold(made, holder)
    return saved(made)


def hold(post, person, since=LONG_AGO, **given):
    return saved(Holding(post_id=post.id, person_id=person.id, since=since, **given))


def holding_of(post):
    """The one holding of a post that has had one holder."""
    return db.session.query(Holding).filter_by(post_id=post.id).one()


def delegate(holding, person, since=LONG_AGO):
    return saved(Delegation(holding_id=holding.id, person_id=person.id, since=since))


def sign_in(person, **given):
    now = datetime.now(UTC)
    usual = {"token_hash": f"{next(number):064}", "way": "password"}
    times = dict.fromkeys(("started_at", "seen_at", "proved_at"), now)
    return saved(SignIn(person_id=person.id, **usual | times | given))


def single_use_link(person, **given):
    now = datetime.now(UTC)
    usual = {
        "person_id": person.id,
        "purpose": "invitation",
        "made_at": now,
        "expires_at": now + timedelta(hours=24),
    }
    return saved(SingleUseLink(**usual | given))


def second_factor(person, **given):
    now = datetime.now(UTC)
    usual = {"person_id": person.id, "secret": "sealed", "made_at": now, "confirmed_at": now}
    return saved(SecondFactor(**usual | given))


def recovery_code(person, **given):
    usual = {"code_hash": f"{next(number):064}", "made_at": datetime.now(UTC)}
    return saved(RecoveryCode(person_id=person.id, **usual | given))


def upload(person, **given):
    """A file that waits to be accepted."""
    usual = {
        "person_id": person.id,
        "purpose": "figures",
        "file_name": "return.csv",
        "kept_as": f"{next(number):032}",
        "size": 1,
        "sha256": "0" * 64,
        "answers": {},
    }
    return saved(Upload(**usual | given))


def job(person, **given):
    return saved(Job(**{"name": "retention", "arguments": {}, "person_id": person.id} | given))


def data_version(**given):
    usual = {
        "kind": "WRES return",
        "file_name": "return.csv",
        "sha256": f"{next(number):064}",
        "answers": {},
        "figure_count": 1,
        "accepted_at": datetime(2026, 9, 1, 12, tzinfo=UTC),
    }
    return saved(DataVersion(**usual | given))


def version_scope(version_id, organisation):
    return saved(VersionScope(version_id=version_id, organisation_id=organisation.id))


def figure(organisation, indicator="2", year=2026, **given):
    """A relative likelihood of 1.31, unless told otherwise."""
    usual = {
        "version_id": given.pop("version_id", None) or data_version().id,
        "organisation_id": organisation.id,
        "indicator": indicator,
        "year": year,
        "part": "all",
        "item": "relative likelihood",
        "basis": "single year",
        "definition": "1",
        "unit": "ratio",
        "white_numerator": 170,
        "white_denominator": 780,
        "bme_numerator": 35,
        "bme_denominator": 210,
        "unknown_numerator": 20,
        "unknown_denominator": 100,
        "white_rate": 170 / 780,
        "bme_rate": 35 / 210,
        "value": (170 / 780) / (35 / 210),
        "low": 0.9398,
        "high": 1.8196,
        "period_start": date(year - 1, 4, 1),
        "period_end": date(year, 3, 31),
        "as_at": date(year, 3, 31),
        "source": "return.csv",
        "hidden": False,
    }
    return saved(Figure(**usual | given))


def target(baseline, **given):
    usual = {
        "organisation_id": baseline.organisation_id,
        "indicator": baseline.indicator,
        "part": baseline.part,
        "item": baseline.item,
        "basis": baseline.basis,
        "measure": "value",
        "baseline_figure_id": baseline.id,
        "value": 1.0,
        "due": date(2028, 3, 31),
        "kind": "toward",
        "tolerance": 0.1,
    }
    return saved(Target(**usual | given))


def plan(organisation, **given):
    usual = {
        "organisation_id": organisation.id,
        "template": "ten-point-2004",
        "title": "Race equality plan 2025 to 2028",
        "since": date(2025, 4, 1),
        "until": date(2028, 3, 31),
        "state": "adopted",
        "adopted_on": date(2025, 3, 27),
        "adopted_by": "Trust board",
    }
    return saved(Plan(**usual | given))


def action(plan, owner=None, reviewer=None, **given):
    n = next(number)
    usual = {
        "plan_id": plan.id,
        "organisation_id": plan.organisation_id,
        "position": n,
        "point": "8",
        "reference": f"8.{n}",
        "title": "Independent panel members from band 8a",
        "owner_post_id": owner.id if owner else None,
        "reviewer_post_id": reviewer.id if reviewer else None,
        "start": date(2025, 4, 1),
        "due": date(2028, 3, 31),
    }
    return saved(Action(**usual | given))


def helper(action, post):
    return saved(ActionHelper(action_id=action.id, post_id=post.id))


def check_in(action, author, on=date(2026, 9, 1), **given):
    usual = {
        "action_id": action.id,
        "author_id": author.id,
        "phase": "under way",
        "said": "on course",
        "confidence": 4,
        "done": "32 independent members trained.",
        "published_on": on,
        "published_at": datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
    }
    return saved(CheckIn(**usual | given))


def draft_check_in(action_id, author, **given):
    return saved(CheckIn(**{"action_id": action_id, "author_id": author.id} | given))


def milestone(action, **given):
    due = given.pop("due", date(2026, 12, 18))
    usual = {"action_id": action.id, "title": "Panels trained", "first_due": due, "due": due}
    return saved(Milestone(**usual | given))


def measure_link(action, target=None, **given):
    usual = {
        "action_id": action.id,
        "target_id": target.id if target else None,
        "indicator": target.indicator if target else "2",
        "role": "progress of this",
        "expected": "toward",
    }
    return saved(MeasureLink(**usual | given))


def hand_over_note(holding, action, **given):
    usual = {
        "holding_id": holding.id,
        "action_id": action.id,
        "author_id": holding.person_id,
        "words": "Ask the panel’s secretary.",
        "written_at": datetime(2026, 11, 10, 9, tzinfo=UTC),
    }
    return saved(HandOverNote(**usual | given))


def hand_over_receipt(holding, action, receiving, **given):
    usual = {
        "holding_id": holding.id,
        "action_id": action.id,
        "receiving_holding_id": receiving.id,
        "author_id": receiving.person_id,
        "answer": "accept",
        "given_at": datetime(2026, 11, 20, 9, tzinfo=UTC),
    }
    return saved(HandOverReceipt(**usual | given))


def programme(organisation, **given):
    usual = {"title": "Mentoring programme 2026", "launched_on": date(2026, 4, 1)}
    return saved(Programme(**{"organisation_id": organisation.id} | usual | given))


def enrolment(programme, person, organisation, side="leader", **given):
    """In the pool, unless told otherwise; a leader with as many places as they offer."""
    usual = {
        "state": "in pool",
        "confirmed_on": date(2026, 5, 1),
        "prepared_on": date(2026, 5, 10),
        "pooled_on": date(2026, 5, 10),
        "goals": ["finance"],
        "remote": True,
        "grade": "VSM" if side == "leader" else "6",
        "profession": "nursing",
        "availability": ["mon_am"],
        "capacity": 1,
    }
    made = begun(
        Enrolment(
            programme_id=programme.id,
            person_id=person.id,
            organisation_id=organisation.id,
            side=side,
            **usual | given,
        )
    )
    if side == "leader":
        for n in range(made.capacity):
            begun(Place(enrolment_id=made.id, number=n + 1))
    return saved(made)


def workshop(programme, **given):
    usual = {
        "programme_id": programme.id,
        "organisation_id": programme.organisation_id,
        "starts_at": datetime(2026, 12, 3, 14, tzinfo=UTC),
        "place": "Board room, Northbridge",
        "places": 12,
    }
    return saved(Workshop(**usual | given))


def pairing(leader, mentee, state="active", **given):
    """Of two enrolments; in the leader's first place where its state takes one."""
    place = db.session.query(Place).filter_by(enrolment_id=leader.id, number=1).one()
    usual = {
        "programme_id": leader.programme_id,
        "organisation_id": db.session.get(Programme, leader.programme_id).organisation_id,
        "track": "matched",
        "state": state,
        "since": date(2026, 6, 1),
        "leader_id": leader.person_id,
        "mentee_id": mentee.person_id,
        "leader_enrolment_id": leader.id,
        "mentee_enrolment_id": mentee.id,
        "place_id": None if state == "approved" else place.id,
        "leader_organisation_id": leader.organisation_id,
        "mentee_organisation_id": mentee.organisation_id,
        "approved_on": date(2026, 5, 20),
    }
    made = begun(Pairing(**usual | given))
    saved(PairingEvent(pairing_id=made.id, on=made.since, state=state))
    return made


def local_claim(programme, leader, organisation, **given):
    """An arrangement that a leader told of and nobody has answered."""
    side = {"programme_id": programme.id, "person_id": leader.id, "side": "leader"}
    found = db.session.query(Enrolment).filter_by(**side).first()
    enrolled = found or enrolment(programme, leader, organisation)
    claimed = saved(
        Pairing(
            programme_id=programme.id,
            organisation_id=programme.organisation_id,
            track="local",
            state="claimed",
            since=date(2026, 6, 1),
            leader_id=leader.id,
            leader_enrolment_id=enrolled.id,
            leader_organisation_id=organisation.id,
        )
    )
    saved(PairingEvent(pairing_id=claimed.id, on=claimed.since, state="claimed"))
    usual = {"name": "A Colleague", "email": f"colleague{next(number)}@nhs.example"}
    return saved(LocalClaim(pairing_id=claimed.id, leader_id=leader.id, **usual | given))


def meeting(pairing, held=True, **given):
    usual = {"starts_at": datetime(2026, 6, 15, 9, tzinfo=UTC), "state": "planned"}
    if held:
        usual |= {"state": "held", "held_on": date(2026, 6, 15)}
        usual |= {"leader_said": True, "mentee_said": True}
    return saved(Meeting(**{"pairing_id": pairing.id} | usual | given))


def booking(workshop, enrolment, **given):
    usual = {"workshop_id": workshop.id, "enrolment_id": enrolment.id}
    usual |= {"person_id": enrolment.person_id, "booked_on": date(2026, 11, 23)}
    return saved(Booking(**usual | given))


def pulse_given(pairing, person_id, check_in="trial"):
    given = {"check_in": check_in, "week": date(2026, 11, 16)}
    return saved(PulseGiven(pairing_id=pairing.id, person_id=person_id, **given))


def concern(pairing, handler, **given):
    """Told by the mentee."""
    usual = {"author_id": pairing.mentee_id, "handler_id": handler.id, "words": "Please ring"}
    usual |= {"pairing_id": pairing.id, "organisation_id": pairing.organisation_id}
    return saved(Concern(**usual | given))


def match_run(programme, on=date(2026, 11, 23), **settings):
    """A list of everybody who is in the pool of a programme on a day."""
    programme = db.session.get(Programme, programme.id, options=Programme.loaded_with)
    newest = newest_run(programme.id)
    drawn = draw(pool_of(programme, on), Settings(**settings))
    return saved(keep(programme, drawn, newest and newest.id, "asked for", COMMAND_LINE))


def match_override(run, leader, mentee, kind="lock", **given):
    """What was decided of two enrolments, and holds."""
    usual = {"reason": "They asked for it", "people": 0, "points": 0}
    who = {"leader_id": leader.person_id, "mentee_id": mentee.person_id}
    of = {"programme_id": run.programme_id, "run_id": run.id, "kind": kind}
    return saved(Override(**of | who | usual | given))


def goal(pairing, **given):
    return saved(Goal(**{"pairing_id": pairing.id, "words": "Be ready for an interview"} | given))


def commitment(pairing, **given):
    usual = {"kind": "introduce", "words": "Introduce you to the finance director"}
    return saved(Commitment(**{"pairing_id": pairing.id} | usual | given))


def agreement(pairing, **given):
    usual = {
        "number": 1,
        "purpose": "To prepare for a step up",
        "first_contact": "mentee",
        "between": "Messages are fine",
        "cancelling": "A day before",
        "race": "Either may raise it",
        "manager_told": False,
        "author_id": pairing.leader_id,
        "leader_signed_at": datetime(2026, 6, 2, 9, tzinfo=UTC),
    }
    return saved(Agreement(**{"pairing_id": pairing.id} | usual | given))


def insight(pairing, **given):
    usual = {"learned": "How shifts are given", "will_do": "Look", "written_on": date(2026, 7, 1)}
    return saved(Insight(**{"pairing_id": pairing.id} | usual | given))
