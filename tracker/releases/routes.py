"""Approving pairs in bulk, releasing them in bulk, and a local co-ordinator's look in between."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.extensions import db
from tracker.mentoring import catalogue
from tracker.mentoring.models import Programme
from tracker.mentoring.states import Refusal, State
from tracker.mentoring.wording import counted
from tracker.organisations.models import Organisation
from tracker.organisations.queries import below
from tracker.pages import csv_response, page_of
from tracker.pairings.models import Pairing
from tracker.permissions import Permission, Role
from tracker.releases import forms, operations, queries, waiting
from tracker.releases.operations import Outcome
from tracker.web import actor, requires, standing, today
from tracker.workbench import queries as lists
from tracker.workbench.models import MatchRun

blueprint = Blueprint("releases", __name__)

NOT_DONE = "not done"  # of what is flashed
MOST = 500  # pairs that are approved or released with one press
MOST_ROWS = 20_000
SHOWN = {"": "All of them", "ready": "Ready", "waiting": "Somebody can still object"}


def asked(name: str, known: Any = None) -> str:
    """A question of the address; one that the page does not know counts as not asked."""
    value = request.args.get(name, "")[:100]
    return value if known is None or value in known else ""


@blueprint.route("/mentoring/runs/<int:match_run_id>/approve", methods=["GET", "POST"])
@requires(Permission.RUN_MENTORING, on=MatchRun)
def approve_pairs(match_run):
    """The names first, then the button."""
    form = forms.PairsForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            outcome = operations.approve(match_run, form.pair.data[:MOST], today(), by=actor())
            db.session.commit()
            tell("approved", outcome)
            return redirect(
                url_for("workbench.show_workbench", mentoring_programme_id=match_run.programme_id)
            )
    ticked = form.pair.data or asked_for()
    if asked("all", {"yes"}):
        query = lists.suggestions_of(match_run, "open")
        rows = db.session.execute(query.order_by(*lists.BY_SCORE).limit(MOST))
        lines = [lists.Line(*row) for row in rows]
    else:
        lines = [line for line in lists.lines_of(match_run, ticked) if line.pairing is None]
    html = render_template(
        "releases/approve_pairs.html",
        run=match_run,
        programme=match_run.programme,
        form=form,
        lines=lines,
        most=MOST,
        until=waiting.last_day(today(), match_run.programme.objection_working_days),
    )
    return html, form.status


def asked_for() -> list[int]:
    """The pairs that are ticked in the address, by their mentee."""
    return [
        int(each) for each in request.args.getlist("pair") if each.isdecimal() and len(each) < 10
    ]


def tell(what: str, outcome: Outcome) -> None:
    """What was done, in green, and what was not, which is no success, in blue."""
    if outcome.done or not outcome.refused:
        flash(f"{counted(len(outcome.done), 'pair')} {what}")
    for sentence in outcome.refused[:10]:
        flash(f"Not {what}: {sentence}", NOT_DONE)
    if len(outcome.refused) > 10:
        flash(f"Not {what}: {counted(len(outcome.refused) - 10, 'other')}", NOT_DONE)


@blueprint.route(
    "/mentoring/programmes/<int:mentoring_programme_id>/release", methods=["GET", "POST"]
)
@requires(Permission.RUN_MENTORING, on=Programme)
def release_pairs(programme):
    form = forms.ReleaseForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            what, outcome = done_with(programme, form)
            db.session.commit()
            tell(what, outcome)
            return redirect(url_for(".release_pairs", mentoring_programme_id=programme.id))
    shown, newest_first = asked("show", SHOWN), asked("sort", {"newest"}) == "newest"
    query = queries.to_release(programme, shown, today())
    listed = page_of(query, (Pairing.approved_on, Pairing.id), descending=newest_first)
    html = render_template(
        "releases/release_pairs.html",
        programme=programme,
        form=form,
        page=listed,
        rows=rows_of(programme, listed.rows),
        counts=queries.counts(programme, today()),
        shown=shown,
        all_shown=SHOWN,
        newest_first=newest_first,
        most=MOST,
        ticked=set(form.pair.data or ()),
    )
    return html, form.status


def done_with(programme: Programme, form: forms.ReleaseForm) -> tuple[str, Outcome]:
    ids = form.pair.data
    if form.act.data == forms.TAKE_BACK:
        return "taken back", operations.take_back(programme, ids, today(), by=actor())
    if form.act.data == forms.RELEASE_ALL:
        ids = queries.ready_ids(programme, MOST, today())
    return "released", operations.release(programme, ids, today(), by=actor())


def rows_of(programme: Programme, pairings) -> list[tuple[Any, Any, int, bool]]:
    """Each with its last day for an objection, how many said yes, and whether it is ready."""
    days, yes = programme.objection_working_days, queries.yeses_of([each.id for each in pairings])
    return [
        (
            each,
            waiting.last_day(each.approved_on, days),
            len(yes[each.id]),
            waiting.is_ready(each, days, yes[each.id], today()),
        )
        for each in pairings
    ]


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/approved.csv")
@requires(Permission.RUN_MENTORING, on=Programme)
def download_approved(programme):
    query = queries.to_release(programme, asked("show", SHOWN), today())
    pairings = db.session.scalars(query.order_by(Pairing.approved_on).limit(MOST_ROWS)).all()
    rows = (
        (
            each.mentee.name,
            each.mentee_enrolment.organisation.name,
            each.leader.name,
            each.leader_enrolment.organisation.name,
            each.approved_on,
            last,
            "yes" if ready else "no",
        )
        for each, last, _yes, ready in rows_of(programme, pairings)
    )
    header = ("Who looks", "Where", "Leader", "Where", "Approved", "Objections until", "Ready")
    return csv_response("approved-pairs", header, rows)


@blueprint.get("/organisations/<int:organisation_id>/mentoring/to-look-at")
@requires(Permission.RUN_MENTORING, on=Organisation)
def list_objections(organisation):
    """Approved pairs in which somebody works here or below: a co-ordinator may object to them."""
    places = below([organisation.id], today())[organisation.id]
    newest_first, unsaid = asked("sort", {"newest"}) == "newest", asked("show", {"open"}) == "open"
    query = queries.to_look_at(places, current_user.id)
    if unsaid:
        query = query.where(queries.is_unsaid_at(places))
    listed = page_of(query, (Pairing.approved_on, Pairing.id), descending=newest_first)
    yes = queries.yeses_of([each.id for each in listed.rows])
    return render_template(
        "releases/list_objections.html",
        organisation=organisation,
        page=listed,
        rows=[
            (
                each,
                waiting.last_day(each.approved_on, each.programme.objection_working_days),
                each.local_ids & places <= yes[each.id],
            )
            for each in listed.rows
        ],
        newest_first=newest_first,
        unsaid=unsaid,
    )


@blueprint.get("/organisations/<int:organisation_id>/mentoring/to-look-at.csv")
@requires(Permission.RUN_MENTORING, on=Organisation)
def download_objections(organisation):
    places = below([organisation.id], today())[organisation.id]
    query = queries.to_look_at(places, current_user.id).order_by(Pairing.approved_on, Pairing.id)
    rows = (
        (each.mentee.name, each.leader.name, each.approved_on)
        for each in db.session.scalars(query.limit(MOST_ROWS))
    )
    return csv_response("pairs-to-look-at", ("Who looks", "Leader", "Approved"), rows)


@blueprint.route("/mentoring/pairs/<int:pairing_id>/look", methods=["GET", "POST"])
@requires(Permission.OBJECT_TO_PAIR, on=Pairing)
def object_to_pair(pairing):
    form, places = forms.LookForm(), their_places(pairing)
    if form.validate_on_submit():
        with form.showing_refusals():
            if form.answer.data == forms.YES:
                operations.agree(pairing, places, today(), by=actor())
            else:
                reason = Refusal(form.reason.data)
                operations.object_to(pairing, reason, today(), by=actor())
            db.session.commit()
            flash("Thank you. The Leadership Centre sees your answer")
            return redirect(url_for(".list_objections", organisation_id=list_with(places[0])))
    pairing = queries.with_both(pairing)
    html = render_template(
        "releases/object_to_pair.html",
        pairing=pairing,
        form=form,
        place=list_with(places[0]),
        waits=pairing.state == State.APPROVED,
        said=set(places) <= queries.yeses_of([pairing.id])[pairing.id],
        own=pairing.approved_by_id == current_user.id,
        until=waiting.last_day(pairing.approved_on, pairing.programme.objection_working_days),
        professions=catalogue.professions(),
        grades=catalogue.grades(),
    )
    return html, form.status


def list_with(place: int) -> int:
    """The place whose list has this one's pairs, and all others that the person may object to."""
    co_ordinated = {up for up, roles in standing().roles.items() if Role.LEADERSHIP_CENTRE in roles}
    return queries.topmost(place, co_ordinated, today())


def their_places(pairing: Pairing) -> list[int]:
    """Where of the two's organisations the person co-ordinates."""
    places = (place for place in pairing.local_ids if place is not None)
    return sorted(place for place in places if Role.LEADERSHIP_CENTRE in standing().roles_in(place))
