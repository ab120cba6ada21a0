"""What a list of people and posts would do, worked out before anything is done."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.accounts.reviewing import InLine, Node  # a new post is called by its folded title
from tracker.organisations.rows import quoted
from tracker.staff_lists.circles import in_circles, way_round
from tracker.staff_lists.known import Known, KnownHolding, KnownPerson, KnownPost
from tracker.staff_lists.reading import Entry, Reading, place_of

AHEAD = timedelta(days=366)  # as `accounts.operations.hold` has it


@dataclass(frozen=True)
class Step:
    """What one row would do."""

    entry: Entry
    person: KnownPerson | None
    post: KnownPost | None
    line: Node | None  # where it changes
    begins: bool
    ends: KnownHolding | None

    @property
    def node(self) -> Node:
        """The post of the row."""
        return self.post.id if self.post else self.entry.post.casefold()

    @property
    def is_new_person(self) -> bool:
        return bool(self.entry.email) and self.person is None

    @property
    def is_renamed(self) -> bool:
        return self.person is not None and self.person.name != self.entry.name

    @property
    def is_new_post(self) -> bool:
        return bool(self.entry.post) and self.post is None

    @property
    def seniority(self) -> bool | None:
        """Whether the post becomes a senior leader's or is one no more; None: as it is."""
        said = self.entry.senior_leader
        return None if self.post is None or said == self.post.senior_leader else said

    @property
    def is_changed_post(self) -> bool:
        moved = self.line is not None or self.seniority is not None
        return self.post is not None and moved


@dataclass(frozen=True)
class Preview:
    """Everything that a list would do, or what is to be mended in it first."""

    steps: tuple[Step, ...] = ()
    faults: tuple[str, ...] = ()
    titles: Mapping[int, str] = field(default_factory=dict)
    in_line: tuple[InLine, ...] = ()  # where it would bring a reviewer under whoever is reviewed

    def steps_that(self, does: str) -> list[Step]:
        """The rows that do something, by the name of what: `is_new_person`, `begins`."""
        return [step for step in self.steps if getattr(step, does)]

    @property
    def same_people(self) -> int:
        known = [step for step in self.steps if step.person]
        return sum(not step.is_renamed for step in known)

    @property
    def does_something(self) -> bool:
        acts = ("is_new_person", "is_renamed", "is_new_post", "is_changed_post", "begins")
        return any(self.steps_that(act) for act in acts)

    @property
    def seen(self) -> str:
        """A mark of all this, which differs once the list would do something else."""
        return hashlib.sha256(repr((self.steps, self.in_line)).encode()).hexdigest()

    @property
    def moves(self) -> dict[Node, Node | None]:
        """The posts that answer to another afterwards, new ones among them, and to which."""
        return {step.node: step.line for step in self.steps if step.line is not None}

    def line_in_words(self, step: Step) -> str:
        return step.entry.line_post if isinstance(step.line, str) else self.titles[step.line or 0]


def look(reading: Reading, known: Known) -> Preview:
    """What each row would do to the organisation as it is now. A file's own faults come first."""
    if reading.faults:
        return Preview(faults=reading.faults)
    looking = Looking(reading.entries, known)
    steps = tuple(looking.step_of(entry) for entry in reading.entries)
    faults = looking.faults_of(steps)
    return Preview(
        steps, tuple(sorted(faults, key=place_of)), {post.id: post.title for post in known.posts}
    )


