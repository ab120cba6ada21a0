"""What came of a programme, from plain values: each figure with what it means and what it is of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from tracker.evaluation.telling import FEW, NOT_YET, Line, in_tens, of_tens, part, parts_of
from tracker.mentoring.states import Ending

WORKING = 3  # meetings
CONFIRMED = "confirmed pairs"


@dataclass(frozen=True)
class Pair:
    """A pair to which both have said yes, and what became of it."""

    confirmed_on: date
    ended_on: date | None = None
    ending: str | None = None
    met: tuple[date, ...] = ()  # meetings that both say were held


@dataclass(frozen=True)
class Terms:
    """What a programme's pairs were to do."""

    meetings: int
    first_within_days: int


@dataclass(frozen=True)
class Section:
    heading: str
    lines: Sequence[Line]


def after_months(start: date, months: int) -> date:
    """The same day so many months on; the last of a month that has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    first_of_next = date(start.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(start.year + years, month + 1, min(start.day, last))


def lasting(pairs: Sequence[Pair], as_at: date) -> Section:
    return Section("Whether pairs last", [_live_after(pairs, months, as_at) for months in (3, 6)])


def _live_after(pairs: Sequence[Pair], months: int, as_at: date) -> Line:
    """Only pairs that were confirmed so long ago can show it."""
    ends = [(pair, after_months(pair.confirmed_on, months)) for pair in pairs]
    there = [(pair, end) for pair, end in ends if end <= as_at]
    live = sum(pair.ended_on is None or pair.ended_on > end for pair, end in there)
    return part(
        f"live {months}",
        f"Live at {months} months",
        f"Pairs that had not ended {months} months after both had said yes, paused ones among"
        f" them. Of those that were confirmed {months} months ago or earlier.",
        live,
        len(there),
        f"pairs confirmed {months} months ago or earlier",
    )


def meeting(pairs: Sequence[Pair], held: int, due: int, terms: Terms, as_at: date) -> Section:
    within = timedelta(days=terms.first_within_days)
    old = [pair for pair in pairs if pair.confirmed_on + within <= as_at]
    soon = sum(any(on <= pair.confirmed_on + within for on in pair.met) for pair in old)
    met, working = (sum(len(pair.met) >= n for pair in pairs) for n in (1, WORKING))
    days = terms.first_within_days
    return Section(
        "Whether they meet",
        [
            part(
                "met",
                "Met",
                "Pairs that have met at least once, as both say.",
                *(met, len(pairs), CONFIRMED),
            ),
            part(
                "met soon",
                f"Met within {days} days",
                f"Pairs whose first meeting, as both say, was at most {days} days after both had"
                " said yes. Of those that were confirmed so long ago.",
                soon,
                len(old),
                f"pairs confirmed {days} days ago or earlier",
            ),
            part(
                "working",
                "Working",
                "Pairs that have met three times or more, as both say.",
                *(working, len(pairs), CONFIRMED),
            ),
            part(
                "held",
                "Meetings held",
                "Meetings that both say were held. Of those whose day has come; one that was moved"
                " counts once, on its new day.",
                held,
                due,
                "meetings whose day has come",
            ),
            _middle(pairs, terms),
        ],
    )


def _middle(pairs: Sequence[Pair], terms: Terms) -> Line:
    """Pairs that have ended: of others it is not known how often they will meet."""
    over = [len(pair.met) for pair in pairs if pair.ended_on]
    enough = len(over) >= 10
    return Line(
        "middle",
        "Meetings of a pair that has ended",
        f"The middle value: half of the pairs met as often or more. {terms.meetings} are planned.",
        f"{median(over):g}" if enough else NOT_YET,
        f"{len(over):,} pairs that have ended" if enough else f"{FEW} pairs that have ended",
    )


def ending(pairs: Sequence[Pair]) -> Section:
    """Why pairs ended. A reason with few in it is hidden, with as many others as it takes."""
    over = [pair for pair in pairs if pair.ended_on]
    numbers = {reason: sum(pair.ending == reason for pair in over) for reason in Ending}
    named = {Ending.PLANNED: "As planned"}
    return Section(
        "How they end",
        [
            part(
                "ended",
                "Ended",
                "Confirmed pairs that have ended.",
                len(over),
                len(pairs),
                CONFIRMED,
            ),
            *parts_of(
                len(over),
                Ending.PLANNED,
                numbers,
                lambda reason: named.get(reason, f"Early: {str(reason).removeprefix('early ')}"),
            ),
        ],
    )


def pulse(answers: Mapping[tuple[str, str], Sequence[int]]) -> Section:
    """How it goes, from 1 to 5, by check-in and side, in the order in which it was given.

    Answers come in by tens: from one day to the next nobody's own can be worked out.
    """
    return Section("How it goes", list(_pulse(answers)))


def _pulse(answers: Mapping[tuple[str, str], Sequence[int]]) -> Iterator[Line]:
    for check_in, when in (("trial", "after the trial"), ("end", "at the end")):
        for side, who in (("leader", "Leaders"), ("mentee", "Colleagues")):
            given = answers.get((check_in, side), ())
            counted = given[: in_tens(len(given))]
            yield Line(
                f"pulse {check_in} {side}",
                f"{who} {when}",
                "The average answer to how mentoring goes, from 1 (badly) to 5 (very well). Told"
                " from ten answers on, and again at every ten.",
                f"{sum(counted) / len(counted):.1f}" if counted else NOT_YET,
                f"{len(counted)} answers" if counted else f"{FEW} answers",
            )


def promising(promised: int, kept: int) -> Section:
    """Promises are the pair's own: how many there are is told in tens."""
    return Section(
        "Whether promises are kept",
        [
            Line(
                "promised",
                "Promised",
                "What leaders promised to do: to introduce, take along, find an assignment or"
                " support an application. Told in tens.",
                of_tens(promised),
                "",
            ),
            Line(
                "kept",
                "Kept",
                "Promises that were kept, as both say. Told in tens.",
                of_tens(kept),
                f"{of_tens(promised)} promised",
            ),
        ],
    )


def by_check_in(answers: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str], list[int]]:
    """Answers by check-in and side, in the order in which they come."""
    found: dict[tuple[str, str], list[int]] = {}
    for check_in, side, score in answers:
        found.setdefault((check_in, side), []).append(score)
    return found
