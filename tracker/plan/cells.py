"""What a cell of a plan's spreadsheet may hold, and how it is written: days, periods, statuses."""

import re
from collections.abc import Callable, Collection
from datetime import date, datetime

from tracker.wres.cells import Mistake, quoted
from tracker.wres.findings import in_words

INDICATORS = frozenset("123456789")  # of WRES
BETWEEN = re.compile(r"[\s,;&]+|\band\b|\bwres\b", re.IGNORECASE)

ONGOING = "ongoing"
DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y")  # the first is how we write one
PERIOD = re.compile(r"(?:(q[1-4]) )?(20\d\d)[/-](?:20)?(\d\d)")
LAST_DAYS = {"q1": (0, 6, 30), "q2": (0, 9, 30), "q3": (0, 12, 31), "q4": (1, 3, 31)}

COLOURS = {"on course": "Green", "at risk": "Amber", "off course": "Red", "complete": "Blue"}

Due = tuple[date | None, str]


def text_up_to(longest: int) -> Callable[[str], str]:
    """Words that may not be left out and that fit where they are kept."""

    def parse(text: str) -> str:
        words = filled(text)
        if len(words) > longest:
            raise Mistake(
                f"{len(words)} characters are more than the {longest} there is room for",
                "Shorten it.",
            )
        return words

    return parse


def filled(text: str) -> str:
    if not text.strip():
        raise Mistake("the cell is empty", "Fill it in, or take the row out.")
    return text.strip()


def point_among(points: Collection[str]) -> Callable[[str], str | None]:
    """A point of the plan's template; None for an action of the organisation's own."""

    def parse(text: str) -> str | None:
        point = text.strip()
        if point and point not in points:
            raise Mistake(
                f"{quoted(point)} is not a point of this plan",
                f"Type {in_words(points, 'or')}, or nothing for an action of your own.",
            )
        return point or None

    return parse


def indicators(text: str) -> tuple[str, ...]:
    named = {word for word in BETWEEN.split(text) if word}
    for word in sorted(named):
        if word not in INDICATORS:
            raise Mistake(
                f"{quoted(word)} is not an indicator of WRES",
                "Type their numbers, 1 to 9, with commas between them.",
            )
    return tuple(sorted(named))


def day(text: str) -> date | None:
    """A day, or None for an empty cell."""
    for written in DAYS:
        try:
            return datetime.strptime(text.strip(), written).date()
        except ValueError:
            continue
    if text.strip():
        raise Mistake(f"{quoted(text)} is not a day", "Type it as 31/03/2027.")
    return None


def due(text: str) -> Due:
    """A day; a period, which is due on its last day and keeps its words; or ongoing.

    An empty cell is a day not chosen yet, as in a draft.
    """
    words = text.strip().lower()
    if words == ONGOING:
        return None, ONGOING
    period = PERIOD.fullmatch(words)
    if period and int(period[3]) == (int(period[2]) + 1) % 100:
        return end_of_period(quarter=period[1], year=int(period[2]))
    try:
        return day(text), ""
    except Mistake as mistake:
        raise Mistake(
            f"{quoted(text)} is not a day, a period or Ongoing",
            "Type 31/03/2027, 2026/27, Q2 2026/27 or Ongoing.",
        ) from mistake


def end_of_period(quarter: str | None, year: int) -> Due:
    """The last day of a financial year or of a quarter of it, and the period's words."""
    later, month, last = LAST_DAYS[quarter or "q4"]
    words = f"{year}/{(year + 1) % 100:02}"
    return date(year + later, month, last), f"{quarter.upper()} {words}" if quarter else words


def said(text: str) -> str | None:
    """A status by its colour, its letter or its words; None for an empty cell."""
    typed = text.strip().lower()
    if not typed:
        return None
    for status, colour in COLOURS.items():
        if typed in {status, colour.lower(), colour[0].lower(), said_written(status).lower()}:
            return status
    raise Mistake(
        f"{quoted(text)} is not a status",
        f"Type {in_words(map(said_written, COLOURS), 'or')}.",
    )


def day_written(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def due_written(value: date | None, words: str) -> str:
    return ONGOING.capitalize() if words == ONGOING else words or day_written(value)


def said_written(status: str | None) -> str:
    """A status in words beside its colour: "Green: on course"."""
    return f"{COLOURS[status]}: {status}" if status else ""
