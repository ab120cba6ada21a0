"""The actions of a plan as lines of it: who owns each, what was said last, and what all four say.

Asked of the database at once, whatever their number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
)

from tracker.accounts.models import Holding, Person, Post
from tracker.extensions import db
from tracker.plan import momentum, verdicts
from tracker.plan.models import Action, Plan
from tracker.plan.progress import PHASES_AT_REST, Acknowledgement, CheckIn, MeasureLink
from tracker.plan.verdicts import Speaker, Verdict
from tracker.wres.progress import Status
from tracker.wres.queries import measured_statuses

HIDDEN = "hidden (small numbers)"
ON = bindparam("on", type_=Date)


@dataclass(frozen=True)
class Owner:
    """The post that owns an action, and whoever holds it."""

    post_id: int | None
    post: str
    holder: str | None  # none: it is vacant
    since: date | None  # the holder's first day
    last_held: date | None  # the last day of the last holder of a vacant post; none: never held
    is_senior: bool = False  # a senior leader is named in public, others are not

    @property
    def is_vacant(self) -> bool:
        return self.holder is None

    def days_vacant(self, today: date) -> int | None:
        return (today - self.last_held).days if self.last_held else None


@dataclass(frozen=True)
class Line:
    """An action, its owner, and the last that was said of it."""

    action_id: int
    reference: str
    title: str
    promise: str
    start: date
    due: date | None
    due_words: str
    owner: Owner
    phase: str | None
    said: str | None
    said_on: date | None
    done: str
    check_in_due: date | None  # none: nothing is owed on it any more
    target_ids: tuple[int, ...]  # of the targets that show its progress

    def days_silent(self, today: date) -> int:
        """Days since the last check-in; since the action began where there was none."""
        return (today - (self.said_on or self.start)).days


@dataclass(frozen=True)
class Row:
    """A line with what the owner, the data, the network and the panel say, in that order."""

    line: Line
    verdicts: tuple[Verdict, ...]

    @cached_property
    def disagrees(self) -> bool:
        return verdicts.disagree(self.verdicts)

    @property
    def sentence(self) -> str:
        """Who says what, and whether they agree."""
        return verdicts.sentence(self.verdicts)


def rows(which: ColumnElement[bool], today: date) -> list[Row]:
    """The actions that `which` picks, with their four verdicts; three questions.

    A target is judged from the day that the action started.
    """
    found = lines(which, today)
    asked = {(target_id, line.start) for line in found for target_id in line.target_ids}
    statuses = measured_statuses(asked, today)
    said = {
        line.action_id: [as_verdict(statuses[id_, line.start]) for id_ in line.target_ids]
        for line in found
    }
    return with_verdicts(found, said, today)


def with_verdicts(
    found: Sequence[Line], measured: Mapping[int, Sequence[Verdict]], today: date
) -> list[Row]:
    """Each line with its verdicts, given what each of its measures says."""
    elsewhere = verdicts.said_elsewhere([line.action_id for line in found], today)
    return [
        Row(
            line,
            (
                verdicts.owner_says(line.said, line.said_on, line.check_in_due or date.max, today),
                verdicts.data_say(measured[line.action_id]),
                *elsewhere[line.action_id],
            ),
        )
        for line in found
    ]


def lines(which: ColumnElement[bool], today: date) -> list[Line]:
    """The actions that `which` picks, in the order of the plan. One question."""
    return [_line(row, today) for row in db.session.execute(LINES.where(which), {"on": today})]


def _lines() -> Select:
    holding, said = _holdings(), _check_ins()
    return (
        select(
            Action.id,
            Action.reference,
            Action.title,
            Action.promise,
            Action.start,
            Action.due,
            Action.due_words,
            Action.check_in_days,
            Action.owner_post_id,
            Plan.adopted_on,
            Post.title.label("post"),
            Post.senior_leader,
            Person.name.label("holder"),
            holding.c.since,
            holding.c.until,
            said.c.phase,
            said.c.said,
            said.c.published_on,
            said.c.done,
            said.c.asked_again_on,
            _targets().label("targets"),
        )
        .join(Plan, Plan.id == Action.plan_id)
        .outerjoin(Post, Post.id == Action.owner_post_id)
        .outerjoin(holding, and_(holding.c.post_id == Post.id, holding.c.nearest == 1))
        .outerjoin(Person, Person.id == holding.c.person_id)
        .outerjoin(said, and_(said.c.action_id == Action.id, said.c.latest == 1))
        .where(Action.merged_into_id.is_(None))
        .order_by(Action.position, Action.id)
    )


def _targets():
    """The ids of the targets that show an action's progress, with commas between."""
    return (
        select(func.aggregate_strings(cast(MeasureLink.target_id, String), ","))
        .where(
            MeasureLink.action_id == Action.id,
            MeasureLink.role == "progress of this",
            MeasureLink.ended_on.is_(None),
        )
        .scalar_subquery()
    )


