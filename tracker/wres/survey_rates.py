"""Reading the staff survey's rates by trust (indicators 5 to 8): one survey, no column of years."""

from decimal import Decimal
from typing import Any, NamedTuple

from tracker.wres.cells import (
    cell_fault,
    one_of,
    organisation_code,
    parsed,
    proportion,
    ratio_if_given,
)
from tracker.wres.checking import Entry, repeated
from tracker.wres.figures import Row
from tracker.wres.findings import Fault, in_rows
from tracker.wres.sheet import Line, Sheet
from tracker.wres.vocabulary import PERCENTAGE, SINGLE_YEAR

COLUMNS = (
    "Trust",
    "name",
    "region",
    "benchmark_group",
    "wres_indicator",
    "white_rate",
    "bme_rate",
    "bme_white_ratio",
)
CELLS = {
    "trust": organisation_code,
    "wres_indicator": one_of(("5", "6", "7", "8"), "an indicator of the survey"),
    "white_rate": proportion,
    "bme_rate": proportion,
    "bme_white_ratio": ratio_if_given,
}


def read_survey_rates(sheet: Sheet, year: int) -> tuple[list[Entry], list[Fault], list[str]]:
    """Its rows, faults and notes. `year` is the WRES year: the survey's year plus one."""
    entries = []
    faults: list[Fault] = []
    empty = []
    for line in sheet.lines:
        values, wrong = parsed(line, CELLS)
        faults += wrong or ratio_faults(line, values)
        if wrong:
            continue
        if values["white_rate"] is None and values["bme_rate"] is None:
            empty.append(line.number)
        else:
            entries.append(Entry(line.number, row_of(values, year)))
    faults += repeated(entries)
    return entries, faults, [f"{in_rows(empty)}: no rates, left out"] if empty else []


def row_of(values: dict[str, Any], year: int) -> Row:
    return Row(
        organisation=values["trust"],
        year=year,
        indicator=values["wres_indicator"],
        part="all",
        item=PERCENTAGE,
        basis=SINGLE_YEAR,
        white=None,
        bme=None,
        unknown=None,
        white_rate=values["white_rate"],
        bme_rate=values["bme_rate"],
        source=f"NHS Staff Survey {year - 1}, rates by trust",
    )


def names_in(sheet: Sheet) -> dict[str, str]:
    """What the file calls each organisation: of use where nobody else knows its code."""
    return {line.cells["trust"].upper(): line.cells["name"] for line in sheet.lines}


class Printed(NamedTuple):
    """A number as a file prints it, and how far it may be from the number before rounding."""

    value: float
    half_a_digit: float


def printed(text: str) -> Printed:
    last_digit = 10.0 ** int(Decimal(text).as_tuple().exponent)
    return Printed(float(text), last_digit / 2)


def ratio_faults(line: Line, values: dict[str, Any]) -> list[Fault]:
    """A ratio that the two rates of its row do not give, and the likeliest reason."""
    rates = (values["white_rate"], values["bme_rate"], values["bme_white_ratio"])
    if None in rates or not values["white_rate"]:
        return []
    white, bme, ratio = (
        printed(line.cells[column]) for column in ("white_rate", "bme_rate", "bme_white_ratio")
    )
    if is_quotient(ratio, bme, white):
        return []
    text, quotient = line.cells["bme_white_ratio"], f"{bme.value / white.value:.3f}"
    if is_quotient(Printed(ratio.value / 100, ratio.half_a_digit / 100), bme, white):
        wrong = f"'{text}' is a percentage, and this is a ratio"
        remedy = f"Type {Decimal(text) / 100:f}, which is BME divided by White."
    elif is_quotient(ratio, white, bme):
        wrong = (
            "White and BME may be swapped: the two rates give "
            f"{quotient}, the file’s own ratio says {ratio.value:.3f}"
        )
        remedy = "Give White and BME their own columns, or mend the ratio."
    else:
        wrong = f"'{text}' is not BME divided by White, which is {quotient}"
        remedy = "Look at the two rates and the ratio: one of them is mistyped."
    return [cell_fault(line, "bme_white_ratio", wrong, remedy)]


def is_quotient(ratio: Printed, top: Printed, bottom: Printed) -> bool:
    """Whether a ratio can be that of the two rates, each as exact as it is printed."""
    smallest = (top.value - top.half_a_digit) / (bottom.value + bottom.half_a_digit)
    rest = bottom.value - bottom.half_a_digit
    largest = (top.value + top.half_a_digit) / rest if rest > 0 else float("inf")
    slack = ratio.half_a_digit + 1e-9 * ratio.value
    return smallest - slack <= ratio.value <= largest + slack