class Looking:
    """A list beside what is known, found quickly by title, by holder and by post."""

    def __init__(self, entries: Iterable[Entry], known: Known) -> None:
        self.known = known
        self.posts: dict[str, list[KnownPost]] = defaultdict(list)
        for post in known.posts:
            self.posts[post.title.casefold()].append(post)
        self.listed = {entry.post.casefold() for entry in entries if entry.post}
        self.held_by: dict[int, list[KnownHolding]] = defaultdict(list)
        self.holders: dict[int, list[KnownHolding]] = defaultdict(list)
        for holding in known.holdings:
            self.held_by[holding.person_id].append(holding)
            self.holders[holding.post_id].append(holding)

    def post_called(self, title: str) -> KnownPost | None:
        """The one post of that title; None where there is none, or more than one."""
        found = self.posts.get(title.casefold(), [])
        return found[0] if len(found) == 1 else None

    def node(self, title: str) -> Node | None:
        """The post that a title stands for: one that is here, or one that the list adds."""
        post = self.post_called(title)
        if post:
            return post.id
        is_new = title.casefold() in self.listed and not self.posts.get(title.casefold())
        return title.casefold() if is_new else None

    def step_of(self, entry: Entry) -> Step:
        person, post = self.known.people.get(entry.email), self.post_called(entry.post)
        line = self.node(entry.line_post) if entry.line_post else None
        begins = bool(entry.email and entry.post and not self.held(person, post))
        return Step(
            entry=entry,
            person=person,
            post=post,
            line=None if post and post.line_post_id == line else line,
            begins=begins,
            ends=self.holding_left(person, entry) if begins else None,
        )

    def held(self, person: KnownPerson | None, post: KnownPost | None) -> list[KnownHolding]:
        """The holdings of a post by somebody who has it today or is to take it up."""
        if person is None or post is None:
            return []
        theirs = self.held_by[person.id]
        return [h for h in theirs if h.post_id == post.id and h.lasts_until(self.known.today)]

    def holding_left(self, person: KnownPerson | None, entry: Entry) -> KnownHolding | None:
        """The post that somebody leaves for another: the only one here that is theirs."""
        others = self.others_held(person, entry)
        return others[0] if len(others) == 1 else None

    def others_held(self, person: KnownPerson | None, entry: Entry) -> list[KnownHolding]:
        if person is None or entry.since is None:
            return []
        day = max(entry.since, self.known.today)
        return [h for h in self.held_by[person.id] if not h.acting and h.lasts_until(day)]

    def faults_of(self, steps: Sequence[Step]) -> list[str]:
        left = {step.ends.id: step for step in steps if step.ends}
        faults: list[str] = []
        for step in steps:
            faults += self.faults_of_person(step)
            faults += self.faults_of_post(step)
            faults += self.faults_of_holding(step, left)
        return faults + self.circles(steps)

    def faults_of_person(self, step: Step) -> Iterable[str]:
        person, shown = step.person, quoted(step.entry.email)
        if person and not person.is_here:
            yield at(
                step,
                "email",
                f"somebody already has the address {shown}, and is not looked after here. Take the"
                " row out, and give them a role here by that address",
            )
        elif person and not person.active:
            yield at(
                step, "email", f"{shown} has left. Say on their page that they have returned first"
            )

    def faults_of_post(self, step: Step) -> Iterable[str]:
        entry = step.entry
        several = self.posts.get(entry.post.casefold(), [])
        if len(several) > 1:
            yield at(
                step,
                "post",
                f"{len(several)} posts here are called {quoted(entry.post)}. Empty this cell, and"
                " say who holds which on the pages of the posts",
            )
        if entry.line_post and self.node(entry.line_post) is None:
            yield at(step, "line_post", self.why_unknown(entry.line_post))

    def why_unknown(self, title: str) -> str:
        several, shown = self.posts.get(title.casefold(), []), quoted(title)
        if len(several) > 1:
            return (
                f"{len(several)} posts here are called {shown}. Choose one on the post’s own page"
            )
        if title.casefold() in self.known.titles_elsewhere:
            return (
                f"{shown} is a post of another organisation. Empty this cell, and choose the line"
                " on the post’s own page"
            )
        return (
            f"no post here or in this file is called {shown}. Add a row for it, or mend the title"
        )

    def faults_of_holding(self, step: Step, left: Mapping[int, Step]) -> Iterable[str]:
        entry = step.entry
        if not step.begins:
            yield from self.faults_of_held(step)
            return
        if entry.since is None:
            yield at(step, "from", "the cell is empty. Type the day on which they took the post up")
            return
        if entry.since > self.known.today + AHEAD:
            yield at(step, "from", "that is more than a year ahead. Type an earlier day")
            return
        others = self.others_held(step.person, entry)
        if len(others) > 1:
            yield at(
                step,
                "post",
                f"they hold {len(others)} posts here already. Say on the pages of the posts which"
                " of them they leave",
            )
        if step.ends and step.ends.since >= entry.since:
            yield at(
                step,
                "from",
                f"they took up another post on {in_words(step.ends.since)}. Type a later day",
            )
        if step.post:
            yield from self.faults_of_holders(step, step.post, entry.since, left)

    def faults_of_held(self, step: Step) -> Iterable[str]:
        since = [holding.since for holding in self.held(step.person, step.post)]
        if since and step.entry.since and step.entry.since not in since:
            yield at(
                step,
                "from",
                f"they hold this post since {in_words(since[0])}. Type that day, or empty the cell",
            )

    def faults_of_holders(
        self, step: Step, post: KnownPost, since: date, left: Mapping[int, Step]
    ) -> Iterable[str]:
        """Nobody takes a post up that somebody else holds, unless that one leaves it before."""
        for holding in self.holders[post.id]:
            mover = left.get(holding.id)
            leaves = mover.entry.since if mover else None
            if holding.acting or not holding.lasts_until(since) or (leaves and leaves <= since):
                continue
            yield at(
                step,
                "post",
                f"{holding.holder} holds {quoted(post.title)} on that day or later. End that on the"
                " page of the post first, or take this row out",
            )

    def circles(self, steps: Sequence[Step]) -> list[str]:
        """A sentence for each row that puts a post under itself, through whatever posts."""
        lines: dict[Node, Node | None] = {**self.known.lines}
        rows = [(step, self.node(step.entry.post)) for step in steps if step.entry.line_post]
        for step, node in rows:
            if node is not None:
                lines[node] = self.node(step.entry.line_post)
        titles: dict[Node, str] = {**self.known.titles}
        titles |= {step.entry.post.casefold(): step.entry.post for step in steps}
        titles |= {post.id: post.title for post in self.known.posts}
        circling = in_circles(lines)
        return [
            at(
                step,
                "line_post",
                f"the line goes in a circle: {way_round(node, lines, titles)}. Change one of them",
            )
            for step, node in rows
            if node is not None and node in circling
        ]


def at(step: Step, column: str, wrong: str) -> str:
    return f"Row {step.entry.number}, column {column}: {wrong}."


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
