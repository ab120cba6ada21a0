"""The WRES return in our long form: its template, and how it is read."""

import csv
import io
from collections.abc import Mapping
from functools import lru_cache

from tracker.wres import registry, vocabulary
from tracker.wres.cells import (
    Parser,
    headcount,
    headcount_if_known,
    one_of,
    organisation_code,
    parsed,
    plain,
    proportion,
    wres_year,
)
from tracker.wres.checking import GROUPS, Entry, faults_among, without_totals
from tracker.wres.figures import WITHOUT_UNKNOWN, Row
from tracker.wres.findings import Fault, in_rows
from tracker.wres.sheet import Line, Sheet

COLUMNS = ("organisation", "year", "indicator", "part", "item", "basis", *GROUPS)

# The survey's rates are published, so the template does not ask for its counts (5 to 8).
ASKED_FOR = ("1", "2", "3", "4", "9")


def template_csv(organisation: str, year: int) -> str:
    """The return of one organisation and year, with its counts still to be typed."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerows(
        (organisation, year, indicator, part, item, vocabulary.SINGLE_YEAR, "", "", "")
        for indicator in ASKED_FOR
        for part, item in vocabulary.places_of(indicator)
    )
    return text.getvalue()


def read_wres_return(sheet: Sheet, latest_year: int) -> tuple[list[Entry], list[Fault], list[str]]:
    """Its rows, faults and notes. A row without any count is left out: nobody has typed it yet."""
    entries: list[Entry] = []
    faults: list[Fault] = []
    untyped = []
    half_read = set()
    for line in sheet.lines:
        if not any(line.cells[group] for group in GROUPS):
            untyped.append(line.number)
            continue
        row, wrong = row_of(line, latest_year)
        faults += wrong
        if row:
            entries.append(Entry(line.number, row))
        else:
            half_read.add((line.cells["organisation"].upper(), line.cells["indicator"]))
    if sheet.faults:  # nobody knows whose rows those are
        half_read = {(entry.row.organisation, entry.row.indicator) for entry in entries}
    faults += faults_among(entries, half_read)
    notes = [f"{in_rows(untyped)}: no counts, left out"] if untyped else []
    return entries, faults, [*notes, *without_totals(entries)]


def row_of(line: Line, latest_year: int) -> tuple[Row | None, list[Fault]]:
    """The row of one line, or None and what is wrong with it."""
    values, faults = parsed(
        line,
        {
            "organisation": organisation_code,
            "year": wres_year(latest_year),
            "indicator": one_of(vocabulary.numbers(), "a WRES indicator"),
        },
    )
    if "indicator" in values:
        words = (plain(line.cells[column]) for column in ("part", "item", "basis"))
        others, others_wrong = parsed(line, parsers_of(values["indicator"], *words))
        values |= others
        faults += others_wrong
    if faults:
        return None, faults
    if values["item"] == vocabulary.PERCENTAGE:
        rates = {"white_rate": values["white"], "bme_rate": values["bme"]}
        values |= rates | dict.fromkeys(GROUPS)
    return Row(**values), []


@lru_cache(maxsize=200)
def parsers_of(indicator: str, part: str, item: str, basis: str) -> Mapping[str, Parser]:
    """What the other cells may hold depends on the indicator, its part, item and basis."""
    described = registry.indicator(indicator)
    items = one_of(described.file_items.get(part, ()), f"an item of indicator {indicator}, {part}")
    bases = one_of(described.bases, f"a basis of indicator {indicator}")
    count = proportion if item == vocabulary.PERCENTAGE else headcount
    unknown_counts = indicator in ("1", "9") and basis != WITHOUT_UNKNOWN
    return {
        "part": one_of(described.file_items, f"a part of indicator {indicator}"),
        "item": items if part in described.file_items else plain,
        "basis": lambda text: bases(text or vocabulary.SINGLE_YEAR),
        "white": count,
        "bme": count,
        "unknown": headcount if unknown_counts else headcount_if_known,
    }
