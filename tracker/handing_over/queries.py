"""Hand-overs as they stand on a day: two questions, whatever their number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import Holding, Person, Post
from tracker.accounts.queries import on_the_day
from tracker.duties import Duty
from tracker.extensions import db
from tracker.handing_over.models import HandOverNote, HandOverReceipt
from tracker.handing_over.receiving import COMING, RECEIVED, HandOver, Held, Item
from tracker.permissions import Standing
from tracker.plan.models import Action, Plan
from tracker.plan.progress import PHASES_AT_REST, CheckIn
from tracker.posts.queries import line_of

FINISHED = ("complete", *PHASES_AT_REST)


def hand_overs(which: ColumnElement[bool], today: date) -> list[HandOver]:
    """Those of the holdings that `which` picks, the last to end first."""
    rows = defaultdict(list)
    for row in db.session.execute(ITEMS.where(which, Holding.until <= today + COMING)):
        rows[row.holding_id].append(row)
    held = _held({each[0].post_id for each in rows.values()})
    found = (_hand_over(each, held[each[0].post_id]) for each in rows.values())
    return [each for each in found if each.exists(today)]


def hand_over_of(holding_id: int, today: date) -> HandOver | None:
    return next(iter(hand_overs(Holding.id == holding_id, today)), None)


def hand_overs_in(organisation_id: int, today: date) -> list[HandOver]:
    return hand_overs(Post.organisation_id == organisation_id, today)


def _hand_over(rows, held: list[Held]) -> HandOver:
    first = rows[0]
    return HandOver(
        outgoing=next(each for each in held if each.holding_id == first.holding_id),
        last_day=first.until,
        post_id=first.post_id,
        post=first.post,
        organisation_id=first.organisation_id,
        line_post_id=first.line_post_id,
        items=[
            Item(row.action_id, row.reference, row.title, row.written_at, row.answer, row.given_at)
            for row in rows
        ],
        others=[each for each in held if each.holding_id != first.holding_id],
    )


def _held(posts: Iterable[int]) -> dict[int, list[Held]]:
    """Everybody who holds, held or is to hold some posts. No question where there are none."""
    found: dict[int, list[Held]] = defaultdict(list)
    if not posts:
        return found
    columns = (Holding.id, Holding.person_id, Person.name)
    dates = (Holding.since, Holding.until, Holding.acting)
    rows = db.session.execute(
        select(Holding.post_id, *columns, *dates)
        .join(Person, Person.id == Holding.person_id)
        .where(Holding.post_id.in_(posts))
        .order_by(Holding.since, Holding.id)
    )
    for row in rows:
        found[row[0]].append(Held(*row[1:]))
    return found


def _items() -> Select:
    """The actions of holdings with a last day that were open on it, in the order of the plan.

    Of a plan that is closed nothing more is asked: what was received stays on the record.
    """
    note, receipt = _last_note(), _last_receipt()
    return (
        select(
            Holding.id.label("holding_id"),
            Holding.until,
            Holding.post_id,
            Post.title.label("post"),
            Post.organisation_id,
            Post.line_post_id,
            Action.id.label("action_id"),
            Action.reference,
            Action.title,
            note.c.written_at,
            receipt.c.answer,
            receipt.c.given_at,
        )
        .join(Post, Post.id == Holding.post_id)
        .join(Action, Action.owner_post_id == Post.id)
        .join(Plan, Plan.id == Action.plan_id)
        .outerjoin(note, _is_about(note))
        .outerjoin(receipt, _is_about(receipt))
        .where(
            or_(Plan.state == "adopted", receipt.c.answer.in_(RECEIVED)),
            Plan.adopted_on <= Holding.until,
            Action.merged_into_id.is_(None),
            ~_was_finished(),
        )
        .order_by(Holding.until.desc(), Holding.id.desc(), Action.position, Action.id)
    )


def _last_note():
    last = _rank(HandOverNote, HandOverNote.written_at)
    return select(
        HandOverNote.holding_id, HandOverNote.action_id, HandOverNote.written_at, last
    ).subquery()


def _last_receipt():
    last = _rank(HandOverReceipt, HandOverReceipt.given_at)
    about = (HandOverReceipt.holding_id, HandOverReceipt.action_id)
    return select(*about, HandOverReceipt.answer, HandOverReceipt.given_at, last).subquery()


def _rank(kind, at):
    """1 for the last of what was written about an action of a hand-over."""
    about = (kind.holding_id, kind.action_id)
    return (
        func.row_number()
        .over(partition_by=about, order_by=(at.desc(), kind.id.desc()))
        .label("last")
    )


def _is_about(written) -> ColumnElement[bool]:
    same = and_(written.c.holding_id == Holding.id, written.c.action_id == Action.id)
    return and_(same, written.c.last == 1)


def _was_finished() -> ColumnElement[bool]:
    """Whether the last check-in until the last day said that nothing is left to do."""
    said, later = aliased(CheckIn), aliased(CheckIn)
    is_later = and_(
        later.action_id == said.action_id,
        later.published_on <= Holding.until,
        later.published_at > said.published_at,
    )
    return exists().where(
        said.action_id == Action.id,
        said.published_on <= Holding.until,
        said.phase.in_(FINISHED),
        ~exists().where(is_later),
    )


# Asked for what everybody owes, so it is put together once.
ITEMS = _items()


@dataclass(frozen=True)
class Said:
    """A note or an answer about an action, as the page shows it."""

    name: str
    at: datetime
    words: str
    answer: str = ""
    through: str = ""  # the post through which it was received in another's stead


def notes_of(hand_over: HandOver) -> dict[int, list[Said]]:
    """By action, the last first."""
    found: dict[int, list[Said]] = defaultdict(list)
    rows = db.session.execute(
        select(HandOverNote.action_id, Person.name, HandOverNote.written_at, HandOverNote.words)
        .join(Person, Person.id == HandOverNote.author_id)
        .where(HandOverNote.holding_id == hand_over.holding_id)
        .order_by(HandOverNote.written_at.desc(), HandOverNote.id.desc())
    )
    for row in rows:
        found[row[0]].append(Said(*row[1:]))
    return found


def receipts_of(hand_over: HandOver) -> dict[int, list[Said]]:
    """By action, the last first."""
    found: dict[int, list[Said]] = defaultdict(list)
    rows = db.session.execute(
        select(HandOverReceipt, Person.name, Post.id, Post.title)
        .join(Person, Person.id == HandOverReceipt.author_id)
        .join(Holding, Holding.id == HandOverReceipt.receiving_holding_id)
        .join(Post, Post.id == Holding.post_id)
        .where(HandOverReceipt.holding_id == hand_over.holding_id)
        .order_by(HandOverReceipt.given_at.desc(), HandOverReceipt.id.desc())
    )
    for receipt, name, post_id, title in rows:
        through = "" if post_id == hand_over.post_id else title
        said = Said(name, receipt.given_at, receipt.words, receipt.answer, through)
        found[receipt.action_id].append(said)
    return found


def holding_in_line(hand_over: HandOver, person_id: int | None, today: date) -> int | None:
    """Through which holding somebody up the line of the post receives in another's stead."""
    above = line_of(db.session.get_one(Post, hand_over.post_id))
    held = dict(
        db.session.execute(
            select(Holding.post_id, Holding.id).where(
                Holding.person_id == person_id,
                Holding.post_id.in_([post.id for post in above]),
                on_the_day(Holding, today),
            )
        ).all()
    )
    return next((held[post.id] for post in above if post.id in held), None)


