"""The pages on which leaders and mentees come into a programme."""

from collections.abc import Collection, Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.accounts.models import Person
from tracker.accounts.queries import posts_held_by
from tracker.enrolling import forms, operations, queries
from tracker.enrolling.steps import STEPS, Step
from tracker.enrolling.yours import LATER, parts_of
from tracker.extensions import db
from tracker.forms import ConfirmForm
from tracker.mentoring.directions import words_of
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.operations import begin_enrolment
from tracker.mentoring.queries import (
    above,
    enrolment_of,
    enrolments_of,
    open_above,
    programme_for,
)
from tracker.mentoring.shown import all_a_leader_sees
from tracker.mentoring.states import Enrolled, Side
from tracker.organisations.models import Organisation
from tracker.permissions import Permission, may
from tracker.web import NAVIGATION, Entry, Place, actor, requires, signed_in, standing, today

blueprint = Blueprint("enrolling", __name__)
FEATURES = (
    *("preparing", "nominating", "workshops", "roll", "arrangements", "register", "programmes"),
    *("workbench", "changes", "balance", "releases", "offers", "pairs", "coordinating"),
    *("meetings", "promises", "evaluation"),
)
NAVIGATION.append(
    Entry(
        "Mentoring",
        "enrolling.show_mentoring",
        lambda _standing: {},
        stands_for_feature=True,
        further=FEATURES,
    )
)


@blueprint.get("/mentoring")
@signed_in
def show_mentoring():
    """Everything of mentoring that is this person's own, and what they can join."""
    confirmed = standing().confirmed
    places = [place for place in standing().roles if may_join(place)]
    mine = enrolments_of(current_user.id) if confirmed else []
    ups = above(places, today()) if places and confirmed else {}
    open_ones = open_above(ups, today()) if ups else []
    return render_template(
        "enrolling/show_mentoring.html",
        enrolments=[each for each in mine if not each.is_nomination],
        programmes=[(each, where_of(each, ups), words_of(each.direction)) for each in open_ones],
        joined={(each.programme_id, each.side) for each in mine if each.is_open},
        pairs=queries.pairs_of(current_user.id) if mine else {},
        first=parts_of(current_user.id, range(LATER)) if confirmed else [],
        later=parts_of(current_user.id, range(LATER, 100)) if confirmed else [],
        confirmed=confirmed,
        form=ConfirmForm(),
    )


def where_of(programme: Programme, ups_of: Mapping[int, Collection[int]]) -> int:
    """At which of their places somebody joins a programme: the first that it covers."""
    return next(place for place, ups in ups_of.items() if programme.organisation_id in ups)


def may_join(organisation_id: int) -> bool:
    return may(standing(), Permission.JOIN_MENTORING, Place(organisation_id)) is not None


def programme_or_404(programme_id: int, organisation: Organisation):
    return programme_for(programme_id, organisation.id, today()) or abort(404)


@blueprint.route(
    "/organisations/<int:organisation_id>/mentoring/<int:programme_id>/lead",
    methods=["GET", "POST"],
)
@requires(Permission.JOIN_MENTORING, on=Organisation)
def lead(organisation, programme_id):
    """A leader's one page, to join and to change what they said."""
    programme = programme_or_404(programme_id, organisation)
    found = enrolment_of(programme.id, current_user.id, Side.LEADER)
    words = words_of(programme.direction)
    form = forms.LeadForm(data=said_before(found))
    form.say(words)
    if form.validate_on_submit():
        with form.showing_refusals():
            programme = programme_or_404(programme_id, organisation)
            answers = form.answers() | {"new_to_it": form.new_to_it.data == "yes"}
            person = db.session.get_one(Person, current_user.id)
            enrolment = operations.lead(
                programme, person, organisation.id, answers, today(), by=actor()
            )
            db.session.commit()
            if enrolment.state == Enrolled.ENROLLED:
                flash("Thank you. One thing is left: read what helps leaders who are new to this")
                return redirect(url_for("preparing.read_as_leader", enrolment_id=enrolment.id))
            flash("Thank you. You can be offered somebody from now on")
            return redirect(url_for(".show_mentoring"))
    shown = render_template(
        "enrolling/lead.html", form=form, programme=programme, enrolment=found, words=words
    )
    return shown, form.status


def said_before(found: Enrolment | None) -> dict[str, Any]:
    """A leader's answers so far; for the first time, whom their posts answer to."""
    if found is None:
        manager, above = queries.line_of(current_user.id, today())
        heads = any(
            "chief executive" in title.lower()
            for title, _ in posts_held_by(current_user.id, today())
        )
        return {
            "manager_email": manager,
            "managers_manager_email": above,
            "leads_organisation": heads,
        }
    names = (*operations.LEADERS_OWN, "capacity")
    said = {name: getattr(found, name) for name in names}
    return said | {"new_to_it": "yes" if found.new_to_it else "no"}


