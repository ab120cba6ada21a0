"""How a figure was worked out: its formula with its own numbers, and what it means in people."""

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tracker.wres.change import TOO_SMALL, change
from tracker.wres.directions import earlier_figure
from tracker.wres.indicators import Outcome
from tracker.wres.progress import expected, progress
from tracker.wres.reading import HIDDEN, interval_in_words, percentage, rounded, signed
from tracker.wres.saying import day, rounded_share
from tracker.wres.shown import Shown
from tracker.wres.statistics import error_of_ratio
from tracker.wres.targets import as_sum, plainly
from tracker.wres.trends import Trend


class Step(NamedTuple):
    """A line of the sum; the result is the line that counts."""

    name: str
    sum: str
    is_result: bool = False


def workings(of: Trend) -> list[Step]:
    """From the counts, or from the rates of a file without, to the figure and its error."""
    figure = of.latest
    if figure is None:
        return []
    if figure.hidden:
        return [Step("The figure and its counts", HIDDEN, True)]
    return [*KINDS[of.kind](figure, of), *_change(figure, of), *_progress(figure, of)]


def _ratio(figure: Shown, of: Trend) -> Iterator[Step]:
    outcomes = top_and_bottom(figure, of)
    result = rounded(figure.value, "ratio")
    if outcomes is None:
        yield Step("Relative likelihood", f"{result}, as published: its counts are not held", True)
        return
    top, bottom = outcomes
    groups = ("White", "BME") if of.about.top == "White" else ("BME", "White")
    for group, outcome in zip(groups, outcomes, strict=True):
        sum_ = f"{outcome.happened:,} {of.about.happened} ÷ {outcome.total:,} {of.about.of}"
        yield Step(f"{group} rate", f"{sum_} = {precisely(outcome)}")
    yield Step("Relative likelihood", f"({_over(top)}) ÷ ({_over(bottom)}) = {result}", True)
    if figure.interval and figure.value is not None:
        inside = (
            f"1/{top.happened:,} − 1/{top.total:,} + 1/{bottom.happened:,} − 1/{bottom.total:,}"
        )
        ends = interval_in_words(figure, of.about)
        yield Step("95% interval", f"{figure.value:.3f} × or ÷ exp(1.96 × √({inside})) = {ends}")
    else:
        yield Step("95% interval", interval_in_words(figure, of.about))


def _pair(figure: Shown, of: Trend) -> Iterator[Step]:
    for group, rate, outcome in (
        ("BME", figure.bme_rate, figure.counts.bme),
        ("White", figure.white_rate, figure.counts.white),
    ):
        said = f"{100 * rate:.3f}%" if rate is not None else percentage(rate)
        counted = f"{outcome.happened:,} of {outcome.total:,} replies = " if outcome else ""
        yield Step(f"{group} percentage", f"{counted}{said}")
    gap = signed(figure.value, figure.unit)
    if figure.bme_rate is not None and figure.white_rate is not None:
        gap = f"{100 * figure.bme_rate:.3f} − {100 * figure.white_rate:.3f} = {gap} points"
    yield Step("Gap", gap, True)
    yield Step("95% interval", interval_in_words(figure, of.about))


def _bands(figure: Shown, of: Trend) -> Iterator[Step]:
    whole = next((each for each in of.workforce if each.year == figure.year), None)
    if whole:
        yield Step("BME share, whole workforce", HIDDEN if whole.hidden else share_of(whole))
    of_whom = of.about.item(figure.item).label or of.about.parts.get(figure.part, figure.part)
    yield Step(f"BME share, {of_whom}", share_of(figure), True)


def _boards(figure: Shown, of: Trend) -> Iterator[Step]:
    counts, gap = figure.counts, signed(figure.value, figure.unit)
    board = numbers(counts.white_numerator, counts.bme_numerator, counts.unknown_numerator)
    workforce = numbers(
        counts.white_denominator, counts.bme_denominator, counts.unknown_denominator
    )
    if board and workforce:
        yield Step(f"BME share of {of.about.parts[figure.part]}", written_share(board))
        yield Step("BME share of the workforce", written_share(workforce))
    yield Step("Gap", f"{gap} points", True)


KINDS: dict[str, Callable[[Shown, Trend], Iterator[Step]]] = {
    "ratio of two rates": _ratio,
    "percentage pair": _pair,
    "band distribution": _bands,
    "difference of shares": _boards,
}


def _change(now: Shown, of: Trend) -> Iterator[Step]:
    """Against the errors of both years."""
    then = earlier_figure(of)
    if then is None:
        return
    found = change(then, now, of.about)
    amount = signed(found.amount, now.unit) if now.unit != "share" else _in_points(found.amount)
    said = f"{amount}: {found.word}" + (", and everyone was counted" if found.is_census else "")
    formula = _z_of_change(then, now, of)
    if formula:
        beyond = "within" if found.word == TOO_SMALL else "beyond"
        said = f"{formula}; {beyond} 1.96 either way, so {found.word}"
    yield Step(f"Change since {then.year}", said)


