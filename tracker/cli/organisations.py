"""Organisations, from the lists of the Organisation Data Service."""

from pathlib import Path

import click
from flask.cli import AppGroup

from tracker.audit import COMMAND_LINE
from tracker.cli.sentences import FILE, content_of, in_sentences, stop_at
from tracker.extensions import begin_writing, db
from tracker.organisations import ods
from tracker.organisations import operations as organisations
from tracker.web import today

organisations_commands = AppGroup("organisations", help="The organisations of the NHS.")


@organisations_commands.command("import")
@click.argument("file", type=FILE)
@click.option("--successors", type=FILE, help="A list of who took over from whom: old,new.")
def import_organisations(file: Path, successors: Path | None):
    """Bring in a list of trusts or of integrated care boards; all of it or nothing."""
    readings = [ods.read(content_of(path), path.name) for path in (file, successors) if path]
    stop_at(fault for reading in readings for fault in reading.faults)
    with in_sentences():
        begin_writing()
        made = [organisations.bring_in(each, today(), by=COMMAND_LINE) for each in readings]
        db.session.commit()
    click.echo(
        f"{sum(len(changes.new) for changes in made)} added, "
        f"{sum(len(changes.changed) for changes in made)} changed, "
        f"{sum(changes.same for changes in made)} the same as before."
    )
