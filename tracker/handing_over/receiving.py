"""What is handed over with a post, to whom, by when, and how far that has come.

A hand-over is not kept but seen: every holding with a last day opens one, while its post owns
actions that were open on that day. What is kept is what was noted, and what was received.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

DAYS_TO_RECEIVE = 21  # after that it goes up the line
COMING = timedelta(days=30)  # how long before the last day it opens


class Answer(StrEnum):
    ACCEPT = "accept"
    CONCERN = "concern"
    QUERY = "query"


RECEIVED = (Answer.ACCEPT, Answer.CONCERN)
NEEDS_WORDS = (Answer.CONCERN, Answer.QUERY)


class State(StrEnum):
    TO_NOTE = "to note"
    TO_RECEIVE = "to receive"
    RECEIVED = "received"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Held:
    """A person in a post, from a day to a day."""

    holding_id: int
    person_id: int
    name: str
    since: date
    until: date | None
    acting: bool

    def is_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until >= day)


@dataclass(frozen=True)
class Item:
    """An action that is handed over, with the last note and the last answer about it."""

    action_id: int
    reference: str
    title: str
    noted_at: datetime | None = None
    answer: str | None = None
    answered_at: datetime | None = None

    @property
    def is_received(self) -> bool:
        return self.answer in RECEIVED

    @property
    def wants_note(self) -> bool:
        """There is none yet, or a query came after it."""
        if self.is_received:
            return False
        if self.noted_at is None:
            return True
        return self.answered_at is not None and self.answered_at >= self.noted_at


@dataclass(frozen=True)
class HandOver:
    """One holding that ends, what goes on with the post, and whoever else holds or held it."""

    outgoing: Held
    last_day: date  # of the outgoing holder
    post_id: int
    post: str
    organisation_id: int
    line_post_id: int | None
    items: Sequence[Item]
    others: Sequence[Held]

    @property
    def holding_id(self) -> int:
        return self.outgoing.holding_id

    def incoming(self, today: date) -> Held | None:
        """Whoever holds the post beside or after the outgoing one; whoever acts, of two."""
        held = [each for each in self.others if each.is_on(today)]
        return max(held, key=lambda each: (each.acting, each.since), default=None)

    def held_by(self, person_id: int | None, today: date) -> Held | None:
        """Through what else somebody holds the post today."""
        held = (each for each in self.others if each.is_on(today))
        return next((each for each in held if each.person_id == person_id), None)

    def is_over(self, today: date) -> bool:
        return self.last_day < today

    def receive_by(self, today: date) -> date:
        """Counted from the later of the last day and the day the new holder began."""
        new = self.incoming(today)
        return max(self.last_day, new.since if new else self.last_day) + timedelta(DAYS_TO_RECEIVE)

    def is_late(self, today: date) -> bool:
        return today > self.receive_by(today)

    @property
    def is_received(self) -> bool:
        return all(item.is_received for item in self.items)

    @property
    def to_receive(self) -> list[Item]:
        return [item for item in self.items if not item.is_received]

    @property
    def to_note(self) -> list[Item]:
        return [item for item in self.items if item.wants_note]

    def state(self, today: date) -> State:
        """A note is waited for until the last day, and after that where there is a query."""
        if self.is_received:
            return State.RECEIVED
        if self.is_late(today):
            return State.OVERDUE
        queried = any(item.answer == Answer.QUERY for item in self.to_note)
        wanted = queried if self.is_over(today) else bool(self.to_note)
        return State.TO_NOTE if wanted else State.TO_RECEIVE

    def exists(self, today: date) -> bool:
        """Something is handed over, to somebody else, and no later hand-over took its place."""
        if not self.items or self.last_day > today + COMING:
            return False
        return self.is_received or not (self._stays(today) or self._has_passed_on(today))

    def _stays(self, today: date) -> bool:
        """The same person goes on in the post, or has come back to it."""
        the_day_after = self.last_day + timedelta(days=1)
        return any(
            each.is_on(the_day_after) or each.is_on(today)
            for each in self.others
            if each.person_id == self.outgoing.person_id
        )

    def _has_passed_on(self, today: date) -> bool:
        """Whoever held the post longer has left too, and hands over the same."""
        ends = (each.until for each in self.others if each.until)
        return any(self.last_day < until < today for until in ends)
