"""What can be done from the command line, which has every scope and is on the record as itself."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_migrate import upgrade
from sqlalchemy.exc import OperationalError, ProgrammingError

from tracker.audit import COMMAND_LINE
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.organisations import ods
from tracker.organisations import operations as organisations
from tracker.web import today

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

organisations_commands = AppGroup("organisations", help="The organisations of the NHS.")


def init_app(app: Flask) -> None:
    app.cli.add_command(prepare)
    app.cli.add_command(organisations_commands)


@click.command("prepare")
def prepare():
    """Make what is missing: keys, the database, and the demonstration when it is new."""
    write_missing_keys()
    upgrade()


def write_missing_keys():
    """Keep a key for signing cookies in the instance folder, readable by its owner alone."""
    folder = current_app.config["INSTANCE"]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = folder / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32))


@contextmanager
def in_sentences() -> Iterator[None]:
    """What stops a command is said on standard error, in the words a page would use."""
    try:
        yield
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException(
            "Nothing was saved, because the database does not answer as it should. Is it busy,"
            f" out of reach, or not made yet ('flask prepare')? It says: {error.orig}"
        ) from error


def content_of(path: Path) -> bytes:
    """A file, no larger than the pages take it."""
    limit = current_app.config["MAX_CONTENT_LENGTH"]
    with path.open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise click.ClickException(
            f"{path.name} is larger than {limit // 1024**2} MB, so it was not read. Split it."
        )
    return content


def stop_at(faults: Iterable[str]) -> None:
    """End with a sentence for each fault, if there is any."""
    sentences = list(faults)
    if sentences:
        raise click.ClickException("\n".join(["Nothing was brought in.", *sentences]))


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
