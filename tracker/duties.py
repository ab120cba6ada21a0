"""What somebody owes: a plain value that every feature makes and the home page merges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["due", "review", "answer", "coming"]


@dataclass(frozen=True)
class Duty:
    """One line of what a person owes, which sorts by the day it is due.

    `verb` and `thing` make the sentence ("Check in" + "on 8.1 Independent panel members");
    `endpoint` and `values` make the address to do it at. `note` is what stands before the date,
    such as "Post vacant".
    """

    kind: Kind
    verb: str
    thing: str
    endpoint: str
    values: Mapping[str, object] = field(hash=False)
    due: date
    note: str = ""

    def __lt__(self, other: "Duty") -> bool:
        return (self.due, self.thing, self.verb) < (other.due, other.thing, other.verb)
