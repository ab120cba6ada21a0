"""A plan at a glance: where its four speakers put its actions, and which rows are asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from tracker.plan import verdicts
from tracker.plan.lines import Row
from tracker.plan.verdicts import MARKS, Place, Speaker

SILENT_DAYS = 90

SAYS = {
    Speaker.OWNER: "Owner says",
    Speaker.DATA: "Data say",
    Speaker.NETWORK: "Network says",
    Speaker.PANEL: "Panel says",
}

Test = Callable[[Row, date], bool]


def is_silent(row: Row, today: date) -> bool:
    """Something is owed, and nothing was said for longer than the usual time between check-ins."""
    return row.line.check_in_due is not None and row.line.days_silent(today) > SILENT_DAYS


SHOWN: Mapping[str, tuple[str, Test]] = {
    "all": ("All actions", lambda row, today: True),
    "disagree": ("Where they disagree", lambda row, today: row.disagrees),
    "silent": (f"No check-in for over {SILENT_DAYS} days", is_silent),
    "vacant": ("Owner’s post is vacant", lambda row, today: row.line.owner.is_vacant),
}


@dataclass(frozen=True)
class Filter:
    """Which rows to show: a word of the address, what it means, and how many there are."""

    name: str
    value: str
    words: str
    rows: Sequence[Row]

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def query(self) -> dict[str, str]:
        """What it adds to the address."""
        return {} if self.value == "all" else {self.name: self.value}


@dataclass(frozen=True)
class Count:
    """One speaker: the filter of each place on the scale, with its count."""

    who: str
    filters: Sequence[Filter]


@dataclass(frozen=True)
class Overview:
    """Everything that the page of a plan shows."""

    rows: Sequence[Row]
    current: Filter
    filters: Sequence[Filter]
    counts: Sequence[Count]
    places: Sequence[tuple[str, str]]  # the mark and the words of each place

    @property
    def headline(self) -> tuple[str, str]:
        """The sentence on disagreement, and the rest."""
        first, _, rest = verdicts.headline([row.verdicts for row in self.rows]).partition(". ")
        return first.rstrip(".") + ".", rest


def overview(
    rows: Sequence[Row], today: date, show: str | None = None, said: str | None = None
) -> Overview:
    """The plan's rows, and those of them that the address asks for; all where it asks for none."""
    shown = {
        key: Filter("show", key, words, [row for row in rows if test(row, today)])
        for key, (words, test) in SHOWN.items()
    }
    put = _put(rows)
    counts = [
        Count(SAYS[who], [_told(who, place, put[who, place]) for place in Place]) for who in Speaker
    ]
    told = {each.value: each for count in counts for each in count.filters}
    return Overview(
        rows=rows,
        current=told.get(said or "") or shown.get(show or "") or shown["all"],
        filters=list(shown.values()),
        counts=counts,
        places=[(MARKS[place], place.capitalize()) for place in Place],
    )


def _put(rows: Sequence[Row]) -> Mapping[tuple[Speaker, Place], list[Row]]:
    """The actions that each speaker puts in each place."""
    put: dict[tuple[Speaker, Place], list[Row]] = {key: [] for key in product(Speaker, Place)}
    for row in rows:
        for key in {(verdict.who, verdict.place) for verdict in row.verdicts}:
            put[key].append(row)
    return put


def _told(who: Speaker, place: Place, there: Sequence[Row]) -> Filter:
    key = f"{who}-{place.replace(' ', '-')}"
    return Filter("said", key, f"{SAYS[who]}: {place}", there)