@blueprint.post("/organisations/<int:organisation_id>/mentoring/<int:programme_id>/join")
@requires(Permission.JOIN_MENTORING, on=Organisation)
def join(organisation, programme_id):
    """Begin to join as a mentee: a draft, on which one comes back."""
    if not ConfirmForm().validate_on_submit():
        abort(400)
    programme = programme_or_404(programme_id, organisation)
    person = db.session.get_one(Person, current_user.id)
    enrolment = begin_enrolment(
        programme, person, organisation.id, Side.MENTEE, today(), by=actor()
    )
    operations.come_back(enrolment, by=actor())
    db.session.commit()
    if enrolment.state == Enrolled.DRAFT:
        return redirect(url_for(".answer", enrolment_id=enrolment.id, step="goals"))
    return redirect(url_for(".check", enrolment_id=enrolment.id))


@blueprint.route("/mentoring/enrolments/<int:enrolment_id>/answers/<step>", methods=["GET", "POST"])
@requires(Permission.CHANGE_ENROLMENT, on=Enrolment)
def answer(enrolment, step):
    """One short page of a mentee's. What is saved is there when they return."""
    asked: Step = STEPS.get(step) or abort(404)
    if enrolment.side != Side.MENTEE or enrolment.is_nomination:
        return redirect(url_for(".check", enrolment_id=enrolment.id))
    form = asked.form(data=asked.said(enrolment, today()))
    if isinstance(form, forms.LeadersForm):
        form.offer(queries.leaders_of(enrolment.programme_id, enrolment.person_id))
    if form.validate_on_submit():
        with form.showing_refusals():
            asked.keep(enrolment, form, today(), actor())
            db.session.commit()
            further = asked.next
            draft = enrolment.state == Enrolled.DRAFT
            if further and draft:
                return redirect(url_for(".answer", enrolment_id=enrolment.id, step=further))
            return redirect(url_for(".check", enrolment_id=enrolment.id))
    number = list(STEPS).index(step) + 1
    goals = words_of(enrolment.programme.direction).colleagues_goals
    shown = render_template(
        "enrolling/answer.html",
        form=form,
        asked=asked,
        title=asked.title or goals,
        enrolment=enrolment,
        number=number,
        pages=len(STEPS),
    )
    return shown, form.status


@blueprint.route("/mentoring/enrolments/<int:enrolment_id>", methods=["GET", "POST"])
@requires(Permission.CHANGE_ENROLMENT, on=Enrolment)
def check(enrolment):
    """Check your answers, with all that a leader will see of them."""
    if enrolment.is_nomination:
        return to_nomination(enrolment)
    if enrolment.side != Side.MENTEE:
        return redirect(
            url_for(
                ".lead",
                organisation_id=enrolment.organisation_id,
                programme_id=enrolment.programme_id,
            )
        )
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.join(enrolment, today(), by=actor())
            db.session.commit()
            flash("You are in the pool. You hear from us as soon as somebody is offered to you")
            return redirect(url_for(".show_mentoring"))
    named = queries.preferences_of(enrolment.id)
    names = queries.names_of(named)
    shown = render_template(
        "enrolling/check.html",
        form=form,
        enrolment=enrolment,
        steps=STEPS,
        seen=all_a_leader_sees(enrolment),
        leaders=[names[id_] for id_ in named],
        excluded=queries.excluded_people(enrolment.id)
        + queries.excluded_organisations(enrolment.id),
        equality=queries.equality_record_of(enrolment.id),
    )
    return shown, form.status


def to_nomination(enrolment: Enrolment):
    """Whoever was named by another says first whether they would like it at all."""
    return redirect(url_for("nominating.show_nomination", enrolment_id=enrolment.id))


@blueprint.route("/mentoring/enrolments/<int:enrolment_id>/unavailable", methods=["GET", "POST"])
@requires(Permission.CHANGE_ENROLMENT, on=Enrolment)
def be_unavailable(enrolment):
    form = forms.UnavailableForm(until=enrolment.unavailable_until)
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.be_unavailable(enrolment, form.until.data, today(), by=actor())
            db.session.commit()
            flash("Nobody is offered to you until then")
            return redirect(url_for(".show_mentoring"))
    shown = render_template("enrolling/be_unavailable.html", form=form, enrolment=enrolment)
    return shown, form.status


@blueprint.post("/mentoring/enrolments/<int:enrolment_id>/available")
@requires(Permission.CHANGE_ENROLMENT, on=Enrolment)
def be_available(enrolment):
    if not ConfirmForm().validate_on_submit():
        abort(400)
    operations.be_unavailable(enrolment, None, today(), by=actor())
    db.session.commit()
    flash("You are available again")
    return redirect(url_for(".show_mentoring"))


@blueprint.route("/mentoring/enrolments/<int:enrolment_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.CHANGE_ENROLMENT, on=Enrolment)
def withdraw(enrolment):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.withdraw(enrolment, today(), by=actor())
            db.session.commit()
            flash("You have withdrawn. You can join again whenever you like")
            return redirect(url_for(".show_mentoring"))
    shown = render_template("enrolling/withdraw.html", form=form, enrolment=enrolment)
    return shown, form.status
