"""What one cell may hold: counts, rates, years, codes and words; and the sentence when not."""

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from tracker.wres.findings import LONGEST_SHOWN, Fault, fault_at, in_words, shown_value
from tracker.wres.sheet import Line

FIRST_YEAR = 2015  # WRES began
MAX_COUNT = 10_000_000  # people
MAX_RATIO = 20  # no published ratio of two rates comes near it; a percentage does
WHOLE_NUMBER = re.compile(r"-?[0-9]+")
NUMBER = re.compile(
    r"-?(?:[0-9]{1,15}\.?[0-9]{0,30}|\.[0-9]{1,30})(?:e[-+]?[0-9]{1,2})?", re.IGNORECASE
)
CODE = re.compile(r"[A-Z0-9-]{1,10}")
NOT_GIVEN = ("", "-")  # how a publisher leaves out a rate that rests on too few people

Parser = Callable[[str], Any]


class Mistake(Exception):
    """What is wrong with a cell, and what to do about it."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(wrong)
        self.remedy = remedy


def parsed(line: Line, parsers: Mapping[str, Parser]) -> tuple[dict[str, Any], list[Fault]]:
    """The values of a row by column, leaving out those that are wrong; and their faults."""
    values: dict[str, Any] = {}
    faults = []
    for column, parser in parsers.items():
        try:
            values[column] = parser(line.cells[column])
        except Mistake as mistake:
            faults.append(cell_fault(line, column, str(mistake), mistake.remedy))
    return values, faults


def cell_fault(line: Line, column: str, wrong: str, remedy: str) -> Fault:
    value = shown_value(line.cells[column])
    return fault_at([line.number], column, wrong, value=value, remedy=remedy)


def headcount(text: str) -> int:
    if not WHOLE_NUMBER.fullmatch(text):
        raise Mistake(
            f"{quoted(text)} is not a whole number",
            "Type the number of people in digits alone, without commas or a decimal point, "
            "and 0 for nobody; or empty the row’s three counts to leave it out.",
        )
    people = int(text)
    if people < 0:
        raise Mistake(f"{quoted(text)} is below 0", "Type a number of people, 0 or more.")
    if people > MAX_COUNT:
        raise Mistake(
            f"{quoted(text)} is more than {MAX_COUNT:,} people", "Look for digits too many."
        )
    return people


def headcount_if_known(text: str) -> int | None:
    return headcount(text) if text else None


def number(text: str) -> float:
    if not NUMBER.fullmatch(text):
        raise Mistake(f"{quoted(text)} is not a number", "Type digits and a decimal point.")
    return float(text)


def proportion(text: str) -> float | None:
    """A rate from 0 to 1; None when its publisher left it out."""
    if text in NOT_GIVEN:
        return None
    digits = text.removesuffix("%").strip()
    rate = number(digits)
    if (rate > 1 or text.endswith("%")) and 0 <= rate <= 100:
        raise Mistake(
            f"{quoted(text)} is a percentage, and the rates of this file go from 0 to 1",
            f"Type {Decimal(digits) / 100:f}, and look at the other rates too.",
        )
    if not 0 <= rate <= 1:
        raise Mistake(f"{quoted(text)} is not between 0 and 1", "Type a rate from 0 to 1.")
    return rate


def ratio_if_given(text: str) -> float | None:
    if text in NOT_GIVEN:
        return None
    ratio = number(text)
    if ratio < 0:
        raise Mistake(f"{quoted(text)} is below 0", "Type one rate divided by the other.")
    return ratio


def percentage(text: str) -> float:
    """A percentage, as a rate from 0 to 1."""
    per_cent = number(text)
    if 0 < per_cent < 1:
        raise Mistake(
            f"{quoted(text)} is a rate from 0 to 1, and its unit says %",
            f"Type {Decimal(text) * 100:f}.",
        )
    if not 0 <= per_cent <= 100:
        raise Mistake(f"{quoted(text)} is not between 0 and 100", "Type a percentage.")
    return float(Decimal(text) / 100)


def ratio(text: str) -> float:
    times = number(text)
    if times >= MAX_RATIO:
        raise Mistake(
            f"{quoted(text)} is a percentage, and its unit says ratio",
            f"Type {Decimal(text) / 100:f}.",
        )
    if times <= 0:
        raise Mistake(f"{quoted(text)} is not above 0", "Type one rate divided by the other.")
    return times


def wres_year(latest: int) -> Parser:
    """A WRES year, from the first there was to `latest`."""

    def parse(text: str) -> int:
        if WHOLE_NUMBER.fullmatch(text) and FIRST_YEAR <= int(text) <= latest:
            return int(text)
        raise Mistake(
            f"{quoted(text)} is not a WRES year from {FIRST_YEAR} to {latest}",
            "Type the year whose 31 March the figures end on.",
        )

    return parse


def organisation_code(text: str) -> str:
    code = text.upper()
    if not CODE.fullmatch(code):
        raise Mistake(
            f"{quoted(text)} is not an organisation code",
            "Type the code of the Organisation Data Service, such as X24.",
        )
    return code


def plain(text: str) -> str:
    """Words without their capitals and double spaces."""
    return " ".join(text.lower().split())


def one_of(allowed: Collection[str], what: str) -> Parser:
    """One of a few words, however they are written; `what` they are, for the sentence."""

    def parse(text: str) -> str:
        word = plain(text)
        if word in allowed:
            return word
        raise Mistake(f"{quoted(text)} is not {what}", nearest(word, allowed))

    return parse


def nearest(word: str, allowed: Collection[str]) -> str:
    near = get_close_matches(word, allowed, n=1) if len(word) <= LONGEST_SHOWN else []
    choices = f"Type {in_words(allowed, 'or')}."
    return f"The nearest is “{near[0]}”. {choices}" if near else choices


def quoted(text: str) -> str:
    return f"'{shown_value(text)}'" if text else "an empty cell"
