"""The front page, what you owe, the record, and the pages about the service itself."""

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.audit import AuditEntry
from tracker.duties import when
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.pages import csv_response, page_of
from tracker.permissions import Permission
from tracker.plan.models import Plan
from tracker.reports import queries, readiness
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

blueprint.add_app_template_filter(when)

RECORD_COLUMNS = ("When", "Who", "In what capacity", "Did", "To what", "Id", "Organisation")
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
    return render_template("reports/show_home.html", home=home, place=place)


@blueprint.get("/published")
@public
def list_published():
    page = page_of(queries.published_plans(today()), (Organisation.name, Plan.id))
    return render_template("reports/list_published.html", page=page)


@blueprint.get("/organisations/<int:organisation_id>/audit")
@requires(Permission.VIEW_AUDIT, on=Organisation)
def list_audit(organisation):
    query = queries.record_of(organisation, today(), request.args.get("did", ""))
    return render_template(
        "reports/list_audit.html",
        organisation=organisation,
        page=page_of(query, (AuditEntry.id,), descending=True),
        acts=queries.acts_in(organisation, today()),
    )


@blueprint.get("/organisations/<int:organisation_id>/audit.csv")
@requires(Permission.VIEW_AUDIT, on=Organisation)
def download_audit(organisation):
    query = queries.record_of(organisation, today(), request.args.get("did", ""))
    rows = db.session.execute(query.order_by(AuditEntry.id.desc()).limit(MOST_ROWS))
    return csv_response(
        f"record-{organisation.code}",
        RECORD_COLUMNS,
        (
            (
                act.at.isoformat(),
                who or act.actor,
                act.capacity,
                act.did,
                act.thing,
                act.thing_id,
                of,
            )
            for act, who, of in rows
        ),
    )


@blueprint.get("/accessibility")
@public
def show_accessibility():
    return render_template("reports/show_accessibility.html")


@blueprint.get("/privacy")
@public
def show_privacy():
    return render_template("reports/show_privacy.html")


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
