"""Changing posts, closing them, and ending what rests on who holds them."""

from datetime import date, timedelta

from tracker import audit
from tracker.accounts.models import Delegation, Holding, Post
from tracker.accounts.operations import CLOSED_LINE, SAME_TITLE
from tracker.accounts.queries import holdings_beside, lock, open_post_titled
from tracker.accounts.reviewing import brought_in_line
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.pages import day
from tracker.posts import queries

NAMED_AT_MOST = 3  # of what stands in the way; the rest are counted


def edit_post(
    post: Post,
    title: str,
    line_post: Post | None,
    senior_leader: bool,
    today: date,
    by: Actor,
    knowing: bool = False,
) -> None:
    """Change a post. The line from it goes up from post to post and never comes back to it.

    Where that brings a reviewer into an owner's line of reports, only `knowing` so.
    """
    queries.lock_line(post)
    if post.closed_on:
        raise Refused("This post is closed. Reopen it before you change it.")
    same = open_post_titled(post.organisation_id, title)
    if same and same.id != post.id:
        raise Refused(SAME_TITLE, field="title")
    if line_post and line_post.id != post.line_post_id:
        _refuse_line(post, line_post, today)
        _refuse_unknown(post, line_post, knowing, today)
    answers = {
        "title": title,
        "line_post_id": line_post.id if line_post else None,
        "senior_leader": senior_leader,
    }
    changed = [name for name, answer in answers.items() if getattr(post, name) != answer]
    for name in changed:
        setattr(post, name, answers[name])
    audit.record(by, "changed a post", post, changed=changed, line_post=post.line_post_id)


def _refuse_line(post: Post, line_post: Post, today: date) -> None:
    if line_post.id == post.id:
        raise Refused("A post cannot answer to itself", field="line_post_id")
    lock(line_post)
    if line_post.closed_on:
        raise Refused(CLOSED_LINE, field="line_post_id")
    organisation = db.session.get_one(Organisation, post.organisation_id)
    known = {each.id for each in queries.posts_to_answer_to(post, organisation, today)}
    if line_post.id not in known:
        raise Refused(
            "A post answers to one of its own organisation, or of one above it",
            field="line_post_id",
        )
    way_up = [line_post, *queries.line_of(line_post)]
    if post.id in {each.id for each in way_up}:
        between = [each.title for each in way_up[: [each.id for each in way_up].index(post.id)]]
        raise Refused(
            f"{' answers to '.join([*between, post.title])}. If {post.title} answered to"
            f" {line_post.title}, they would answer to one another in a circle.",
            field="line_post_id",
        )


def _refuse_unknown(post: Post, line_post: Post, knowing: bool, today: date) -> None:
    brought = brought_in_line(post.organisation_id, {post.id: line_post.id}, today)
    if brought and not knowing:
        raise Refused(
            "Read which reviewers this brings into the owner’s line, then tick that you know",
            field="knowing",
        )


def close_post(post: Post, on: date, today: date, by: Actor) -> None:
    """Close a post that nobody holds, that nobody answers to and that nothing waits for."""
    lock(post)
    if post.closed_on:
        raise Refused(f"This post was closed on {day(post.closed_on)}")
    if on > today:
        raise Refused("A post is closed today or on a day before", field="on")
    _refuse_held(post, on, today)
    below = [each.title for each in queries.posts_answering_to(post, today)]
    if below:
        verb = "answers" if len(below) == 1 else "answer"
        raise Refused(f"{_named(below)} {verb} to it. Say first whom they answer to instead.")
    work = queries.work_of(post, today)
    if work:
        raise Refused(f"It still {_named(work)}. Say first which post does that instead.")
    post.closed_on = on
    audit.record(by, "closed a post", post, on=on.isoformat())


def _refuse_held(post: Post, on: date, today: date) -> None:
    for holding, name in holdings_beside(post.id, min(on, today), None):
        since = day(holding.since)
        if holding.until is None:
            raise Refused(f"{name} holds it from {since}. End that holding first.")
        if holding.until > on or holding.until >= today:
            raise Refused(
                f"{name} holds it from {since} to {day(holding.until)}. It can be closed on that"
                " last day, once it is over.",
                field="on",
            )


def _named(things: list[str]) -> str:
    """A few of them by name, and how many more: 'Chief Nurse, Medical Director and 4 more'"""
    few, more = things[:NAMED_AT_MOST], len(things) - NAMED_AT_MOST
    if more > 0:
        return f"{', '.join(few)} and {more} more"
    return " and ".join([", ".join(few[:-1]), few[-1]] if len(few) > 1 else few)


def reopen_post(post: Post, by: Actor) -> None:
    """Open a closed post again, vacant. If its line post is closed by now, it answers to none."""
    queries.lock_line(post)
    if post.closed_on is None:
        raise Refused("This post is open already")
    if open_post_titled(post.organisation_id, post.title):
        raise Refused(
            "Another open post here has this title by now. Change that one's title first."
        )
    line = queries.line_of(post)
    if line and line[0].closed_on:
        post.line_post_id = None
    post.closed_on = None
    audit.record(by, "reopened a post", post, line_post=post.line_post_id)


def take_back_holding(holding: Holding, today: date, by: Actor) -> None:
    """Remove a holding that has not begun. Only the record keeps it."""
    post = db.session.get_one(Post, holding.post_id)
    lock(post)
    db.session.refresh(holding, ["since"])
    if holding.since <= today:
        raise Refused("This holding has begun, so it stays on the post’s page. End it instead.")
    audit.record(by, "took back a holding", holding, post.organisation_id, post=post.id)
    db.session.delete(holding)


def end_delegation(delegation: Delegation, today: date, by: Actor) -> None:
    """Somebody no longer drafts for a holder, from this moment."""
    holding = db.session.get_one(Holding, delegation.holding_id)
    post = db.session.get_one(Post, holding.post_id)
    lock(post)
    db.session.refresh(delegation, ["until"])
    if delegation.until and delegation.until < today:
        raise Refused("They no longer draft for this post")
    delegation.until = today - timedelta(days=1)
    audit.record(
        by, "ended a delegate", delegation, post.organisation_id, person=delegation.person_id
    )
