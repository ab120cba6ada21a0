"""Living by a plan: what is said, moved, finished and changed, and what the rules refuse."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.plan import facts, measures
from tracker.plan.cells import ONGOING
from tracker.plan.models import Action, ActionChange
from tracker.plan.progress import (
    WRITTEN,
    Acknowledgement,
    CheckIn,
    Evidence,
    MeasureLink,
    Milestone,
    MilestoneMove,
)
from tracker.plan.reviewers import objection

FINISHED = ("complete", "embedded")


def draft(action: Action, answers: Mapping[str, Any], by: Actor) -> CheckIn:
    """Keep what somebody is writing, until they or the post's holder publish it."""
    _refuse_unless_live(action)
    written = facts.draft_to_write(action.id, by.person_id) or CheckIn(
        action_id=action.id, author_id=by.person_id
    )
    for column in WRITTEN:
        setattr(written, column, answers[column])
    audit.record(by, "drafted a check-in", written, action.organisation_id, action=action.id)
    return written


def publish(
    action: Action, today: date, by: Actor, on_behalf: bool = False, reason: str = ""
) -> CheckIn:
    """Say what was drafted. From now on it stays as it is, with the figures of the day."""
    _refuse_unless_live(action)
    said = facts.draft_to_write(action.id, by.person_id)
    if said is None or not (said.said and said.phase and said.confidence and said.done):
        raise Refused("Answer every question that is not optional before you publish")
    if said.phase in FINISHED:
        _refuse_unless_finished(action)
    if said.phase == "stopped":
        _stop(action, said, reason, by)
    said.figures_then = measures.figures_of_the_day(action, today)
    said.on_behalf = on_behalf
    said.published_on, said.published_at = today, datetime.now(UTC)
    if not on_behalf:
        _drop(facts.drafts_by_delegates(action, today))
    details = {"action": action.id, "said": said.said, "phase": said.phase}
    audit.record(by, "checked in", said, action.organisation_id, **details)
    return said


def _refuse_unless_live(action: Action) -> None:
    if action.not_live_because:
        raise Refused(action.not_live_because)


def _refuse_if_closed(action: Action) -> None:
    if action.closed_because:
        raise Refused(action.closed_because)


def _refuse_unless_finished(action: Action) -> None:
    """Complete means every milestone done, evidence where it was asked for, and a reviewer."""
    unfinished = facts.unfinished_milestones(action.id)
    if unfinished:
        raise Refused(f"Finish every milestone first. Not done: {_listed(unfinished)}", "phase")
    unproved = facts.milestones_without_evidence(action.id)
    if unproved:
        raise Refused(f"Add the evidence that was asked for: {_listed(unproved)}", "phase")
    if action.reviewer_post_id is None:
        raise Refused(
            "Nobody reviews this action, so nobody can accept that it is complete."
            " Ask the equality lead to name a reviewer.",
            "phase",
        )


def _stop(action: Action, said: CheckIn, reason: str, by: Actor) -> None:
    """An action stops for a reason, and leaves a line of learning."""
    last = facts.last_check_in(action.id)
    before = (last and last.phase) or "none"
    if not said.learned:
        raise Refused("Enter what you learned: an action that stops leaves that behind", "learned")
    if before == "stopped":
        return
    if not reason:
        raise Refused("Enter why it stops", "reason")
    _note(action, "stage", before, "stopped", reason, by)


def _note(action: Action, field: str, before: str, after: str, reason: str, by: Actor) -> None:
    """Keep a change of what was promised, with its reason, for ever."""
    db.session.add(
        ActionChange(
            action_id=action.id,
            at=datetime.now(UTC),
            by_id=by.person_id,
            field=field,
            before=before,
            after=after,
            reason=reason,
        )
    )


def _drop(drafts: Iterable[CheckIn]) -> None:
    """What a delegate drafted is spent once the holder has spoken."""
    for each in drafts:
        db.session.delete(each)


def _listed(titles: Iterable[str]) -> str:
    return "; ".join(titles)


