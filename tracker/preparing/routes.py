"""Guidance for leaders and for mentees, and the word of a leader that they have read it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from tracker.extensions import db
from tracker.mentoring.models import Enrolment
from tracker.mentoring.states import Side
from tracker.permissions import Permission
from tracker.preparing import operations, queries
from tracker.preparing.forms import ReadForm
from tracker.web import actor, public, requires, today

blueprint = Blueprint("preparing", __name__)


@blueprint.get("/mentoring/guidance/leaders")
@public
def show_leaders_guidance():
    """For everybody: what helps, and what does not."""
    return render_template("preparing/show_leaders_guidance.html")


@blueprint.get("/mentoring/guidance/mentees")
@public
def show_mentees_guidance():
    return render_template("preparing/show_mentees_guidance.html")


@blueprint.route("/mentoring/enrolments/<int:enrolment_id>/prepare", methods=["GET", "POST"])
@requires(Permission.CHANGE_ENROLMENT, on=Enrolment)
def read_as_leader(enrolment):
    """The gate before any offer: a leader new to this reads it, and says so."""
    if enrolment.side != Side.LEADER:
        abort(404)
    form = ReadForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.prepare(enrolment, today(), by=actor())
            db.session.commit()
            flash("Thank you. You can be offered somebody from now on")
            return redirect(url_for("reports.show_home"))
    buddies = queries.buddies_of(enrolment, today())
    shown = render_template("preparing/read_as_leader.html", form=form, buddies=buddies)
    return shown, form.status
