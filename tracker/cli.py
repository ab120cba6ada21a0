"""What can be done from the command line, which has every scope and is on the record as itself."""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import sqlalchemy
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy.exc import OperationalError, ProgrammingError

from tracker import demo as demonstration
from tracker import uploads
from tracker.audit import COMMAND_LINE
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.imports import operations as imports
from tracker.imports.queries import preview_of
from tracker.imports.wording import counted
from tracker.organisations import ods
from tracker.organisations import operations as organisations
from tracker.standing import Standing
from tracker.web import today
from tracker.wres import importing
from tracker.wres.importing import Reading
from tracker.wres.preview import Answers, Preview
from tracker.wres.queries import figures_for_show
from tracker.wres.reading import HIDDEN, NOT_CALCULABLE

MIGRATIONS = Path(__file__).parent.parent / "migrations"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EVERY_SCOPE = Standing(command_line=True)

organisations_commands = AppGroup("organisations", help="The organisations of the NHS.")
wres_commands = AppGroup("wres", help="The figures of the Workforce Race Equality Standard.")


def init_app(app: Flask) -> None:
    app.cli.add_command(prepare)
    app.cli.add_command(demo)
    app.cli.add_command(organisations_commands)
    app.cli.add_command(wres_commands)


@click.command("prepare")
@with_appcontext
def prepare():
    """Make what is missing: keys, the database, and the demonstration when it is new.

    Files that waited for more than a day are cleared away.
    """
    write_missing_keys()
    new = not sqlalchemy.inspect(db.engine).has_table("organisation")
    upgrade(str(MIGRATIONS))
    begin_writing()
    uploads.clear_old(COMMAND_LINE)
    db.session.commit()
    if current_app.config["ENVIRONMENT"] == "development":
        if new:
            build_demonstration()
        if demonstration.exists():
            print_sign_ins()


@click.command("demo")
@click.option("--json", "as_json", is_flag=True, help="The sign-ins as an array of objects.")
@with_appcontext
def demo(as_json: bool):
    """Make the fictional region, where it is missing, and print how to sign in to it."""
    with in_sentences():
        if current_app.config["ENVIRONMENT"] != "development":
            raise Refused(
                "The demonstration is for trying the service, and this is production. Everybody"
                " knows its passwords, so it is made only where TRACKER_ENV is development."
            )
        if not demonstration.exists():
            build_demonstration()
    print_sign_ins(as_json)


def build_demonstration() -> None:
    begin_writing()
    demonstration.build(today())
    db.session.commit()


def print_sign_ins(as_json: bool = False) -> None:
    sign_ins = demonstration.sign_ins()
    if as_json:
        click.echo(json.dumps(sign_ins, indent=2))
        return
    width = max(len(each["email"]) for each in sign_ins)
    click.echo(f"\nSign in with one of these, and the password '{demonstration.PASSWORD}':\n")
    for each in sign_ins:
        roles = ", ".join(each["roles"])
        click.echo(f"  {each['email']:{width}}  {roles}, {each['organisation']}")
    click.echo()


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


def codes_read_as(_context, _option, pairs: Sequence[str]) -> dict[str, str]:
    """The codes of --map, as a mapping."""
    mapping = {}
    for pair in pairs:
        unknown, _, chosen = pair.upper().partition("=")
        if not unknown or not chosen:
            raise click.BadParameter(f"'{pair}' is not two codes, such as R1F1=R1F")
        mapping[unknown] = chosen
    return mapping


@wres_commands.command("import")
@click.argument("file", type=FILE)
@click.option("--year", type=int, help="The WRES year of survey rates; else their name says it.")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    callback=codes_read_as,
    metavar="CODE=CODE",
    help="Read a code that nobody has as another, such as R1F1=R1F. May be given again.",
)
@click.option("--leave-out-unknown", is_flag=True, help="Leave out the codes that nobody has.")
@click.option("--acknowledge-warnings", "words", metavar="WORDS", help="Why the file is right.")
def import_figures(
    file: Path, year: int | None, mapping: Mapping[str, str], leave_out_unknown: bool, words: str
):
    """Bring in a WRES return, survey rates or national figures; all of it or nothing."""
    reading = importing.read(content_of(file), file.name, latest_year=today().year + 1, year=year)
    with in_sentences():
        answers = decided_by(reading, mapping, leave_out_unknown, words)
        preview = preview_of(reading, answers, EVERY_SCOPE)
        stop_at(what_stops(preview, mapping))
        begin_writing()
        version = imports.accept(preview, seen=None, by=COMMAND_LINE)
        db.session.commit()
        figures = counted(version.figure_count, "figure")
        click.echo(f"{figures} accepted as data version {version.id}.")
    for note in preview.notes:
        click.echo(note)


def decided_by(
    reading: Reading, mapping: Mapping[str, str], leave_out_unknown: bool, words: str | None
) -> Answers:
    """The options of the command as answers to what a file leaves open."""
    answers = Answers(mapping=mapping)
    preview = preview_of(reading, answers, EVERY_SCOPE)
    if leave_out_unknown:
        answers = replace(answers, left_out=frozenset(each.code for each in preview.undecided))
    if words and words.strip():
        answers = replace(answers, acknowledged={each.key: words for each in preview.doubts})
    return answers


def what_stops(preview: Preview, mapping: Mapping[str, str]) -> Iterator[str]:
    for fault in preview.faults:
        yield f"{fault.message}. {fault.remedy}"
    if preview.more_faults:
        yield f"And {preview.more_faults:,} faults more."
    for unused in sorted(mapping.keys() - {code.code for code in preview.unknown_codes}):
        yield f"--map {unused}={mapping[unused]}: the file has no code {unused} that nobody has."
    for code in preview.undecided:
        chosen = mapping.get(code.code)
        nobody = f"No organisation has the code {code.code}{f', nor {chosen}' if chosen else ''}."
        nearest = code.nearest.code if code.nearest else "CODE"
        yield (
            f"{nobody} Say which one it is (--map {code.code}={nearest}) or leave its rows out"
            " (--leave-out-unknown)."
        )
    for doubt in preview.open_doubts:
        yield f"{doubt.message}. If it is right, say why (--acknowledge-warnings)."


@wres_commands.command("show")
@click.option("--organisation", required=True, metavar="CODE", help="Such as R0A.")
@click.option("--year", required=True, type=int, help="The WRES year.")
@click.option("--json", "as_json", is_flag=True, help="An array of objects, and nothing else.")
def show_figures(organisation: str, year: int, as_json: bool):
    """Print every current figure of an organisation in a year."""
    with in_sentences():
        figures = figures_for_show(organisation.upper(), year, today())
    if as_json:
        click.echo(json.dumps(figures, indent=2))
    elif figures:
        print_table(figures)
    else:
        click.echo(f"No figures of {organisation.upper()} are held for {year}.")


COLUMNS = ("indicator", "part", "item", "basis", "white_rate", "bme_rate", "value", "unit")


def print_table(figures: Sequence[Mapping[str, Any]]) -> None:
    rows = [COLUMNS, *([shown(figure, column) for column in COLUMNS] for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def shown(figure: Mapping[str, Any], column: str) -> str:
    number = figure[column]
    if column == "value" and figure["suppressed"]:
        return HIDDEN
    if column == "value" and number is None:
        return NOT_CALCULABLE
    if number is None:
        return "-"
    return f"{number:.4f}" if isinstance(number, float) else str(number)
