"""What may be done to a live plan, and what every rule says when it refuses."""

from datetime import date

import pytest

from tests import factories
from tests.conftest import TODAY
from tests.plan.conftest import as_actor, loaded, said
from tracker.audit import AuditEntry
from tracker.errors import Refused
from tracker.extensions import db
from tracker.plan import facts, history, operations
from tracker.plan.models import ActionChange
from tracker.plan.progress import Acknowledgement, CheckIn, Evidence, MeasureLink, Milestone


def last_act():
    return db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()


def draft(action, person, **otherwise):
    written = operations.draft(loaded(action), said(**otherwise), by=as_actor(person))
    db.session.flush()
    return written


def publish(action, person, on_behalf=False, reason="", **otherwise):
    draft(action, person, **otherwise)
    return operations.publish(loaded(action), TODAY, as_actor(person), on_behalf, reason)


# Checking in


def test_a_draft_is_said_by_nobody_yet(action, chief):
    draft(action, chief)

    assert facts.last_check_in(action.id) is None
    assert facts.draft_by(action.id, chief.id).said == "on course"


def test_writing_again_changes_the_same_draft(action, chief):
    first = draft(action, chief)
    again = draft(action, chief, done="More.")

    assert again.id == first.id
    assert again.version > 1


def test_half_a_draft_can_be_kept(action, chief):
    kept = draft(action, chief, said=None, confidence=None, done="")

    assert kept.said is None


def test_a_published_check_in_stands_with_the_day_it_was_said(action, chief):
    published = publish(action, chief)

    assert published.published_on == TODAY
    assert facts.draft_by(action.id, chief.id) is None
    assert last_act().did == "checked in"
    assert "61 of 74" not in str(last_act().details)


def test_publishing_a_second_time_finds_nothing_to_publish(action, chief):
    publish(action, chief)

    with pytest.raises(Refused, match="Answer every question"):
        operations.publish(loaded(action), TODAY, as_actor(chief))
    assert db.session.query(CheckIn).count() == 1


@pytest.mark.parametrize("missing", ["said", "confidence", "done", "phase"])
def test_half_a_draft_is_not_published(action, chief, missing):
    with pytest.raises(Refused, match="Answer every question that is not optional"):
        publish(action, chief, **{missing: "" if missing == "done" else None})


@pytest.mark.parametrize(
    ("state", "because"), [("draft", "not adopted yet"), ("consulting", "not adopted yet")]
)
def test_nothing_is_said_of_a_plan_that_is_not_adopted(trust, owning, chief, state, because):
    waiting = factories.action(factories.plan(trust, state=state, adopted_on=None), owning)

    with pytest.raises(Refused, match=because):
        draft(waiting, chief)


def test_nothing_more_is_said_of_a_closed_plan(trust, owning, chief):
    closed = factories.action(factories.plan(trust, state="closed"), owning)

    with pytest.raises(Refused, match="The plan is closed"):
        draft(closed, chief)


def test_nothing_more_is_said_of_an_action_that_is_part_of_another(action, plan, owning, chief):
    merged = factories.action(plan, owning, merged_into_id=action.id)

    with pytest.raises(Refused, match="part of another one"):
        draft(merged, chief)


def test_what_is_said_on_behalf_is_labelled_so(action, lead):
    assert publish(action, lead, on_behalf=True).on_behalf


def test_the_holders_word_spends_what_the_delegate_drafted(action, chief, delegate):
    draft(action, delegate, done="Drafted for you.")

    publish(action, chief)
    db.session.flush()

    assert facts.draft_by(action.id, delegate.id) is None


def test_a_word_on_behalf_leaves_the_delegates_draft_alone(action, lead, delegate):
    draft(action, delegate)

    publish(action, lead, on_behalf=True)
    db.session.flush()

    assert facts.draft_by(action.id, delegate.id)


def test_an_action_with_a_milestone_undone_is_not_complete(action, chief):
    factories.milestone(action, title="Consultant panels included")

    with pytest.raises(Refused, match="Not done: Consultant panels included"):
        publish(action, chief, phase="complete")
    assert facts.last_check_in(action.id) is None


def test_a_milestone_that_asks_for_evidence_needs_it_for_completion(action, chief):
    factories.milestone(
        action, title="Members trained", evidence_required=True, done_on=date(2026, 9, 1)
    )

    with pytest.raises(Refused, match="evidence that was asked for: Members trained"):
        publish(action, chief, phase="complete")


def test_what_nobody_reviews_cannot_be_complete(plan, owning, chief):
    unreviewed = factories.action(plan, owning)

    with pytest.raises(Refused, match="Nobody reviews this action"):
        publish(unreviewed, chief, phase="complete")


