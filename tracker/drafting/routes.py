"""The pages on which a plan is made."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from tracker.accounts.models import Post
from tracker.drafting import forms, operations, queries, whom
from tracker.drafting.operations import Frame
from tracker.extensions import db
from tracker.forms import ConfirmForm, Form
from tracker.organisations.models import Organisation
from tracker.organisations.queries import networks_covering
from tracker.permissions import Permission
from tracker.plan import account, facts
from tracker.plan.catalogue import Point, plan_template, plan_templates
from tracker.plan.models import Action, Plan
from tracker.web import actor, leave_for, requires, standing, today
from tracker.wres.findings import in_words

blueprint = Blueprint("drafting", __name__)
blueprint.add_app_template_filter(in_words, "listed")


def page(name: str, form: Form, **shown: Any):
    return render_template(f"drafting/{name}.html", form=form, **shown), form.status


@blueprint.get("/organisations/<int:organisation_id>/plans")
@requires(Permission.VIEW_ORGANISATION, on=Organisation)
def list_plans(organisation):
    plans = queries.plans_of(organisation.id)
    return render_template(
        "drafting/list_plans.html",
        organisation=organisation,
        plans=[plan for plan in plans if leave_for(Permission.VIEW_PLAN, plan)],
        own=queries.own_draft_actions(organisation.id, standing().posts),
    )


@blueprint.route("/organisations/<int:organisation_id>/plans/add", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Organisation)
def add_plan(organisation):
    in_force = queries.plans_in_force(organisation.id)
    form = forms.StartForm(supersedes_id=in_force[0][0] if in_force else None)
    form.offer_templates()
    form.offer_posts(whom.choices(organisation.id, today()))
    form.offer_plans(in_force)
    if form.validate_on_submit():
        with form.showing_refusals():
            plan = operations.start(
                organisation,
                plan_template(form.template.data),
                frame_of(form),
                by=actor(),
                supersedes=found(Plan, form.supersedes_id.data),
            )
            db.session.commit()
            asked = ".match_owners" if whom.matches_of(plan.id) else ".show_draft"
            return redirect(url_for(asked, plan_id=plan.id))
    return page("add_plan", form, organisation=organisation, templates=plan_templates())


def found(kind: type, id_: int | None):
    return db.session.get(kind, id_) if id_ else None


def frame_of(form: forms.StartForm) -> Frame:
    sponsor = found(Post, form.sponsor_post_id.data)
    return Frame(form.title.data, form.since.data, form.until.data, sponsor)


@blueprint.route("/plans/<int:plan_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Plan)
def edit_plan(plan):
    form = forms.FrameForm(obj=plan)
    form.offer_posts(whom.choices(plan.organisation_id, today()))
    if form.validate_on_submit():
        with form.showing_refusals():
            queries.hold(plan)
            form.check_version(plan)
            operations.edit_plan(plan, frame_of(form), by=actor())
            db.session.commit()
            return redirect(url_for(".show_draft", plan_id=plan.id))
    return page("edit_plan", form, plan=plan, now=forms.now(form, plan))


@blueprint.route("/plans/<int:plan_id>/owners", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Plan)
def match_owners(plan):
    """Which post or group here does now what each historic owner of the template did."""
    matches, template = whom.matches_of(plan.id), plan_template(plan.template)
    choices = whom.choices(plan.organisation_id, today())
    form = forms.match_form(matches, choices, template)(version=plan.version)
    if form.validate_on_submit():
        with form.showing_refusals():
            queries.hold(plan)
            form.check_version(plan)
            chosen = {match.name: whom.named(form[match.field].data) for match in matches}
            operations.match_owners(plan, chosen, by=actor())
            db.session.commit()
            return redirect(url_for(".show_draft", plan_id=plan.id))
    if form.status == 409:
        matches = whom.matches_of(plan.id)
    said = {match.field: match.key for match in matches}
    shown = {"template": template, "questions": list(said), "choices": choices}
    return page("match_owners", form, plan=plan, now=forms.now(form, plan, **said), **shown)


@blueprint.route("/plans/<int:plan_id>/groups/add", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Plan)
def add_body(plan):
    """A group that is no post, so that it can be named as one that helps."""
    form = forms.BodyForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.add_body(plan, form.name.data, by=actor())
            db.session.commit()
            return redirect(url_for(".match_owners", plan_id=plan.id))
    return page("add_body", form, plan=plan)


@blueprint.get("/plans/<int:plan_id>/draft")
@requires(Permission.VIEW_PLAN, on=Plan)
def show_draft(plan):
    """The actions of a plan in the making, and what each lacks."""
    if plan.state not in queries.IN_THE_MAKING:
        return redirect(url_for("plan.show_plan", plan_id=plan.id))
    return render_template(
        "drafting/show_draft.html",
        plan=plan,
        template=plan_template(plan.template),
        sponsor=found(Post, plan.sponsor_post_id),
        replaces=found(Plan, plan.supersedes_id),
        actions=queries.draft_actions(plan, today()),
    )


@blueprint.get("/actions/<int:action_id>/draft")
@requires(Permission.VIEW_PLAN, on=Action)
def show_draft_action(action):
    """Everything a draft says of one action so far, each part with a way to change it."""
    if action.plan_state not in queries.IN_THE_MAKING:
        return redirect(url_for("plan.show_action", action_id=action.id))
    return render_template(
        "drafting/show_draft_action.html",
        action=action,
        template=plan_template(action.plan.template),
        point=point_of(action),
        people=account.people_of(action, today()),
        milestones=account.milestones_of(action.id),
        measures=queries.measures_of(action.id),
        readiness=queries.readiness_of(action, today()),
    )


def point_of(action: Action) -> Point | None:
    return plan_template(action.plan.template).point(action.point) if action.point else None


@blueprint.route("/plans/<int:plan_id>/actions/add", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Plan)
def add_action(plan):
    form = forms.ActionForm()
    form.offer(plan_template(plan.template).points)
    if form.validate_on_submit():
        with form.showing_refusals():
            action = operations.add_action(plan, form.point.data, form.title.data, by=actor())
            db.session.commit()
            return redirect(url_for(".show_draft_action", action_id=action.id))
    return page("add_action", form, plan=plan)


@blueprint.route("/actions/<int:action_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_DRAFT_ACTION, on=Action)
def edit_action(action):
    form = forms.WordsForm(obj=action)
    if form.validate_on_submit():
        with form.showing_refusals():
            queries.hold(action)
            form.check_version(action)
            operations.reword(action, form.answers(), by=actor())
            db.session.commit()
            return redirect(url_for(".show_draft_action", action_id=action.id))
    now = forms.now(form, action)
    return page("edit_action", form, action=action, now=now, point=point_of(action))


@blueprint.route("/actions/<int:action_id>/people", methods=["GET", "POST"])
@requires(Permission.EDIT_DRAFT_ACTION, on=Action)
def assign_action(action):
    form = forms.PeopleForm(obj=action, helping=whom.helping(action.id))
    form.offer(whom.choices(action.organisation_id, today()))
    if form.validate_on_submit():
        with form.showing_refusals():
            queries.hold(action)
            form.check_version(action)
            owner = found(Post, form.owner_post_id.data)
            reviewer = found(Post, form.reviewer_post_id.data)
            helpers = [who for key in form.helping.data if (who := whom.named(key))]
            operations.assign(action, owner, reviewer, helpers, today(), by=actor())
            db.session.commit()
            return redirect(url_for(".show_draft_action", action_id=action.id))
    now = forms.now(form, action, helping=whom.helping(action.id))
    return page("assign_action", form, action=action, now=now)


@blueprint.route("/actions/<int:action_id>/dates", methods=["GET", "POST"])
@requires(Permission.EDIT_DRAFT_ACTION, on=Action)
def schedule_action(action):
    form = forms.DatesForm(obj=action, **forms.due_of(action))
    if form.validate_on_submit():
        with form.showing_refusals():
            queries.hold(action)
            form.check_version(action)
            days = form.check_in_days.data
            operations.schedule(action, form.start.data, form.due_said(), days, by=actor())
            db.session.commit()
            return redirect(url_for(".show_draft_action", action_id=action.id))
    now = forms.now(form, action, **forms.due_of(action))
    return page("schedule_action", form, action=action, now=now)


@blueprint.route("/actions/<int:action_id>/remove", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Action)
def remove_action(action):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            plan_id, reference = action.plan_id, action.reference
            operations.remove_action(action, by=actor())
            db.session.commit()
            flash(f"{reference} is no longer in the plan")
            return redirect(url_for(".show_draft", plan_id=plan_id))
    milestones = account.milestones_of(action.id)
    return page("remove_action", form, action=action, milestones=milestones)


@blueprint.route(
    "/actions/<int:action_id>/milestones/<int:milestone_id>/remove", methods=["GET", "POST"]
)
@requires(Permission.EDIT_DRAFT_ACTION, on=Action)
def remove_milestone(action, milestone_id):
    milestone = facts.milestone(action.id, milestone_id) or abort(404)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.remove_milestone(action, milestone, by=actor())
            db.session.commit()
            return redirect(url_for(".show_draft_action", action_id=action.id))
    return page("remove_milestone", form, action=action, milestone=milestone)


@blueprint.route("/plans/<int:plan_id>/consult", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Plan)
def consult_on_plan(plan):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.consult(plan, by=actor())
            db.session.commit()
            flash("The staff network can read the draft now")
            return redirect(url_for(".show_draft", plan_id=plan.id))
    networks = networks_covering(plan.organisation)
    return page("consult_on_plan", form, plan=plan, networks=networks)


@blueprint.route("/plans/<int:plan_id>/adopt", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Plan)
def adopt_plan(plan):
    form = forms.MeetingForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.adopt(plan, form.on.data, form.meeting.data, today(), by=actor())
            db.session.commit()
            flash("The plan is adopted. Its owners owe their first check-ins from now on.")
            return redirect(url_for("plan.show_plan", plan_id=plan.id))
    return page(
        "adopt_plan",
        form,
        plan=plan,
        replaces=found(Plan, plan.supersedes_id),
        actions=queries.draft_actions(plan, today()),
    )


@blueprint.route("/plans/<int:plan_id>/publish", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Plan)
def publish_plan(plan):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.publish(plan, today(), by=actor())
            db.session.commit()
            flash("The plan is published. Anybody can read it.")
            return redirect(url_for("plan.show_plan", plan_id=plan.id))
    return page("publish_plan", form, plan=plan)


@blueprint.route("/plans/<int:plan_id>/board-looks/add", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN, on=Plan)
def record_board_look(plan):
    form = forms.MeetingForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.note_board_look(plan, form.on.data, form.meeting.data, today(), by=actor())
            db.session.commit()
            return redirect(url_for("plan.show_plan", plan_id=plan.id))
    return page("record_board_look", form, plan=plan, looks=queries.board_looks(plan.id))
