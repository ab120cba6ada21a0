"""Information governance: what is kept, and letting go what has had its time."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup, with_appcontext

from tracker.audit import COMMAND_LINE
from tracker.cli.sentences import in_sentences
from tracker.governance import queries, tasks
from tracker.governance.assessment import assessment

governance_commands = AppGroup("governance", help="What is kept about people, and why.")


@governance_commands.command("dpia")
def print_assessment():
    """Print the data protection impact assessment, in Markdown, as far as the service knows it."""
    click.echo(assessment())


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Show what would go, and change nothing.")
@with_appcontext
def retention(dry_run: bool):
    """Let go what has had its time, by the rules that each table states."""
    now = datetime.now(UTC)
    with in_sentences():
        if dry_run:
            show_due(queries.all_due(now))
            return
        gone = tasks.keep_to_retention(tasks.Untold(), now, COMMAND_LINE)
    for name, rows in gone.items():
        click.echo(f"{rows:7}  {name.replace('_', ' ')}")
    click.echo(f"{sum(gone.values())} rows went.")


def show_due(due: list[queries.Due]) -> None:
    width = max(len(each.rule.entry.kept.what) for each in due)
    for each in due:
        entry, goes = each.rule.entry, each.rule.goes
        click.echo(f"{each.rows:7}  {entry.kept.what:{width}}  {goes.sentence}")
    click.echo(f"{sum(each.rows for each in due)} rows would go. Nothing was changed.")
