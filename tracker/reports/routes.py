"""The front page, what you owe, the record, and the pages about the service itself."""

from datetime import UTC, date, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user

from tracker import seals
from tracker.duties import when
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.pages import csv_response, page_of
from tracker.people.queries import administered
from tracker.permissions import Permission
from tracker.plan.models import Plan
from tracker.plan.queries import current_plan_of
from tracker.reports import queries, readiness, record_queries
from tracker.reports.record_queries import NEWEST_FIRST, Asked
from tracker.reports.shown import counted
from tracker.signing_in.yours import YOU, Yours
from tracker.web import (
    NAVIGATION,
    Entry,
    of_their_place,
    public,
    requires,
    signed_in,
    standing,
    today,
)

blueprint = Blueprint("reports", __name__)
NAVIGATION.append(Entry("What you owe", "reports.show_home", lambda _standing: {}))

YOU.append(
    Yours("Everything you did here", "reports.show_own_record", "Your acts, the latest first.", 60)
)

blueprint.add_app_template_filter(when)

RECORD_COLUMNS = (
    *("When", "Who", "In what capacity", "Did", "To what", "Kind", "Number", "Organisation"),
)
OWN_COLUMNS = ("When", "In what capacity", "Did", "To what", "Organisation")
MOST_ROWS = 50_000


@blueprint.get("/")
@public
def show_front_page():
    if current_user.is_authenticated:
        return redirect(url_for(".show_home"))
    return render_template("reports/show_front_page.html")


@blueprint.get("/home")
@signed_in
def show_home():
    home = queries.home(standing(), today())
    place = of_their_place(standing())
    plan = current_plan_of(place["organisation_id"], today()) if place else None
    drafts = bool(standing().delegated_posts)
    return render_template(
        "reports/show_home.html",
        home=home,
        place=place,
        plan=plan,
        drafts=drafts,
        confirmed=standing().confirmed,
    )


@blueprint.get("/published")
@public
def list_published():
    page = page_of(queries.published_plans(today()), (Organisation.name, Plan.id))
    return render_template("reports/list_published.html", page=page)


@blueprint.get("/organisations/<int:organisation_id>/audit")
@requires(Permission.VIEW_AUDIT, on=Organisation)
def list_audit(organisation):
    asked = asked_of_the_record()
    page = page_of(
        record_queries.record_of(organisation, today(), asked), NEWEST_FIRST, descending=True
    )
    return render_template(
        "reports/list_audit.html",
        organisation=organisation,
        asked=asked,
        page=page,
        lines=record_queries.lines_of(page.rows, administered(standing())),
        choices=record_queries.choices_in(organisation, today()),
        left_out=counted(record_queries.mentoring_acts_in(organisation, today())),
        seal=seals.latest(),
    )


@blueprint.get("/organisations/<int:organisation_id>/audit.csv")
@requires(Permission.VIEW_AUDIT, on=Organisation)
def download_audit(organisation):
    query = record_queries.record_of(organisation, today(), asked_of_the_record())
    lines = record_queries.lines_of(newest(query), administered(standing()))
    return csv_response(
        f"record-{organisation.code}", RECORD_COLUMNS, [line.cells for line in lines]
    )


def asked_of_the_record() -> Asked:
    """What the address asks of the record."""
    since, until = request.args.get("from", ""), request.args.get("to", "")
    days = {typed: day_in(typed) for typed in (since, until) if typed}
    return Asked(
        did=request.args.get("did", ""),
        who=request.args.get("who", "").strip(),
        capacity=request.args.get("capacity", ""),
        thing=request.args.get("thing", ""),
        number=request.args.get("number", "").strip(),
        since=days.get(since),
        until=days.get(until),
        wrong=[typed for typed, day in days.items() if day is None],
    )


def day_in(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def newest(query):
    latest_first = [column.desc() for column in NEWEST_FIRST]
    return db.session.execute(query.order_by(*latest_first).limit(MOST_ROWS))


@blueprint.get("/you/record")
@signed_in
def show_own_record():
    """What somebody did themselves: theirs to see, whatever it was."""
    confirmed = standing().confirmed
    query = record_queries.own_record_of(current_user.id, confirmed)
    page = page_of(query, NEWEST_FIRST, descending=True)
    return render_template(
        "reports/show_own_record.html",
        page=page,
        acts=record_queries.own_acts(page.rows),
        confirmed=confirmed,
    )


@blueprint.get("/you/record.csv")
@signed_in
def download_own_record():
    rows = newest(record_queries.own_record_of(current_user.id, standing().confirmed))
    acts = record_queries.own_acts(rows)
    return csv_response("your-record", OWN_COLUMNS, ((at.isoformat(), *rest) for at, *rest in acts))


@blueprint.get("/words")
@public
def show_words():
    return render_template("reports/show_words.html")


@blueprint.get("/healthz")
@public
def show_health():
    """Whether the service runs."""
    return {"status": "up"}


@blueprint.get("/readyz")
@public
def show_readiness():
    """Whether the service can do its work. For programs, and for anybody: counts and states."""
    state = readiness.state_of_the_service(datetime.now(UTC))
    return state, 200 if state["status"] == "ready" else 503
