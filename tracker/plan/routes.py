"""The pages of a live plan: reading it, one action, checking in, and what else is said and done."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.reviewing import REVIEWED
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.pages import csv_response
from tracker.permissions import Permission, is_stranger
from tracker.plan import (
    account,
    exchange,
    facts,
    history,
    in_line,
    measures,
    operations,
    owing,
    queries,
    telling,
)
from tracker.plan.catalogue import plan_template
from tracker.plan.forms import (
    AcknowledgeForm,
    ChangeForm,
    CheckInForm,
    EndLinkForm,
    EvidenceForm,
    FinishForm,
    LinkForm,
    MilestoneForm,
    MoveForm,
    PublishForm,
)
from tracker.plan.lines import rows
from tracker.plan.measures import row_of
from tracker.plan.models import Action, Plan
from tracker.plan.overview import SAYS, overview
from tracker.plan.progress import WRITTEN
from tracker.posts.queries import WORK
from tracker.web import (
    NAVIGATION,
    Entry,
    actor,
    leave_for,
    of_their_place,
    public,
    requires,
    standing,
    today,
)
from tracker.wres.queries import linked

blueprint = Blueprint("plan", __name__)
NAVIGATION.append(Entry("Plan", "plan.show_current_plan", of_their_place, stands_for_feature=True))
linked.append(queries.doings_about)
WORK.append(facts.work_of_post)
REVIEWED.append(in_line.in_line_of)


@blueprint.get("/organisations/<int:organisation_id>/plan")
@requires(Permission.VIEW_ORGANISATION, on=Organisation)
def show_current_plan(organisation):
    plan = queries.current_plan_of(organisation.id, today())
    if plan and leave_for(Permission.VIEW_PLAN, plan):
        return redirect(url_for(".show_plan", plan_id=plan.id))
    return render_template("plan/show_current_plan.html", organisation=organisation)


@blueprint.get("/plans/<int:plan_id>")
@requires(Permission.VIEW_PLAN, on=Plan)
def show_plan(plan):
    if is_stranger(standing(), plan):
        return redirect(url_for(".show_published_plan", plan_id=plan.id))
    return render_template("plan/show_plan.html", plan=plan, overview=_overview(plan))


@blueprint.get("/plans/<int:plan_id>.csv")
@requires(Permission.VIEW_PLAN, on=Plan)
def download_plan(plan):
    return _spreadsheet(plan, in_public=is_stranger(standing(), plan))


@blueprint.get("/published/plans/<int:plan_id>")
@public
def show_published_plan(plan_id):
    plan = queries.published_plan(plan_id, today()) or abort(404)
    return render_template("plan/show_published_plan.html", plan=plan, overview=_overview(plan))


@blueprint.get("/published/plans/<int:plan_id>.csv")
@public
def download_published_plan(plan_id):
    plan = queries.published_plan(plan_id, today()) or abort(404)
    return _spreadsheet(plan, in_public=True)


def _overview(plan):
    found = rows(Action.plan_id == plan.id, today())
    return overview(found, today(), request.args.get("show"), request.args.get("said"))


def _spreadsheet(plan, in_public=False):
    found = queries.exchange_rows(plan, today(), in_public)
    return csv_response(f"plan-{plan.id}", exchange.COLUMNS, map(exchange.cells_of, found))


@blueprint.get("/actions/<int:action_id>")
@requires(Permission.VIEW_PLAN, on=Action)
def show_action(action):
    if is_stranger(standing(), action):
        return redirect(url_for(".show_published_plan", plan_id=action.plan_id))
    people = account.people_of(action, today())
    said = account.check_ins_of(action.id)
    handed = account.hand_overs(people.owner, action.start, today())
    measured = measures.measures_of(action, today())
    row, crossing = row_of(action, measured, today()), in_line.in_line_on(action, today())
    owed = owing.duties_on(action, row.line if row else None, crossing, standing(), today())
    changes = history.commitments_changed(action.id)
    template = plan_template(action.plan.template)
    return render_template(
        "plan/show_action.html",
        action=action,
        template=template,
        point=template.point(action.point) if action.point else None,
        row=row,
        says=SAYS,
        people=people,
        in_line=crossing,
        duties=owed,
        measures=measured,
        told=telling.told_of(action, measured),
        in_short=telling.in_short(measured),
        milestones=account.milestones_of(action.id),
        timeline=account.timeline(said, handed),
        evidence=account.evidence_of(action.id),
        moves=[change for change in changes if change.field == "due date"],
    )


@blueprint.get("/actions/<int:action_id>/history")
@requires(Permission.VIEW_PLAN, on=Action)
def show_history(action):
    if is_stranger(standing(), action):
        return redirect(url_for(".show_published_plan", plan_id=action.plan_id))
    changes = history.changes_of(action.id)
    return render_template("plan/show_history.html", action=action, changes=changes)


@blueprint.route("/actions/<int:action_id>/check-in", methods=["GET", "POST"])
@requires(Permission.DRAFT_CHECK_IN, on=Action)
def check_in(action):
    measured = measures.measures_of(action, today())
    row = row_of(action, measured, today()) or abort(404)
    owns = leave_for(Permission.CHECK_IN, action) is not None
    begun = facts.words_to_begin_with(action, current_user.id, owns, today())
    form = CheckInForm(data=begun.answers)
    form.ask_about(action.due, row.line.said_on, action.start)
    if form.validate_on_submit():
        with form.showing_refusals():
            form.check_draft(facts.draft_to_write(action.id, current_user.id))
            operations.draft(action, form.answers(), by=actor())
            db.session.commit()
            if form.later.data:
                flash("Saved. Nobody sees it until it is published.")
                return redirect(_address(action))
            return redirect(url_for(".review_check_in", action_id=action.id))
    saved = _saved_by_others(action, form) if form.status == 409 else []
    shown = {"row": row, "in_short": telling.in_short(measured), "says": SAYS}
    return _page("check_in", action, form, begun=begun, saved=saved, **shown)


def _saved_by_others(action, form):
    """What the draft says now, beside what was typed: each question with its answer."""
    draft = facts.draft_by(action.id, current_user.id)
    answers = [(form[name].label.text, getattr(draft, name, None)) for name in WRITTEN]
    return [(question, answer) for question, answer in answers if answer]


@blueprint.route("/actions/<int:action_id>/check-in/review", methods=["GET", "POST"])
@requires(Permission.DRAFT_CHECK_IN, on=Action)
def review_check_in(action):
    """Check your answers, then publish. Once published there is nothing left to review."""
    draft = facts.draft_by(action.id, current_user.id)
    if draft is None:
        return redirect(_address(action))
    leave = leave_for(Permission.CHECK_IN, action)
    on_behalf = leave is None
    leave = leave or leave_for(Permission.CHECK_IN_ON_BEHALF, action)
    form = PublishForm(obj=draft)
    if form.validate_on_submit():
        by = replace(actor(), capacity=(leave or abort(403)).capacity)
        draft = facts.draft_to_write(action.id, by.person_id)
        if draft is None:
            return redirect(_address(action))
        with form.showing_refusals():
            form.check_version(draft)
            operations.publish(action, today(), by, on_behalf, form.reason.data)
            db.session.commit()
            flash("Published. It stands until the next check-in.")
            return redirect(_address(action))
    return _page(
        "review_check_in",
        action,
        form,
        draft=draft,
        may_publish=leave is not None,
        on_behalf=on_behalf,
        stops=draft.phase == "stopped",
    )


@blueprint.route(
    "/actions/<int:action_id>/check-ins/<int:check_in_id>/acknowledge", methods=["GET", "POST"]
)
@requires(Permission.ACCEPT_CHECK_IN, on=Action)
def acknowledge_check_in(action, check_in_id):
    check_in = facts.published_check_in(action.id, check_in_id) or abort(404)
    form = AcknowledgeForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            accepted = form.accepted.data == "yes"
            operations.acknowledge(action, check_in, accepted, form.words.data, today(), by=actor())
            db.session.commit()
            flash("Accepted." if accepted else "The owner is asked again.")
            return redirect(_address(action))
    said = next(each for each in account.check_ins_of(action.id) if each.id == check_in_id)
    return _page("acknowledge_check_in", action, form, said=said)


@blueprint.route("/actions/<int:action_id>/milestones/add", methods=["GET", "POST"])
@requires(Permission.UPDATE_MILESTONE, on=Action)
def add_milestone(action):
    form = MilestoneForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.add_milestone(action, **form.answers(), today=today(), by=actor())
            db.session.commit()
            return redirect(_address(action, "milestones"))
    return _page("add_milestone", action, form)


@blueprint.route(
    "/actions/<int:action_id>/milestones/<int:milestone_id>/move", methods=["GET", "POST"]
)
@requires(Permission.UPDATE_MILESTONE, on=Action)
def move_milestone(action, milestone_id):
    milestone = facts.milestone(action.id, milestone_id) or abort(404)
    form = MoveForm(obj=milestone)
    if form.validate_on_submit():
        with form.showing_refusals():
            form.check_version(milestone)
            operations.move_milestone(
                action, milestone, **form.answers(), today=today(), by=actor()
            )
            db.session.commit()
            return redirect(_address(action, "milestones"))
    return _page("move_milestone", action, form, milestone=milestone)


@blueprint.route(
    "/actions/<int:action_id>/milestones/<int:milestone_id>/finish", methods=["GET", "POST"]
)
@requires(Permission.UPDATE_MILESTONE, on=Action)
def finish_milestone(action, milestone_id):
    milestone = facts.milestone(action.id, milestone_id) or abort(404)
    form = FinishForm(obj=milestone)
    if form.validate_on_submit():
        with form.showing_refusals():
            form.check_version(milestone)
            operations.finish_milestone(action, milestone, form.on.data, today(), by=actor())
            db.session.commit()
            return redirect(_address(action, "milestones"))
    proved = facts.has_evidence(milestone)
    return _page("finish_milestone", action, form, milestone=milestone, proved=proved)


@blueprint.route("/actions/<int:action_id>/evidence/add", methods=["GET", "POST"])
@requires(Permission.ADD_EVIDENCE, on=Action)
def add_evidence(action):
    form = EvidenceForm(milestone_id=request.args.get("milestone", type=int))
    form.offer((step.id, step.title) for step in account.milestones_of(action.id))
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.add_evidence(action, form.answers(), today(), by=actor())
            db.session.commit()
            return redirect(_address(action, "evidence"))
    return _page("add_evidence", action, form)


@blueprint.route("/actions/<int:action_id>/change", methods=["GET", "POST"])
@requires(Permission.CHANGE_COMMITMENT, on=Action)
def change_action(action):
    form = ChangeForm(obj=action, ongoing=action.due is None)
    form.offer(facts.post_choices(action, today()))
    if form.validate_on_submit():
        with form.showing_refusals():
            form.check_version(action)
            operations.change(action, form.answers(), form.reason.data, today(), by=actor())
            db.session.commit()
            return redirect(url_for(".show_history", action_id=action.id))
    return _page("change_action", action, form, people=account.people_of(action, today()))


@blueprint.route("/actions/<int:action_id>/measures/link", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Action)
def link_measure(action):
    form = LinkForm()
    form.offer(measures.figures_to_link(action.organisation_id))
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.link_measure(action, form.answers(), by=actor())
            db.session.commit()
            return redirect(_address(action, "figure"))
    return _page("link_measure", action, form)


@blueprint.route("/actions/<int:action_id>/measures/<int:link_id>/end", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Action)
def end_link(action, link_id):
    link = facts.measure_link(action.id, link_id) or abort(404)
    form = EndLinkForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.end_link(action, link, today(), by=actor())
            db.session.commit()
            return redirect(_address(action, "figure"))
    return _page("end_link", action, form, link=link)


def _page(name, action, form, **shown):
    return render_template(f"plan/{name}.html", action=action, form=form, **shown), form.status


def _address(action, section=None):
    return url_for(".show_action", action_id=action.id, _anchor=section)
