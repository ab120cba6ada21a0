"""Whom an action falls to, and what it needs before a board adopts the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# The id of a post and that of a body, one of which is None; both for nobody.
Named = tuple[int | None, int | None]
NOBODY: Named = (None, None)


@dataclass(frozen=True)
class People:
    """The post that owns an action, and the posts and bodies that help."""

    owner: int | None
    helpers: frozenset[Named]


def people_of(names: Iterable[str], matches: Mapping[str, Named]) -> People:
    """Whom an action falls to, by who does now what each of these historic owners did.

    The first that is a post owns it. A body cannot: it helps, and so does every other post.
    """
    named = [matches[name] for name in names if matches.get(name, NOBODY) != NOBODY]
    owner = next((post for post, _body in named if post), None)
    return People(owner, frozenset(named) - {(owner, None)})


@dataclass(frozen=True)
class Readiness:
    """What is said of an action, as far as adopting it asks."""

    owned: bool
    reviewed: bool
    objection: str | None
    promised: bool
    due: bool
    success: bool
    measures: int

    @property
    def lacks(self) -> list[str]:
        """What must be mended before the plan is adopted."""
        needed = {
            "an owner": self.owned,
            "a reviewer": self.reviewed,
            "another reviewer": self.objection is None,
            "a promise": self.promised,
            "when it is due": self.due,
        }
        return [what for what, there in needed.items() if not there]

    @property
    def could_have(self) -> list[str]:
        """What would make it better, and stops nothing."""
        wished = {"what success looks like": self.success, "a measure": self.measures > 0}
        return [what for what, there in wished.items() if not there]
