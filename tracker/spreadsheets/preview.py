"""What a spreadsheet would do to a plan, worked out before anything is done."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.plan.exchange import COLUMNS, ExchangeRow, PreviewRow, cells_of
from tracker.plan.reviewers import Posts, objection
from tracker.wres.findings import Fault, fault_at, shown_value

LONGEST = 4000  # characters of a cell of sentences

# What a file can say of an action. The rest is said on pages of its own, by those whose word it is.
TAKEN = (
    "WRES indicator(s)",
    "What the data show",
    "Action",
    "Why it should work",
    "Lead post",
    "Start",
    "Due",
    "KPI or target",
)
TAKEN_ONCE_ADOPTED = ("Lead post", "Due", "KPI or target")
SENTENCES = {
    "What the data show": "data_show",
    "Why it should work": "why",
    "KPI or target": "target",
}


@dataclass(frozen=True)
class Standing:
    """How an action stands: its row, and its posts."""

    id: int
    owner: int | None
    reviewer: int | None
    row: ExchangeRow


@dataclass(frozen=True)
class Now:
    """The plan as it is, and the posts that can own an action of it."""

    adopted: bool
    since: date
    actions: Mapping[str, Standing]  # by reference, folded
    titles: Mapping[str, Sequence[int]]  # of posts, folded: two posts may share one
    posts: Posts

    def action(self, row: ExchangeRow) -> Standing | None:
        return self.actions.get(row.ref.casefold())

    def taken(self, known: Standing | None) -> Sequence[str]:
        """The columns of which something is taken."""
        if self.adopted:
            return TAKEN_ONCE_ADOPTED
        return TAKEN if known else (*TAKEN, "Ten-point no.")

    def posts_called(self, title: str) -> Sequence[int]:
        return self.titles.get(title.strip().casefold(), ())

    def owner(self, row: ExchangeRow) -> int | None:
        """The one post of that title; None where there is none, or more than one."""
        posts = self.posts_called(row.lead_post)
        return posts[0] if len(posts) == 1 else None


@dataclass(frozen=True)
class Change:
    """A cell that would change what the plan says."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """What one row would do. Of `left` nothing is taken, though it differs from the plan."""

    number: int
    row: ExchangeRow
    is_new: bool
    owner: int | None
    changes: tuple[Change, ...]
    left: tuple[str, ...]

    @property
    def does_something(self) -> bool:
        return self.is_new or bool(self.changes)


@dataclass(frozen=True)
class Preview:
    """Everything that a file would do, or what is to be mended in it first."""

    steps: tuple[Step, ...]
    faults: tuple[Fault, ...]

    @property
    def new(self) -> list[Step]:
        return [step for step in self.steps if step.is_new]

    @property
    def changed(self) -> list[Step]:
        return [step for step in self.steps if step.changes and not step.is_new]

    @property
    def same(self) -> int:
        return sum(not step.does_something for step in self.steps)

    @property
    def seen(self) -> str:
        """A mark of all this, which differs once the plan or the file would do something else."""
        return hashlib.sha256(repr(self.steps).encode()).hexdigest()


def look(rows: Iterable[PreviewRow], now: Now) -> Preview:
    """What each row would do to the plan as it is now."""
    steps = [step_of(row, now) for row in rows]
    faults = [fault for step in steps for fault in faults_of(step, now)]
    return Preview(tuple(steps), tuple(faults))


def step_of(preview: PreviewRow, now: Now) -> Step:
    row, known = preview.row, now.action(preview.row)
    before = cells_by_column(known.row) if known else {}
    after = cells_by_column(row)
    differing = [c for c in COLUMNS if after[c] != before.get(c, "") and c != "Ref"]
    taken = [c for c in differing if c in now.taken(known) and not says_nothing_new(c, row, now)]
    return Step(
        number=preview.number,
        row=row,
        is_new=known is None,
        owner=now.owner(row),
        changes=tuple(Change(c, before.get(c, ""), after[c]) for c in taken),
        left=tuple(c for c in differing if c not in now.taken(known)),
    )


def cells_by_column(row: ExchangeRow) -> dict[str, str]:
    return dict(zip(COLUMNS, cells_of(row), strict=True))


def says_nothing_new(column: str, row: ExchangeRow, now: Now) -> bool:
    """An empty first day leaves the day as it is, and a post in other letters is the same post."""
    if column == "Lead post":
        known, owner = now.action(row), now.owner(row)
        return known is not None and owner is not None and owner == known.owner
    return column == "Start" and row.start is None


def faults_of(step: Step, now: Now) -> Iterable[Fault]:
    if step.is_new and now.adopted:
        yield fault_at(
            [step.number],
            "Ref",
            f"'{shown_value(step.row.ref)}' is not an action of this plan",
            value=shown_value(step.row.ref),
            remedy="Actions are added while a plan is a draft. Take the row out.",
        )
        return
    yield from faults_of_length(step)
    columns = {change.column for change in step.changes}
    if "Lead post" in columns:
        yield from faults_of_owner(step, now)
    if now.adopted and "Due" in columns and not (step.row.due or step.row.due_words):
        yield empty(step, "Due", "Type a day, a period or Ongoing.")
    yield from faults_of_days(step, now)


def faults_of_length(step: Step) -> Iterable[Fault]:
    for column, field in SENTENCES.items():
        length = len(getattr(step.row, field))
        if length > LONGEST:
            wrong = f"{length:,} characters are more than the {LONGEST:,} there is room for"
            yield fault_at([step.number], column, wrong, remedy="Shorten it.")


def faults_of_owner(step: Step, now: Now) -> Iterable[Fault]:
    typed = step.row.lead_post.strip()
    posts, shown = now.posts_called(typed), shown_value(typed)
    if not typed:
        if now.adopted:
            yield empty(step, "Lead post", "An adopted action keeps an owner. Type a post.")
    elif not posts:
        wrong = f"'{shown}' is not a post of this organisation"
        remedy = "Type the title of one of its posts, or ask an administrator to add this one."
        yield fault_at([step.number], "Lead post", wrong, value=shown, remedy=remedy)
    elif len(posts) > 1:
        wrong = f"{len(posts)} posts are called '{shown}'"
        remedy = "Leave the cell as it was, and choose the owner on the action’s own page."
        yield fault_at([step.number], "Lead post", wrong, value=shown, remedy=remedy)
    else:
        known = now.action(step.row)
        wrong = objection(step.owner, known.reviewer if known else None, now.posts) or ""
        if wrong:
            remedy = "Change the reviewer first, or name another owner."
            yield fault_at([step.number], "Lead post", wrong, value=shown, remedy=remedy)


def faults_of_days(step: Step, now: Now) -> Iterable[Fault]:
    """Where the file leaves out the first day, the plan's own counts."""
    known = now.action(step.row)
    start = (known.row.start if known else now.since) or now.since
    if step.row.start and not now.adopted:
        start = step.row.start
    if step.row.due and step.row.due < start:
        wrong = f"it would be due before it begins, on {start.day} {start:%B %Y}"
        yield fault_at([step.number], "Due", wrong, remedy="Look at both days.")


def empty(step: Step, column: str, remedy: str) -> Fault:
    return fault_at([step.number], column, "the cell is empty", remedy=remedy)
