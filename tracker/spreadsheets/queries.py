"""How a plan stands beside a spreadsheet of it."""

from collections import defaultdict
from datetime import date

from sqlalchemy import select

from tracker.accounts.models import Post
from tracker.drafting.queries import IN_THE_MAKING
from tracker.extensions import db
from tracker.plan import exchange, facts
from tracker.plan.exchange import Reading
from tracker.plan.models import Action, Plan
from tracker.plan.progress import MeasureLink
from tracker.plan.queries import exchange_rows
from tracker.spreadsheets.preview import Now, Preview, Standing, look


def preview_of(plan: Plan, reading: Reading, today: date) -> Preview:
    """What a file would do to the plan as it is now; its own faults come first."""
    if reading.faults:
        return Preview((), reading.faults)
    rows = exchange_rows(plan, today)
    return look(exchange.preview(reading.rows, rows), now(plan, rows, today))


def now(plan: Plan, rows: list[exchange.ExchangeRow], today: date) -> Now:
    """Four questions, whatever the number of actions."""
    written = {row.ref: row for row in rows}
    actions = db.session.execute(
        select(Action.id, Action.reference, Action.owner_post_id, Action.reviewer_post_id).where(
            Action.plan_id == plan.id
        )
    )
    titles = defaultdict(list)
    for post in db.session.execute(
        select(Post.id, Post.title).where(
            Post.organisation_id == plan.organisation_id, Post.closed_on.is_(None)
        )
    ):
        titles[post.title.strip().casefold()].append(post.id)
    return Now(
        adopted=plan.state not in IN_THE_MAKING,
        since=plan.since,
        actions={
            a.reference.casefold(): Standing(
                a.id, a.owner_post_id, a.reviewer_post_id, written[a.reference]
            )
            for a in actions
            if a.reference in written
        },
        titles=titles,
        posts=facts.posts_of(plan.organisation_id, today),
    )


def actions_by_reference(plan_id: int) -> dict[str, Action]:
    """By reference, folded."""
    loaded = select(Action).options(*Action.loaded_with)
    found = db.session.scalars(loaded.where(Action.plan_id == plan_id))
    return {action.reference.casefold(): action for action in found}


def links_of(action_id: int) -> list[MeasureLink]:
    open_links = select(MeasureLink).where(
        MeasureLink.action_id == action_id, MeasureLink.ended_on.is_(None)
    )
    return list(db.session.scalars(open_links))
