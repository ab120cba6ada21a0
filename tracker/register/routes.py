"""The count that anybody may read, and what is behind it for those who may."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from tracker.extensions import db
from tracker.mentoring.models import Programme
from tracker.mentoring.queries import programme_with
from tracker.pages import csv_response, page_of
from tracker.pairings.models import Pairing
from tracker.permissions import Permission
from tracker.register import forms, operations, queries, shown, telling
from tracker.register.models import PublishedCount
from tracker.web import actor, leave_for, public, requires, today

blueprint = Blueprint("register", __name__)
SEE = "see"
COUNT_COLUMNS = ("Figure", "Count", "Of", "Change", "What it means", "As at")
SORTS = {"number": "Number", "latest": "Latest change first"}
ORDERS = {"number": (Pairing.id,), "latest": (Pairing.since, Pairing.id)}
PAIR_COLUMNS = ("Pair", "How found", "State", "Since", "Began on")


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/count")
@public
def show_count(mentoring_programme_id):
    """What was published last; nothing is there before. Who runs it is led to what is behind it."""
    programme, published = _published(mentoring_programme_id)
    runs_it = leave_for(Permission.RUN_MENTORING, programme)
    if published is None and not runs_it:
        abort(404)
    content = published.content if published else None
    return render_template(
        "register/show_count.html",
        programme=programme,
        published=published,
        content=content,
        before=day_of(content["published_before"]) if content else None,
        drawing=shown.drawn(content) if content else None,
        rows_of_chart=shown.rows(content) if content else None,
        runs_it=runs_it,
        page=page_of(queries.all_published(programme.id), (PublishedCount.id,), descending=True),
    )


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _published(programme_id: int) -> tuple[Programme, PublishedCount | None]:
    """The programme, with its latest count or the one that the address names."""
    programme = programme_with(programme_id) or abort(404)
    which = request.args.get("of", "")
    if not which:
        return programme, queries.latest_published(programme.id)
    return programme, queries.published_with_hash(programme.id, which) or abort(404)


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/count.csv")
@public
def download_count(mentoring_programme_id):
    programme, published = _published(mentoring_programme_id)
    if published is None:
        abort(404)
    content = published.content
    as_at = content["as_at"]
    figures = [
        (f["name"], f["shown"], f["denominator"], f["change"], f["definition"], as_at)
        for f in content["figures"]
    ]
    meaning = telling.OF_A_REGION
    regions = [
        (f"Region: {r['region']}", r["shown"], "", r["change"], meaning, as_at)
        for r in content["regions"]
    ]
    return csv_response(f"count-{programme.id}-{as_at}", COUNT_COLUMNS, figures + regions)


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/count.json")
@public
def download_count_as_json(mentoring_programme_id):
    """The very text that was published: its SHA-256 is on the page."""
    _, published = _published(mentoring_programme_id)
    if published is None:
        abort(404)
    return Response(telling.as_text(published.content), mimetype="application/json")


@blueprint.route(
    "/mentoring/programmes/<int:mentoring_programme_id>/count/publish", methods=["GET", "POST"]
)
@requires(Permission.RUN_MENTORING, on=Programme)
def publish_count(programme):
    """Which day, how it would read, and publishing it. What it would read is worked out when asked
    for: whether all that it tells gives no small number away takes a second where regions are many.
    """
    form = forms.PublishForm(data={"as_at": today()})
    before = queries.lately_published(programme.id)
    if form.validate_on_submit():
        with form.showing_refusals():
            if SEE in request.form:
                content = _as_it_would_read(programme, form.as_at.data, before)
                return _publish_page(programme, form, before, content)
            operations.publish(programme, form.as_at.data, datetime.now(UTC), today(), by=actor())
            db.session.commit()
            flash("The count is published. Anybody can read it at this address.")
            return redirect(url_for(".show_count", mentoring_programme_id=programme.id))
    return _publish_page(programme, form, before)


def _as_it_would_read(programme: Programme, as_at: date, before: Sequence[PublishedCount]):
    operations.check_day(programme, as_at, today(), before)
    return queries.content_of(programme, queries.counted(programme, as_at), before)


def _publish_page(programme: Programme, form, before: Sequence[PublishedCount], content=None):
    return render_template(
        "register/publish_count.html",
        form=form,
        programme=programme,
        content=content,
        last=before[-1] if before else None,
        see=SEE,
    ), form.status


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/count/pairs")
@requires(Permission.RUN_MENTORING, on=Programme)
def list_counted(programme):
    """The pairs behind a number: their numbers, dates and states, and no names."""
    ids, figure, figures = _behind(programme)
    asked = request.args.get("sort", "")
    sort = asked if asked in SORTS else "number"
    return render_template(
        "register/list_counted.html",
        programme=programme,
        figure=figure,
        figures=figures,
        total=len(ids),
        sort=sort,
        sorts=SORTS,
        page=page_of(queries.pairings_of(ids), ORDERS[sort], descending=sort == "latest"),
    )


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/count/pairs.csv")
@requires(Permission.RUN_MENTORING, on=Programme)
def download_counted(programme):
    ids, figure, _ = _behind(programme)
    rows = db.session.execute(queries.pairings_of(ids).order_by(Pairing.id))
    return csv_response(f"pairs-{figure.name}-{programme.id}", PAIR_COLUMNS, map(tuple, rows))


def _behind(programme: Programme):
    """The pairs behind a number, now or as the published count that the address names had them:
    their ids, the figure, and every figure that can be asked for by its code."""
    if request.args.get("of"):
        _, published = _published(programme.id)
        ids = published.behind if published else {}
    else:
        ids = queries.ids_behind(queries.counted(programme, today()))
    figures = telling.figures_behind(programme.direction, ids)
    code = request.args.get("show", "")
    figure = figures.get(code, figures["confirmed"])
    return ids.get(figure.code, ()), figure, figures
