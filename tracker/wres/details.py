"""One indicator on a page of its own: how sure the figure is, and whether it is unusual."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from tracker.charts import Drawing
from tracker.wres import peers
from tracker.wres.directions import direction
from tracker.wres.grades import Section, sections
from tracker.wres.peers import Comparison, comparison
from tracker.wres.pictures import breaks_of, large_picture
from tracker.wres.reading import CENSUS, rounded, signed
from tracker.wres.saying import (
    day,
    england_of,
    in_large,
    mark_of,
    period_of,
    promise_of,
    rates_of,
    remarks_of,
)
from tracker.wres.shown import Shown, Version
from tracker.wres.standard import Indicator
from tracker.wres.tables import by_year
from tracker.wres.targets import judged
from tracker.wres.trends import Trend
from tracker.wres.workings import Step, in_people, workings


class Fact(NamedTuple):
    mark: str
    text: str


@dataclass(frozen=True)
class Detail:
    """Words and pictures; a template adds the addresses."""

    value: str
    words: str
    facts: list[Fact]
    small_print: str
    sentence: str
    has_intervals: bool
    drawing: Drawing
    notes: list[str]
    table: dict[str, Any]
    sections: list[Section]
    workings: list[Step]
    basis: list[str]
    version: Version | None
    people: str
    comparison: Comparison | None
    funnel: Drawing | None


def detail(
    of: Trend, figures: Sequence[Shown], others: Sequence[tuple[str, Shown]], today: date
) -> Detail:
    """`figures` are all the indicator's of the organisation, `others` those to set it beside."""
    value, words = in_large(of)
    beside = comparison(of, others)
    return Detail(
        value=value,
        words=f"{words}, {of.latest.year}" if of.latest else words,
        facts=facts_of(of, today),
        small_print=small_print_of(of),
        sentence=sentence_of(of),
        has_intervals=any(figure.interval for figure in of.own),
        drawing=large_picture(of),
        notes=[note for note in (england_of(of), *remarks_of(of)) if note],
        table=by_year(of, f"{of.about.title}, by year", with_counts=True),
        sections=sections(of, figures),
        workings=workings(of),
        basis=basis_of(of),
        version=of.latest.version if of.latest else None,
        people=in_people(of),
        comparison=beside,
        funnel=peers.picture(of, beside) if beside else None,
    )


def facts_of(of: Trend, today: date) -> list[Fact]:
    """How sure it is, which way it goes, and what it is to its targets: never one in place of
    another."""
    certainty, way = certainty_of(of), direction(of)
    since = ""
    if way.then and of.latest:
        write = signed if way.then.unit == "percentage points" else rounded
        since = f", from {write(way.then.value, way.then.unit)}"
    found = [certainty] if certainty else []
    found.append(Fact(way.look.mark, f"{way.said}{since}"))
    if way.note:
        found.append(Fact("floor", way.note))
    statuses = [(line, judged(line, of.own, None, today)) for line in of.targets]
    found += [Fact(mark_of(each), promise_of(line, each)) for line, each in statuses]
    return found


def certainty_of(of: Trend) -> Fact | None:
    """Where the figure and its interval lie about parity; None where that says nothing."""
    figure, about = of.latest, of.about
    if figure is None or figure.hidden or figure.value is None or figure.unit == "share":
        return None
    if figure.interval is None or about.parity is None:
        return None
    clear, level = is_clear(figure, about.parity), level_of(about)
    ends = " to ".join(rounded(end, figure.unit) for end in figure.interval)
    told = f"its interval ({ends}) {'is clear of' if clear else 'includes'} {level}"
    inside = about.is_non_adverse(figure.value)
    if inside is None:
        return Fact("triangle" if clear else "wave", f"{told[0].upper()}{told[1:]}")
    low, high = about.non_adverse or (0.0, 0.0)
    place = f"{'Inside' if inside else 'Outside'} {low:g} to {high:g}"
    if inside:
        return Fact("ring", f"{place}; {told}")
    return Fact("triangle" if clear else "wave", f"{place}, {'and' if clear else 'but'} {told}")


def level_of(about: Indicator) -> str:
    """Parity as it is spoken of: a ratio of 1.0, a gap of 0."""
    return f"{about.parity:.1f}" if about.unit == "ratio" else f"{about.parity:g}"


def is_clear(figure: Shown, parity: float) -> bool:
    """Whether the interval leaves parity out."""
    return figure.interval is not None and not figure.interval[0] <= parity <= figure.interval[1]


def small_print_of(of: Trend) -> str:
    latest, about = of.latest, of.about
    if latest is None:
        return ""
    due = about.data_due(latest.year + 1)
    calendar = about.calendar
    ours = not (calendar.due.verified and calendar.as_at.verified)
    whose = " (days by this service’s own calendar)" if ours else ""
    counted = f" {CENSUS[0].upper()}{CENSUS[1:]}." if about.census else ""
    rates = f"{rates_of(of)}. " if rates_of(of) else ""
    as_at = f", as at {day(latest.as_at)}" if latest.period_start < latest.as_at else ""
    said = f"{rates}{period_of(latest, about)}{as_at}.{counted}"
    return f"{said} Next figures expected by {day(due)}{whose}."


def sentence_of(of: Trend) -> str:
    """What most will read of the chart."""
    parity, years = of.about.parity, [each for each in of.series if each.interval]
    parts = []
    if years and parity is not None:
        clear = [each.year for each in years if is_clear(each, parity)]
        which = "every year" if len(clear) == len(years) else _listed(clear)
        parts.append(
            f"{which[0].upper()}{which[1:]} is clear of {level_of(of.about)} beyond error."
        )
        if of.about.top:
            parts.append("Each bar is the range that the true figure could lie in.")
    if breaks_of(of):
        parts.append("Earlier years were counted another way, so no line joins them.")
    if any(each.hidden for each in of.own):
        parts.append("Years that rest on small numbers are hidden.")
    return " ".join(parts)


def basis_of(of: Trend) -> list[str]:
    """What else has to be known to do the sum again."""
    latest, about = of.latest, of.about
    if latest is None:
        return []
    definition = next(
        (each for each in about.definitions if each.version == latest.definition), None
    )
    words = definition.words if definition and definition.verified else ""
    return [
        f"{about.formula}. Source of the formula: {about.formula_source}.",
        f"Basis: {latest.basis}. Definition {latest.definition}: {words}".removesuffix(": "),
    ]


def _listed(years: Sequence[int]) -> str:
    """Only 2026; only 2025 and 2026; no year."""
    if not years:
        return "no year"
    *most, last = (str(year) for year in years)
    return f"only {', '.join(most)} and {last}" if most else f"only {last}"
