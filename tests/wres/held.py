"""Figures that an organisation holds, worked out as an import works them out."""

from dataclasses import asdict, replace

from tests import factories
from tracker.extensions import db
from tracker.wres.bands import TOTAL, WORKFORCE
from tracker.wres.figures import Row, work_out
from tracker.wres.models import Figure
from tracker.wres.registry import indicator

ENOUGH = (60, 400)  # of Unknown: happened, and of how many
BANDS = {
    "2": (760, 360, 60),
    "5": (1080, 740, 90),
    "6": (900, 270, 60),
    "7": (540, 110, 40),
    "8a": (220, 40, 20),
    "8b": (120, 18, 14),
}


def keep(organisation, rows, **given):
    """The figures of these rows, as current ones of the organisation."""
    version = given.pop("version", None) or factories.data_version()
    kept = [
        Figure(**asdict(worked) | given, version_id=version.id, organisation_id=organisation.id)
        for worked in work_out(rows)
    ]
    db.session.add_all(kept)
    db.session.commit()
    return kept


def outcomes(organisation, number, year, white, bme, unknown=ENOUGH, basis="single year", **given):
    """Indicators 2 to 8 from counts: for each group those it happened to, and of how many."""
    about = indicator(number)
    happened, totals = zip(white, bme, unknown, strict=True)
    rows = [
        Row(organisation.code, year, number, "all", item, basis, *counts)
        for item, counts in ((about.happened, happened), (about.of, totals))
    ]
    [figure] = keep(organisation, rows, **given)
    return figure


def rates(organisation, number, year, white, bme, **given):
    """Indicators 5 to 8 as published, without counts."""
    item = indicator(number).main_item
    row = Row(organisation.code, year, number, "all", item, "single year", None, None, None)
    [figure] = keep(organisation, [replace(row, white_rate=white, bme_rate=bme)], **given)
    return figure


def ratio(organisation, number, year, value, **given):
    """Indicators 2 to 4 as published, without counts."""
    item = indicator(number).main_item
    row = Row(organisation.code, year, number, "all", item, "single year", None, None, None)
    source = given.pop("source", "a report")
    [figure] = keep(organisation, [replace(row, value=value, source=source)], **given)
    return figure


def share(organisation, number, year, part, item, value):
    """A share as published, without counts."""
    row = Row(organisation.code, year, number, part, item, "single year", None, None, None)
    [figure] = keep(organisation, [replace(row, value=value)])
    return figure


def bands(organisation, year, clinical=None, non_clinical=None, **given):
    """Indicator 1: White, BME and Unknown by band, and the totals."""
    staff_groups = {"clinical": clinical or BANDS, "non-clinical": non_clinical or BANDS}
    tables = {part: {**table, TOTAL: added(table.values())} for part, table in staff_groups.items()}
    tables["workforce"] = {TOTAL: added(table[TOTAL] for table in tables.values())}
    rows = [
        Row(organisation.code, year, "1", part, item, "single year", *counts)
        for part, table in tables.items()
        for item, counts in table.items()
    ]
    return keep(organisation, rows, **given)


def added(counts):
    return tuple(map(sum, zip(*counts, strict=True)))


def board(organisation, year, members, workforce, **given):
    """Indicator 9: the whole board."""
    rows = [
        Row(organisation.code, year, "9", "board", "members", "single year", *members),
        Row(organisation.code, year, "9", *WORKFORCE, "single year", *workforce),
    ]
    [figure] = keep(organisation, rows, **given)
    return figure


def england():
    return factories.organisation(code="X24", name="NHS England", kind="national", fictional=False)
