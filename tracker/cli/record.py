"""The record: sealing it, proving it, reading it."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import click
from flask.cli import AppGroup

from tracker import seals
from tracker.audit import COMMAND_LINE
from tracker.cli.sentences import in_sentences
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.organisations.queries import organisation_with_code
from tracker.pages import day, instant
from tracker.people.queries import scope_of
from tracker.reports import record_queries
from tracker.reports.record_queries import NEWEST_FIRST, Asked
from tracker.reports.shown import Line
from tracker.seals import Finding
from tracker.web import today

DAY = click.DateTime(formats=["%Y-%m-%d"])

audit_commands = AppGroup("audit", help="The record of who did what, and its seals.")


@audit_commands.command("seal")
def seal_record():
    """Seal every day that ended an hour ago or more. Nothing is done twice."""
    with in_sentences():
        begin_writing()
        made = seals.seal_until(datetime.now(UTC), by=COMMAND_LINE)
        sealed = [(seal.day, seal.rows, seal.shown) for seal in made]
        db.session.commit()
    for sealed_day, rows, shown in sealed:
        click.echo(f"Sealed {day(sealed_day)}: {counted_rows(rows)}, {shown}.")
    if not sealed:
        click.echo("Nothing to seal: every day that ended an hour ago or more is sealed.")


@audit_commands.command("verify")
@click.option(
    "--printed",
    default="",
    metavar="SEAL",
    help="The beginning of a seal that was noted elsewhere: it must be among the seals.",
)
def verify_record(printed: str):
    """Prove the record against its seals; ends with 1 when something differs, and names it."""
    with in_sentences():
        found = seals.verify(printed)
    for sentence in told(found):
        click.echo(sentence, err=not found.holds)
    sys.exit(0 if found.holds else 1)


def told(found: Finding) -> Iterator[str]:
    """What a look at the record came to, in sentences."""
    if found.difference:
        yield f"The record is not as it was sealed. {found.difference}"
        return
    if found.latest:
        days = f"{found.seals:,} {'day' if found.seals == 1 else 'days'}"
        yield (
            f"The record is as it was sealed: {counted_rows(found.rows)} of {days}, up to"
            f" {day(found.latest.day)} ({found.latest.shown})."
        )
    else:
        yield "No day is sealed yet."
    if found.unsealed_since:
        yield (
            f"Not sealed yet: {counted_rows(found.unsealed)}, since"
            f" {instant(found.unsealed_since)}."
        )


def counted_rows(number: int) -> str:
    return f"{number:,} {'row' if number == 1 else 'rows'}"


@audit_commands.command("show")
@click.option("--organisation", required=True, metavar="CODE", help="Such as R0A.")
@click.option("--from", "since", type=DAY, help="The first day, such as 2026-11-01.")
@click.option("--to", "until", type=DAY, help="The last day.")
@click.option("--json", "as_json", is_flag=True, help="An array of objects, and nothing else.")
def show_record(organisation: str, since: datetime, until: datetime, as_json: bool):
    """Print the acts in an organisation and below it, the latest first, as its page shows them."""
    with in_sentences():
        place = organisation_with_code(organisation.upper())
        if place is None:
            raise Refused(f"No organisation has the code {organisation.upper()}.")
        asked = Asked(since=day_of(since), until=day_of(until))
        query = record_queries.record_of(place, today(), asked)
        newest = query.order_by(*[column.desc() for column in NEWEST_FIRST])
        lines = record_queries.lines_of(db.session.execute(newest), scope_of(place, today()))
    if as_json:
        click.echo(json.dumps([as_object(line) for line in lines], indent=2))
        return
    for line in lines:
        click.echo("  ".join((line.when, line.who, line.did, line.what)))
    if not lines:
        click.echo(f"Nothing is on the record of {place.code} in that time.")


def day_of(typed: datetime | None) -> date | None:
    return typed.date() if typed else None


def as_object(line: Line) -> dict[str, Any]:
    return {
        "when": line.when,
        "who": line.who,
        "capacity": line.capacity,
        "did": line.did,
        "what": line.what,
        "thing": line.thing,
        "thing_id": line.thing_id,
        "organisation": line.place,
    }
