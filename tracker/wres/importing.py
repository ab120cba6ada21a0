"""Reading a file of figures: which kind it is, its rows, and every fault in a sentence."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.wres.cells import Mistake, wres_year
from tracker.wres.checking import Entry
from tracker.wres.figures import Row
from tracker.wres.findings import Fault, in_words, shown_value
from tracker.wres.national_figures import COLUMNS as NATIONAL_COLUMNS
from tracker.wres.national_figures import read_national_figures
from tracker.wres.sheet import SAVE_AS_CSV, Sheet, Unreadable, sheet_of, unreadable
from tracker.wres.survey_rates import COLUMNS as SURVEY_COLUMNS
from tracker.wres.survey_rates import names_in, read_survey_rates
from tracker.wres.wres_return import COLUMNS as RETURN_COLUMNS
from tracker.wres.wres_return import read_wres_return

MAX_FAULTS = 200  # listed; the others are counted
SURVEY_YEAR = re.compile(r"survey[ _-]?([0-9]{4})(?![0-9])", re.IGNORECASE)
SEPARATORS = {";": "semicolons", "\t": "tabs"}
MAX_NAMES = 6  # of columns, in one sentence


class Kind(StrEnum):
    SURVEY_RATES = "survey rates"
    WRES_RETURN = "WRES return"
    NATIONAL_FIGURES = "national figures"


A_FILE_OF = {
    Kind.SURVEY_RATES: "the survey rates by trust",
    Kind.WRES_RETURN: "a WRES return",
    Kind.NATIONAL_FIGURES: "the national figures",
}
COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    Kind.SURVEY_RATES: SURVEY_COLUMNS,
    Kind.WRES_RETURN: RETURN_COLUMNS,
    Kind.NATIONAL_FIGURES: NATIONAL_COLUMNS,
}
NO_FIGURES = Fault(
    message="This file has column names but no figures", remedy="Fill in its rows and save it."
)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a file says, before it is compared with anything we have.

    `year` is the WRES year when the file is of one year alone. `faults` are the first of them,
    and `more_faults` the number of others. `names` is what the file calls its organisations.
    """

    file_name: str
    sha256: str
    kind: Kind | None
    year: int | None = None
    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()
    more_faults: int = 0
    notes: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(entry.row for entry in self.entries)

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({row.year for row in self.rows}))


def read(
    content: bytes,
    file_name: str,
    *,
    latest_year: int,
    year: int | None = None,
    kind: str | None = None,
) -> Reading:
    """The rows of a file, and the faults that keep them out: no bytes raise anything.

    `latest_year` is the last WRES year that makes sense, which is next year. `year` is for survey
    rates, which have no column for it; without it the file's name must say "survey_2024".
    `kind` is for somebody who knows which columns there ought to be.
    """
    found = Kind(kind) if kind else None
    sheet = Sheet((), (), ())
    try:
        sheet = sheet_of(content)
        found = recognised(sheet.columns, found)
        entries, faults, notes = rows_in(sheet, found, file_name, year, latest_year)
    except Unreadable as refusal:
        entries, faults, notes = [], [refusal.fault], []
    faults = sorted([*faults, *sheet.faults], key=lambda fault: fault.rows[:1])
    if not entries and not faults:
        faults = [NO_FIGURES]
    years = {entry.row.year for entry in entries}
    return Reading(
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        kind=found,
        year=min(years) if len(years) == 1 else None,
        entries=tuple(entries),
        faults=tuple(faults[:MAX_FAULTS]),
        more_faults=max(0, len(faults) - MAX_FAULTS),
        notes=tuple(notes),
        names=names_in(sheet) if entries and found is Kind.SURVEY_RATES else {},
    )


def rows_in(
    sheet: Sheet, kind: Kind, file_name: str, year: int | None, latest_year: int
) -> tuple[list[Entry], list[Fault], list[str]]:
    """The rows, faults and notes of a sheet whose columns are right."""
    if kind is Kind.SURVEY_RATES:
        return read_survey_rates(sheet, year_of_survey(file_name, year, latest_year))
    reader = read_wres_return if kind is Kind.WRES_RETURN else read_national_figures
    entries, faults, notes = reader(sheet, latest_year)
    if year:
        notes.append(f"The rows say which years they are of, so {year} was not used")
    return entries, faults, notes


def recognised(columns: Sequence[str], wanted: Kind | None) -> Kind:
    """The kind of file with these columns, in whatever order and case they are."""
    there = Counter(name.lower() for name in columns)
    ours = {kind: Counter(map(str.lower, COLUMNS[kind])) for kind in Kind}
    nearest = wanted or min(ours, key=lambda kind: (ours[kind] - there).total())
    missing, unexpected = ours[nearest] - there, there - ours[nearest]
    if not missing and not unexpected:
        return nearest
    wrong = [*are(missing, "missing"), *are(unexpected, "unexpected")]
    message = f"These are not the columns of {A_FILE_OF[nearest]}: {'; '.join(wrong)}"
    remedy = f"Make row 1 of the file {','.join(COLUMNS[nearest])}"
    for separator, name in SEPARATORS.items():
        if any(separator in column for column in columns):
            message, remedy = f"The columns are separated by {name}, not by commas", SAVE_AS_CSV
    raise unreadable(message, remedy)


def are(names: Collection[str], what: str) -> list[str]:
    """ "white and bme are missing", or nothing when none are."""
    shown = [shown_value(name) or "a column without a name" for name in names]
    if len(shown) > MAX_NAMES:
        shown = [*shown[:MAX_NAMES], f"{len(shown) - MAX_NAMES} others"]
    return [f"{in_words(shown)} {'is' if len(shown) == 1 else 'are'} {what}"] if shown else []


def year_of_survey(file_name: str, year: int | None, latest_year: int) -> int:
    """The WRES year of survey rates: as given, or the year after that in the file's name."""
    named = SURVEY_YEAR.search(file_name)
    wanted = year or (int(named[1]) + 1 if named else None)
    if wanted is None:
        raise unreadable(
            "This file does not say which year its survey is of",
            "Give the WRES year: the year of the survey plus one.",
        )
    try:
        return wres_year(latest_year)(str(wanted))
    except Mistake as mistake:
        raise unreadable(str(mistake), mistake.remedy) from mistake