def _z_of_change(then: Shown, now: Shown, of: Trend) -> str:
    """(ln 1.956 − ln 1.167) ÷ √(0.270² + 0.351²) = 1.17, where that is the test that was made:
    both years on one side of parity."""
    before, after = top_and_bottom(then, of), top_and_bottom(now, of)
    if not (of.about.top and before and after and then.value and now.value):
        return ""
    if (then.value - 1) * (now.value - 1) < 0:
        return ""
    first, second = error_of_ratio(*before), error_of_ratio(*after)
    if not first or not second:
        return ""
    z = (math.log(now.value) - math.log(then.value)) / math.hypot(first, second)
    logs = f"(ln {now.value:.3f} − ln {then.value:.3f})"
    return f"{logs} ÷ √({second:.3f}² + {first:.3f}²) = {z:.2f}".replace("= -", "= −")


def _progress(now: Shown, of: Trend) -> Iterator[Step]:
    for line in of.targets:
        start, here = line.baseline.measured(line.measure), now.measured(line.measure)
        target = as_sum(line)
        done, planned = progress(target, here), expected(target, now.as_at)
        if line.hidden or start is None or here is None or done is None or planned is None:
            continue
        began = f"{rounded(start, line.unit)} ({line.baseline.year})"
        way = f"from {began} to {plainly(line.value, line.unit)}"
        so_far = f"{rounded(here, line.unit)} is {rounded_share(done)} of the way {way}"
        yield Step(
            f"Progress to target, due {day(line.due)}",
            f"{so_far}; {rounded_share(planned)} expected by then",
        )


def in_people(of: Trend) -> str:
    """What the figure means in people; "" when there is no telling."""
    figure = of.latest
    if figure is None or figure.hidden or figure.value is None:
        return ""
    return PEOPLE[of.kind](figure, of)


def _people_of_ratio(figure: Shown, of: Trend) -> str:
    outcomes = figure.counts.outcomes
    if outcomes is None or not outcomes[0].total:
        return ""
    white, bme = outcomes
    expected_ = bme.total * white.happened / white.total
    return (
        f"At the White rate, about {expected_:,.0f} of the {bme.total:,} BME {of.about.of} would be"
        f" counted among the {of.about.happened}. There were {bme.happened:,}."
    )


def _people_of_pair(figure: Shown, of: Trend) -> str:
    if figure.bme_rate is None or figure.white_rate is None:
        return ""
    label = of.about.item(figure.item).label
    return (
        f"Of every 100 BME {of.about.people}, about {100 * figure.bme_rate:.0f} {label}."
        f" Of every 100 White {of.about.people}, about {100 * figure.white_rate:.0f}."
    )


def _people_of_bands(figure: Shown, of: Trend) -> str:
    counts = numbers(
        figure.counts.white_numerator, figure.counts.bme_numerator, figure.counts.unknown_numerator
    )
    whole = next((each for each in of.workforce if each.year == figure.year), None)
    if counts is None or whole is None or whole.value is None:
        return ""
    lacking = math.ceil(whole.value * sum(counts) - counts[1])
    if lacking <= 0:
        return ""
    return (
        f"With the workforce’s share there would be about {lacking:,} more BME staff among these"
        f" {sum(counts):,}."
    )


def _people_of_boards(figure: Shown, of: Trend) -> str:
    return ""  # boards are small: the shares say it all


PEOPLE: dict[str, Callable[[Shown, Trend], str]] = {
    "ratio of two rates": _people_of_ratio,
    "percentage pair": _people_of_pair,
    "band distribution": _people_of_bands,
    "difference of shares": _people_of_boards,
}


def top_and_bottom(figure: Shown, of: Trend) -> tuple[Outcome, Outcome] | None:
    """The group on top of the ratio first; None without the counts of both."""
    outcomes = figure.counts.outcomes
    if outcomes is None:
        return None
    white, bme = outcomes
    return (white, bme) if of.about.top == "White" else (bme, white)


def share_of(figure: Shown) -> str:
    """46 BME ÷ (344 White + 46 BME + 30 not stated) = 11.0%"""
    counts = figure.counts
    people = numbers(counts.white_numerator, counts.bme_numerator, counts.unknown_numerator)
    if figure.hidden:
        return HIDDEN
    if people is None:
        return rounded(figure.value, "share")
    return written_share(people, rounded(figure.value, "share"))


def written_share(people: tuple[int, int, int], result: str = "") -> str:
    white, bme, unknown = people
    worked = result or rounded(bme / (sum(people) or 1), "share")
    return f"{bme:,} BME ÷ ({white:,} White + {bme:,} BME + {unknown:,} not stated) = {worked}"


def numbers(*counts: int | None) -> tuple[int, int, int] | None:
    """White, BME and Unknown; None when one is not given."""
    if len(counts) != 3 or any(count is None for count in counts):
        return None
    white, bme, unknown = (count or 0 for count in counts)
    return white, bme, unknown


def precisely(outcome: Outcome) -> str:
    return f"{100 * float(outcome.rate):.3f}%" if outcome.rate is not None else percentage(None)


def _over(outcome: Outcome) -> str:
    return f"{outcome.happened:,} ÷ {outcome.total:,}"


def _in_points(amount: float | None) -> str:
    points = 100 * amount if amount is not None else None
    return f"{signed(points, 'percentage points')} points"