def acknowledge(
    action: Action, check_in: CheckIn, accepted: bool, words: str, today: date, by: Actor
) -> Acknowledgement:
    """The reviewer's word on a check-in: accepted, or asked again. Given once."""
    facts.hold(action.id)
    if check_in.author_id == by.person_id:
        raise Refused("You wrote this check-in, so somebody else has to review it")
    if facts.is_reviewed(check_in):
        raise Refused("This check-in is reviewed already. What was said of it stays.")
    if not accepted and not words:
        raise Refused("Enter what you are asking for", "words")
    given = Acknowledgement(
        check_in_id=check_in.id, by_id=by.person_id, on=today, accepted=accepted, words=words
    )
    audit.record(
        by, "reviewed a check-in", given, action.organisation_id, action=action.id, ok=accepted
    )
    return given


def add_milestone(
    action: Action, title: str, due: date, evidence_required: bool, today: date, by: Actor
) -> Milestone:
    facts.hold(action.id)
    _refuse_if_closed(action)
    _refuse_a_day_gone(due, today)
    if facts.has_milestone(action.id, title):
        raise Refused("This action has a milestone of that name already", "title")
    added = Milestone(
        action_id=action.id,
        title=title,
        first_due=due,
        due=due,
        evidence_required=evidence_required,
    )
    audit.record(by, "added a milestone", added, action.organisation_id, due=due.isoformat())
    return added


def move_milestone(
    action: Action, milestone: Milestone, due: date, reason: str, today: date, by: Actor
) -> None:
    """Change when a milestone is due. The day first promised stays beside it."""
    _refuse_unless_live(action)
    _refuse_if_done(milestone)
    if due == milestone.due:
        raise Refused("It is due on that day already. Enter another day.", "due")
    _refuse_a_day_gone(due, today)
    before, milestone.due = milestone.due, due
    db.session.add(
        MilestoneMove(
            milestone_id=milestone.id,
            at=datetime.now(UTC),
            by_id=by.person_id,
            before=before,
            after=due,
            reason=reason,
        )
    )
    days = {"before": before.isoformat(), "after": due.isoformat()}
    audit.record(by, "moved a milestone", milestone, action.organisation_id, **days)


def finish_milestone(
    action: Action, milestone: Milestone, on: date, today: date, by: Actor
) -> None:
    """A milestone that asks for evidence is done only once there is some."""
    _refuse_unless_live(action)
    _refuse_if_done(milestone)
    if on > today:
        raise Refused("The day it was done must be today or in the past", "on")
    if milestone.evidence_required and not facts.has_evidence(milestone):
        raise Refused("This milestone asks for evidence. Add that first, then finish it.")
    milestone.done_on = on
    audit.record(by, "finished a milestone", milestone, action.organisation_id, on=on.isoformat())


def _refuse_a_day_gone(due: date, today: date) -> None:
    if due < today:
        raise Refused("The due date must be today or later", "due")


def _refuse_if_done(milestone: Milestone) -> None:
    if milestone.done_on:
        raise Refused("This milestone is done already")


def add_evidence(action: Action, answers: Mapping[str, Any], today: date, by: Actor) -> Evidence:
    """Put something beside what is said, for it or against it.

    Whoever adds it is known by capacity alone: a name beside it could say who is in a network.
    """
    facts.hold(action.id)
    _refuse_if_closed(action)
    evidence = Evidence(
        action_id=action.id,
        **{column: answers[column] for column in ("kind", "stance", "title", "text", "link")},
        consent=answers["consent"],
        milestone_id=_milestone_id(action, answers["milestone_id"]),
        added_on=today,
        added_by_id=by.person_id,
        capacity=by.capacity,
    )
    _refuse_what_proves_nothing(evidence)
    if facts.has_same_evidence(evidence):
        raise Refused("This evidence is here already", "title")
    shape = {"action": action.id, "kind": evidence.kind, "stance": evidence.stance}
    audit.record(by, "added evidence", evidence, action.organisation_id, **shape)
    return evidence


