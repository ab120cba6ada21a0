"""Mentoring: the count that stands up, as anybody may read it."""

import json
from datetime import date, datetime

import click
from flask.cli import AppGroup

from tracker.cli.sentences import in_sentences
from tracker.errors import Refused
from tracker.mentoring.queries import programme_with
from tracker.register import queries
from tracker.web import today

mentoring_commands = AppGroup("mentoring", help="Mentoring programmes.")


@mentoring_commands.command("count")
@click.option("--programme", required=True, type=int, help="The programme's number.")
@click.option(
    "--as-at", type=click.DateTime(["%Y-%m-%d"]), help="A day such as 2026-11-23; else today."
)
@click.option("--json", "as_json", is_flag=True, help="An object, and nothing else.")
def show_count(programme: int, as_at: datetime | None, as_json: bool):
    """Print the count of a programme as at the end of a day, with what each figure means."""
    with in_sentences():
        content = content_of(programme, as_at.date() if as_at else today())
    if as_json:
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
        return
    click.echo(f"{content['programme']['title']}, as at {content['as_at']}")
    for figure in content["figures"]:
        of = f" of {figure['denominator']}" if figure["of"] else ""
        click.echo(f"{figure['name']}: {figure['shown']}{of}. {figure['definition']}")
    for each in content["regions"]:
        click.echo(f"{each['region']}: {each['shown']}")


def content_of(programme_id: int, as_at: date):
    programme = programme_with(programme_id)
    if programme is None:
        raise Refused(f"There is no mentoring programme {programme_id}")
    if as_at > today():
        raise Refused("Choose today or an earlier day")
    counted = queries.counted(programme, as_at)
    return queries.content_of(programme, counted, queries.lately_published(programme.id))