def test_an_action_is_complete_when_its_milestones_are(action, chief):
    done = factories.milestone(action, evidence_required=True, done_on=date(2026, 9, 1))
    db.session.add(evidence_for(done))

    assert publish(action, chief, phase="complete").phase == "complete"


def evidence_for(milestone):
    return Evidence(
        action_id=milestone.action_id,
        milestone_id=milestone.id,
        kind="data",
        stance="supports",
        title="Panel log",
        added_on=TODAY,
    )


def test_an_action_stops_only_with_a_line_of_learning(action, chief):
    with pytest.raises(Refused, match="Enter what you learned") as refusal:
        publish(action, chief, phase="stopped", reason="The money went.")
    assert refusal.value.field == "learned"


def test_an_action_stops_only_for_a_reason(action, chief):
    with pytest.raises(Refused, match="Enter why it stops"):
        publish(action, chief, phase="stopped", learned="Start with recruitment.")


def test_why_an_action_stopped_is_kept(action, chief):
    factories.check_in(action, chief)

    publish(action, chief, phase="stopped", learned="Start earlier.", reason="The money went.")

    [change] = history.changes_of(action.id)
    assert (change.field, change.before, change.after) == ("stage", "under way", "stopped")
    assert change.reason == "The money went."


def test_one_that_stopped_already_is_not_asked_why_again(action, chief):
    factories.check_in(action, chief, phase="stopped")

    publish(action, chief, phase="stopped", learned="Still so.")

    assert history.changes_of(action.id) == []


def test_figures_of_the_day_are_kept_with_what_was_said(action, chief, trust):
    baseline = factories.figure(trust, year=2025, value=1.5)
    factories.figure(trust, year=2026, value=1.44)
    target = factories.target(baseline)
    factories.measure_link(action, target)

    [kept] = publish(action, chief).figures_then

    assert kept["value"] == 1.44
    assert kept["as_at"] == "2026-03-31"
    assert kept["words"] == "behind (1.44 at 31 March 2026)"


def test_a_hidden_figure_is_kept_hidden(action, chief, trust):
    baseline = factories.figure(trust, year=2025, value=1.5)
    factories.figure(trust, year=2026, value=1.23456, hidden=True)
    factories.measure_link(action, factories.target(baseline))

    [kept] = publish(action, chief).figures_then

    assert kept["word"] == "hidden (small numbers)"
    assert kept["value"] is None
    assert "1.23" not in str(kept)


def test_what_is_only_watched_is_not_kept(action, chief, trust):
    factories.measure_link(action, factories.target(factories.figure(trust)), role="watch")

    assert publish(action, chief).figures_then == []


# Reviewing


def test_the_reviewer_accepts_what_was_said(action, chief, vice):
    check_in = factories.check_in(action, chief)

    given = operations.acknowledge(loaded(action), check_in, True, "", TODAY, as_actor(vice))

    assert given.accepted
    assert last_act().did == "reviewed a check-in"


def test_asking_again_needs_words(action, chief, vice):
    check_in = factories.check_in(action, chief)

    with pytest.raises(Refused, match="Enter what you are asking for"):
        operations.acknowledge(loaded(action), check_in, False, "", TODAY, as_actor(vice))


def test_nobody_reviews_their_own_words(action, vice):
    check_in = factories.check_in(action, vice)

    with pytest.raises(Refused, match="somebody else has to review it"):
        operations.acknowledge(loaded(action), check_in, True, "", TODAY, as_actor(vice))


def test_a_check_in_is_reviewed_once(action, chief, vice):
    check_in = factories.check_in(action, chief)
    operations.acknowledge(loaded(action), check_in, True, "", TODAY, as_actor(vice))

    with pytest.raises(Refused, match="reviewed already"):
        operations.acknowledge(loaded(action), check_in, False, "Why?", TODAY, as_actor(vice))
    assert db.session.query(Acknowledgement).one().accepted


# Milestones


def add_milestone(action, person, title="First panels sit", due=date(2027, 3, 31)):
    return operations.add_milestone(loaded(action), title, due, False, TODAY, as_actor(person))


def test_a_milestone_is_first_due_when_it_is_due(action, chief):
    added = add_milestone(action, chief)

    assert added.first_due == added.due == date(2027, 3, 31)


def test_a_milestone_is_not_added_for_a_day_gone_by(action, chief):
    with pytest.raises(Refused, match="today or later"):
        add_milestone(action, chief, due=date(2026, 11, 22))


def test_the_same_milestone_is_added_once(action, chief):
    add_milestone(action, chief)

    with pytest.raises(Refused, match="that name already"):
        add_milestone(action, chief, title="FIRST panels sit")
    assert db.session.query(Milestone).count() == 1