def duties_of(standing: Standing, today: date) -> list[Duty]:
    """What somebody leaves, what comes to them, and what nobody below them has received.

    One question, and a second where there is a hand-over.
    """
    answering = standing.posts | standing.inherited_posts
    theirs = or_(
        Holding.person_id == standing.person_id,
        Holding.post_id.in_(standing.posts),
        Post.line_post_id.in_(answering),
    )
    found = hand_overs(theirs, today)
    return [duty for each in found for duty in _duties_about(each, standing, today)]


def _duties_about(each: HandOver, standing: Standing, today: date) -> list[Duty]:
    waiting, new = len(each.to_receive), each.incoming(today)
    if each.outgoing.person_id == standing.person_id:
        thing = f"on {_actions(len(each.to_note))} you hand over as {each.post}"
        return [_duty(each, today, "Leave a note", thing, each.last_day)] if each.to_note else []
    if not waiting or not each.is_over(today):
        return []
    due = each.receive_by(today)
    if new and new.person_id == standing.person_id:
        thing = f"{_actions(waiting)} handed over to you as {each.post}"
        return [_duty(each, today, "Receive", thing, due)]
    is_above = each.line_post_id in standing.posts | standing.inherited_posts
    if is_above and each.is_late(today):
        thing = f"{_actions(waiting)} of {each.post} that nobody has received"
        return [_duty(each, today, "Receive", thing, due, "" if new else "Post vacant")]
    return []


def _actions(number: int) -> str:
    return "1 action" if number == 1 else f"{number} actions"


def _duty(each: HandOver, today: date, verb: str, thing: str, due: date, note: str = "") -> Duty:
    page, values = "handing_over.show_hand_over", {"holding_id": each.holding_id}
    return Duty("due" if due <= today else "answer", verb, thing, page, values, due, note)
