"""The page on which somebody answers an offer."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.errors import Refused
from tracker.extensions import db
from tracker.forms import ConfirmForm
from tracker.mentoring import catalogue
from tracker.mentoring.directions import words_of
from tracker.mentoring.shown import where_they_meet
from tracker.mentoring.states import BEGUN, Refusal
from tracker.offers import answering, forms, operations, queries
from tracker.pairings.models import Pairing
from tracker.permissions import Permission
from tracker.web import actor, requires, today

blueprint = Blueprint("offers", __name__)


@blueprint.get("/mentoring/offers/<int:pairing_id>")
@requires(Permission.VIEW_PAIR, on=Pairing)
def show_offer(pairing):
    return page("show_offer", pairing, ConfirmForm())


@blueprint.post("/mentoring/offers/<int:pairing_id>/accept")
@requires(Permission.VIEW_PAIR, on=Pairing)
def accept_offer(pairing):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            end_if_over(pairing)
            operations.accept(pairing, pairing.programme, today(), by=actor())
            db.session.commit()
            if pairing.state in BEGUN:
                flash("You have both said yes. Plan your first meeting")
                return redirect(url_for("pairs.show_pair", pairing_id=pairing.id))
            flash("Thank you. Your answer is kept")
            return redirect(url_for(".show_offer", pairing_id=pairing.id))
    return page("show_offer", pairing, form)


@blueprint.route("/mentoring/offers/<int:pairing_id>/decline", methods=["GET", "POST"])
@requires(Permission.VIEW_PAIR, on=Pairing)
def decline_offer(pairing):
    form = forms.DeclineForm()
    if form.validate_on_submit():
        until = form.until.data if form.then.data == forms.AWAY else None
        with form.showing_refusals():
            end_if_over(pairing)
            operations.decline(pairing, Refusal(form.reason.data), until, today(), by=actor())
            db.session.commit()
            flash("Thank you for saying so. Your answer is kept")
            return redirect(url_for(".show_offer", pairing_id=pairing.id))
    return page("decline_offer", pairing, form)


def end_if_over(pairing):
    """The first who comes after the last day gives the place back, and is told."""
    if answering.is_over(pairing, today()):
        operations.expire(pairing, today(), by=actor())
        db.session.commit()
        raise Refused(answering.OVER)


def page(name: str, pairing, form):
    pairing = queries.with_both(pairing)
    mine = pairing.leader_id == current_user.id
    other = pairing.mentee_enrolment if mine else pairing.leader_enrolment
    partner = pairing.partner_of(current_user.id)
    goals = catalogue.goals()
    times = catalogue.availability()
    shown = render_template(
        f"offers/{name}.html",
        form=form,
        pairing=pairing,
        partner=partner,
        as_leader=mine,
        words=words_of(pairing.programme.direction),
        told=answering.may_know(pairing, current_user.id, queries.steps_of(pairing.id)),
        asked=answering.asked_of(pairing) == current_user.id,
        over=answering.is_over(pairing, today()),
        other=other,
        posts=queries.posts_of(partner.id, today()) if not mine else [],
        goals=[goals.get(code, code) for code in other.goals],
        times=[times.get(code, code) for code in other.availability],
        profession=catalogue.professions().get(other.profession),
        where=where_they_meet(other.remote, other.travels),
        grade=catalogue.grades().get(other.grade),
    )
    return shown, form.status