def move(action, milestone, person, due, reason="College assessors could not be booked."):
    operations.move_milestone(loaded(action), milestone, due, reason, TODAY, as_actor(person))


def test_the_day_first_promised_never_changes(action, chief):
    milestone = factories.milestone(action)
    first = milestone.first_due

    move(action, milestone, chief, date(2027, 1, 31))
    move(action, milestone, chief, date(2027, 3, 31), "Again.")

    assert milestone.first_due == first
    assert milestone.due == date(2027, 3, 31)
    assert [change.reason for change in history.changes_of(action.id)] == [
        "Again.",
        "College assessors could not be booked.",
    ]


def test_a_milestone_is_not_moved_to_where_it_is(action, chief):
    milestone = factories.milestone(action)

    with pytest.raises(Refused, match="due on that day already"):
        move(action, milestone, chief, milestone.due)


def test_a_milestone_is_not_moved_to_a_day_gone_by(action, chief):
    with pytest.raises(Refused, match="today or later"):
        move(action, factories.milestone(action), chief, date(2026, 1, 1))


def test_what_is_done_does_not_move(action, chief):
    done = factories.milestone(action, done_on=TODAY)

    with pytest.raises(Refused, match="done already"):
        move(action, done, chief, date(2027, 1, 1))


def finish(action, milestone, person, on=TODAY):
    operations.finish_milestone(loaded(action), milestone, on, TODAY, as_actor(person))


def test_a_milestone_is_finished_on_a_day(action, chief):
    milestone = factories.milestone(action)

    finish(action, milestone, chief, date(2026, 11, 20))

    assert milestone.done_on == date(2026, 11, 20)


def test_nothing_is_finished_tomorrow(action, chief):
    with pytest.raises(Refused, match="today or in the past"):
        finish(action, factories.milestone(action), chief, date(2026, 11, 24))


def test_nothing_is_finished_twice(action, chief):
    milestone = factories.milestone(action)
    finish(action, milestone, chief)

    with pytest.raises(Refused, match="done already"):
        finish(action, milestone, chief)


def test_a_milestone_that_asks_for_evidence_waits_for_it(action, chief):
    milestone = factories.milestone(action, evidence_required=True)

    with pytest.raises(Refused, match="asks for evidence"):
        finish(action, milestone, chief)
    assert milestone.done_on is None

    add_evidence(action, chief, milestone_id=milestone.id)
    db.session.flush()
    finish(action, milestone, chief)
    assert milestone.done_on == TODAY


# Evidence


def add_evidence(action, person, capacity="holds the owning post", **otherwise):
    usual = {
        "kind": "data",
        "stance": "supports",
        "title": "Panel log",
        "text": "46 of 52 panels had an independent member.",
        "link": "",
        "consent": False,
        "milestone_id": None,
    }
    by = as_actor(person, capacity)
    return operations.add_evidence(loaded(action), usual | otherwise, TODAY, by)


def test_evidence_is_kept_with_the_capacity_it_was_added_in(action, member):
    added = add_evidence(action, member, "network member", stance="contradicts")

    assert added.capacity == "network member"
    assert last_act().details == {"action": action.id, "kind": "data", "stance": "contradicts"}


def test_lived_experience_needs_the_persons_consent(action, member):
    with pytest.raises(Refused, match="Ask the person first") as refusal:
        add_evidence(action, member, kind="lived experience")
    assert refusal.value.field == "consent"


def test_lived_experience_needs_its_words(action, member):
    with pytest.raises(Refused, match="Enter what was said"):
        add_evidence(action, member, kind="lived experience", consent=True, text="")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://nhs.example", "//nhs.example", "data:text/html,x"]
)
def test_a_link_leads_to_the_web_and_nowhere_else(action, chief, address):
    with pytest.raises(Refused, match="must begin with https"):
        add_evidence(action, chief, kind="link", link=address)


def test_a_link_has_an_address(action, chief):
    with pytest.raises(Refused, match="Enter the address"):
        add_evidence(action, chief, kind="link")


def test_the_same_evidence_is_added_once(action, chief):
    add_evidence(action, chief)
    db.session.flush()

    with pytest.raises(Refused, match="here already"):
        add_evidence(action, chief)


def test_evidence_is_for_a_milestone_of_its_own_action(action, plan, chief):
    elsewhere = factories.milestone(factories.action(plan))

    with pytest.raises(Refused, match="Choose a milestone of this action"):
        add_evidence(action, chief, milestone_id=elsewhere.id)


# What was promised


