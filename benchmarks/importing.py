"""Bringing in the staff survey's rates by trust, from the bytes of the file to the commit.

The peer is `csv.DictReader`, which reads the same bytes and checks nothing. The real file is used
where it is found, and one of its shape is made where it is not.
"""

import csv
import io
import os
import time
from collections.abc import Callable
from pathlib import Path

from bench import ROOT
from bench.demonstration import empty_service

from tracker.audit import COMMAND_LINE
from tracker.extensions import begin_writing, db
from tracker.imports import operations as imports
from tracker.imports.queries import preview_of
from tracker.organisations import operations as organisations
from tracker.organisations.ods import OdsOrganisation
from tracker.organisations.queries import organisations_by_code
from tracker.standing import Standing
from tracker.wres import importing
from tracker.wres.importing import Reading
from tracker.wres.preview import NO_ANSWERS, Preview
from tracker.wres.survey_rates import COLUMNS

SAMPLES = Path(os.environ.get("TRACKER_SAMPLES", ROOT.parent / "shared" / "data"))
REAL = SAMPLES / "staff_survey_2024_wres_5_8.csv"
YEARS = (2023, 2024, 2025)  # the file is brought in once for each; the best time counts
EVERY_SCOPE = Standing(command_line=True)


def main() -> None:
    survey = REAL.read_bytes() if REAL.exists() else survey_of(123)
    for name, content in {"The survey file": survey, "Ten times as long": survey_of(1230)}.items():
        with empty_service():
            measure(name, content)


def survey_of(trusts: int) -> bytes:
    """Invented rates of so many trusts that there are not, in the columns of the real file."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for indicator in range(5, 9):
        for trust in range(trusts):
            white, bme = 0.1 + trust / 9999, 0.2 + trust / 7777
            place = (f"Z{trust:04}", f"Trust {trust}", "Region", "Group")
            writer.writerow((*place, indicator, white, bme, bme / white))
    return text.getvalue().encode()


def measure(name: str, content: bytes) -> None:
    rows = read_by_peer(content)
    add_organisations({row["Trust"]: row["name"] for row in rows})
    peer = len(rows) / min(seconds(read_by_peer, content) for _ in YEARS)
    print(f"{name}: {len(rows):,} rows; csv.DictReader reads {peer:,.0f} a second")
    for step in (read, preview, accept):
        pace = len(rows) / min(seconds(step, content, year) for year in YEARS)
        print(f"  {step.__doc__:42}{pace:9,.0f} rows a second{pace / peer:8.4f} of the peer")


def seconds(do: Callable, *given) -> float:
    began = time.perf_counter()
    do(*given)
    return time.perf_counter() - began


def read_by_peer(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def add_organisations(names: dict[str, str]) -> None:
    begin_writing()
    for code in names.keys() - organisations_by_code().keys():
        organisations.add(OdsOrganisation(code, names[code], "trust"), COMMAND_LINE)
    db.session.commit()


def read(content: bytes, year: int) -> Reading:
    """read and checked"""
    return importing.read(content, "rates.csv", latest_year=max(YEARS), year=year)


def preview(content: bytes, year: int) -> Preview:
    """and compared with what is kept"""
    db.session.rollback()
    return preview_of(read(content, year), NO_ANSWERS, EVERY_SCOPE)


def accept(content: bytes, year: int) -> None:
    """and kept, every figure of it"""
    previewed = preview(content, year)
    begin_writing()
    imports.accept(previewed, seen=None, by=COMMAND_LINE)
    db.session.commit()


if __name__ == "__main__":
    main()
