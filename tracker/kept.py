"""What is kept, why, on what basis and for how long: each table says it of itself, in a `Kept`.

Privacy notice, retention, a person's own data, erasure and the impact assessment are all read off
these. The bases in law are suggestions, here in one place: whoever answers for information
governance confirms or changes them.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

PUBLIC_TASK = (
    "UK GDPR article 6(1)(e), public task: the public sector equality duty"
    " (Equality Act 2010, section 149)"
)
SPECIAL_CATEGORY = (
    f"{PUBLIC_TASK}; article 9(2)(b) and (g), with Schedule 1 of the Data Protection Act 2018"
    " (employment, and equality of opportunity or treatment)"
)
SECURITY = "UK GDPR article 6(1)(e), public task, and article 32, security of processing"
NOT_PERSONAL = "Not about a person, so none is needed"
TO_CONFIRM = (
    "The bases in law are suggestions, to be confirmed by the organisation’s"
    " information-governance lead."
)

YEAR, SIX_YEARS = 365, 2192  # in days, leap days counted
# A suggestion: change it here, and the pages, the retention job and the assessment follow.
LEAVERS_KEPT = SIX_YEARS

WITH_THE_PLAN = "As long as the plan, which is the organisation’s record of what it promised."
FOR_GOOD = "As long as the service: without it, older rows would no longer say what they mean."
PLAN_READERS = (
    "Whoever may see the plan: people with a role in the organisation or above it, and everybody"
    " once it is published"
)
THEMSELVES = "The person themself"
SERVICE_ALONE = "Nobody: the service alone reads it"

# What stands where something was, so that who, what and when stay readable.
ERASED_PERSON = "Somebody whose data was erased"
ERASED_TEXT = "[erased"

MARKS = ("subject", "author", "personal_text", "secret", "held", "within", "known_by")


class Act(StrEnum):
    """What happens to a row when its time has come."""

    DELETE = "deleted"
    BLANK = "blanked"
    ERASE = "erased"  # as a person is: see the operation


@dataclass(frozen=True)
class Goes:
    """A rule by which rows go by themselves: so many days after a column's day or instant."""

    after: str
    days: int
    act: Act
    since: str  # in words: "it was last used"
    columns: str = ""  # what is blanked

    @property
    def sentence(self) -> str:
        acted = f"{' and '.join(self.columns.split())} {self.act}".strip().replace("_", " ")
        return f"{acted.capitalize()} {in_time(self.days)} after {self.since}."


def tombstone(on: date) -> str:
    """What a text says once it is erased."""
    return f"{ERASED_TEXT} {on.day} {on:%B %Y}]"


def in_time(days: int) -> str:
    """A number of days as people say it."""
    known = {1: "a day", YEAR: "a year", SIX_YEARS: "six years"}
    return known.get(days, f"{days} days")


@dataclass(frozen=True)
class Kept:
    """What a table keeps. Names of columns stand in one text, with spaces between.

    `subject`       links that say whose the row is ("id" where the row is the person)
    `author`        links that say who wrote it or did it
    `personal_text` what is typed by or about a person: it can be erased by itself
    `secret`        never shown or exported, to whomever
    `held`          said of its subject in confidence: left out of the subject's own data
    `within`        the link that leads towards an organisation, where the row names none itself
    `known_by`      the column that names the row to people
    `unlisted`      that somebody has such a row says what an administrator may not know of them
    `with_person`   whether its subject's rows go when the subject is erased
    """

    what: str
    why: str
    basis: str
    seen_by: str
    columns: Mapping[str, str]  # purpose in words -> the columns that serve it
    how_long: str = ""
    goes: tuple[Goes, ...] = field(default=())
    subject: str = ""
    author: str = ""
    personal_text: str = ""
    secret: str = ""
    held: str = ""
    within: str = ""
    known_by: str = ""
    unlisted: bool = False
    with_person: bool = False
    special_category: bool = False

    def marked(self, mark: str) -> tuple[str, ...]:
        """The columns with a mark: `marked("secret")`."""
        return tuple(getattr(self, mark).split())

    @property
    def retention(self) -> str:
        """How long, in words, with the rules by which rows go by themselves."""
        return " ".join(part for part in (self.how_long, *[g.sentence for g in self.goes]) if part)


def faults_of(kept: Kept, columns: Collection[str], links: Collection[str]) -> list[str]:
    """What a table's declaration lacks, or says of what is not there, in sentences.

    `links` are the columns that name a row of another table.
    """
    silent = ("what", "why", "basis", "seen_by", "retention")
    return [
        *(f"nothing is said of {name}" for name in silent if not getattr(kept, name)),
        *_purposes_amiss(kept, columns),
        *_marks_amiss(kept, links),
    ]


def _purposes_amiss(kept: Kept, columns: Collection[str]) -> Iterator[str]:
    serving = [name for names in kept.columns.values() for name in names.split()]
    marked = [name for mark in MARKS for name in kept.marked(mark)]
    going = [name for rule in kept.goes for name in (rule.after, *rule.columns.split())]
    for name in sorted(set(columns) - set(serving) - {"id"}):
        yield f"{name} has no purpose"
    for name in sorted({name for name in serving if serving.count(name) > 1}):
        yield f"{name} has more than one purpose"
    for name in sorted({*serving, *marked, *going} - set(columns)):
        yield f"{name} is not a column"


def _marks_amiss(kept: Kept, links: Collection[str]) -> Iterator[str]:
    for mark in ("subject", "author", "within"):
        for name in sorted(set(kept.marked(mark)) - set(links) - {"id"}):
            yield f"{name} is no link to another row, so it cannot be {mark}"
    for name in sorted(set(kept.marked("secret")) & set(kept.marked("personal_text"))):
        yield f"{name} is both secret and personal text"
    if kept.with_person and not kept.subject:
        yield "it goes with a person, and does not say whose it is"
