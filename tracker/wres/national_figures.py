"""Reading the national figures: those whose definition is ours, each with its source."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import NamedTuple

from tracker.wres.cells import one_of, parsed, percentage, plain, ratio, wres_year
from tracker.wres.checking import Entry
from tracker.wres.figures import Row
from tracker.wres.findings import Fault, fault_at, in_rows, shown_column
from tracker.wres.sheet import Line, Sheet
from tracker.wres.vocabulary import PERCENTAGE, SINGLE_YEAR, numbers

COLUMNS = ("wres_year", "indicator", "measure", "group", "value", "unit", "source", "status")
TRUSTED = ("verified", "computed")
ENGLAND = "X24"  # NHS England, the organisation these are figures of
LONGEST_SOURCE = 300  # characters


class Measure(NamedTuple):
    """A published measure, as the figure of ours that it is."""

    unit: str
    groups: tuple[str, ...]
    part: str
    item: str
    definition: str | None = None


def share(part: str, item: str) -> Measure:
    return Measure("%", ("bme",), part, item)


RATIO = Measure("ratio", ("ratio",), "all", "relative likelihood")
RATES = Measure("%", ("bme", "white"), "all", PERCENTAGE)
MEASURES: Mapping[tuple[str, str], Measure] = {
    ("1", "bme share of workforce"): share("workforce", "total"),
    ("1", "bme share of vsm"): share("all", "vsm"),
    ("1", "bme share of afc band 5"): share("all", "5"),
    ("2", "white/bme appointed from shortlisting"): RATIO,
    ("3", "bme/white formal disciplinary"): RATIO,
    ("4", "white/bme non-mandatory training"): RATIO,
    ("5", "hba from public"): RATES,
    ("6", "hba from staff"): RATES,
    # Of Yes, No and Don't know together.
    ("7", "q15 % yes"): RATES._replace(definition="2"),
    ("8", "discrimination from staff"): RATES,
    ("8", "q16b % yes"): RATES,
    # A share of the board; never an organisation's gap, which has the workforce taken off.
    ("9", "bme share of board"): share("overall", "share"),
}
"""By indicator and name. What a name says in brackets at its end is only about where it is from."""

UNTRUSTED = "not marked verified or computed"
HEADCOUNT = "headcounts, which stand for no indicator by themselves"
OTHER_GROUP = "of another group than White and BME"
NOT_OURS = "measures that no indicator here has"
NO_BASIS = "the file does not say whether indicator 3 is of one year or of two; kept as one year"


class Published(NamedTuple):
    """A line that is a figure of ours, or one group's part of it."""

    number: int
    year: int
    indicator: str
    measure: Measure
    group: str
    value: float
    source: str


def read_national_figures(
    sheet: Sheet, latest_year: int
) -> tuple[list[Entry], list[Fault], list[str]]:
    """Its rows, faults and notes. White and BME of one year and measure make one row."""
    published: list[Published] = []
    faults: list[Fault] = []
    left_out: dict[str, list[int]] = defaultdict(list)
    for line in sheet.lines:
        if reason := reason_to_leave_out(line):
            left_out[reason].append(line.number)
            continue
        figure, wrong = published_in(line, latest_year)
        faults += wrong
        published += figure
    entries, repeats = joined(published)
    notes = [f"{in_rows(rows)}: {reason}; left out" for reason, rows in left_out.items()]
    unsaid = [entry.number for entry in entries if entry.row.indicator == "3"]
    if unsaid:
        notes.append(f"{in_rows(unsaid)}: {NO_BASIS}")
    return entries, faults + repeats, notes


def reason_to_leave_out(line: Line) -> str:
    """Why a line is none of our figures; "" when it is one, or ought to be and has a fault."""
    group = plain(line.cells["group"])
    if not plain(line.cells["status"]).startswith(TRUSTED):
        return UNTRUSTED
    if plain(line.cells["unit"]) == "count":
        return HEADCOUNT
    if group not in ("white", "bme", "ratio"):
        return OTHER_GROUP
    if plain(line.cells["indicator"]) not in numbers():
        return ""
    measure = measure_in(line)
    return "" if measure and group in measure.groups else NOT_OURS


def measure_in(line: Line) -> Measure | None:
    name, _, _ = plain(line.cells["measure"]).partition(" (")
    return MEASURES.get((plain(line.cells["indicator"]), name))


def published_in(line: Line, latest_year: int) -> tuple[list[Published], list[Fault]]:
    """The figure of a line, or its faults."""
    values, faults = parsed(
        line,
        {
            "wres_year": wres_year(latest_year),
            "indicator": one_of(numbers(), "a WRES indicator"),
        },
    )
    measure = measure_in(line)
    if measure is None:
        return [], faults
    unit = one_of((measure.unit,), "the unit of this measure")
    value = percentage if measure.unit == "%" else ratio
    rest, wrong = parsed(line, {"unit": unit, "value": value})
    if faults or wrong:
        return [], faults + wrong
    return [
        Published(
            number=line.number,
            year=values["wres_year"],
            indicator=values["indicator"],
            measure=measure,
            group=plain(line.cells["group"]),
            value=rest["value"],
            source=line.cells["source"],
        )
    ], []


def joined(published: Iterable[Published]) -> tuple[list[Entry], list[Fault]]:
    """A row for each measure of a year; a group given twice is a fault."""
    together: dict[tuple[int, str, Measure], dict[str, Published]] = defaultdict(dict)
    faults = []
    for line in published:
        groups = together[line.year, line.indicator, line.measure]
        earlier = groups.setdefault(line.group, line)
        if earlier is not line:
            faults.append(
                fault_at(
                    [earlier.number, line.number],
                    "",
                    f"both give {shown_column(line.group)} in indicator {line.indicator} "
                    f"of {line.year}",
                    remedy="Keep the one that is right.",
                )
            )
    return [entry_of(list(groups.values())) for groups in together.values()], faults


def entry_of(lines: Sequence[Published]) -> Entry:
    first = lines[0]
    measure = first.measure
    values = {line.group: line.value for line in lines}
    of_groups = measure.item == PERCENTAGE
    sources = "; ".join(dict.fromkeys(line.source for line in lines))
    row = Row(
        organisation=ENGLAND,
        year=first.year,
        indicator=first.indicator,
        part=measure.part,
        item=measure.item,
        basis=SINGLE_YEAR,
        white=None,
        bme=None,
        unknown=None,
        white_rate=values.get("white") if of_groups else None,
        bme_rate=values.get("bme") if of_groups else None,
        value=None if of_groups else first.value,
        definition=measure.definition,
        source=shorten(sources, LONGEST_SOURCE),
    )
    return Entry(first.number, row)
