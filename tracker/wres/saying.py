"""What is said beside a figure: of whom it is, of when, what was promised, and what England has."""

import re
from datetime import date

from markupsafe import Markup

from tracker.wres.progress import Status
from tracker.wres.reading import (
    HIDDEN,
    MINUS,
    in_words,
    percentage,
    rates_in_words,
    rounded,
    signed,
)
from tracker.wres.registry import indicator
from tracker.wres.shown import Shown
from tracker.wres.standard import Indicator
from tracker.wres.targets import TargetLine, judged, unit_of
from tracker.wres.trends import Trend

AS_KEPT = re.compile(r"\d{4}-\d\d-\d\d")  # a day within what is kept of a change

AMONG = {"replies": "of replies", "staff": "of staff", "shortlisted": "of those shortlisted"}
"""Among whom a group's rate is counted, by the name of the file's item."""

MARKS = {
    "met": "ring",
    "on course": "ring",
    "behind": "triangle",
    "worse than baseline": "diamond",
    "missed": "diamond",
    "suppressed": "hatched",
}
"""The shape beside each measured status; a dash beside every other word."""


def day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def days_in_full(kept: str) -> str:
    """What was kept of a promise, its days as people write them."""
    return AS_KEPT.sub(lambda found: day(date.fromisoformat(found[0])), kept)


def in_large(of: Trend) -> tuple[str, str]:
    """The latest figure as a number, and the words after it."""
    figure = of.latest
    if figure is None:
        return "None", "held"
    if figure.hidden:
        return "Hidden", HIDDEN.removeprefix("hidden ")
    sentence = in_words(figure, of.about)
    first, _, rest = sentence.partition(" ")
    if any(letter.isdigit() for letter in first):
        return first, rest
    if figure.value is None:
        return sentence.capitalize(), ""
    write = signed if figure.unit == "percentage points" else rounded
    return write(figure.value, figure.unit), sentence


def rates_of(of: Trend) -> str:
    """Both groups' own rates, and of whom; or the workforce's share beside a band's."""
    figure, about = of.latest, of.about
    if figure is None:
        return ""
    if figure.hidden:
        return f"BME and White: {HIDDEN}"
    if figure.unit == "share":
        return beside_workforce(figure, of)
    if figure.bme_rate is None and figure.white_rate is None:
        return "Published without the two rates"
    if figure.bme_rate is None or figure.white_rate is None:
        return ""
    return f"{rates_in_words(figure)} {AMONG.get(about.of) or f'of {about.parts[figure.part]}'}"


def beside_workforce(figure: Shown, of: Trend) -> str:
    """27.4% of the whole workforce: 16.4 points below it"""
    whole = next((each for each in of.workforce if each.year == figure.year), None)
    if whole is None or figure.value is None:
        return ""
    if whole.hidden or whole.value is None:
        return f"The whole workforce: {HIDDEN}" if whole.hidden else ""
    apart = 100 * (figure.value - whole.value)
    side = "above" if apart > 0 else "below"
    points = rounded(abs(apart), "percentage points")
    return f"{rounded(whole.value, 'share')} of the whole workforce: {points} points {side} it"


def period_of(figure: Shown, about: Indicator) -> str:
    """What a figure speaks of: its days, as far as they were read in a source."""
    if not about.calendar.as_at.verified:
        return f"{about.calendar.words} {figure.as_at.year}"
    if figure.period_start == figure.period_end:
        return f"At {day(figure.as_at)}"
    return f"{day(figure.period_start)} to {day(figure.period_end)}"


def promises_of(of: Trend, today: date) -> list[str]:
    """Each target on the figure, and what the figures say of it."""
    return [promise_of(line, judged(line, of.own, None, today)) for line in of.targets]


def promise_of(line: TargetLine, found: Status) -> Markup:
    """Target 16% by 31 March 2028: behind (22% of the way, 67% expected)"""
    return Markup("Target {}: <b>{}</b>{}").format(line.words, word_of(found), rests_on(found))


def word_of(found: Status) -> str:
    """The status as people read it: "suppressed" is the sums' own word."""
    return HIDDEN if found.word == "suppressed" else found.word


def mark_of(found: Status) -> str:
    return MARKS.get(found.word, "dash")


def rests_on(found: Status) -> str:
    """How far it has come, or what it was before the data fell overdue; in brackets."""
    if found.last_word and found.last_as_at:
        last = HIDDEN if found.last_word == "suppressed" else found.last_word
        return f" (last: {last}, as at {day(found.last_as_at)})"
    if found.word not in ("on course", "behind"):
        return ""
    done, planned = rounded_share(found.progress), rounded_share(found.expected)
    return f" ({done} of the way, {planned} expected)"


def rounded_share(share: float | None) -> str:
    return f"{round(100 * (share or 0.0))}%".replace("-", MINUS)


def england_of(of: Trend) -> str:
    """England's latest figure that was counted in the same way, with its source; or why none."""
    if of.is_national or of.latest is None:
        return ""
    if of.kind == "difference of shares":
        return "England publishes shares of boards, not gaps, so no line is drawn"
    alike = [each for each in of.england if each.way == of.latest.way]
    if of.england_workforce and not alike:
        latest = of.england_workforce[-1]
        share = f"{rounded(latest.value, 'share')} of the workforce in {latest.year}"
        return f"England: {share} ({latest.source}); no figure for these bands"
    if not alike:
        return "England: no figure is held that was counted in this way"
    return f"{_england_in_short(alike[-1])} ({alike[-1].source})"


def _england_in_short(latest: Shown) -> str:
    if latest.hidden:
        return f"England {latest.year}: {HIDDEN}"
    if latest.value is not None and latest.unit == "ratio":
        return f"England {rounded(latest.value, 'ratio')} in {latest.year}"
    rates = (("BME", latest.bme_rate), ("White", latest.white_rate))
    said = ", ".join(f"{group} {percentage(rate)}" for group, rate in rates if rate is not None)
    return f"England {latest.year}: {said or rounded(latest.value, latest.unit)}"


def remarks_of(of: Trend) -> list[str]:
    """What has to be borne in mind of the latest year, as far as it was read in a source."""
    latest = of.latest
    return [
        note.words
        for note in of.about.notes
        if latest and note.verified and note.year == latest.year
    ]


def name_of(figure: Shown) -> str:
    """1 Pay bands: clinical band 8a"""
    about = indicator(figure.indicator)
    which = about.parts.get(figure.part, figure.part)
    if about.ladder:
        which = f"{which} {about.item(figure.item).label}".strip()
    basis = f" ({figure.basis})" if figure.basis != about.bases[0] else ""
    return f"{about.number} {about.short_title}{f': {which}' if which else ''}{basis}"


def baseline_in_words(figure: Shown, measure: str) -> str:
    """2026: 1.96, at 31 March 2026"""
    unit = unit_of(figure.unit, measure)
    write = signed if unit == "percentage points" else rounded
    value = HIDDEN if figure.hidden else write(figure.measured(measure), unit)
    return f"{figure.year}: {value}, as at {day(figure.as_at)}"
