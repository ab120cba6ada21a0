"""Mentoring: the list that the matching would draw, without keeping it."""

import json
from typing import Any

import click

from tracker.cli.mentoring import mentoring_commands
from tracker.cli.sentences import in_sentences
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mentoring.models import Programme
from tracker.mentoring.weights import PARTS, Settings
from tracker.web import today
from tracker.workbench import drawing, queries
from tracker.workbench.drawing import Drawn
from tracker.workbench.pool_queries import pool_of


@mentoring_commands.command("match")
@click.option("--programme", "programme_id", type=int, required=True, help="Its number.")
@click.option("--json", "as_json", is_flag=True, help="Every pair, as JSON.")
def match(programme_id: int, as_json: bool):
    """Print the list of pairs that would be drawn now. Nothing is kept, and nobody is told."""
    with in_sentences():
        drawn = drawn_now(programme_id)
    told = in_plain(drawn)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    scores = f" total {told['total']:,}, worst {told['worst']}," if told["matched"] else ""
    click.echo(
        f"{told['matched']:,} of {len(drawn.pool.mentees):,} people matched;"
        f"{scores} {told['seconds']} seconds"
    )


def drawn_now(programme_id: int) -> Drawn:
    programme = db.session.get(Programme, programme_id)
    if programme is None:
        raise Refused(f"There is no programme {programme_id}")
    newest = queries.newest_run(programme.id)
    usual = Settings(floor=programme.floor)
    settings = drawing.settings_of(newest.settings) if newest else usual
    return drawing.draw(pool_of(programme, today()), settings, newest is not None and newest.raised)


def in_plain(drawn: Drawn) -> dict[str, Any]:
    """People are their numbers."""
    run = drawn.run
    return {
        "pairs": [
            {
                "leader": pair.leader,
                "mentee": pair.mentee,
                "score": pair.score,
                "parts": dict(zip(PARTS, pair.parts, strict=True)),
                "rank": pair.rank,
            }
            for pair in run.pairs
        ],
        "unmatched": [
            {"mentee": mentee, "reasons": reasons} for mentee, reasons in drawn.reasons.items()
        ],
        "matched": run.matched,
        "total": run.total,
        "worst": run.worst,
        "fifth_percentile": run.fifth_percentile,
        "seconds": round(run.seconds, 4),
    }