def _holdings():
    """Each post's holdings so far, the nearest first: held before ended, acting before not."""
    held = or_(Holding.until.is_(None), Holding.until >= ON)
    rank = case((and_(held, Holding.acting), 0), (held, 1), else_=2)
    order = (rank, func.coalesce(Holding.until, ON).desc(), Holding.since.desc())
    nearest = func.row_number().over(partition_by=Holding.post_id, order_by=order)
    columns = (Holding.post_id, Holding.person_id, Holding.since, Holding.until)
    return select(*columns, nearest.label("nearest")).where(Holding.since <= ON).subquery()


def _check_ins():
    """Each action's published check-ins, the latest first."""
    order = (CheckIn.published_at.desc(), CheckIn.id.desc())
    latest = func.row_number().over(partition_by=CheckIn.action_id, order_by=order)
    columns = (CheckIn.action_id, CheckIn.phase, CheckIn.said, CheckIn.published_on, CheckIn.done)
    refused = and_(Acknowledgement.check_in_id == CheckIn.id, ~Acknowledgement.accepted)
    return (
        select(*columns, Acknowledgement.on.label("asked_again_on"), latest.label("latest"))
        .outerjoin(Acknowledgement, refused)
        .where(CheckIn.published_at.is_not(None))
        .subquery()
    )


# Asked for every page of a plan and for what everybody owes, so it is put together once.
LINES = _lines()


def _line(row, today: date) -> Line:
    ended = row.until is not None and row.until < today
    owner = Owner(
        post_id=row.owner_post_id,
        post=row.post or "",
        holder=None if ended else row.holder,
        since=None if ended else row.since,
        last_held=row.until if ended else None,
        is_senior=bool(row.senior_leader),
    )
    return Line(
        action_id=row.id,
        reference=row.reference,
        title=row.title,
        promise=row.promise,
        start=row.start,
        due=row.due,
        due_words=row.due_words,
        owner=owner,
        phase=row.phase,
        said=row.said,
        said_on=row.published_on,
        done=row.done or "",
        check_in_due=_check_in_due(row, owner),
        target_ids=tuple(int(id_) for id_ in (row.targets or "").split(",") if id_),
    )


def _check_in_due(row, owner: Owner) -> date | None:
    """The usual day, or the day on which the reviewer asked this holder again."""
    began = max(row.start, row.adopted_on or row.start)
    due = momentum.check_in_due(row.published_on, began, owner.since, row.check_in_days)
    asked = row.asked_again_on
    if asked and (owner.since is None or owner.since <= asked):
        return min(asked, due)
    return None if row.phase in PHASES_AT_REST else due


def as_verdict(status: Status) -> Verdict:
    """What the figures of one target say, with what belongs beside their date."""
    age = "Partly before the action began" if status.partly_before else ""
    if status.last_word and status.last_as_at:
        age = f"Last: {_shown(status.last_word)}, {status.last_as_at.day} {status.last_as_at:%b %Y}"
    return Verdict(Speaker.DATA, _shown(status.word), status.as_at, age=age)


def _shown(word: str) -> str:
    return HIDDEN if word == "suppressed" else word
