"""The WRES return in our long form: its template, and how it is read."""

import csv
import io

from tracker.wres import vocabulary
from tracker.wres.cells import (
    Parser,
    headcount,
    headcount_if_known,
    one_of,
    organisation_code,
    parsed,
    plain,
    wres_year,
)
from tracker.wres.checking import GROUPS, Entry, faults_among, unmentioned_bands
from tracker.wres.figures import Row
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
        for part, items in vocabulary.ITEMS[indicator].items()
        for item in items
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
    return entries, faults, [*notes, *unmentioned_bands(entries)]


def row_of(line: Line, latest_year: int) -> tuple[Row | None, list[Fault]]:
    """The row of one line, or None and what is wrong with it."""
    values, faults = parsed(
        line,
        {
            "organisation": organisation_code,
            "year": wres_year(latest_year),
            "indicator": one_of(vocabulary.ITEMS, "a WRES indicator"),
            "white": headcount,
            "bme": headcount,
        },
    )
    if "indicator" in values:
        others, others_wrong = parsed(line, parsers_of(values["indicator"], line))
        values |= others
        faults += others_wrong
    return (None, faults) if faults else (Row(**values), [])


def parsers_of(indicator: str, line: Line) -> dict[str, Parser]:
    """What the other cells may hold depends on the indicator, its part and its basis."""
    parts = vocabulary.ITEMS[indicator]
    part, basis = plain(line.cells["part"]), plain(line.cells["basis"])
    items = one_of(parts.get(part, ()), f"an item of {part} in indicator {indicator}")
    bases = one_of(vocabulary.bases_of(indicator), f"a basis of indicator {indicator}")
    counts_unknown = indicator in ("1", "9") and basis != vocabulary.EXCLUDING_UNKNOWN
    return {
        "part": one_of(parts, f"a part of indicator {indicator}"),
        "item": items if part in parts else plain,
        "basis": lambda text: bases(text or vocabulary.SINGLE_YEAR),
        "unknown": headcount if counts_unknown else headcount_if_known,
    }