def change(action, person, reason="The board asked.", **otherwise):
    now = {name: getattr(action, name) for name in ("due", "owner_post_id", "reviewer_post_id")}
    operations.change(loaded(action), now | otherwise, reason, TODAY, as_actor(person))
    db.session.flush()


def test_a_change_of_due_date_keeps_both_days_and_the_reason(action, lead):
    change(action, lead, due=date(2028, 9, 30))

    [kept] = history.changes_of(action.id)
    assert (kept.before, kept.after) == ("31 March 2028", "30 September 2028")
    assert kept.reason == "The board asked."
    assert kept.by == lead.name
    assert last_act().details == {"changed": ["due"]}


def test_an_action_may_go_on_without_an_end(action, lead):
    change(action, lead, due=None)

    assert action.due_words == "ongoing"
    assert history.changes_of(action.id)[0].after == "ongoing"


def test_a_new_owner_is_kept_by_the_name_of_the_post(action, trust, lead):
    post = factories.post(trust, title="Chief People Officer")

    change(action, lead, owner_post_id=post.id)

    [kept] = history.changes_of(action.id)
    assert (kept.before, kept.after) == ("Chief executive", "Chief People Officer")


def test_changing_nothing_is_refused(action, lead):
    with pytest.raises(Refused, match="Nothing here differs"):
        change(action, lead)


def test_an_action_is_not_due_before_it_begins(action, lead):
    with pytest.raises(Refused, match="must be after the day it begins"):
        change(action, lead, due=date(2025, 3, 31))


def test_a_post_of_another_organisation_cannot_own_it(action, elsewhere, lead):
    post = factories.post(elsewhere)

    with pytest.raises(Refused, match="Choose a post of this organisation"):
        change(action, lead, owner_post_id=post.id)


def test_a_closed_post_cannot_own_it(action, trust, lead):
    post = factories.post(trust, closed_on=date(2026, 1, 1))

    with pytest.raises(Refused, match="Choose a post of this organisation"):
        change(action, lead, owner_post_id=post.id)


def test_the_owner_does_not_review(action, owning, lead):
    with pytest.raises(Refused, match="not the owner") as refusal:
        change(action, lead, reviewer_post_id=owning.id)
    assert refusal.value.field == "reviewer_post_id"


def test_the_owner_does_not_review_through_a_second_post_either(action, trust, chief, lead):
    second = factories.post(trust, chief, title="Acting finance director")

    with pytest.raises(Refused, match="One person holds both posts"):
        change(action, lead, reviewer_post_id=second.id)


def test_somebody_who_reports_to_the_owner_does_not_review(action, trust, owning, lead):
    director = factories.post(trust, line_post_id=owning.id)
    below = factories.post(trust, line_post_id=director.id)

    with pytest.raises(Refused, match="reports to the owner"):
        change(action, lead, reviewer_post_id=below.id)


def test_a_refused_change_changes_nothing(action, owning, lead):
    with pytest.raises(Refused):
        change(action, lead, due=date(2030, 1, 1), reviewer_post_id=owning.id)

    assert action.due == date(2028, 3, 31)
    assert db.session.query(ActionChange).count() == 0


# Figures


def link(action, person, **otherwise):
    usual = {
        "target_id": None,
        "indicator": "2",
        "role": "watch",
        "expected": "toward",
        "assumption": "",
        "lag_months": 0,
    }
    made = operations.link_measure(loaded(action), usual | otherwise, as_actor(person))
    db.session.flush()
    return made


def test_only_a_target_shows_progress(action, lead):
    with pytest.raises(Refused, match="Only a target shows progress"):
        link(action, lead, role="progress of this")


def test_a_target_of_another_organisation_says_nothing_here(action, elsewhere, lead):
    target = factories.target(factories.figure(elsewhere))

    with pytest.raises(Refused, match="Choose a target of this organisation"):
        link(action, lead, target_id=target.id, role="progress of this")


def test_a_withdrawn_target_is_not_linked(action, trust, lead):
    target = factories.target(factories.figure(trust), withdrawn_on=date(2026, 1, 1))

    with pytest.raises(Refused, match="Choose a target of this organisation"):
        link(action, lead, target_id=target.id)


def test_the_same_figure_is_linked_once(action, lead):
    link(action, lead)

    with pytest.raises(Refused, match="that link already"):
        link(action, lead)


def test_a_link_that_ended_is_kept(action, lead):
    made = link(action, lead)

    operations.end_link(loaded(action), made, TODAY, as_actor(lead))
    db.session.flush()

    assert db.session.query(MeasureLink).one().ended_on == TODAY
    with pytest.raises(Refused, match="ended already"):
        operations.end_link(loaded(action), made, TODAY, as_actor(lead))
    assert link(action, lead).id != made.id