def _milestone_id(action: Action, milestone_id: int | None) -> int | None:
    if milestone_id and not facts.milestone(action.id, milestone_id):
        raise Refused("Choose a milestone of this action", "milestone_id")
    return milestone_id


def _refuse_what_proves_nothing(evidence: Evidence) -> None:
    if evidence.kind == "lived experience" and not evidence.consent:
        raise Refused("Ask the person first, then tick that they agreed", "consent")
    if evidence.kind == "lived experience" and not evidence.text:
        raise Refused("Enter what was said", "text")
    if evidence.kind == "link" and not evidence.link:
        raise Refused("Enter the address", "link")
    if evidence.link and not evidence.link.startswith(("https://", "http://")):
        raise Refused("The address must begin with https:// or http://", "link")


COMMITMENTS = {"due": "due date", "owner_post_id": "owner", "reviewer_post_id": "reviewer"}
POSTS = ("owner_post_id", "reviewer_post_id")


def change(action: Action, wanted: Mapping[str, Any], reason: str, today: date, by: Actor) -> None:
    """Change a due date, owner or reviewer. Each change is kept with its reason."""
    _refuse_unless_live(action)
    now = {column: getattr(action, column) for column in COMMITMENTS}
    changed = [column for column in COMMITMENTS if wanted[column] != now[column]]
    if not changed:
        raise Refused("Nothing here differs from what it says now")
    if wanted["due"] and wanted["due"] < action.start:
        raise Refused("The day it is due must be after the day it begins", "due")
    _refuse_wrong_posts(action, wanted, today)
    titles = facts.post_titles(each[c] for each in (now, wanted) for c in POSTS)
    for column in changed:
        setattr(action, column, wanted[column])
        before, after = (_shown(column, each[column], titles) for each in (now, wanted))
        _note(action, COMMITMENTS[column], before, after, reason, by)
    if "due" in changed:
        action.due_words = "" if action.due else ONGOING
    audit.record(by, "changed a commitment", action, changed=changed)


def _refuse_wrong_posts(action: Action, wanted: Mapping[str, Any], today: date) -> None:
    """Only what changes is looked at: a post that closed since may stay until it is changed."""
    posts = facts.posts_of(action.organisation_id, today)
    for column in POSTS:
        if wanted[column] != getattr(action, column) and wanted[column] not in posts:
            raise Refused("Choose a post of this organisation", column)
    wrong = objection(wanted["owner_post_id"], wanted["reviewer_post_id"], posts)
    if wrong:
        raise Refused(wrong, "reviewer_post_id")


def _shown(column: str, value: Any, titles: Mapping[int | None, str]) -> str:
    if column == "due":
        return value.isoformat() if value else ONGOING
    return titles.get(value, "nobody")


def link_measure(action: Action, answers: Mapping[str, Any], by: Actor) -> MeasureLink:
    """Tie a target or an indicator to an action. Only a target can say how far it is."""
    facts.hold(action.id)
    _refuse_if_closed(action)
    columns = ("target_id", "indicator", "role", "expected", "assumption", "lag_months")
    link = MeasureLink(action_id=action.id, **{column: answers[column] for column in columns})
    if link.role == "progress of this" and not link.target_id:
        raise Refused("Only a target shows progress. Choose one, or another role.", "role")
    if link.target_id and not facts.has_target(action.organisation_id, link.target_id):
        raise Refused("Choose a target of this organisation", "figure")
    if facts.has_same_link(link):
        raise Refused("This action has that link already", "figure")
    shape = {"action": action.id, "role": link.role, "target": link.target_id}
    audit.record(by, "linked a measure", link, action.organisation_id, **shape)
    return link


def end_link(action: Action, link: MeasureLink, today: date, by: Actor) -> None:
    """From today the figure says nothing of the action. That it did is kept."""
    if link.ended_on:
        raise Refused("This link has ended already")
    link.ended_on = today
    audit.record(by, "ended a link to a measure", link, action.organisation_id, action=action.id)
