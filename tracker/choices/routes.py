"""Next choices, for whoever runs a programme. Nobody is asked from here: a list comes first."""

from flask import Blueprint, render_template, request
from flask_login import current_user

from tracker.choices import queries
from tracker.extensions import db
from tracker.mentoring.models import Programme
from tracker.pages import csv_response, page_of
from tracker.permissions import Permission
from tracker.web import requires, today

blueprint = Blueprint("choices", __name__)

MOST_ROWS = 2_000
CAME_OF_IT = {
    "declined": "Offer declined",
    "expired": "Offer not answered in time",
    "withdrawn": "Offer withdrawn",
    "ended": "Pair ended",
}
COLUMNS = (
    *("Who looks", "Where", "What came of it", "Since"),
    *("Next choice", "Score of 1,000", "More to choose from", "As at"),
)


def words_asked() -> str:
    return request.args.get("q", "")[:100]


def come_back(programme: Programme):
    return queries.come_back(programme, today(), current_user.id, words_asked())


def choices_of(programme: Programme, rows):
    return queries.next_choices(programme, [row[0].person_id for row in rows], today())


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/next-choices")
@requires(Permission.RUN_MENTORING, on=Programme)
def list_choices(programme):
    by_name = request.args.get("sort") == "name"
    page = page_of(come_back(programme), queries.BY_NAME if by_name else queries.BY_WAIT)
    return render_template(
        "choices/list_choices.html",
        programme=programme,
        page=page,
        choices=choices_of(programme, page.rows),
        came_of_it=CAME_OF_IT,
        words=words_asked(),
        by_name=by_name,
    )


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/next-choices.csv")
@requires(Permission.RUN_MENTORING, on=Programme)
def download_choices(programme):
    query = come_back(programme).order_by(*queries.BY_WAIT).limit(MOST_ROWS)
    found = db.session.execute(query).all()
    choices = choices_of(programme, found)
    rows = []
    for enrolment, state, since in found:
        choice = choices.get(enrolment.person_id)
        best = (choice.leader, choice.score, choice.more) if choice else ("", "", 0)
        who = (enrolment.person.name, enrolment.organisation.name)
        rows.append((*who, CAME_OF_IT[state], since, *best, today()))
    return csv_response(f"next-choices-{programme.id}", COLUMNS, rows)
