"""The page of what came of a programme."""

from datetime import UTC, datetime

from flask import Blueprint, render_template

from tracker.evaluation import queries, shown
from tracker.mentoring.directions import words_of
from tracker.mentoring.models import Programme
from tracker.pages import csv_response
from tracker.permissions import Permission
from tracker.web import requires, today

blueprint = Blueprint("evaluation", __name__)
COLUMNS = ("Section", "Figure", "Number", "Of", "Share", "What it means", "As at")


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/evaluation")
@requires(Permission.RUN_MENTORING, on=Programme)
def show_evaluation(programme):
    sections = queries.sections_of(programme, today(), datetime.now(UTC))
    return render_template(
        "evaluation/show_evaluation.html",
        programme=programme,
        direction=words_of(programme.direction).choice,
        sections=sections,
        first=shown.lines_of(sections, shown.FIRST),
        pictures=shown.pictures_of(sections, f"{today().day} {today():%B %Y}"),
    )


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/evaluation.csv")
@requires(Permission.RUN_MENTORING, on=Programme)
def download_evaluation(programme):
    as_at = today()
    rows = [
        (section.heading, each.name, each.shown, each.of, each.share, each.definition, as_at)
        for section in queries.sections_of(programme, as_at, datetime.now(UTC))
        for each in section.lines
    ]
    return csv_response(f"evaluation-{programme.id}-{as_at}", COLUMNS, rows)
