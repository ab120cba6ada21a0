"""The pages of a co-ordinator's day. Of a pair they see dates and states, never what is said."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from wtforms.fields import SelectChoice

from tracker.coordinating import forms, operations, queries
from tracker.coordinating.day import KINDS, days_between
from tracker.extensions import db
from tracker.forms import ConfirmForm, Form
from tracker.mentoring.models import Programme
from tracker.mentoring.states import CONFIRMED, Ending
from tracker.pages import LONDON, csv_response, page_of
from tracker.pairings.models import Concern, Pairing
from tracker.pairings.queries import events_of, meetings_of
from tracker.pairs.queries import handlers_for
from tracker.permissions import Permission
from tracker.web import actor, leave_for, now, requires, today
from tracker.workshops.queries import of_the_day

blueprint = Blueprint("coordinating", __name__, url_prefix="/mentoring")
COLUMNS = ("Pair", "What", "Mentee", "Leader", "Since", "Days", "Last day of the offer", "As at")


def page(name: str, form: Form, **shown: Any):
    html = render_template(
        f"coordinating/{name}.html", form=form, kinds=KINDS, days_between=days_between, **shown
    )
    return html, form.status


def asked() -> tuple[str, str]:
    kind = request.args.get("kind", "")
    return (kind if kind in [*KINDS] else ""), request.args.get("q", "")[:100]


@blueprint.get("/programmes/<int:mentoring_programme_id>/day")
@requires(Permission.RUN_MENTORING, on=Programme)
def show_day(programme):
    kind, words = asked()
    in_line = queries.to_look_at([programme.id], today())
    every_kind = queries.tasks_of(programme, today(), in_line, "", words)
    chosen = queries.tasks_of(programme, today(), in_line, kind, words) if kind else every_kind
    by_name = request.args.get("sort") == "name"
    concerns = queries.open_concerns(programme, current_user.id, None)
    return page(
        "show_day",
        ConfirmForm(),
        programme=programme,
        page=page_of(chosen, queries.order_of(chosen, by_name)),
        counts=queries.count_by_kind(every_kind),
        kind=kind,
        words=words,
        by_name=by_name,
        concerns=[each for each in concerns if each.handler_id],
        free=[each for each in concerns if not each.handler_id and may_take(each)],
        workshops=of_the_day(programme, now()),
    )


def may_take(concern: Concern) -> bool:
    return current_user.id in {person.id for person in handlers_for(concern.pairing, today())}


@blueprint.get("/programmes/<int:mentoring_programme_id>/day.csv")
@requires(Permission.RUN_MENTORING, on=Programme)
def download_day(programme):
    kind, words = asked()
    in_line = queries.to_look_at([programme.id], today())
    chosen = queries.tasks_of(programme, today(), in_line, kind, words)
    found = db.session.execute(chosen.order_by(*queries.order_of(chosen, by_name=False)))
    rows = [
        (
            row.pairing_id,
            KINDS[row.kind].what,
            row.mentee,
            row.leader,
            row.since,
            days_between(row.since, today()),
            row.expires_on,
            today(),
        )
        for row in found
    ]
    return csv_response(f"mentoring-day-{programme.id}", COLUMNS, rows)


@blueprint.get("/pairs/<int:pairing_id>/dates")
@requires(Permission.VIEW_PAIR_DATES, on=Pairing)
def show_dates(pairing):
    return dates(pairing, forms.LineForm(formdata=None))


def dates(pairing: Pairing, form: Form):
    """Which states a pair came to and when it met. Neither what was said nor what was agreed."""
    line = queries.line_of(pairing, today())
    runs_it = leave_for(Permission.RUN_MENTORING, pairing)
    if line and isinstance(form, forms.LineForm):
        form.seen.data = line.mark
    return page(
        "show_dates",
        form,
        pairing=pairing,
        events=events_of(pairing.id),
        meetings=[each for each in meetings_of(pairing.id) if each.state != "moved"],
        london=LONDON,
        line=line,
        is_accepted=line is not None and pairing.line_accepted == line.mark,
        runs_it=runs_it and current_user.id not in (pairing.leader_id, pairing.mentee_id),
        live=pairing.state in CONFIRMED,
    )


def named(pairing: Pairing) -> str:
    return pairing.mentee.name if pairing.mentee else "the mentee"


@blueprint.post("/pairs/<int:pairing_id>/line")
@requires(Permission.RUN_MENTORING, on=Pairing)
def accept_line(pairing):
    form = forms.LineForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.accept_line(pairing, form.seen.data or "", today(), by=actor())
            db.session.commit()
            flash("It is kept that you looked at it. You are told if the line changes again")
            return redirect(url_for(".show_day", mentoring_programme_id=pairing.programme_id))
    return dates(pairing, form)


@blueprint.route("/pairs/<int:pairing_id>/end-it", methods=["GET", "POST"])
@requires(Permission.RUN_MENTORING, on=Pairing)
def end_pair(pairing):
    form = forms.EndForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.end_pair(pairing, Ending(form.ending.data), today(), by=actor())
            db.session.commit()
            flash("The mentoring has ended. Both are told that, and no more")
            return redirect(url_for(".show_day", mentoring_programme_id=pairing.programme_id))
    return page("end_pair", form, pairing=pairing, mentee=named(pairing))


@blueprint.get("/concerns/<int:concern_id>")
@requires(Permission.VIEW_CONCERN, on=Concern)
def show_concern(concern):
    return whole(concern, ConfirmForm())


def whole(concern: Concern, form: Form):
    """What was told, for whoever told it and whoever handles it."""
    return page(
        "show_concern", form, concern=concern, author=author_of(concern), handles=handles(concern)
    )


def handles(concern: Concern) -> bool:
    return concern.handler_id == current_user.id and concern.author_id != current_user.id


def author_of(concern: Concern) -> str:
    pairing = concern.pairing
    return pairing.leader.name if concern.author_id == pairing.leader_id else named(pairing)


def handled(concern: Concern) -> Concern:
    """For its handler alone: whoever told it reads it and does no more."""
    return concern if handles(concern) else abort(403)


@blueprint.post("/concerns/<int:concern_id>/answer")
@requires(Permission.VIEW_CONCERN, on=Concern)
def answer_concern(concern):
    form = ConfirmForm()
    handled(concern)
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.answer(concern, today(), by=actor())
            db.session.commit()
            flash("It is kept that you spoke to them today")
            return redirect(url_for(".show_concern", concern_id=concern.id))
    return whole(concern, form)


@blueprint.route("/concerns/<int:concern_id>/close", methods=["GET", "POST"])
@requires(Permission.VIEW_CONCERN, on=Concern)
def close_concern(concern):
    form = forms.CloseForm()
    handled(concern)
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.close(concern, form.outcome.data, today(), by=actor())
            db.session.commit()
            flash("It is closed")
            return redirect(url_for(".show_concern", concern_id=concern.id))
    return page("close_concern", form, concern=concern)


@blueprint.route("/concerns/<int:concern_id>/hand-over", methods=["GET", "POST"])
@requires(Permission.VIEW_CONCERN, on=Concern)
def hand_over_concern(concern):
    form = forms.HandOverForm()
    handled(concern)
    day = url_for(".show_day", mentoring_programme_id=concern.pairing.programme_id)
    others = [each for each in handlers_for(concern.pairing, today()) if each.id != current_user.id]
    form.handler_id.choices = [SelectChoice(each.id, each.name) for each in others]
    if form.validate_on_submit():
        with form.showing_refusals():
            given = operations.hand_over(concern, form.handler_id.data, today(), by=actor())
            db.session.commit()
            flash(f"{given.name} handles it now, and is told")
            return redirect(day)
    return page("hand_over_concern", form, concern=concern, others=others)


@blueprint.post("/programmes/<int:mentoring_programme_id>/concerns/<int:concern_id>/take")
@requires(Permission.RUN_MENTORING, on=Programme)
def take_concern(programme, concern_id):
    concern = next(
        (each for each in queries.open_concerns(programme, None) if each.id == concern_id), None
    )
    if concern is None or not may_take(concern):
        abort(404)
    if ConfirmForm().validate_on_submit():
        operations.take(concern, today(), by=actor())
        db.session.commit()
        return redirect(url_for(".show_concern", concern_id=concern.id))
    return redirect(url_for(".show_day", mentoring_programme_id=programme.id))
