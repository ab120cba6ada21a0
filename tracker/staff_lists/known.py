"""An organisation's people and posts as they are, as far as a list speaks of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.accounts.reviewing import Node  # a new post is called by its folded title


@dataclass(frozen=True)
class KnownPerson:
    id: int
    name: str
    is_here: bool  # looked after by the organisation whose list it is
    active: bool


@dataclass(frozen=True)
class KnownPost:
    id: int
    title: str
    line_post_id: int | None
    senior_leader: bool


@dataclass(frozen=True)
class KnownHolding:
    """Who holds a post today or later."""

    id: int
    post_id: int
    person_id: int
    holder: str
    since: date
    until: date | None
    acting: bool

    def lasts_until(self, day: date) -> bool:
        return self.until is None or self.until >= day


@dataclass(frozen=True)
class Known:
    """An organisation as it is, as far as a list speaks of it."""

    today: date
    people: Mapping[str, KnownPerson] = field(default_factory=dict)  # by address
    posts: Sequence[KnownPost] = ()
    titles: Mapping[Node, str] = field(default_factory=dict)  # of posts in other places too
    lines: Mapping[Node, Node | None] = field(default_factory=dict)  # the same
    holdings: Sequence[KnownHolding] = ()
    titles_elsewhere: frozenset[str] = frozenset()  # folded, of what is not a post here
