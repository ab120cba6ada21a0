"""The account of one action: nothing is lost, and nobody is named who should not be."""

from datetime import date, timedelta

from tests import factories
from tests.conftest import TODAY
from tests.plan.conftest import loaded
from tracker.accounts.models import Holding
from tracker.extensions import db
from tracker.organisations.models import Body
from tracker.plan import account
from tracker.plan.models import ActionHelper
from tracker.plan.progress import Evidence, MilestoneMove


def people_of(action):
    return account.people_of(loaded(action), TODAY)


def hand_over(post, on, to=None):
    """The last holder leaves the day before; somebody may follow."""
    last = db.session.query(Holding).filter_by(post_id=post.id).order_by(Holding.id.desc()).first()
    last.until = on - timedelta(days=1)
    db.session.commit()
    if to:
        factories.hold(post, to, since=on)


def test_whoever_holds_the_post_now_is_named_with_their_first_day(action, chief):
    held = people_of(action).owner.holder(TODAY)

    assert (held.holder, held.since) == ("Amara Okafor", factories.LONG_AGO)


def test_the_first_owner_stays_visible(action, owning):
    hand_over(owning, date(2026, 1, 5), to=factories.person(name="Martin Leigh"))

    people = people_of(action)
    assert people.first_owner.holder == "Amara Okafor"
    assert people.first_owner.until == date(2026, 1, 4)


def test_a_first_owner_who_is_still_there_is_not_named_twice(action):
    assert people_of(action).first_owner is None


def test_helpers_are_posts_and_bodies(action, trust):
    post = factories.post(trust, factories.person(name="Tom Hartley"), title="People Officer")
    empty = factories.post(trust, title="Head of Learning")
    body = factories.saved(Body(organisation_id=trust.id, name="Recruitment team"))
    for helper in ({"post_id": post.id}, {"post_id": empty.id}, {"body_id": body.id}):
        factories.saved(ActionHelper(action_id=action.id, **helper))

    assert people_of(action).helping == [
        "Head of Learning (vacant)",
        "People Officer (Tom Hartley)",
        "Recruitment team",
    ]


def test_an_action_may_have_nobody_yet(plan):
    people = people_of(factories.action(plan))

    assert people.owner is None
    assert people.reviewer == ""


def test_every_change_of_hands_since_the_start_is_told(action, owning):
    hand_over(owning, date(2026, 1, 5), to=factories.person(name="Martin Leigh"))
    hand_over(owning, date(2026, 10, 1))

    events = account.hand_overs(people_of(action).owner, action.start, TODAY)
    assert [(event.on, event.words) for event in events] == [
        (date(2026, 1, 5), "Martin Leigh took over from Amara Okafor."),
        (date(2026, 10, 1), "Martin Leigh left. The post is vacant."),
    ]


def test_what_happened_before_the_action_began_is_not_told(action, owning):
    hand_over(owning, date(2025, 3, 1), to=factories.person())

    assert account.hand_overs(people_of(action).owner, action.start, TODAY) == []


def test_a_claim_stood_until_the_next_one(action, chief):
    factories.check_in(action, chief, on=date(2026, 5, 15))
    factories.check_in(action, chief, on=date(2026, 8, 13))

    latest, earlier = account.check_ins_of(action.id)
    assert latest.stood_until is None
    assert earlier.stood_until == date(2026, 8, 13)


def test_a_draft_is_not_part_of_the_account(action, chief):
    factories.check_in(action, chief, published_at=None, published_on=None)

    assert account.check_ins_of(action.id) == []


def test_the_line_runs_from_the_latest_back(action, chief, owning):
    factories.check_in(action, chief, on=date(2025, 10, 9))
    hand_over(owning, date(2026, 1, 5), to=factories.person())
    factories.check_in(action, chief, on=date(2026, 2, 4))

    said = account.check_ins_of(action.id)
    handed = account.hand_overs(people_of(action).owner, action.start, TODAY)
    days = [each.on for each in account.timeline(said, handed)]
    assert days == [date(2026, 2, 4), date(2026, 1, 5), date(2025, 10, 9)]


def test_a_milestone_says_how_often_it_moved_and_why_last(action):
    milestone = factories.milestone(action, due=date(2026, 6, 30))
    milestone.due = date(2026, 12, 18)
    for day, why in ((date(2026, 9, 30), "Holidays."), (date(2026, 12, 18), "Assessors.")):
        factories.saved(
            MilestoneMove(
                milestone_id=milestone.id,
                at=factories.datetime(2026, 6, 1, tzinfo=factories.UTC),
                before=milestone.first_due,
                after=day,
                reason=why,
            )
        )

    [step] = account.milestones_of(action.id)
    assert (step.moves, step.days_moved, step.last_reason) == (2, 171, "Assessors.")


def test_evidence_against_comes_first(action):
    for stance in ("context", "supports", "contradicts"):
        factories.saved(
            Evidence(action_id=action.id, kind="data", stance=stance, title=stance, added_on=TODAY)
        )

    assert [piece.stance for piece in account.evidence_of(action.id)] == [
        "contradicts",
        "supports",
        "context",
    ]
