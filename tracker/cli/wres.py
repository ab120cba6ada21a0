"""Figures: bringing them in, and showing what stands behind them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from tracker.audit import COMMAND_LINE
from tracker.cli.sentences import FILE, content_of, in_sentences, stop_at
from tracker.extensions import begin_writing, db
from tracker.imports import operations as imports
from tracker.imports.queries import preview_of
from tracker.imports.wording import counted
from tracker.standing import Standing
from tracker.web import today
from tracker.wres import importing
from tracker.wres.importing import Reading
from tracker.wres.preview import Answers, Preview
from tracker.wres.queries import figures_for_show
from tracker.wres.reading import HIDDEN, NOT_CALCULABLE

EVERY_SCOPE = Standing(command_line=True)

wres_commands = AppGroup("wres", help="The figures of the Workforce Race Equality Standard.")


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
