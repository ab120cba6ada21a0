"""Next choices, for whoever runs a programme. Nobody is asked from here: a list comes first."""

from flask import Blueprint, render_template, request
from flask_login import current_user

from tracker.accounts.models import Person
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


def come_back(programme: Programme):
    words = request.args.get("q", "")[:100]
    return queries.come_back(programme, today(), current_user.id, words)


def choices_of(programme: Programme, rows):
    return queries.next_choices(programme, [row[0].person_id for row in rows], today())


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/next-choices")
@requires(Permission.RUN_MENTORING, on=Programme)
def list_choices(programme):
    by_name = request.args.get("sort") == "name"
    page = page_of(come_back(programme), queries.order_of(by_name, Person.name))
    return render_template(
        "choices/list_choices.html",
        programme=programme,
        page=page,
        choices=choices_of(programme, page.rows),
        came_of_it=CAME_OF_IT,
        words=request.args.get("q", "")[:100],
        by_name=by_name,
    )


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/next-choices.csv")
@requires(Permission.RUN_MENTORING, on=Programme)
def download_choices(programme):
    order = queries.order_of(False, Person.name)
    found = db.session.execute(come_back(programme).order_by(*order).limit(MOST_ROWS)).all()
    choices = choices_of(programme, found)
    rows = []
    for enrolment, state, since in found:
        choice = choices.get(enrolment.person_id)
        best = (choice.leader, choice.score, choice.more) if choice else ("", "", 0)
        who = (enrolment.person.name, enrolment.organisation.name)
        rows.append((*who, CAME_OF_IT[state], since, *best, today()))
    return csv_response(f"next-choices-{programme.id}", COLUMNS, rows)
