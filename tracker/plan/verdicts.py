"""The four verdicts on an action: what the owner, the data, the network and the panel say.

They stand side by side in their speakers' own words, each with its date, and are never averaged.
One scale compares them; words that are not on it are no verdict.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.plan.momentum import due_words, said_words


class Speaker(StrEnum):
    OWNER = "owner"
    DATA = "data"
    NETWORK = "network"
    PANEL = "panel"


class Place(StrEnum):
    """A place on the scale that compares verdicts."""

    ON_COURSE = "on course"
    AT_RISK = "at risk"
    OFF_COURSE = "off course"
    NO_VERDICT = "no verdict"


SCALE: Mapping[Place, Collection[str]] = {
    Place.ON_COURSE: {"on course", "met", "outstanding", "good"},
    Place.AT_RISK: {"at risk", "behind", "requires improvement"},
    Place.OFF_COURSE: {"off course", "worse than baseline", "missed", "inadequate"},
}
PLACES = {word: place for place, words in SCALE.items() for word in words}

SILENT = {
    Speaker.OWNER: "nothing said yet",
    Speaker.DATA: "not measured",
    Speaker.NETWORK: "not stated",
    Speaker.PANEL: "no panel has looked",
}

MARKS = {
    Place.ON_COURSE: "ring",
    Place.AT_RISK: "triangle",
    Place.OFF_COURSE: "diamond",
    Place.NO_VERDICT: "dash",
}
MARKS_OF_WORDS = {"hidden (small numbers)": "hatched", "too small to call": "wave"}

WORST_FIRST = (
    "worse than baseline",
    "missed",
    "behind",
    "on course",
    "met",
    "data overdue",
    "awaiting data",
    "hidden (small numbers)",
    "not measurable",
)


@dataclass(frozen=True)
class Verdict:
    """Who says what of an action and as at which day.

    `age` is how old a claim is ("Said 74 days ago"); `note` what else belongs beside the word:
    how late the next check-in is, or how many measures say so.
    """

    who: Speaker
    word: str
    as_at: date | None = None
    note: str = ""
    age: str = ""

    @property
    def place(self) -> Place:
        return PLACES.get(self.word, Place.NO_VERDICT)

    @property
    def mark(self) -> str:
        """The name of the shape drawn beside the word."""
        return MARKS_OF_WORDS.get(self.word, MARKS[self.place])

    @property
    def exists(self) -> bool:
        return self.place is not Place.NO_VERDICT


def owner_says(said: str | None, said_on: date | None, due: date, today: date) -> Verdict:
    """The owner's last published word, its age, and how late the next check-in is."""
    return Verdict(
        Speaker.OWNER,
        said or SILENT[Speaker.OWNER],
        said_on,
        note=due_words(due, today),
        age=said_words(said_on, today),
    )


def data_say(measures: Sequence[Verdict]) -> Verdict:
    """The worst of an action's measures, with how many say so beside it.

    A measure without a verdict (data overdue, hidden) is worse than none, but never hides one.
    """
    if not measures:
        return Verdict(Speaker.DATA, SILENT[Speaker.DATA])
    if len(measures) == 1:
        return measures[0]
    worst = min(measures, key=_rank).word
    saying_so = [measure for measure in measures if measure.word == worst]
    latest = max(saying_so, key=lambda measure: measure.as_at or date.min)
    count = f"{len(saying_so)} of {len(measures)} measures"
    return replace(latest, note=", ".join(filter(None, (count, latest.note))))


def _rank(measure: Verdict) -> int:
    return WORST_FIRST.index(measure.word) if measure.word in WORST_FIRST else len(WORST_FIRST)


def disagree(verdicts: Iterable[Verdict]) -> bool:
    """Any two verdicts that exist differ."""
    return len({verdict.place for verdict in verdicts if verdict.exists}) > 1


def sentence(verdicts: Iterable[Verdict]) -> str:
    """Who says what, on the common scale: "They disagree. The owner says on course. ..."."""
    speakers: dict[Place, list[Speaker]] = {}
    for verdict in verdicts:
        if verdict.exists:
            speakers.setdefault(verdict.place, []).append(verdict.who)
    if not speakers:
        return "There is no verdict yet."
    claims = [f"{_subject(who, 'says', 'say')} {place}." for place, who in speakers.items()]
    if len(claims) > 1:
        return " ".join(["They disagree.", *map(_capital, claims)])
    ((place, who),) = speakers.items()
    if len(who) == 1:
        return f"Only {_subject(who, 'has', 'have')} given a verdict: {place}."
    return f"They agree. {_capital(claims[0])}"


def _subject(who: Sequence[Speaker], singular: str, plural: str) -> str:
    """Speakers and their verb: "the owner says", "the data and the panel say"."""
    *most, last = [f"the {speaker}" for speaker in who]
    names = f"{', '.join(most)} and {last}" if most else last
    return f"{names} {plural if most or last == 'the data' else singular}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def tally(rows: Iterable[Iterable[Verdict]]) -> dict[Speaker, dict[Place, int]]:
    """For each speaker, how many actions are in each place. Counted, never averaged."""
    counts = {who: dict.fromkeys(Place, 0) for who in Speaker}
    for verdicts in rows:
        for verdict in verdicts:
            counts[verdict.who][verdict.place] += 1
    return counts


def headline(rows: Collection[Sequence[Verdict]]) -> str:
    """What a plan's page opens with."""
    if not rows:
        return "There are no actions yet."
    counts = tally(rows)
    owners, data = (counts[who][Place.ON_COURSE] for who in (Speaker.OWNER, Speaker.DATA))
    differing = sum(disagree(verdicts) for verdicts in rows)
    actions = "action" if len(rows) == 1 else "actions"
    return (
        f"The verdicts disagree on {differing} of {len(rows)} {actions}. "
        f"Owners say on course for {owners}; the data say so for {data}."
    )


# A feature that stands above this one speaks for the network and for the panel.

Source = Callable[[Collection[int], date], Mapping[int, Verdict]]

_sources: dict[Speaker, Source] = {}


def speak_for(who: Speaker, source: Source) -> None:
    """Have `source` say, for ids of actions and a day, what the network or the panel says."""
    if who not in (Speaker.NETWORK, Speaker.PANEL):
        raise ValueError(f"the {who} speaks for itself")
    _sources[who] = source


def said_elsewhere(action_ids: Collection[int], today: date) -> dict[int, list[Verdict]]:
    """What the network and the panel say of each action; silence where nobody speaks for them."""
    said: dict[int, list[Verdict]] = {action_id: [] for action_id in action_ids}
    for who in (Speaker.NETWORK, Speaker.PANEL):
        known = _sources[who](action_ids, today) if who in _sources else {}
        for action_id, verdicts in said.items():
            verdicts.append(known.get(action_id, Verdict(who, SILENT[who])))
    return said
